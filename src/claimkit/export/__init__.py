"""Write extractions in the formats that other programs read: one module a format, one line in `FORMATS` each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from claimkit.errors import InputError
from claimkit.export import (
    brat,
    claim,
    conll,
    csv_table,
    html_report,
    json_lines,
    json_objects,
    labelstudio,
    parquet,
    w3c,
)

if TYPE_CHECKING:
    from claimkit.results import Extraction

__all__ = ["FORMATS", "Format", "read", "write"]


class Format(NamedTuple):
    """How a format is written, and read where nothing is lost in it."""

    about: str
    """What it is, in few words."""
    write: Callable[[Iterable[Extraction], IO[Any]], None]
    """Writes the extractions one by one, as they come."""
    read: Callable[[IO[str]], Iterator[Extraction]] | None = None
    """Gives back exactly what was written."""
    endings: tuple[str, ...] = ()
    """Endings of file names that ask for it."""
    binary: bool = False
    folder: Callable[[Iterable[Extraction], Path], None] | None = None
    """Writes files into a folder that there is."""


FORMATS: Mapping[str, Format] = MappingProxyType({
    "json": Format("an indented object an article", json_objects.write, json_objects.read, (".json",)),
    "jsonl": Format("an object a line", json_lines.write, json_lines.read, (".jsonl",)),
    "csv": Format("the claim table for spreadsheets", csv_table.write, endings=(".csv",)),
    "raw-csv": Format("the claim table for programs", csv_table.write_raw),
    "parquet": Format("the claim table for data frames", parquet.write, endings=(".parquet",), binary=True),
    "w3c": Format("W3C Web Annotations", w3c.write, w3c.read),
    "brat": Format("standoff files for brat", brat.write, binary=True, folder=brat.write_folder),
    "labelstudio": Format("tasks for Label Studio", labelstudio.write, labelstudio.read),
    "conll": Format("token columns with BIO tags", conll.write, endings=(".conll", ".conllup")),
    "claim": Format("schema.org Claims", claim.write),
    "html": Format("a report for people, one page", html_report.write, endings=(".html", ".htm")),
})  # fmt: skip


def write(extractions: Iterable[Extraction], stream: IO[Any], format_name: str) -> None:
    """Write `extractions` to `stream` in one of `FORMATS`.

    >>> import io
    >>> from claimkit.testing import example
    >>> stream = io.StringIO(newline="")
    >>> write([example()], stream, "jsonl")
    >>> stream.getvalue()[:23]
    '{"schema_version":"1.0"'

    Open a file with `newline=""` for it, or for bytes where the format is `binary`. Raises `InputError` on a format
    that there is not.
    """
    _known(format_name).write(extractions, stream)


def read(stream: IO[str], format_name: str) -> Iterator[Extraction]:
    """Read what `write` wrote in a format that loses nothing.

    >>> import io
    >>> from claimkit.testing import example
    >>> stream = io.StringIO(newline="")
    >>> write([example()], stream, "w3c")
    >>> list(read(io.StringIO(stream.getvalue(), newline=""), "w3c")) == [example()]
    True

    Raises `InputError` on a format that there is not or that loses something, and on what `write` did not write.
    """
    reader = _known(format_name).read
    if reader is None:
        whole = ", ".join(name for name, each in FORMATS.items() if each.read)
        raise InputError(f"format {format_name!r} cannot be read back: write one of {whole}")
    return reader(stream)


def _known(format_name: str) -> Format:
    if format_name not in FORMATS:
        raise InputError(f"format {format_name!r} is not one of {', '.join(FORMATS)}")
    return FORMATS[format_name]
