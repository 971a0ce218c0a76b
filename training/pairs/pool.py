"""Collect the pairs of claims that the teacher is to judge: candidates of articles of one day, and invented ones."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from relations import Related, articles, events, extracted, listed, marked, texts
from weighing import candidates_of

from claimkit.comparing.traits import Held, held

UNKNOWN = -1
"""The relation of a pair that nobody labelled."""
KNOWN_EACH, SAME_DAY_EACH, SAME_DAY, UNRELATED_EACH = 1.1, 0.45, 420, 8
"""Candidates for each claim: of articles with labels and of others; how many pairs of those; unrelated of an event."""


def pool(polnear: Path, store: Path, model: Path, seed: int = 3) -> list[Related]:
    """Return pairs of claims, each once, in a random order; articles that are kept back are left out."""
    chance = random.Random(seed)
    found = [*_of_articles(polnear, store, model), *_of_one_day(polnear, store, model, chance)]
    found += [*_of_events(chance), *marked()]
    found = list(dict.fromkeys(found))
    chance.shuffle(found)
    return found


def _of_articles(polnear: Path, store: Path, model: Path) -> Iterator[Related]:
    for read in articles(polnear, store):
        if read.a and read.b:
            numbers = ({id(claim): number for number, claim in enumerate(side)} for side in (read.a, read.b))
            one, other = numbers
            near = _nearest(read.a, read.b, model, KNOWN_EACH)
            cells = [(one[id(first)], other[id(second)]) for first, second in near]
            group = read.group()
            for cell in dict.fromkeys([*cells, *read.related]):
                pair = group.pair(cell)
                yield pair._replace(relation=UNKNOWN) if cell in read.left_open else pair


def _of_one_day(polnear: Path, store: Path, model: Path, chance: random.Random) -> Iterator[Related]:
    known, judged = texts(polnear), {frozenset(ids) for ids in listed()}
    kept = {name for ids in listed(kept=True) for name in ids}
    days: dict[str, list[str]] = defaultdict(list)
    for row in map(json.loads, polnear.read_text(encoding="utf-8").splitlines()):
        if row["id"] not in kept:
            days[row["id"].split("_")[1]].append(row["id"])
    pairs = [
        (one, other)
        for names in days.values()
        for one, other in combinations(names, 2)
        if one.split("_")[0] != other.split("_")[0] and frozenset((one, other)) not in judged
    ]
    for names in chance.sample(pairs, min(SAME_DAY, len(pairs))):
        one, other = (held(extracted(known[name], store)) for name in names)
        for first, second in _nearest(one, other, model, SAME_DAY_EACH):
            yield Related(first.words, second.words, UNKNOWN)


def _nearest(one: list[Held], other: list[Held], model: Path, each: float) -> list[tuple[Held, Held]]:
    near = candidates_of(one, other, model)[: int(each * (len(one) + len(other)))] if one and other else []
    return [(first, second) for first, second, _ in near]


def _of_events(chance: random.Random) -> Iterator[Related]:
    for group in events():
        others = [cell for cell in group.cells() if cell not in group.related]
        chance.shuffle(others)
        for cell in [*group.related, *others[:UNRELATED_EACH]]:
            yield group.pair(cell)
