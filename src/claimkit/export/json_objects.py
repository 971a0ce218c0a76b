"""JSON for people and single articles: one indented object an article, one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from claimkit.results import Extraction


def write(extractions: Iterable[Extraction], stream: TextIO) -> None:
    """Write each extraction as an indented JSON object and a line end."""
    for extraction in extractions:
        stream.write(extraction.to_json(indent=2) + "\n")
