"""Measure what the comparer tells of articles that were kept out of training: `python training/pairs/folds.py`.

    python training/pairs/folds.py --data DIR [--out DIR] [--work DIR]

The regression is fitted on four fifths of the pairs of articles and read on the last, five times. Printed are the
average precision of both relations, and of what is told from 0.4 and 0.5 how much has the label that it should have,
of invented articles and of PolNeAR's.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "training" / "tagger"), str(ROOT / "benchmarks")]

from relations import RELATIONS, articles, listed
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from weighing import HEED, judged

FOLDS, BARS = 5, (0.4, 0.5)


def told(rows: np.ndarray, labels: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Return the probabilities of the relations, [pairs, 3], each of a regression that did not see its articles."""
    shares = np.zeros((len(rows), 3))
    for fold in range(FOLDS):
        here = folds == fold
        spread = np.maximum(rows[~here].std(0), 1e-3)
        made = LogisticRegression(C=HEED, max_iter=2000).fit(rows[~here] / spread, labels[~here])
        shares[here] = made.predict_proba(rows[here] / spread)
    return shares


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "claimkit" / "weights" / "pairs", help="weights")
    parser.add_argument("--work", type=Path, default=ROOT / ".work")
    options = parser.parse_args()
    read = articles(options.data / "polnear" / "train.jsonl", options.work / "extractions", kept=True)
    rows, labels, folds, real = [], [], [], []
    for number, (each, names) in enumerate(zip(read, listed(kept=True), strict=True)):
        for relation, _, label in judged(options.out, [each]):
            rows.append(relation)
            labels.append(label[:, 0])
            folds += [number % FOLDS] * len(relation)
            real += ["_" in names[0]] * len(relation)
    wanted, news = np.concatenate(labels), np.array(real)
    shares = told(np.concatenate(rows), wanted, np.array(folds))
    print(len(wanted), "candidates")
    for name, kind in RELATIONS.items():
        print(f"{name} average precision {average_precision_score(wanted == kind, shares[:, kind]):.3f}")
        for bar in BARS:
            sure = (shares[:, kind] >= bar) & (shares[:, kind] == shares.max(1))
            for where, here in (("invented", ~news), ("PolNeAR", news)):
                print(f"  from {bar}, {where}: {(sure & here & (wanted == kind)).sum()} of {(sure & here).sum()} right")


if __name__ == "__main__":
    main()
