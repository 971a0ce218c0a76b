"""Go on training a network that reads attributions so that it also reads sentences."""

from __future__ import annotations

import copy
import math
import random
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import torch
from examples import Example
from heads import SentenceHeads
from judging import WEIGHTS, judged
from network import Network
from sentences import Run, Sentence, packs
from tokenizers import Tokenizer
from torch import nn
from train import BATCH, DECAY, HEAD_RATE, LEAST_RATE, WARM_UP, batches, losses, padded
from train import WEIGHTS as ATTRIBUTION
from variation import Variation

from claimkit.tagging.windows import SIZE

ARTICLES = 0.4
"""Share of steps that are spent on articles, so that what was learned of attributions is kept."""


def steps_of(pool: Sequence[Sequence[Sentence]], chance: random.Random) -> Iterator[list[Sequence[Sentence]]]:
    """Yield batches of windows of like length, in a random order."""
    order = sorted(pool, key=lambda group: sum(len(s.window.ids) for s in group) + chance.random() * 32)
    found, group, room = [], [], BATCH * SIZE
    for window in order:
        size = sum(len(s.window.ids) for s in window)
        if group and size * (len(group) + 1) > room:
            found.append(group)
            group = []
        group.append(window)
    found.append(group)
    chance.shuffle(found)
    yield from found


def optimizer(
    network: nn.Module, steps: int, slow: float
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    """Return AdamW with a slower rate for what is trained already, and its schedule."""
    old = [p for name, p in network.named_parameters() if name.startswith("read.")]
    new = [p for name, p in network.named_parameters() if not name.startswith("read.")]
    groups = []
    for parameters, rate in ((old, slow), (new, HEAD_RATE)):
        groups.append({"params": [p for p in parameters if p.dim() > 1], "lr": rate, "weight_decay": DECAY})
        groups.append({"params": [p for p in parameters if p.dim() <= 1], "lr": rate, "weight_decay": 0.0})
    made = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
    warm = max(1, int(WARM_UP * steps))
    return made, torch.optim.lr_scheduler.LambdaLR(
        made, lambda step: min(1.0, (step + 1) / warm) * max(LEAST_RATE, 1 - step / steps)
    )


class Reader(nn.Module):
    """A network that reads attributions, and the heads that read sentences."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.read = network
        self.heads = SentenceHeads()


class Plan(NamedTuple):
    """How often the sentences of each corpus are seen, and how fast the encoder learns."""

    repeats: dict[str, int]
    rate: float


TOGETHER = Plan(
    {"uds": 6, "verbs": 18, "negation": 8, "newssd": 6, "claimbuster": 2, "news": 3, "passages": 3, "invented": 0},
    1.5e-4,
)
"""Learn what sentences say."""
FINISH = Plan(
    {"uds": 1, "verbs": 3, "negation": 2, "newssd": 3, "claimbuster": 1, "news": 1, "passages": 1, "invented": 4}, 1e-4
)
"""Learn attitudes and views from whole articles, and forget nothing."""


def train_together(
    reader: Reader, articles: Sequence[Example], corpora: dict[str, list[Run]], plan: Plan, seed: int, checkpoint: Path,
    tokens: Tokenizer,
) -> Reader:  # fmt: skip
    """Train on sentences and articles by turns; return the moving average of the weights, also kept in a file."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    variation = Variation.of(tokens)
    pool = packs(corpora, plan.repeats, SIZE, chance)
    groups = list(steps_of(pool, chance))
    steps = math.ceil(len(groups) / (1 - ARTICLES))
    step_up, schedule = optimizer(reader, steps, plan.rate)
    average = copy.deepcopy(reader)
    plain, own = batches(articles, chance), cycle(groups)
    began, seen = time.time(), {}
    reader.train()
    print(f"{len(pool)} windows of sentences, {steps} steps", flush=True)
    for step in range(steps):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            if chance.random() < ARTICLES:
                found, weights = losses(reader.read, next(plain), variation, chance), ATTRIBUTION
            else:
                found, weights = judged(reader.read, reader.heads, next(own), padded), WEIGHTS
        sum(weights[name] * loss for name, loss in found.items()).backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        step_up.step()
        schedule.step()
        step_up.zero_grad()
        keep = min(0.995, (1 + step) / (10 + step))
        with torch.no_grad():
            for mean, now in zip(average.parameters(), reader.parameters(), strict=True):
                mean.lerp_(now, 1 - keep)
        for name, loss in found.items():
            seen[name] = 0.98 * seen.get(name, loss.item()) + 0.02 * loss.item()
        if step % 50 == 49:
            told = " ".join(f"{name} {value:.4f}" for name, value in seen.items())
            print(f"step {step + 1}/{steps} {told} {(time.time() - began) / (step + 1):.2f} s a step", flush=True)
        if step % 200 == 199:
            torch.save(average.state_dict(), checkpoint)
    torch.save(average.state_dict(), checkpoint)
    return average
