"""What the heads that read sentences get wrong on a batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from heads import SentenceHeads
from network import Network
from sentences import UNKNOWN, Sentence, joined_window
from torch import Tensor
from torch.nn import functional

WEIGHTS = {
    "value": 1.0, "negation": 2.0, "scope": 1.0, "subjective": 0.3, "checkable": 0.6, "valence": 0.5,
    "attitude": 1.0,
}  # fmt: skip

SMOOTHED = 0.05
"""Labels of two kinds are learned as so much and one less so much: annotators err."""


def hidden_of(network: Network, windows: Sequence[Any], padded: Any) -> list[Tensor]:
    """Run the encoder over windows; return its last layer at the first piece of each word of each window."""
    written = [padded([getattr(w, name) for w in windows]) for name in ("ids", "case", "state", "kind")]
    mask = padded([[1] * len(w.ids) for w in windows])
    hidden = network.encoder.hidden(*written, mask)
    return [row[torch.from_numpy(w.first)] for row, w in zip(hidden, windows, strict=True)]


def judged(
    network: Network, heads: SentenceHeads, batch: Sequence[Sequence[Sentence]], padded: Any
) -> dict[str, Tensor]:
    """Return the loss of each head on windows of sentences."""
    members, sentences = read_together(network, batch, padded)
    losses = _words(heads, members, sentences)
    losses |= _scopes(heads, members, sentences) | kinds(heads, members, sentences)
    return losses


def read_together(
    network: Network, batch: Sequence[Sequence[Sentence]], padded: Any
) -> tuple[list[Tensor], list[Sentence]]:
    """Read windows of sentences; return the encoder's last layer at the words of each sentence, and the sentences."""
    joined = [joined_window(group) for group in batch]
    rows = hidden_of(network, [window for window, _ in joined], padded)
    members: list[Tensor] = [
        row[at : at + len(sentence.window.first)]
        for row, (_, begins), group in zip(rows, joined, batch, strict=True)
        for at, sentence in zip(begins, group, strict=True)
    ]
    return members, [sentence for group in batch for sentence in group]


def _words(heads: SentenceHeads, members: list[Tensor], sentences: Sequence[Sentence]) -> dict[str, Tensor]:
    values, negation, valence, attitudes = heads.word(torch.cat(members))
    leaning = torch.cat([torch.from_numpy(s.valence) for s in sentences])
    wanted = torch.cat([torch.from_numpy(s.value) for s in sentences])
    marks = torch.cat([torch.from_numpy(s.negation) for s in sentences])
    found, known = {}, ~torch.isnan(wanted)
    if known.any():
        found["value"] = functional.smooth_l1_loss(values[known].float(), wanted[known], beta=0.3)
    known = ~torch.isnan(leaning)
    if known.any():
        found["valence"] = functional.smooth_l1_loss(valence[known].float(), leaning[known], beta=0.5)
    if any(s.attitudes for s in sentences):
        found["attitude"] = _attitudes(attitudes.split([len(row) for row in members]), sentences)
    known = marks != UNKNOWN
    if known.any():
        found["negation"] = functional.binary_cross_entropy_with_logits(negation[known].float(), marks[known].float())
    return found


def _attitudes(odds: Sequence[Tensor], sentences: Sequence[Sentence]) -> Tensor:
    """Return the loss of attitudes: the odds of a stretch are the mean over its words."""
    found = []
    for rows, sentence in zip(odds, sentences, strict=True):
        for start, end, label in sentence.attitudes:
            mean = rows[start:end].float().mean(0)
            found.append(functional.cross_entropy(mean, torch.tensor(label), label_smoothing=SMOOTHED))
    return torch.stack(found).mean()


def _scopes(heads: SentenceHeads, members: list[Tensor], sentences: Sequence[Sentence]) -> dict[str, Tensor]:
    words, cues, distances, wanted = [], [], [], []
    for row, sentence in zip(members, sentences, strict=True):
        for cue, inside in sentence.scopes:
            words.append(row)
            cues.append(row[cue].expand_as(row))
            distances.append(torch.arange(len(row)) - cue)
            wanted.append(torch.from_numpy(inside))
    if not words:
        return {}
    logits = heads.scope(torch.cat(words), torch.cat(cues), torch.cat(distances))
    return {"scope": functional.binary_cross_entropy_with_logits(logits.float(), torch.cat(wanted))}


def kinds(heads: SentenceHeads, members: list[Tensor], sentences: Sequence[Sentence]) -> dict[str, Tensor]:
    """Return the losses of what whole sentences are: views, worth checking."""
    labels = torch.tensor([[s.subjective, s.checkable] for s in sentences])
    asked = (labels != UNKNOWN).any(1).nonzero()[:, 0].tolist()
    if not asked:
        return {}
    rows, labels = [members[k] for k in asked], labels[asked]
    member = torch.zeros(len(rows), sum(map(len, rows)))
    at = 0
    for number, row in enumerate(rows):
        member[number, at : at + len(row)] = 1
        at += len(row)
    subjective, checkable = heads.sentence(torch.cat(rows), member.to(rows[0].dtype))
    found, known = {}, labels[:, 0] != UNKNOWN
    if known.any():
        smoothed = labels[known, 0].float() * (1 - 2 * SMOOTHED) + SMOOTHED
        found["subjective"] = functional.binary_cross_entropy_with_logits(subjective[known].float(), smoothed)
    if (labels[:, 1] != UNKNOWN).any():
        found["checkable"] = functional.cross_entropy(checkable.float(), labels[:, 1], ignore_index=UNKNOWN)
    return found
