"""Deal out what the network learns from: batches of each task without end, varied anew in each round."""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence

import torch
from pair_network import PairNetwork
from relations import AGREE, ASPECTS, DIFFER, UNRELATED, Group, Related, Same, answers
from rows import Reading, Row, batches, stacked
from torch import Tensor

from pairs import Pair, arguments, inferences, matches, perspectives, varied

INFERENCES, MATCHES, ANSWERS, NEGATIVES = 5000, 6000, 40, 16
"""How many inferences and matches are seen in each round, answers of a question, unrelated claims of an event."""
TOGETHER = 64
"""Sentences that are placed in one batch."""
SIDES = ("disputes", "supports", "neither")


def sides(
    options: argparse.Namespace, known: Sequence[Group], reading: Reading, chance: random.Random
) -> Iterator[list[Row]]:
    """Yield batches of statements and claims without end, varied anew in each round."""
    debated = perspectives(options.data / "perspectrum", "train")
    debated = [pair for pair in debated if pair.statement not in held_back(debated)]
    argued = list(arguments(options.data / "kpa2021"))
    inferred = list(inferences(options.data / "conjnli" / "adversarial_train_15k.tsv"))
    while True:
        pool = varied(debated, chance) + varied(argued, chance) + chance.sample(inferred, INFERENCES)
        pool += [pair for group in known for pair in sided(group, chance)]
        yield from batches([reading.row(*pair) for pair in pool], chance)


def relations(
    known: Sequence[Group],
    words: Sequence[Related],
    nearness: Callable[[Sequence[Group]], list[Tensor]],
    reading: Reading,
    chance: random.Random,
) -> Iterator[list[Row]]:
    """Yield batches of two claims without end; of unrelated ones those that lie nearest come most often."""
    while True:
        near = nearness(known)
        pool = [pair for group, cosines in zip(known, near, strict=True) for pair in dealt(group, chance, near=cosines)]
        pool += words
        yield from batches([reading.row(*turned(pair, chance), pair.relation, pair.aspect) for pair in pool], chance)


def sided(group: Group, chance: random.Random) -> list[Pair]:
    """Return claims on one event as statements and positions on them: of who differs in degree it is not known."""
    rows = dealt(group, chance)
    found = []
    for row in rows:
        position = {UNRELATED: SIDES.index("neither"), AGREE: SIDES.index("supports")}.get(row.relation, 0)
        if row.relation != DIFFER or ASPECTS[row.aspect] not in {"certainty", "degree"}:
            found.append(Pair(*turned(row, chance), position))
    others = [pair for pair in found if pair.position == SIDES.index("neither")]
    taken = [pair for pair in found if pair.position != SIDES.index("neither")]
    return taken + chance.sample(others, min(len(others), len(taken)))


def dealt(group: Group, chance: random.Random, near: Tensor | None = None) -> list[Related]:
    """Return the related pairs of an event, and some of the others, of which two thirds are among the nearest."""
    others = [cell for cell in group.cells() if cell not in group.related]
    chance.shuffle(others)
    tempting = sorted(others, key=lambda cell: -float(near[cell])) if near is not None else others
    many = max(NEGATIVES, 2 * len(group.related))
    drawn = chance.sample(tempting[: 2 * many], min(2 * many // 3, len(others)))
    cells = dict.fromkeys([*group.related, *drawn, *others[: many // 3]])
    return [group.pair(cell) for cell in cells]


def nearness(network: PairNetwork, reading: Reading, groups: Sequence[Group]) -> list[Tensor]:
    """Return the cosines of the places of the claims of two outlets, as the network puts them now."""
    texts = sorted({text for group in groups for text in (*group.a, *group.b)}, key=len)
    place: dict[str, Tensor] = {}
    network.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(texts), TOGETHER):
            some = texts[start : start + TOGETHER]
            place.update(zip(some, network.places(*stacked(list(map(reading.alone, some)))[:3]).float(), strict=True))
    network.train()
    return [
        torch.stack([place[text] for text in group.a]) @ torch.stack([place[text] for text in group.b]).T
        for group in groups
    ]


def sames(options: argparse.Namespace, reading: Reading, chance: random.Random) -> Iterator[list[Row]]:
    """Yield batches of answers, and of arguments and key points, that say the same or not."""
    matched = list(matches(options.data / "kpa2021"))
    while True:
        pool = answers(chance, ANSWERS) + [Same(*row) for row in chance.sample(matched, MATCHES)]
        yield from batches([reading.row(*turned(pair, chance), pair.same) for pair in pool], chance)


def turned(pair: Related | Same, chance: random.Random) -> tuple[str, str]:
    """Return the two sentences, in either order."""
    return (pair.one, pair.other) if chance.random() < 0.5 else (pair.other, pair.one)


def held_back(pairs: Sequence[Pair]) -> set[str]:
    """Return the statements that are kept out of training."""
    statements = sorted({pair.statement for pair in pairs})
    return set(random.Random(7).sample(statements, len(statements) // 10))


def gathered(known: Sequence[Group], chance: random.Random) -> Iterator[list[Group]]:
    """Yield a few groups at a time without end, whose sentences are placed together."""
    while True:
        batch: list[Group] = []
        for group in chance.sample(known, len(known)):
            if batch and sum(len(each.a) + len(each.b) for each in (*batch, group)) > TOGETHER:
                yield batch
                batch = []
            batch.append(group)
