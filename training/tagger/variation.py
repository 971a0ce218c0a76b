"""Vary the pieces of a window from time to time, so that the network learns the shape of an attribution, not names."""

from __future__ import annotations

import random
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from examples import CUE, Example
from tokenizers import Tokenizer

HIDDEN_WINDOWS, HIDDEN_WORDS = 0.5, 0.15
"""Share of windows in which words are hidden, and of their words: others stand in for names never seen."""
OTHER_VERBS = 0.25
"""Share of the cues "said" and "says" that another verb takes the place of."""


class Variation(NamedTuple):
    """The numbers of the pieces that vary."""

    mask: int
    separator: int
    verbs: dict[int, list[int]]

    @classmethod
    def of(cls, tokenizer: Tokenizer) -> Variation:
        """Look the pieces up."""
        listed = tomllib.loads(Path(__file__).with_name("verbs.toml").read_text(encoding="utf-8"))
        number = tokenizer.token_to_id
        return cls(
            number("[MASK]"),
            number("[SEP]"),
            {number(verb): [number(other) for other in others.split()] for verb, others in listed.items()},
        )

    def pieces(self, example: Example, chance: random.Random) -> np.ndarray:
        """Return the pieces of a window, some of them varied."""
        ids, first = example.window.ids.copy(), example.window.first
        for tie in example.ties:
            others = self.verbs.get(int(ids[first[tie.at]]))
            if others and (tie.roles == CUE).sum() == 1 and chance.random() < OTHER_VERBS:
                ids[first[tie.at]] = chance.choice(others)
        if chance.random() < HIDDEN_WINDOWS:
            for begin, end in pairwise([*first, len(ids)]):
                if chance.random() < HIDDEN_WORDS:
                    ids[begin:end] = np.where(ids[begin:end] == self.separator, self.separator, self.mask)
        return ids
