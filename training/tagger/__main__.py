"""Make the tagger's weights: train, write the graphs, fit the confidence, and measure on the development part.

    python training/tagger --data DIR [--out DIR] [--work DIR] [--epochs N] [--seed N] [--held N] [--from STEP]

DIR of `--data` holds `polnear`, articles with their attributions (Newell et al., LREC 2018), and the corpora of
sentences that `corpora.py` reads. `--out` gets the weights (`src/claimkit/weights/attribution`), `--work` what can be
thrown away (`.work`): the examples and the checkpoints. `--held` articles (84) are kept out of training; the confidence
is fitted on them. The steps are `train` (attributions), `together` (sentences too), `finish` (attitudes and views in
whole articles), `export` and `fit`; `--from STEP` goes on with what an earlier run left there.

Needs `pip install -e '.[training]'` and three hours of two cores. The seed is fixed; two short runs of the first step
on one machine gave the same bytes.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from corpora import read_all
from examples import Example, examples, rows
from export import export
from fit import fit
from network import Network
from together import FINISH, TOGETHER, Plan, Reader, train_together
from train import ENTITIES, tokenizer, train

STEPS = ("train", "together", "finish", "export", "fit")
CHECKPOINTS = ("reader.pt", "finished.pt")
"""What `together` and `finish` leave."""
SPLIT_SEED = 7
"""Draws the articles held back; the same for every seed of the training."""


def cached(path: Path, make: Callable[[], Any]) -> Any:
    """Return what `make` returns, kept in a file from run to run."""
    if not path.exists():
        path.write_bytes(pickle.dumps(make()))
    return pickle.loads(path.read_bytes())  # a file that this program wrote


def held_back(articles: Sequence[dict[str, Any]], count: int) -> set[int]:
    """Return the numbers of the articles that are kept out of training."""
    return set(random.Random(SPLIT_SEED).sample(range(len(articles)), len(articles))[:count])


def blank_network() -> Network:
    """Return a network that has learned nothing."""
    return Network(pieces=tokenizer().get_vocab_size(), entities=len(ENTITIES))


def windows_of(articles: Sequence[dict[str, Any]], options: argparse.Namespace) -> list[Example]:
    """Return the windows of the articles that are not held back."""
    tokens = tokenizer()
    made = cached(options.work / "examples.pickle", lambda: [examples(row, tokens, ENTITIES) for row in articles])
    held = held_back(articles, options.held)
    return [example for number, group in enumerate(made) if number not in held for example in group]


def trained_together(articles: Sequence[dict[str, Any]], plan: Plan, options: argparse.Namespace) -> None:
    """Go on training on sentences and articles by turns."""
    tokens = tokenizer()
    corpora = cached(options.work / "sentences.pickle", lambda: read_all(options.data, tokens))
    reader = Reader(blank_network())
    if plan is TOGETHER:
        reader.read.load_state_dict(torch.load(options.work / "network.pt", weights_only=True))
    else:
        reader.load_state_dict(torch.load(options.work / CHECKPOINTS[0], weights_only=True))
    made = options.work / CHECKPOINTS[plan is FINISH]
    train_together(reader, windows_of(articles, options), corpora, plan, options.seed, made, tokens)


def trained(articles: Sequence[dict[str, Any]], options: argparse.Namespace) -> None:
    """Train on the articles that are not held back."""
    pool = windows_of(articles, options)
    print(f"{len(pool)} windows", flush=True)
    train(pool, epochs=options.epochs, seed=options.seed, work=options.work, tokens=tokenizer())


def measure(path: Path, weights: Path) -> dict[str, Any]:
    """Return the F1 of each figure of tagger and rules together on annotated articles."""
    import attribution
    from attribution_systems import extracting

    articles, find = attribution.read_lines(path), extracting(model=weights)
    scores = attribution.evaluate(articles, {row["id"]: find(row["text"]) for row in articles}).scores
    return {name: round(score.f1, 4) for name, score in scores.items()}


def main() -> None:
    """Do the steps from the one that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "claimkit" / "weights" / "attribution")
    parser.add_argument("--work", type=Path, default=ROOT / ".work")
    parser.add_argument("--epochs", type=float, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--held", type=int, default=84)
    parser.add_argument("--from", dest="step", choices=STEPS, default=STEPS[0])
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    articles = rows(options.data / "polnear" / "train.jsonl")
    if options.step == "train":
        trained(articles, options)
    if options.step in ("train", "together"):
        trained_together(articles, TOGETHER, options)
    if options.step in ("train", "together", "finish"):
        trained_together(articles, FINISH, options)
    if options.step != "fit":
        reader = Reader(blank_network())
        reader.load_state_dict(torch.load(options.work / CHECKPOINTS[1], weights_only=True))
        export(reader, options.out)
    fit([articles[number] for number in sorted(held_back(articles, options.held))], options.out)
    print(json.dumps(measure(options.data / "polnear" / "dev.jsonl", options.out)))


if __name__ == "__main__":
    main()
