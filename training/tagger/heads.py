"""Heads that read sentences: how factual words are, what is negated, how a holder feels, what a sentence is.

All read the encoder's last layer, so that one pass over a text serves them and the attributions.
"""

from __future__ import annotations

import torch
from network import DISTANCES, FARTHEST, WIDTH, distance_buckets
from torch import Tensor, nn
from torch.nn import functional

WORD_WIDTH, SCOPE_WIDTH, SENTENCE_WIDTH = 128, 128, 128
ATTITUDES = 3
"""Favourable, unfavourable, neutral."""
DROPPED = 0.1


class WordHead(nn.Module):
    """Tell of each word how factual it is, whether it negates, how good or bad it is, and its holder's attitude."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Linear(WIDTH, WORD_WIDTH)
        self.value = nn.Linear(WORD_WIDTH, 1)
        self.valence = nn.Linear(WORD_WIDTH, 1)
        self.attitude = nn.Linear(WORD_WIDTH, ATTITUDES)
        self.negation = nn.Linear(WORD_WIDTH, 1)

    def forward(self, hidden: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return factuality, logits of negation, valence, and logits of attitudes; `hidden` is [words, WIDTH]."""
        seen = functional.gelu(self.inner(hidden))
        value, negation, valence = (head(seen)[..., 0] for head in (self.value, self.negation, self.valence))
        return value, negation, valence, self.attitude(seen)


class ScopeHead(nn.Module):
    """Tell for a cue of negation which words it negates."""

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Linear(WIDTH, SCOPE_WIDTH)
        self.cue = nn.Linear(WIDTH, SCOPE_WIDTH)
        self.distance = nn.Embedding(DISTANCES, SCOPE_WIDTH)
        self.inner = nn.Linear(SCOPE_WIDTH, SCOPE_WIDTH)
        self.score = nn.Linear(SCOPE_WIDTH, 1)
        nn.init.normal_(self.distance.weight, std=0.02)
        self.register_buffer("buckets", distance_buckets(), persistent=False)

    def forward(self, words: Tensor, cue: Tensor, distance: Tensor) -> Tensor:
        """Return logits for pairs of a word and a cue, [pairs, WIDTH] each, and the word's place less the cue's."""
        bucket = self.buckets[distance.clamp(-FARTHEST, FARTHEST) + FARTHEST]
        seen = functional.gelu(self.word(words) + self.cue(cue) + self.distance(bucket))
        return self.score(functional.gelu(self.inner(seen)))[..., 0]


class SentenceHead(nn.Module):
    """Tell of each sentence how likely it is subjective, and whether it states something worth checking."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Linear(WIDTH, 1)
        self.inner = nn.Linear(2 * WIDTH, SENTENCE_WIDTH)
        self.drop = nn.Dropout(2 * DROPPED)
        self.subjective = nn.Linear(SENTENCE_WIDTH, 1)
        self.checkable = nn.Linear(SENTENCE_WIDTH, 3)

    def forward(self, hidden: Tensor, member: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits; `hidden` is [words, WIDTH], `member` [sentences, words] 1 where a word is a sentence's."""
        odds = self.weight(hidden)[:, 0][None] + (1 - member) * -1e4
        chosen = torch.softmax(odds, -1) @ hidden
        mean = (member @ hidden) / member.sum(-1, keepdim=True)
        seen = self.drop(functional.gelu(self.inner(torch.cat([chosen, mean], -1))))
        return self.subjective(seen)[..., 0], self.checkable(seen)


class SentenceHeads(nn.Module):
    """The three heads."""

    def __init__(self) -> None:
        super().__init__()
        self.word, self.scope, self.sentence = WordHead(), ScopeHead(), SentenceHead()
