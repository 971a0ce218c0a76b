"""The network: a small BERT that also reads how words are written and quoted, and three heads on it.

`Encoder` reads windows of pieces and gives each word what the heads need. `CueHead` tells at which words a cue begins.
`TieHead` tells for one cue which words are its source, the cue itself, and what is attributed: one layer of attention
over the words, each seen from the cue. Heads read what rules and parse say beside what the encoder says.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from claimkit.tagging.evidence import CUE_MARKS, PARTS, PATHS
from claimkit.tagging.windows import CASES, KINDS, STATES

WIDTH, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536
"""The measures of MiniLM-L6-H384."""
TIE_WIDTH, TIE_HEADS = 192, 6
CUE_WIDTH = 96
ROLES = 4
"""Outside, source, cue, content."""
FARTHEST = 256
DISTANCES = 36
DROPPED = 0.1


def distance_buckets() -> Tensor:
    """Return a number for each distance from -FARTHEST to FARTHEST: exact near the cue, then by powers of root two."""

    def bucket(distance: int) -> int:
        far = abs(distance)
        near = far if far < 8 else min(8 + int(2 * math.log2(far / 8)), DISTANCES // 2 - 1)
        return near if distance <= 0 else DISTANCES // 2 + near

    return torch.tensor([bucket(distance) for distance in range(-FARTHEST, FARTHEST + 1)])


class Layer(nn.Module):
    """One layer of self-attention, as in BERT."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.mix = nn.Linear(width, width)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm_attention = nn.LayerNorm(width, 1e-12)
        self.norm_output = nn.LayerNorm(width, 1e-12)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Mix what the positions know; `bias` is added to the logits of attention."""
        batch, length, width = x.shape
        size = width // self.heads
        query, key, value = self.qkv(x).view(batch, length, 3, self.heads, size).permute(2, 0, 3, 1, 4).unbind(0)
        weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(size) + bias, -1)
        if self.training:
            weights = self.drop(weights)
        mixed = (weights @ value).transpose(1, 2).reshape(batch, length, width)
        x = self.norm_attention(x + self.drop(self.mix(mixed)))
        return self.norm_output(x + self.drop(self.down(functional.gelu(self.up(x)))))


def _bias(mask: Tensor) -> Tensor:
    return (1 - mask.to(torch.float32))[:, None, None, :] * -1e4


class Encoder(nn.Module):
    """Read windows of pieces; give each piece what the heads need."""

    def __init__(self, *, pieces: int, entities: int) -> None:
        super().__init__()
        self.word = nn.Embedding(pieces, WIDTH)
        self.position = nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.written = nn.ModuleList([nn.Embedding(count, WIDTH) for count in (CASES, STATES, KINDS)])
        for table in self.written:
            nn.init.zeros_(table.weight)
        self.layers = nn.ModuleList([Layer(WIDTH, ATTENTION_HEADS, INNER) for _ in range(LAYERS)])
        self.drop = nn.Dropout(DROPPED)
        self.to_cue = nn.Linear(WIDTH, CUE_WIDTH)
        self.to_word = nn.Linear(WIDTH, TIE_WIDTH)
        self.to_anchor = nn.Linear(WIDTH, TIE_WIDTH)
        self.to_entity = nn.Linear(WIDTH, entities)
        self.to_role = nn.Linear(WIDTH, ROLES)

    def hidden(self, ids: Tensor, case: Tensor, state: Tensor, kind: Tensor, mask: Tensor) -> Tensor:
        """Return the last layer; all arguments are [windows, pieces]."""
        x = self.word(ids) + self.position.weight[: ids.shape[1]]
        for table, numbers in zip(self.written, (case, state, kind), strict=True):
            x = x + table(numbers)
        x = self.drop(self.norm(x))
        bias = _bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        return self.drop(x)

    def forward(
        self, ids: Tensor, case: Tensor, state: Tensor, kind: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Return what cue head and tie head read of each piece, the odds of entities, and the last layer itself."""
        x = self.hidden(ids, case, state, kind, mask)
        return self.to_cue(x), self.to_word(x), self.to_anchor(x), self.to_entity(x), x

    def load_minilm(self, weights: Path) -> None:
        """Take over the weights of MiniLM-L6-H384 from a safetensors file."""
        from safetensors.torch import load_file

        stored = load_file(weights)
        positions = stored["embeddings.position_embeddings.weight"]
        state = {
            "word.weight": stored["embeddings.word_embeddings.weight"],
            "position.weight": positions + stored["embeddings.token_type_embeddings.weight"][0],
        }
        for part in ("weight", "bias"):
            state[f"norm.{part}"] = stored[f"embeddings.LayerNorm.{part}"]
            for number in range(LAYERS):
                there, here = f"encoder.layer.{number}.", f"layers.{number}."
                attention = [stored[f"{there}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                state[f"{here}qkv.{part}"] = torch.cat(attention)
                for name, other in (
                    ("mix", "attention.output.dense"),
                    ("norm_attention", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("norm_output", "output.LayerNorm"),
                ):
                    state[f"{here}{name}.{part}"] = stored[f"{there}{other}.{part}"]
        missing = self.load_state_dict(state, strict=False).missing_keys
        assert all(name.startswith(("written", "to_")) for name in missing)  # noqa: S101


class CueHead(nn.Module):
    """Tell how likely a cue begins at each word."""

    def __init__(self) -> None:
        super().__init__()
        self.mark = nn.Embedding(CUE_MARKS, CUE_WIDTH)
        self.score = nn.Linear(CUE_WIDTH, 1)
        nn.init.normal_(self.mark.weight, std=0.02)

    def forward(self, seen: Tensor, marks: Tensor) -> Tensor:
        """Return logits; `seen` is [..., words, CUE_WIDTH], `marks` what the rules say of each word."""
        return self.score(functional.relu(seen + self.mark(marks)))[..., 0]


class TieHead(nn.Module):
    """Tell for one cue the role of each word."""

    def __init__(self) -> None:
        super().__init__()
        self.distance = nn.Embedding(DISTANCES, TIE_WIDTH)
        self.part = nn.Embedding(PARTS, TIE_WIDTH)
        self.path = nn.Embedding(PATHS, TIE_WIDTH)
        for table in (self.distance, self.part, self.path):
            nn.init.normal_(table.weight, std=0.02)
        self.norm = nn.LayerNorm(TIE_WIDTH)
        self.layer = Layer(TIE_WIDTH, TIE_HEADS, 2 * TIE_WIDTH)
        self.role = nn.Linear(TIE_WIDTH, ROLES)
        self.register_buffer("buckets", distance_buckets(), persistent=False)

    def forward(self, words: Tensor, anchor: Tensor, at: Tensor, mask: Tensor, parts: Tensor, paths: Tensor) -> Tensor:
        """Return logits of the roles, [cues, words, ROLES].

        `words` is [cues, words, TIE_WIDTH], `anchor` [cues, TIE_WIDTH] the first word of each cue and `at` its place.
        """
        places = torch.arange(words.shape[1])[None] - at[:, None]
        distance = self.buckets[places.clamp(-FARTHEST, FARTHEST) + FARTHEST]
        seen = words + anchor[:, None] + self.distance(distance) + self.part(parts) + self.path(paths)
        return self.role(self.layer(self.norm(seen), _bias(mask)))


class Network(nn.Module):
    """The encoder with its heads."""

    def __init__(self, *, pieces: int, entities: int) -> None:
        super().__init__()
        self.encoder = Encoder(pieces=pieces, entities=entities)
        self.cue = CueHead()
        self.tie = TieHead()
