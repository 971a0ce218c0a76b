"""Make the weights that read two sentences together: train, write the graph, measure on the development parts.

    python training/pairs --data DIR [--out DIR] [--work DIR] [--steps N] [--seed N] [--from export]

DIR of `--data` holds `perspectrum`, `kpa2021`, `conjnli` and `polnear`; the invented articles, events and questions
lie here.
`--out` gets the weights (`src/claimkit/weights/pairs`), `--work` the checkpoint (`.work`). A tenth of Perspectrum's
training statements is held back to set the temperature of the sides, the articles that `claims.jsonl` marks as kept to
set what the comparer does with the outputs. Needs `pip install -e '.[training]'` and two hours of two cores.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "training" / "tagger"), str(ROOT / "benchmarks")]

from dealing import SIDES, gathered, held_back, relations, sames, sides
from export import Graph, _free, write
from pair_network import KINDS, PairNetwork
from relations import ASPECTS, Group, articles, events, marked
from rows import BATCH, MOST, Reading, stacked
from torch import Tensor
from torch.nn import functional
from train import minilm, tokenizer
from weighing import fit

from pairs import perspectives, varied

RATE, HEAD_RATE, DECAY, WARM_UP, LEAST_RATE = 1e-4, 5e-4, 0.01, 0.06, 0.02
SMOOTHED = 0.05
SHARES = {"sides": 0.22, "relation": 0.58, "same": 0.08, "place": 0.12}
"""Which part of the batches each task has."""
ASPECT_WEIGHT = 0.5
NEARNESS = 20.0
"""What cosines are multiplied by."""


def loss_of_places(network: PairNetwork, groups: Sequence[Group], reading: Reading) -> Tensor:
    """Return how far related claims are from being nearer to each other than all that are not related."""
    rows = [[text for group in groups for text in group.a], [text for group in groups for text in group.b]]
    placed = [network.places(*stacked([reading.alone(text) for text in texts])[:3]).float() for texts in rows]
    near = NEARNESS * placed[0] @ placed[1].T
    related, left_open = torch.zeros_like(near, dtype=torch.bool), torch.zeros_like(near, dtype=torch.bool)
    row = column = 0
    for group in groups:
        for marks, cells in ((related, group.related), (left_open, group.left_open)):
            for i, j in cells:
                marks[row + i, column + j] = True
        row, column = row + len(group.a), column + len(group.b)
    others = torch.logsumexp(near.masked_fill(related | left_open, -1e4).flatten(), 0)
    return (torch.logaddexp(near[related], others) - near[related]).mean()


def loss_of(task: str, told: dict[str, Tensor], wanted: Tensor, aspect: Tensor) -> Tensor:
    """Return the loss of a batch of one task."""
    if task == "same":
        return functional.binary_cross_entropy_with_logits(told["same"][:, 0], 0.9 * wanted.float() + 0.05)
    loss = functional.cross_entropy(told[task], wanted, label_smoothing=SMOOTHED)
    if task == "relation" and bool((aspect >= 0).any()):
        loss = loss + ASPECT_WEIGHT * functional.cross_entropy(
            told["aspect"], aspect, ignore_index=-1, label_smoothing=SMOOTHED
        )
    return loss


def train(options: argparse.Namespace) -> PairNetwork:
    """Train; return the moving average of the weights."""
    torch.manual_seed(options.seed)
    chance, reading = random.Random(options.seed), Reading()
    network = PairNetwork(reading.tokens.get_vocab_size())
    network.load_minilm(minilm() / "model.safetensors")
    if options.start is not None:
        network.load_state_dict(torch.load(options.start, weights_only=True))
    read = articles(options.data / "polnear" / "train.jsonl", options.work / "extractions")
    known = events() + [each.group() for each in read if each.a and each.b]
    groups_of = gathered([group for group in known if group.related], chance)
    sources = {
        "sides": sides(options, known, reading, chance),
        "relation": relations(known, marked(), network, reading, chance),
        "same": sames(options, reading, chance),
    }
    steps, fresh = options.steps, ("inner", "score", "place_of")
    groups = [
        {"params": [p for n, p in network.named_parameters() if n.startswith(fresh) is new], "lr": rate}
        for new, rate in ((False, RATE), (True, HEAD_RATE))
    ]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=DECAY, fused=True)
    warm = int(WARM_UP * steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / warm) * max(LEAST_RATE, 1 - step / steps)
    )
    average, began, seen = copy.deepcopy(network), time.time(), dict.fromkeys(SHARES, 1.0)
    network.train()
    for step in range(steps):
        task = chance.choices(list(SHARES), list(SHARES.values()))[0]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            if task == "place":
                loss = loss_of_places(network, next(groups_of), reading)
            else:
                ids, side, mask, wanted, aspect = stacked(next(sources[task]))
                told = {name: odds.float() for name, odds in zip(KINDS, network(ids, side, mask), strict=False)}
                loss = loss_of(task, told, wanted, aspect)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        keep = min(0.995, (1 + step) / (10 + step))
        with torch.no_grad():
            for mean, now in zip(average.parameters(), network.parameters(), strict=True):
                mean.lerp_(now, 1 - keep)
        seen[task] = 0.97 * seen[task] + 0.03 * loss.item()
        if step % 50 == 49:
            told_losses = " ".join(f"{name} {value:.3f}" for name, value in seen.items())
            print(f"step {step + 1}/{steps} {told_losses} {(time.time() - began) / (step + 1):.2f} s", flush=True)
        if step % 500 == 499:
            torch.save(average.state_dict(), options.work / "pairs.pt")
    torch.save(average.state_dict(), options.work / "pairs.pt")
    return average


def temperature(network: PairNetwork, options: argparse.Namespace) -> float:
    """Return what odds must be divided by so that the probabilities of what was held back are likeliest."""
    reading, chance = Reading(), random.Random(options.seed)
    known = perspectives(options.data / "perspectrum", "train")
    held = held_back(known)
    rows = [reading.row(*pair) for pair in varied([pair for pair in known if pair.statement in held], chance)]
    network.eval()
    odds, labels = [], []
    with torch.no_grad():
        for start in range(0, len(rows), BATCH):
            ids, side, mask, wanted, _ = stacked(rows[start : start + BATCH])
            odds.append(network(ids, side, mask)[0])
            labels.append(wanted)
    found, wanted = torch.cat(odds), torch.cat(labels)
    tried = [0.5 + 0.05 * k for k in range(60)]
    return min(tried, key=lambda heat: functional.cross_entropy(found / heat, wanted).item())


def export(network: PairNetwork, options: argparse.Namespace) -> None:
    """Write graph, tokenizer and settings."""
    heat = round(temperature(network, options), 2)
    options.out.mkdir(parents=True, exist_ok=True)
    told = [*KINDS, "inner", "place"]
    inputs = dict.fromkeys(("ids", "side", "mask"), torch.ones(2, 7, dtype=torch.long))
    graph = Graph(
        network.eval(), inputs, told, _free(inputs, [], "pairs", "pieces") | {name: {0: "pairs"} for name in told}
    )
    write(graph, options.out / "network.onnx")
    tokenizer().save(str(options.out / "tokenizer.json"), pretty=False)
    settings = {"sides": SIDES, "aspects": ASPECTS, "most": MOST + 3, "temperature": heat}
    (options.out / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "claimkit" / "weights" / "pairs")
    parser.add_argument("--work", type=Path, default=ROOT / ".work")
    parser.add_argument("--steps", type=int, default=7000)
    parser.add_argument("--start", type=Path, help="checkpoint to go on from; else MiniLM")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--from", dest="step", choices=("train", "export"), default="train")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    network = PairNetwork(tokenizer().get_vocab_size())
    if options.step == "train":
        network = train(options)
    network.load_state_dict(torch.load(options.work / "pairs.pt", weights_only=True))
    export(network, options)
    print(json.dumps(fit(options.out, options.data / "polnear" / "train.jsonl", options.work / "extractions")))
    from stance import measure

    print(json.dumps(measure(options.data / "perspectrum", model=options.out)))


if __name__ == "__main__":
    main()
