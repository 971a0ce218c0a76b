"""Write extractions in the formats that other programs read: one module a format, one line in `FORMATS` each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TextIO

from claimkit.errors import InputError
from claimkit.export import csv_table, html_report, json_lines, json_objects

if TYPE_CHECKING:
    from claimkit.results import Extraction

__all__ = ["FORMATS", "write"]

Writer = Callable[[Iterable["Extraction"], TextIO], None]
"""Writes the extractions, one by one as they come where the format lets it."""

FORMATS: Mapping[str, Writer] = MappingProxyType({
    "json": json_objects.write,
    "jsonl": json_lines.write,
    "csv": csv_table.write,
    "raw-csv": csv_table.write_raw,
    "html": html_report.write,
})  # fmt: skip


def write(extractions: Iterable[Extraction], stream: TextIO, format_name: str) -> None:
    """Write `extractions` to `stream` in one of `FORMATS`.

    >>> import io
    >>> from claimkit.testing import example
    >>> stream = io.StringIO(newline="")
    >>> write([example()], stream, "jsonl")
    >>> stream.getvalue()[:23]
    '{"schema_version":"1.0"'

    Open a file with `newline=""` for it. Raises `InputError` on a format that there is not.
    """
    if format_name not in FORMATS:
        raise InputError(f"format {format_name!r} is not one of {', '.join(FORMATS)}")
    FORMATS[format_name](extractions, stream)
