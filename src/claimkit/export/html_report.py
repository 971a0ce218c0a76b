"""HTML for people: one file with the articles, their claims and their speakers, to read, print and hand on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from claimkit.results import Extraction


def write(extractions: Iterable[Extraction], stream: IO[str]) -> None:
    """Write one page that holds all extractions; nothing where there are none."""
    from claimkit.report import page

    if found := list(extractions):
        stream.write(page(found))
