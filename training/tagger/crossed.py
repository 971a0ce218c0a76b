"""Measure how well a network tells what is worth checking: `python training/tagger/crossed.py --data DIR [--fold N]`.

DIR holds `claimbuster` (Arslan et al. 2020). The sentences are dealt out to five folds by lot; a network that starts
from MiniLM learns four of them, and is measured on the last. Prints weighted F1 of two classes (worth checking or not),
macro F1, F1 of "worth checking", and weighted F1 of three classes, for each fold and on the average. Sentences that
follow one another in a debate are read together. Takes eight minutes of two cores a fold.
"""

from __future__ import annotations

import argparse
import copy
import csv
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from judging import kinds, read_together
from network import Network
from sentences import UNKNOWN, Run, blank, cut, packs, window_of
from together import Reader, optimizer, steps_of
from train import ENTITIES, minilm, padded, tokenizer

from claimkit.tagging.windows import SIZE
from claims import f1, stretches

FOLDS, EPOCHS, RATE, KEEP = 5, 3, 1.5e-4, 0.99
BATCH = 8
TWO = ("other", "1")
Row = dict[str, str]


def dealt(rows: Sequence[Row]) -> dict[str, int]:
    """Return the fold of each sentence, by its number."""
    order = sorted((row["Sentence_id"] for row in rows), key=int)
    random.Random(0).shuffle(order)
    return {name: place % FOLDS for place, name in enumerate(order)}


def runs(rows: Sequence[Row], asked: frozenset[str], tokens: object) -> list[Run]:
    """Return the sentences in runs, with the labels of those that are asked for."""
    found: list[Run] = []
    for stretch in stretches(rows):
        read = ((row, window_of(row["Text"].strip(), tokens)) for row in stretch)
        known = (
            blank(w)._replace(checkable=int(row["Verdict"]) + 1 if row["Sentence_id"] in asked else UNKNOWN)
            for row, w in read
            if w is not None
        )
        found += cut(list(known))
    return found


def learned(pool: list[Run]) -> Reader:
    """Return the moving average of a network that learns from MiniLM's weights."""
    torch.manual_seed(0)
    chance = random.Random(0)
    reader = Reader(Network(pieces=tokenizer().get_vocab_size(), entities=len(ENTITIES)))
    reader.read.encoder.load_minilm(minilm() / "model.safetensors")
    average = copy.deepcopy(reader)
    groups = [
        group for _ in range(EPOCHS) for group in steps_of(packs({"all": pool}, {"all": 1}, SIZE, chance), chance)
    ]
    step_up, schedule = optimizer(reader, len(groups), RATE)
    reader.train()
    for step, group in enumerate(groups):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = kinds(reader.heads, *read_together(reader.read, group, padded))["checkable"]
        loss.backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        step_up.step()
        schedule.step()
        step_up.zero_grad()
        keep = min(KEEP, (1 + step) / (10 + step))
        with torch.no_grad():
            for mean, now in zip(average.parameters(), reader.parameters(), strict=True):
                mean.lerp_(now, 1 - keep)
    return average.eval()


@torch.no_grad()
def told(reader: Reader, pool: list[Run]) -> tuple[np.ndarray, np.ndarray]:
    """Return the labels of the sentences that have one, and the probabilities of their three classes."""
    labels, shares = [], []
    for at in range(0, len(pool), BATCH):
        for row, sentence in zip(*read_together(reader.read, pool[at : at + BATCH], padded), strict=True):
            if sentence.checkable != UNKNOWN:
                labels.append(sentence.checkable)
                shares.append(reader.heads.sentence(row, torch.ones(1, len(row)))[1][0].softmax(-1).numpy())
    return np.array(labels), np.array(shares)


def figures(labels: np.ndarray, shares: np.ndarray) -> dict[str, float]:
    """Return the figures of a fold."""
    two = f1([TWO[int(label == 2)] for label in labels], [TWO[int(share > 0.5)] for share in shares[:, 2]])
    three = f1([str(label) for label in labels], [str(best) for best in shares.argmax(1)])
    return {"weighted": two["weighted"], "macro": two["macro"], "1": two["1"], "three weighted": three["weighted"]}


def main() -> None:
    """Measure fold by fold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--fold", type=int, action="append", help="only this one; may be given again")
    options = parser.parse_args()
    with (options.data / "claimbuster" / "crowdsourced.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    fold_of, tokens = dealt(rows), tokenizer()
    found = []
    for fold in options.fold or range(FOLDS):
        here = frozenset(name for name, number in fold_of.items() if number == fold)
        others = [row for row in rows if row["Sentence_id"] not in here]
        pool = runs(others, frozenset(fold_of) - here, tokens)
        found.append(figures(*told(learned(pool), runs(rows, here, tokens))))
        print(fold, " ".join(f"{name} {value:.3f}" for name, value in found[-1].items()), flush=True)
    print("mean", " ".join(f"{name} {np.mean([each[name] for each in found]):.3f}" for name in found[0]))


if __name__ == "__main__":
    main()
