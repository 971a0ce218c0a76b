"""Train a network on several tasks: each batch is of one task, drawn by its share; the weights are averaged."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn

DECAY, WARM_UP, LEAST_RATE, BETAS = 0.01, 0.06, 0.02, (0.9, 0.98)
AVERAGED = 0.995
"""How much of the average is kept at each step, once there are many."""


class Recipe(NamedTuple):
    """How long and how fast a network learns, its new parts at their own rate."""

    steps: int
    rate: float
    fresh_rate: float
    fresh: tuple[str, ...]
    shares: Mapping[str, float]
    """Which part of the batches each task has."""


def learn(
    network: nn.Module, losses: Mapping[str, Callable[[], Tensor]], recipe: Recipe, path: Path, chance: random.Random
) -> None:
    """Train on a batch of a task at a time; write the moving average of the weights."""
    groups = [
        {"params": [p for n, p in network.named_parameters() if p.requires_grad and n.startswith(recipe.fresh) is new],
         "lr": rate}
        for new, rate in ((False, recipe.rate), (True, recipe.fresh_rate))
    ]  # fmt: skip
    optimizer = torch.optim.AdamW(groups, betas=BETAS, weight_decay=DECAY, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, recipe.steps))
    average, began, seen = copy.deepcopy(network), time.time(), dict.fromkeys(recipe.shares, 1.0)
    network.train()
    for step in range(recipe.steps):
        task = chance.choices(list(recipe.shares), list(recipe.shares.values()))[0]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = losses[task]()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        _averaged(average, network, min(AVERAGED, (1 + step) / (10 + step)))
        seen[task] = 0.97 * seen[task] + 0.03 * loss.item()
        if step % 50 == 49:
            told = " ".join(f"{name} {value:.3f}" for name, value in seen.items())
            print(f"step {step + 1}/{recipe.steps} {told} {(time.time() - began) / (step + 1):.2f} s", flush=True)
        if step % 500 == 499:
            torch.save(average.state_dict(), path)
    torch.save(average.state_dict(), path)


def _rate(step: int, steps: int) -> float:
    warm = max(int(WARM_UP * steps), 1)
    return min(1.0, (step + 1) / warm) * max(LEAST_RATE, 1 - step / steps)


def _averaged(average: nn.Module, network: nn.Module, keep: float) -> None:
    with torch.no_grad():
        for mean, now in zip(average.parameters(), network.parameters(), strict=True):
            if now.requires_grad:
                mean.lerp_(now, 1 - keep)
