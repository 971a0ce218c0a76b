"""JSONL for corpora: one object a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from claimkit.results import Extraction

# JSON allows these inside a string, but many readers of lines take them for line ends.
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write(extractions: Iterable[Extraction], stream: TextIO) -> None:
    """Write each extraction as a JSON object on a line of its own."""
    for extraction in extractions:
        stream.write(extraction.to_json().translate(_LINE_ENDS) + "\n")
