"""JSONL for corpora: one object a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from claimkit.results import Extraction

# JSON allows these inside a string, but many readers of lines take them for line ends.
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write(extractions: Iterable[Extraction], stream: IO[str]) -> None:
    """Write each extraction as a JSON object on a line of its own."""
    for extraction in extractions:
        stream.write(extraction.to_json().translate(_LINE_ENDS) + "\n")


def read(stream: IO[str]) -> Iterator[Extraction]:
    """Yield the extraction of each line. Raises `InputError` on a line that is none."""
    from claimkit.results import Extraction

    yield from (Extraction.from_json(line) for line in stream if not line.isspace())
