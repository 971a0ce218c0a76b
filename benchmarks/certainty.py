"""Measure factuality: `python benchmarks/certainty.py FILE|DIR... [--model DIR]`.

A file holds JSON lines with tokenized sentences and the factuality of some tokens, -3 to +3 (UDS-IH2, Rudinger et al.
2018; MegaVeridicality, White et al. 2018): what claimkit says of these words is compared as it is. A folder holds
MEANTIME's CAT-XML files (Minard et al. 2016), whose certainty and polarity are put on that scale as Stanovsky et al.
(2017) do: certain 3, probable 1.5, possible 0.75, below zero where negative, 0 where underspecified. Its labels are of
a kind of their own and few, so a logistic regression from what claimkit says of a word, and from the encoder's last
layer there, to four kinds (did not happen, left open, hedged, happened) is fitted on four fifths of the articles and
measured on the last, in turn; what it answers lies about the median of what it holds likely. Prints Pearson's r and the
mean absolute error (MAE); for MEANTIME of the events that have a lemma, which are those that Stanovsky et al. and
others since count, and of all.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from certainty_features import features_of
from corpus_tokens import joined
from judged import encoded, judged
from meantime import articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDS = 5
EDGES = (-1.0, 0.3, 2.0)
"""Labels between which the four kinds lie."""
HEED, TOLD, SEEN = 0.1, 0.5, 0.15
"""Inverse strength of the penalty, and how far the features and the encoder's numbers are from 0 on the average."""
ABOUT = (0.35, 0.4, 0.45, 0.5, 0.55)
"""The parts of the distribution that the answer is the mean of."""
Reals = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def valued(path: Path, model: str | None) -> Iterator[tuple[float, float]]:
    """Yield the label of each annotated token and what claimkit says."""
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            text, spans = joined(row["text"].split(" "))
            read = judged(text, model)
            for target in row["targets"]:
                token = read.token_at(spans[target["span1"][0]][0])
                yield target["label"], read.factuality(token)


class Events(NamedTuple):
    """Features of events, the encoder's numbers at each, labels, the fold of each, and whether it has a lemma."""

    rows: Reals
    hidden: Reals
    labels: Reals
    folds: Reals
    lemma: Reals


def news(folder: Path, model: str | None) -> Events:
    """Return what claimkit says of all annotated events of MEANTIME."""
    rows, hidden, labels, folds, lemmas = [], [], [], [], []
    for number, article in enumerate(articles(folder)):
        read = judged(article.text, model)
        starts, seen = encoded(article.text, model)
        for start, label, lemma in article.events:
            hidden.append(seen[max(int(np.searchsorted(starts, start, side="right")) - 1, 0)])
            rows.append(features_of(read, read.token_at(start)))
            labels.append(label)
            folds.append(number % FOLDS)
            lemmas.append(bool(lemma))
    return Events(np.array(rows), np.array(hidden), np.array(labels), np.array(folds), np.array(lemmas))


def crossed(events: Events) -> Reals:
    """Return for each event what the regression fitted on the other folds says."""
    said = np.zeros(len(events.labels))
    for fold in range(FOLDS):
        here = events.folds == fold
        wide = np.hstack(
            [TOLD * _scaled(events.rows, events.rows[~here]), SEEN * _scaled(events.hidden, events.hidden[~here])]
        )
        labels = events.labels[~here]
        kinds = np.digitize(labels, EDGES)
        fit = LogisticRegression(C=HEED, max_iter=3000).fit(wide[~here], kinds)
        worth = np.array([labels[kinds == kind].mean() for kind in fit.classes_])
        reached = fit.predict_proba(wide[here]).cumsum(1)
        said[here] = np.mean([worth[(reached >= part).argmax(1)] for part in ABOUT], axis=0)
    return said


def _scaled(rows: Reals, known: Reals) -> Reals:
    return np.asarray((rows - known.mean(0)) / np.maximum(known.std(0), 1e-6))


def figures(gold: Sequence[float] | Reals, given: Sequence[float] | Reals) -> dict[str, float]:
    """Return r, the mean absolute error, and the number of labels."""
    one, other = np.asarray(gold), np.asarray(given)
    return {
        "r": float(np.corrcoef(one, other)[0, 1]),
        "MAE": float(np.abs(one - other).mean()),
        "labels": float(len(one)),
    }


def measure(path: Path, model: str | None = None) -> dict[str, float]:
    """Return the figures on a file or folder."""
    if path.is_dir():
        events = news(path, model)
        of_all = crossed(events)
        named = Events(*(column[events.lemma] for column in events))
        return figures(named.labels, crossed(named)) | {
            f"all {name}": value for name, value in figures(events.labels, of_all).items()
        }
    pairs = list(valued(path, model))
    return figures([label for label, _ in pairs], [said for _, said in pairs])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--model", help="folder of weights; those that come with claimkit unless given")
    options = parser.parse_args()
    for path in options.paths:
        print(path, " ".join(f"{name} {value:.3f}" for name, value in measure(path, options.model).items()))


if __name__ == "__main__":
    main()
