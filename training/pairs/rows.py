"""Turn pairs of sentences into rows of pieces, and rows into batches."""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch
from tokenizers import Tokenizer
from train import tokenizer

BATCH, MOST = 32, 96
"""Rows of a batch, and pieces of two sentences that are read at most."""
Row = tuple[list[int], list[int], int, int]


class Reading:
    """Turn pairs into rows of pieces."""

    def __init__(
        self,
        tokens: Tokenizer | None = None,
        marks: tuple[str, str] = ("[CLS]", "[SEP]"),
        *,
        between: int = 1,
        filler: int = 0,
    ) -> None:
        """Read by MiniLM's pieces unless others are given, with so many separators between two sentences."""
        self.tokens = tokens or tokenizer()
        self.opening, self.separator = (self.tokens.token_to_id(mark) for mark in marks)
        self.between, self.filler = between, filler

    def row(self, one: str, other: str, label: int, second: int = -1) -> Row:
        """Return pieces, sides and labels of a pair."""
        first, last = (self.tokens.encode(text, add_special_tokens=False).ids for text in (one, other))
        first = first[: max(MOST - len(last), MOST // 2)]
        last = last[: MOST - len(first)]
        ids = [self.opening, *first, *[self.separator] * self.between, *last, self.separator]
        return ids, [0] * (len(first) + 2) + [1] * (len(last) + self.between), label, second

    def alone(self, text: str) -> Row:
        """Return the row of a sentence that is read alone."""
        ids = [self.opening, *self.tokens.encode(text, add_special_tokens=False).ids[:MOST], self.separator]
        return ids, [0] * len(ids), 0, -1


def stacked(rows: Sequence[Row], filler: int = 0) -> tuple[torch.Tensor, ...]:
    """Stack rows, filled up to the longest: pieces, sides, mask, labels."""
    longest = max(len(row[0]) for row in rows)

    def filled(parts: Sequence[Sequence[int]], by: int = 0) -> torch.Tensor:
        return torch.tensor([[*part, *[by] * (longest - len(part))] for part in parts])

    ids, sides = filled([row[0] for row in rows], filler), filled([row[1] for row in rows])
    labels = (torch.tensor([row[place] for row in rows]) for place in (2, 3))
    return ids, sides, filled([[1] * len(row[0]) for row in rows]), *labels


def batches(rows: Sequence[Row], chance: random.Random) -> list[list[Row]]:
    """Deal rows out to batches of like length, in a random order."""
    order = chance.sample(list(rows), len(rows))
    made = []
    for start in range(0, len(order), 40 * BATCH):
        group = sorted(order[start : start + 40 * BATCH], key=lambda row: len(row[0]))
        made += [group[k : k + BATCH] for k in range(0, len(group), BATCH)]
    chance.shuffle(made)
    return made
