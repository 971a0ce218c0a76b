"""The targets by name, and where each keeps its corpus and its dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fuzz import dates, extraction, json_reader, quotes, reading

HERE = Path(__file__).parent
TARGETS = {
    "reading": reading.TARGET,
    "quotes": quotes.TARGET,
    "dates": dates.TARGET,
    "json": json_reader.TARGET,
    "extraction": extraction.TARGET,
}


def corpus(name: str) -> Path:
    """Return the folder of the inputs that are kept for a target."""
    return HERE / "corpus" / name


def dictionary(name: str) -> Path:
    """Return the file of the words that are put into a target's inputs."""
    return HERE / "dictionaries" / f"{name}.dict"


def inputs(name: str) -> Iterator[Path]:
    """Yield the inputs that are kept for a target, in order."""
    yield from sorted(path for path in corpus(name).iterdir() if path.is_file())
