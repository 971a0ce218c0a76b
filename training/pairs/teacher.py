"""Train a larger network on the same pairs, and let it tell what it thinks of pairs that nobody labelled.

MPNet (Song et al. 2020, as the sentence encoder all-mpnet-base-v2, Apache-2.0) has five times the weights of the
small network. It is too slow to read all pairs: the small one learns from it, and it reads the likeliest once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from loop import Recipe
from pair_network import KINDS, _mean
from rows import Reading, Row, stacked
from tokenizers import Tokenizer
from torch import Tensor, nn

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH, INNER, FROZEN, DROPPED = 768, 256, 3, 0.1
"""Numbers of a word and of a judgement, and how many of the lowest layers are left as they are."""
MARKS = {"opening": "<s>", "separator": "</s>", "between": 2, "filler": 1}
"""The pieces that stand around the sentences of a pair, how many between them, and the piece that fills up rows."""
TOGETHER = 32
"""Rows that are read at once."""
RECIPE = Recipe(2100, 4e-5, 5e-4, ("inner", "score"), {"sides": 0.14, "relation": 0.78, "same": 0.08})


class Teacher(nn.Module):
    """MPNet over a pair of sentences, with the heads of the comparer."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        from transformers import MPNetModel

        self.body = MPNetModel.from_pretrained(folder, add_pooling_layer=False)
        self.inner = nn.ModuleDict({name: nn.Linear(4 * WIDTH, INNER) for name in ("sides", "relation")})
        self.score = nn.ModuleDict({name: nn.Linear(INNER, size) for name, size in KINDS.items()})
        self.drop = nn.Dropout(DROPPED)
        for part in (self.body.embeddings, *self.body.encoder.layer[:FROZEN]):
            part.requires_grad_(False)

    def forward(self, ids: Tensor, side: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """Return the log odds of `KINDS`; arguments are [pairs, pieces]."""
        x = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        means = [_mean(x, mask * (side == number)) for number in (0, 1)]
        seen = torch.cat([x[:, 0], means[0] * means[1], *means], -1)
        inner = {name: torch.tanh(layer(seen)) for name, layer in self.inner.items()}
        return tuple(self.score[name](self.drop(inner["sides" if name == "sides" else "relation"])) for name in KINDS)


def reading_of(folder: Path) -> Reading:
    """Return what turns pairs into MPNet's rows: two separators between the sentences, and its own filler."""
    tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokens.no_truncation()
    tokens.no_padding()
    marks = MARKS["opening"], MARKS["separator"]
    return Reading(tokens, marks, between=MARKS["between"], filler=MARKS["filler"])


def judgements(teacher: Teacher, reading: Reading, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
    """Return the teacher's log odds on each pair, those of `KINDS` side by side, [pairs, numbers]."""
    rows = [reading.row(one, other, 0) for one, other in pairs]
    found = np.zeros((len(rows), sum(KINDS.values())), np.float32)
    teacher.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for some in _alike(rows):
            ids, side, mask, *_ = stacked([rows[k] for k in some], reading.filler)
            found[some] = np.hstack([odds.float().numpy() for odds in teacher(ids, side, mask)])
    return found


def _alike(rows: Sequence[Row]) -> Iterator[list[int]]:
    """Yield the numbers of rows of like length."""
    order = sorted(range(len(rows)), key=lambda number: len(rows[number][0]))
    for start in range(0, len(order), TOGETHER):
        yield order[start : start + TOGETHER]


def parted(judged: np.ndarray) -> dict[str, Tensor]:
    """Return rows of judgements by name."""
    ends = np.cumsum(list(KINDS.values()))
    return dict(zip(KINDS, map(torch.tensor, np.split(judged, ends[:-1], axis=1)), strict=True))
