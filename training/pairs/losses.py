"""Measure how wrong the network is: about labels, about what the teacher tells, about the places of claims."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from pair_network import KINDS, PairNetwork
from relations import DIFFER, Group
from rows import Reading, Row, stacked
from torch import Tensor
from torch.nn import functional

SMOOTHED, ASPECT_WEIGHT = 0.05, 0.5
NEARNESS = 20.0
"""What cosines are multiplied by."""
STEEP, MIDDLE = 12.0, 0.55
"""How fast the odds of being related grow with the cosine, and the cosine at which they are even."""
HEEDED = {"relation": 2.0, "aspect": 0.5, "sides": 0.3, "same": 0.3, "label": 0.25}
"""What the teacher's word on each question weighs, and a label that people gave."""
LEAST_ASPECT = 0.02
"""What the aspect counts for where the teacher sees no difference."""
Odds = dict[str, Tensor]
"""The log odds of `KINDS`."""


def told(network: torch.nn.Module, ids: Tensor, side: Tensor, mask: Tensor) -> Odds:
    """Return what a network tells of pairs, by name."""
    return {name: odds.float() for name, odds in zip(KINDS, network(ids, side, mask), strict=False)}


def loss_of(task: str, found: Odds, wanted: Tensor, aspect: Tensor) -> Tensor:
    """Return the loss of a batch of one task on labels."""
    if task == "same":
        return functional.binary_cross_entropy_with_logits(found["same"][:, 0], 0.9 * wanted.float() + 0.05)
    loss = functional.cross_entropy(found[task], wanted, label_smoothing=SMOOTHED)
    if task == "relation" and bool((aspect >= 0).any()):
        loss = loss + ASPECT_WEIGHT * functional.cross_entropy(
            found["aspect"], aspect, ignore_index=-1, label_smoothing=SMOOTHED
        )
    return loss


def loss_of_taught(found: Odds, teacher: Odds, label: Tensor) -> Tensor:
    """Return how far the odds are from the teacher's (Hinton et al. 2015), and from labels where there are any."""
    differs = teacher["relation"].softmax(-1)[:, DIFFER] + LEAST_ASPECT
    loss = sum(HEEDED[name] * _apart(found[name], teacher[name]).mean() for name in ("relation", "sides"))
    loss = loss + HEEDED["aspect"] * (differs * _apart(found["aspect"], teacher["aspect"])).mean()
    same = functional.binary_cross_entropy_with_logits(found["same"][:, 0], teacher["same"][:, 0].sigmoid())
    loss = loss + HEEDED["same"] * same
    known = label >= 0
    if bool(known.any()):
        given = functional.cross_entropy(found["relation"][known], label[known], label_smoothing=SMOOTHED)
        loss = loss + HEEDED["label"] * given
    return loss


def _apart(found: Tensor, teacher: Tensor) -> Tensor:
    """Return the divergence of each row of odds from the teacher's."""
    wanted = teacher.softmax(-1)
    return (wanted * (wanted.clamp_min(1e-8).log() - functional.log_softmax(found, -1))).sum(-1)


def loss_of_places(network: PairNetwork, groups: Sequence[Group], reading: Reading) -> Tensor:
    """Return how far related claims are from being nearer to each other than all that are not related."""
    near = NEARNESS * placed(network, reading, [text for group in groups for text in group.a])
    near = near @ placed(network, reading, [text for group in groups for text in group.b]).T
    related, left_open = torch.zeros_like(near, dtype=torch.bool), torch.zeros_like(near, dtype=torch.bool)
    row = column = 0
    for group in groups:
        for marks, cells in ((related, group.related), (left_open, group.left_open)):
            for i, j in cells:
                marks[row + i, column + j] = True
        row, column = row + len(group.a), column + len(group.b)
    others = torch.logsumexp(near.masked_fill(related | left_open, -1e4).flatten(), 0)
    return (torch.logaddexp(near[related], others) - near[related]).mean()


def loss_of_nearness(network: PairNetwork, one: Sequence[str], other: Sequence[str], related: Tensor,
                     reading: Reading) -> Tensor:  # fmt: skip
    """Return how far the cosines of pairs are from the teacher's probability, in [0, 1], that they are related."""
    cosines = (placed(network, reading, one) * placed(network, reading, other)).sum(-1)
    return functional.binary_cross_entropy_with_logits(STEEP * (cosines - MIDDLE), related)


def placed(network: PairNetwork, reading: Reading, texts: Sequence[str]) -> Tensor:
    """Return the places of claims, each read alone."""
    rows: list[Row] = [reading.alone(text) for text in texts]
    return network.places(*stacked(rows)[:3]).float()
