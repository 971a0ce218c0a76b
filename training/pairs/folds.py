"""Measure what the comparer tells of articles that were kept out of training: `python training/pairs/folds.py`.

    python training/pairs/folds.py --data DIR [--out DIR] [--work DIR]

The regressions are fitted on four fifths of the pairs of articles and read on the last, five times. Printed are the
average precision of both relations, and of what is told from 0.4 and 0.5 how much has the label that it should have,
of invented articles and of PolNeAR's. So for positions, from 0.2 to 0.5, where a claim of one article is the statement
and the claims that agree with it support it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "training" / "tagger"), str(ROOT / "benchmarks")]

from relations import RELATIONS, articles, listed
from sklearn.metrics import average_precision_score
from weighing import joined, judged, scorer

from claimkit.comparing import LOOKED_AT
from claimkit.comparing.careful import likeliest, opinions, said
from claimkit.comparing.relations import LIKELY, Parts, in_parts, likenesses, weighed
from claimkit.comparing.traits import Candidate
from claimkit.pairnet import Scorer, careful

FOLDS, BARS, POSITIONS = 5, (0.4, 0.5), (0.2, 0.3, 0.4, 0.5)


def learned(rows: np.ndarray, labels: np.ndarray, of: np.ndarray, folds: np.ndarray, fold: int) -> np.ndarray:
    """Return what a regression that did not see a fold tells of `of`, which has the columns of `rows`."""
    others = folds != fold
    made = scorer(rows[others], labels[others], len(RELATIONS) + 1, np.ones(others.sum()))
    return Scorer(**made).shares(of)


def told(
    rows: np.ndarray,
    labels: np.ndarray,
    folds: np.ndarray,
    parts: Parts | None = None,
    larger: Callable[[np.ndarray], np.ndarray] | None = None,
) -> np.ndarray:
    """Return the probabilities of the relations, [pairs, 3], each of regressions that did not see its articles.

    `larger` returns what the larger network says of pairs, by their numbers.
    """
    shares = np.zeros((len(rows), 3))
    for fold in range(FOLDS):
        here = folds == fold
        found = learned(rows, labels, rows, folds, fold)
        if parts is not None:
            cut = parts.cut & (1 - found[:, 0] >= LIKELY)
            part = learned(rows, labels, parts.seen.relation, folds, fold)
            both = weighed(found, np.where(cut[:, None], part, found), cut)
            found = learned(both, labels, both, folds, fold)
        if larger is not None:
            again = likeliest(found, most=len(found))
            both = opinions(found[again], larger(again))
            found[again] = learned(both, labels[again], both, folds[again], fold)
        shares[here] = found[here]
    return shares


def unread(pairs: list[Candidate], labels: np.ndarray, articles_of: np.ndarray) -> np.ndarray:
    """Return which candidates the comparer does not read: the least alike of each pair of articles."""
    alike = told(likenesses(pairs), labels, articles_of % FOLDS)[:, 0]
    left = np.zeros(len(pairs), bool)
    for number in np.unique(articles_of):
        here = np.flatnonzero(articles_of == number)
        left[here[np.argsort(alike[here], kind="stable")][round(len(here) / LOOKED_AT) :]] = True
    return left


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "claimkit" / "weights" / "pairs", help="weights")
    parser.add_argument("--work", type=Path, default=ROOT / ".work")
    options = parser.parse_args()
    read = articles(options.data / "polnear" / "train.jsonl", options.work / "extractions", kept=True)
    rows, numbers, real = [], [], []
    for number, (each, names) in enumerate(zip(read, listed(kept=True), strict=True)):
        for found in judged(options.out, [each]):
            rows.append(found)
            numbers += [number] * len(found[0])
            real += ["_" in names[0]] * len(found[0])
    pairs, seen, labels = joined(rows)
    wanted, news, of = labels[:, 0], np.array(real), np.array(numbers)
    parts = in_parts(pairs, seen, np.ones(len(pairs), bool), options.out)
    folder, heard = careful(options.out), {}

    def larger(numbers: np.ndarray) -> np.ndarray:
        fresh = [int(k) for k in numbers if k not in heard]
        heard.update(zip(fresh, said([pairs[k] for k in fresh], folder), strict=True))
        return np.array([heard[k] for k in numbers])

    shares = told(seen.relation, wanted, of % FOLDS, parts, larger if folder else None)
    taken = told(seen.position, wanted, of % FOLDS)
    shares[unread(pairs, wanted, of)] = (1.0, 0.0, 0.0)
    print(len(wanted), "candidates")
    for name, kind in RELATIONS.items():
        print(f"{name} average precision {average_precision_score(wanted == kind, shares[:, kind]):.3f}")
        for bar in BARS:
            sure = (shares[:, kind] >= bar) & (shares[:, kind] == shares.max(1))
            for where, here in (("invented", ~news), ("PolNeAR", news)):
                print(f"  from {bar}, {where}: {(sure & here & (wanted == kind)).sum()} of {(sure & here).sum()} right")
    side, sure = 1 + taken[:, 1:].argmax(1), taken[:, 1:].max(1)
    for bar in POSITIONS:
        known = sure >= bar
        print(f"position from {bar}: {(known & (side == wanted)).sum()} of {known.sum()} right")


if __name__ == "__main__":
    main()
