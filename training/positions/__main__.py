"""Make the weights that tell positions on statements: train, write the graph, measure on the development part.

    python training/positions --data DIR [--out DIR] [--work DIR] [--epochs N] [--seed N] [--from export]

DIR of `--data` holds `perspectrum`, `kpa2021` and `conjnli`. `--out` gets the weights
(`src/claimkit/weights/positions`), `--work` the checkpoint (`.work`). A tenth of the training statements is held back
to set the temperature of the probabilities. Needs `pip install -e '.[training]'` and half an hour of two cores.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "training" / "tagger"), str(ROOT / "benchmarks")]

from export import Graph, _free, write
from pair_network import PairNetwork
from pairs import Pair, arguments, inferences, perspectives, varied
from torch.nn import functional
from train import minilm, tokenizer

RATE, HEAD_RATE, DECAY, WARM_UP, LEAST_RATE = 1e-4, 5e-4, 0.01, 0.08, 0.02
BATCH, MOST, SMOOTHED = 32, 96, 0.05
INFERENCES = 5000
"""How many of the inferences are seen in each epoch."""
SIDES = ("disputes", "supports", "neither")
Row = tuple[list[int], list[int], int]


class Reading:
    """Turn pairs into rows of pieces."""

    def __init__(self) -> None:
        self.tokens = tokenizer()
        self.opening, self.separator = (self.tokens.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))

    def row(self, pair: Pair) -> Row:
        """Return pieces, sides and label of a pair."""
        one, other = (self.tokens.encode(text, add_special_tokens=False).ids for text in pair[:2])
        one = one[: MOST // 2]
        other = other[: MOST - len(one)]
        ids = [self.opening, *one, self.separator, *other, self.separator]
        return ids, [0] * (len(one) + 2) + [1] * (len(other) + 1), pair.position


def stacked(rows: Sequence[Row]) -> tuple[torch.Tensor, ...]:
    """Stack rows, filled up to the longest: pieces, sides, mask, labels."""
    longest = max(len(ids) for ids, _, _ in rows)

    def filled(parts: Sequence[Sequence[int]]) -> torch.Tensor:
        return torch.tensor([[*part, *[0] * (longest - len(part))] for part in parts])

    ids, sides = filled([row[0] for row in rows]), filled([row[1] for row in rows])
    return ids, sides, filled([[1] * len(row[0]) for row in rows]), torch.tensor([row[2] for row in rows])


def batches(rows: Sequence[Row], chance: random.Random) -> list[list[Row]]:
    """Deal rows out to batches of like length, in a random order."""
    order = chance.sample(list(rows), len(rows))
    made = []
    for start in range(0, len(order), 40 * BATCH):
        group = sorted(order[start : start + 40 * BATCH], key=lambda row: len(row[0]))
        made += [group[k : k + BATCH] for k in range(0, len(group), BATCH)]
    chance.shuffle(made)
    return made


def epochs(options: argparse.Namespace, reading: Reading, chance: random.Random) -> Iterator[list[list[Row]]]:
    """Yield the batches of one epoch after the other, varied anew each time."""
    debated = perspectives(options.data / "perspectrum", "train")
    debated = [pair for pair in debated if pair.statement not in held_back(debated)]
    argued = list(arguments(options.data / "kpa2021"))
    inferred = list(inferences(options.data / "conjnli" / "adversarial_train_15k.tsv"))
    while True:
        pool = varied(debated, chance) + varied(argued, chance) + chance.sample(inferred, INFERENCES)
        yield batches([reading.row(pair) for pair in pool], chance)


def held_back(pairs: Sequence[Pair]) -> set[str]:
    """Return the statements that are kept out of training."""
    statements = sorted({pair.statement for pair in pairs})
    return set(random.Random(7).sample(statements, len(statements) // 10))


def train(options: argparse.Namespace) -> PairNetwork:
    """Train; return the moving average of the weights."""
    torch.manual_seed(options.seed)
    chance, reading = random.Random(options.seed), Reading()
    network = PairNetwork(reading.tokens.get_vocab_size())
    network.load_minilm(minilm() / "model.safetensors")
    each = epochs(options, reading, chance)
    steps = math.ceil(options.epochs * len(next(each)))
    fresh = ("inner", "score")
    groups = [
        {"params": [p for n, p in network.named_parameters() if n.startswith(fresh) is new], "lr": rate}
        for new, rate in ((False, RATE), (True, HEAD_RATE))
    ]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=DECAY, fused=True)
    warm = int(WARM_UP * steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / warm) * max(LEAST_RATE, 1 - step / steps)
    )
    average, began, seen = copy.deepcopy(network), time.time(), 1.0
    network.train()
    for step, batch in zip(range(steps), (batch for found in each for batch in found), strict=False):
        ids, sides, mask, wanted = stacked(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            odds = network(ids, sides, mask).float()
        loss = functional.cross_entropy(odds, wanted, label_smoothing=SMOOTHED)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        keep = min(0.995, (1 + step) / (10 + step))
        with torch.no_grad():
            for mean, now in zip(average.parameters(), network.parameters(), strict=True):
                mean.lerp_(now, 1 - keep)
        seen = 0.98 * seen + 0.02 * loss.item()
        if step % 50 == 49:
            print(f"step {step + 1}/{steps} {seen:.4f} {(time.time() - began) / (step + 1):.2f} s a step", flush=True)
    torch.save(average.state_dict(), options.work / "pairs.pt")
    return average


def temperature(network: PairNetwork, options: argparse.Namespace) -> float:
    """Return what odds must be divided by so that the probabilities of what was held back are likeliest."""
    reading, chance = Reading(), random.Random(options.seed)
    known = perspectives(options.data / "perspectrum", "train")
    held = held_back(known)
    rows = [reading.row(pair) for pair in varied([pair for pair in known if pair.statement in held], chance)]
    network.eval()
    odds, labels = [], []
    with torch.no_grad():
        for start in range(0, len(rows), BATCH):
            ids, sides, mask, wanted = stacked(rows[start : start + BATCH])
            odds.append(network(ids, sides, mask))
            labels.append(wanted)
    found, wanted = torch.cat(odds), torch.cat(labels)
    tried = [0.5 + 0.05 * k for k in range(60)]
    return min(tried, key=lambda heat: functional.cross_entropy(found / heat, wanted).item())


def export(network: PairNetwork, options: argparse.Namespace) -> None:
    """Write graph, tokenizer and settings."""
    heat = round(temperature(network, options), 2)
    options.out.mkdir(parents=True, exist_ok=True)
    inputs = dict.fromkeys(("ids", "side", "mask"), torch.ones(2, 7, dtype=torch.long))
    graph = Graph(network.eval(), inputs, ["odds"], _free(inputs, ["odds"], "pairs", "pieces") | {"odds": {0: "pairs"}})
    write(graph, options.out / "network.onnx")
    tokenizer().save(str(options.out / "tokenizer.json"), pretty=False)
    settings = {"sides": SIDES, "most": MOST + 3, "temperature": heat}
    (options.out / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "claimkit" / "weights" / "positions")
    parser.add_argument("--work", type=Path, default=ROOT / ".work")
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--from", dest="step", choices=("train", "export"), default="train")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    network = PairNetwork(tokenizer().get_vocab_size())
    if options.step == "train":
        network = train(options)
    network.load_state_dict(torch.load(options.work / "pairs.pt", weights_only=True))
    export(network, options)
    from stance import measure

    print(json.dumps(measure(options.data / "perspectrum", model=options.out)))


if __name__ == "__main__":
    main()
