"""The network: MiniLM reads two sentences together; four small parts tell how the one stands to the other."""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tagger"))
from network import Layer

WIDTH, LAYERS, HEADS, INNER, MOST = 384, 6, 12, 1536, 512
KINDS = {"sides": 3, "relation": 3, "aspect": 8, "same": 1}
"""What is told of a pair, and how many numbers say it."""
DROPPED = 0.1
PLACE = 192
"""Numbers that stand for a sentence read alone."""


class PairNetwork(nn.Module):
    """A small BERT over a pair of sentences."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.word, self.place, self.side = (
            nn.Embedding(pieces, WIDTH),
            nn.Embedding(MOST, WIDTH),
            nn.Embedding(2, WIDTH),
        )
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList([Layer(WIDTH, HEADS, INNER) for _ in range(LAYERS)])
        self.drop = nn.Dropout(DROPPED)
        self.inner = nn.ModuleDict({name: nn.Linear(4 * WIDTH, WIDTH // 2) for name in ("sides", "relation")})
        self.place_of = nn.Linear(WIDTH, PLACE)
        self.score = nn.ModuleDict({name: nn.Linear(WIDTH // 2, size) for name, size in KINDS.items()})

    def hidden(self, ids: Tensor, side: Tensor, mask: Tensor) -> Tensor:
        """Return the last layer, [pairs, pieces, WIDTH]."""
        x = self.word(ids) + self.place.weight[: ids.shape[1]] + self.side(side)
        x = self.drop(self.norm(x))
        bias = (1 - mask.to(torch.float32))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def places(self, ids: Tensor, side: Tensor, mask: Tensor) -> Tensor:
        """Return numbers for sentences read alone, near each other where they assess the same, [sentences, PLACE]."""
        return nn.functional.normalize(self.place_of(_mean(self.hidden(ids, side, mask), mask)), dim=-1)

    def forward(self, ids: Tensor, side: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """Return the log odds of `KINDS`, the numbers below those of the relation, and the place of the first sentence.

        Arguments are [pairs, pieces]; a sentence read alone has nothing for the second.
        """
        x = self.hidden(ids, side, mask)
        sides = [_mean(x, mask * (side == number)) for number in (0, 1)]
        seen = torch.cat([x[:, 0], sides[0] * sides[1], *sides], -1)
        inner = {name: torch.tanh(layer(seen)) for name, layer in self.inner.items()}
        used = {name: inner["sides" if name == "sides" else "relation"] for name in KINDS}
        return (
            *(self.score[name](self.drop(numbers)) for name, numbers in used.items()),
            inner["relation"],
            self.place_of(sides[0]),
        )

    def load_minilm(self, weights: Path) -> None:
        """Take over the weights of MiniLM-L6-H384 from a safetensors file."""
        from safetensors.torch import load_file

        stored = load_file(weights)
        state = {
            "word.weight": stored["embeddings.word_embeddings.weight"],
            "place.weight": stored["embeddings.position_embeddings.weight"],
            "side.weight": stored["embeddings.token_type_embeddings.weight"],
        }
        for part in ("weight", "bias"):
            state[f"norm.{part}"] = stored[f"embeddings.LayerNorm.{part}"]
            for number in range(LAYERS):
                there, here = f"encoder.layer.{number}.", f"layers.{number}."
                attention = [stored[f"{there}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                state[f"{here}qkv.{part}"] = torch.cat(attention)
                for name, other in (
                    ("mix", "attention.output.dense"), ("norm_attention", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"), ("down", "output.dense"), ("norm_output", "output.LayerNorm"),
                ):  # fmt: skip
                    state[f"{here}{name}.{part}"] = stored[f"{there}{other}.{part}"]
        self.load_state_dict(state, strict=False)


def _mean(x: Tensor, mask: Tensor) -> Tensor:
    weight = mask.to(x.dtype)[..., None]
    return (x * weight).sum(1) / weight.sum(1).clamp(min=1)
