"""Read KnowledgeNet (Mesquita et al. 2019): passages with what ties people to employers, companies, parties."""

from __future__ import annotations

import csv
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

PROPERTIES = ("EMPLOYEE_OR_MEMBER_OF", "CEO", "POLITICAL_AFFILIATION")
UNKNOWN = -100
Offsets = tuple[int, int]
NONE = "-"


class Passage(NamedTuple):
    """A passage, the properties that were looked for in it, and what was found: (person, body, property)."""

    text: str
    asked: frozenset[str]
    facts: tuple[tuple[Offsets, Offsets, str], ...]

    def pairs(
        self, people: Iterable[Offsets] = (), bodies: Iterable[Offsets] = ()
    ) -> Iterator[tuple[Offsets, Offsets, list[int]]]:
        """Yield each person with each body, and a label for each of PROPERTIES.

        To the annotated ones come those of `people` and `bodies` that overlap none of them.
        """
        people = _joined((person for person, _, _ in self.facts), people)
        bodies = _joined((body for _, body, _ in self.facts), bodies)
        known = set(self.facts)
        for person, body in product(people, bodies):
            if person[0] < body[1] and body[0] < person[1]:
                continue
            yield person, body, [int((person, body, p) in known) if p in self.asked else UNKNOWN for p in PROPERTIES]


def passages(path: Path, folds: Collection[str]) -> Iterator[Passage]:
    """Yield the passages of some folds in which one of PROPERTIES was looked for; offsets are the passage's own."""
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["fold"] in folds and row["property"] in PROPERTIES:
                groups.setdefault((row["doc"], row["pass_start"]), []).append(row)
    for rows in groups.values():
        found = {_fact(row) for row in rows if row["sbj_start"] != NONE}
        yield Passage(rows[0]["passage"], frozenset(row["property"] for row in rows), tuple(sorted(found)))


def _joined(known: Iterable[Offsets], more: Iterable[Offsets]) -> list[Offsets]:
    found = sorted(set(known))
    return sorted({*found, *(a for a in more if not any(a[0] < b[1] and b[0] < a[1] for b in found))})


def _fact(row: dict[str, str]) -> tuple[Offsets, Offsets, str]:
    begin = int(row["pass_start"])
    subject, other = ((int(row[f"{name}_start"]) - begin, int(row[f"{name}_end"]) - begin) for name in ("sbj", "obj"))
    person, body = (other, subject) if row["property"] == "CEO" else (subject, other)
    return person, body, row["property"]
