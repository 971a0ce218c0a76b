"""JSON for people and single articles: one indented object an article, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from claimkit.results import Extraction


def write(extractions: Iterable[Extraction], stream: IO[str]) -> None:
    """Write each extraction as an indented JSON object and a line end."""
    for extraction in extractions:
        stream.write(extraction.to_json(indent=2) + "\n")


def read(stream: IO[str]) -> Iterator[Extraction]:
    """Yield the extraction of each object. Raises `InputError` on an object that is none."""
    from claimkit.results import Extraction

    # An object ends where its first line has its counterpart: inside a string a line break is never raw.
    lines: list[str] = []
    for line in stream:
        lines.append(line)
        if line.rstrip() == "}":
            yield Extraction.from_json("".join(lines))
            lines.clear()
    if "".join(lines).strip():
        yield Extraction.from_json("".join(lines))
