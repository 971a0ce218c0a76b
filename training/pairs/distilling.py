"""Deal out what the small network learns from the teacher: mostly pairs that the teacher holds to be related."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from losses import loss_of_nearness, loss_of_taught, told
from pair_network import PairNetwork
from relations import UNRELATED, Related
from rows import BATCH, Reading, stacked
from teacher import Teacher, judgements, parted, reading_of
from torch import Tensor

ROUND, PLACED = 40, 48
"""Batches that are drawn together, and pairs whose places are learned from in one batch."""
RARELY = 0.12
"""How often a pair comes that is surely unrelated, for one that is surely related: this to one more than this."""


def write(path: Path, pairs: Sequence[Related], teacher: Teacher, folder: Path) -> None:
    """Let the teacher judge pairs; write both."""
    judged = judgements(teacher, reading_of(folder), [(pair.one, pair.other) for pair in pairs])
    np.savez_compressed(path, judged=judged, pairs=np.array(json.dumps(pairs)))


class Taught:
    """Pairs with the teacher's judgements, dealt out to batches without end."""

    def __init__(self, path: Path, chance: random.Random) -> None:
        stored = np.load(path)
        self.pairs = [Related(*row) for row in json.loads(str(stored["pairs"]))]
        self.judged, self.chance = stored["judged"], chance
        self.related = (1 - parted(self.judged)["relation"].softmax(-1)[:, UNRELATED]).numpy()
        share = RARELY + self.related
        self.share, self.draw = share / share.sum(), np.random.default_rng(chance.randrange(2**32))
        self.batches, self.placed = self._alike(), self._drawn(PLACED)

    def loss(self, network: PairNetwork, reading: Reading) -> Tensor:
        """Return the loss on a batch of pairs, read together in either order."""
        some = next(self.batches)
        rows = [reading.row(*self._turned(number), self.pairs[number].relation) for number in some]
        ids, side, mask, label, _ = stacked(rows)
        return loss_of_taught(told(network, ids, side, mask), parted(self.judged[some]), label)

    def loss_of_nearness(self, network: PairNetwork, reading: Reading) -> Tensor:
        """Return the loss on a batch of pairs of which each claim is read alone."""
        some = next(self.placed)
        one, other = ([self.pairs[number][side] for number in some] for side in (0, 1))
        return loss_of_nearness(network, one, other, torch.tensor(self.related[some]), reading)

    def _turned(self, number: int) -> tuple[str, str]:
        pair = self.pairs[number]
        return (pair.one, pair.other) if self.chance.random() < 0.5 else (pair.other, pair.one)

    def _drawn(self, many: int) -> Iterator[list[int]]:
        while True:
            yield self.draw.choice(len(self.pairs), size=many, p=self.share).tolist()

    def _alike(self) -> Iterator[list[int]]:
        """Yield batches of pairs of like length."""
        for drawn in self._drawn(ROUND * BATCH):
            drawn.sort(key=lambda number: len(self.pairs[number].one) + len(self.pairs[number].other))
            starts = list(range(0, len(drawn), BATCH))
            self.chance.shuffle(starts)
            yield from (drawn[start : start + BATCH] for start in starts)
