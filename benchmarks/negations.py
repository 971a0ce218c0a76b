"""Read and write negations in the format of the *SEM 2012 shared task (Morante and Blanco 2012)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST_COLUMN = 7


class Negation(NamedTuple):
    """One cue with its scope: tokens by number; `parts` is what of each cue token is the cue ("un" of "unable")."""

    cue: tuple[int, ...]
    scope: tuple[int, ...]
    parts: tuple[str, ...]


def negated_sentences(path: Path) -> Iterator[tuple[list[str], list[Negation]]]:
    """Yield the tokens of each sentence and its negations."""
    rows: list[list[str]] = []
    with path.open(encoding="utf-8") as lines:
        for line in [*lines, "\n"]:
            if line.strip():
                rows.append(line.rstrip("\n").split("\t"))
            elif rows:
                yield [row[3] for row in rows], list(_negations(rows))
                rows = []


def _negations(rows: list[list[str]]) -> Iterator[Negation]:
    for column in range(FIRST_COLUMN, len(rows[0]) - 2, 3):
        cues = {i: row[column] for i, row in enumerate(rows) if row[column] not in {"_", "***"}}
        scope = tuple(i for i, row in enumerate(rows) if row[column + 1] != "_")
        if cues:
            yield Negation(tuple(cues), scope, tuple(cues.values()))
