"""Measure the comparer: `python benchmarks/comparison.py FILE_OR_DIR... [--model DIR]`.

A file of NAnCo (Laban et al. 2022) holds questions with the answers of many outlets, clustered: whether two answers say
the same is told by a score and a threshold; of each question in turn the threshold (and for the last row a logistic
regression) is set on the others. Prints the balanced accuracy. A file of ClaimDiff (Ko et al. 2023) holds pairs of
claims and whether the second strengthens (or weakens) the first: five folds by topic, a logistic regression and its
threshold fitted on four. Prints the macro F1 and the F1 of the positive class. A folder of gold pairs is compared as
`claimkit compare` does, and scored as the guidelines' scorer does: differences and agreements found with the right
relation, unrelated pairs that were told. Rows of the corpora: shared words alone, places (embeddings) alone, the
network that reads both, everything; on ClaimDiff the four folds choose the penalty, and for the last row whether the
network's features go alone.
"""

from __future__ import annotations

import argparse
import json
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from claimkit import pairnet
from claimkit.comparing.figures import compared, figures
from claimkit.comparing.terms import shared, terms
from claimkit.comparing.traits import degree, gives_cause
from claims import f1
from comparison_gold import gold_figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Reals = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
FOLDS = 5
HEED = 0.05
"""Inverse strength of the penalty of NAnCo's regressions, on features of unit variance."""
HEEDS = (1e-4, 3e-4, 1e-3)
"""Those that ClaimDiff's training folds choose from."""


class Rows(NamedTuple):
    """Pairs as features by system, their labels, and the question or topic of each."""

    systems: dict[str, Reals]
    labels: Reals
    groups: Reals


def traits_of(one: str, other: str) -> list[float]:
    """Return what two sentences have in common and where they part."""
    first, second = terms(one), terms(other)
    return [
        shared(first, second),
        len(first.names & second.names) / max(1, min(len(first.names), len(second.names))),
        compared(one, other),
        degree(one) * degree(other),
        bool(figures(one)) + bool(figures(other)),
        gives_cause(one) + gives_cause(other),
    ]


def nearness(pairs: Sequence[tuple[str, str]], model: Path | None) -> Reals:
    """Return the cosines of the places of two texts, and the numbers that they are made of."""
    unique = sorted({text for pair in pairs for text in pair})
    place = dict(zip(unique, pairnet.places(unique, model), strict=True))
    made = [np.concatenate([[place[one] @ place[other]], place[one] * place[other]]) for one, other in pairs]
    return np.array(made)


def both_ways(pairs: Sequence[tuple[str, str]], model: Path | None) -> tuple[Reals, Reals]:
    """Return what the network says of pairs, read in either order, and the numbers below that."""
    read, turned = pairnet.read_pairs(pairs, model), pairnet.read_pairs([(b, a) for a, b in pairs], model)
    relation = [odds[:, 1:] - odds[:, :1] for odds in (read.relation, turned.relation)]
    outputs = np.hstack([*relation, read.same, turned.same, read.sides, turned.sides])
    return outputs, np.hstack([read.inner, turned.inner])


def nanco(path: Path, model: Path | None) -> Rows:
    """Read the answers of NAnCo's questions, two by two; `asked` has the question before the answer."""
    bare: list[tuple[str, str]] = []
    asked: list[tuple[str, str]] = []
    labels, groups = [], []
    for number, row in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        for one, other in combinations(row["answers"], 2):
            bare.append((one["Answer"], other["Answer"]))
            asked.append((f"{row['question']} {one['Answer']}", f"{row['question']} {other['Answer']}"))
            labels.append(one["cluster_global"] == other["cluster_global"])
            groups.append(number)
    seen = np.array([traits_of(*pair) for pair in bare], np.float64)
    near = np.hstack([nearness(pairs, model)[:, :1] for pairs in (asked, bare)])
    outputs, _ = both_ways(bare, model)
    classifier = np.hstack([(outputs[:, :1] + outputs[:, 2:3]) / 2, (outputs[:, 4:5] + outputs[:, 5:6]) / 2])
    every = np.hstack([seen[:, :1], near, classifier])
    kinds = {"overlap only": seen[:, :1], "embeddings only": near[:, :1], "classifier": classifier, "everything": every}
    return Rows(kinds, np.array(labels, float), np.array(groups))


def claimdiff(path: Path, model: Path | None) -> Rows:
    """Read ClaimDiff's pairs of claims."""
    rows = json.loads(path.read_text(encoding="utf-8"))["data"]
    topics = sorted({row["topic"] for row in rows})
    pairs = [(row["claim_a"].strip(), row["claim_b"].strip()) for row in rows]
    labels = np.array([row["relation"] for row in rows], float)
    groups = np.array([topics.index(row["topic"]) % FOLDS for row in rows])
    seen = np.array([traits_of(*pair) for pair in pairs], np.float64)
    near, (outputs, inner) = nearness(pairs, model), both_ways(pairs, model)
    classifier = np.hstack([outputs, inner])
    every = np.hstack([classifier, near, seen])
    kinds = {"overlap only": seen[:, :1], "embeddings only": near, "classifier": classifier, "everything": every}
    return Rows(kinds, labels, groups)


def crossed(rows: Reals, labels: Reals, groups: Reals, heed: float) -> Iterator[tuple[Flags, Reals, Reals]]:
    """Yield the labels and scores of each group, and the scores of the others, of a regression fitted on the others."""
    for group in np.unique(groups):
        here: Flags = groups == group
        scores = scored(rows, labels, ~here, heed)
        yield here, scores[here], scores[~here]


def scored(rows: Reals, labels: Reals, known: Flags, heed: float) -> Reals:
    """Return the scores of all rows, of a regression fitted on those that are known."""
    scaled = (rows - rows[known].mean(0)) / np.maximum(rows[known].std(0), 1e-6)
    made = LogisticRegression(C=heed, max_iter=3000, class_weight="balanced").fit(scaled[known], labels[known])
    scores: Reals = made.decision_function(scaled)
    return scores


def threshold(scores: Reals, labels: Reals, worth: Callable[[Reals, Flags], float]) -> float:
    """Return the score from which saying yes is worth most on known labels."""
    tried = np.quantile(scores, np.linspace(0.02, 0.98, 97))
    return float(max(tried, key=lambda least: worth(labels, scores >= least)))


def balanced(labels: Reals, given: Flags) -> float:
    """Return the mean share right of the two classes."""
    return float(np.mean([(given[labels == kind] == kind).mean() for kind in (0, 1) if (labels == kind).any()]))


def macro(labels: Reals, given: Flags) -> float:
    """Return the mean F1 of the two classes."""
    return f1(_names(labels), _names(given))["macro"]


def _names(labels: Reals | Flags) -> list[str]:
    return ["yes" if label else "no" for label in labels]


def measure_answers(path: Path, model: Path | None = None) -> dict[str, float]:
    """Return the balanced accuracy on NAnCo, of each system: the mean over the questions left out in turn."""
    rows = nanco(path, model)
    found: dict[str, float] = {}
    for name, features in rows.systems.items():
        each = []
        for here, scores, known in crossed(features, rows.labels, rows.groups, HEED):
            given = scores >= threshold(known, rows.labels[~here], balanced)
            each.append((rows.labels[here], given))
        found[name] = float(np.mean([balanced(*one) for one in each]))
        found[f"{name}, pooled"] = balanced(*(np.concatenate(column) for column in zip(*each, strict=True)))
    return found


def measure_claims(path: Path, model: Path | None = None) -> dict[str, float]:
    """Return macro F1 and the F1 of the positive class on ClaimDiff, of each system."""
    rows = claimdiff(path, model)
    choices = {name: [features] for name, features in rows.systems.items()}
    choices["everything"].append(rows.systems["classifier"])
    found: dict[str, float] = {}
    for name, systems in choices.items():
        given = np.zeros(len(rows.labels))
        for group in np.unique(rows.groups):
            here: Flags = rows.groups == group
            tried = (_tried(features, rows, ~here, heed) for features in systems for heed in HEEDS)
            best = max(tried, key=lambda one: one.worth)
            given[here] = scored(best.features, rows.labels, ~here, best.heed)[here] >= best.least
        made = f1(_names(rows.labels), _names(given))
        found |= {name: made["macro"], f"{name}, positive": made["yes"]}
    return found


class Tried(NamedTuple):
    """Features and a penalty, the threshold that is best for them, and what they are worth with it."""

    features: Reals
    heed: float
    least: float
    worth: float


def _tried(features: Reals, rows: Rows, known: Flags, heed: float) -> Tried:
    """Score each of the known groups as if it had been left out, too, and set the threshold on these scores."""
    labels, groups = rows.labels[known], rows.groups[known]
    scores = np.zeros(len(labels))
    for here, told, _ in crossed(features[known], labels, groups, heed):
        scores[here] = told
    least = threshold(scores, labels, macro)
    return Tried(features, heed, least, macro(labels, scores >= least))


def measure(path: Path, model: Path | None = None) -> dict[str, float]:
    """Return the figures on a file or a folder."""
    if path.is_dir():
        found = gold_figures(path, model)
        if not found:
            raise SystemExit(f"{path} holds no gold pairs: name the files of NAnCo or ClaimDiff themselves")
        return found
    return measure_answers(path, model) if path.read_text(encoding="utf-8")[:1] == "[" else measure_claims(path, model)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--model", type=Path, help="folder of weights; those that come with claimkit unless given")
    options = parser.parse_args()
    for path in options.paths:
        print(path)
        for name, value in measure(path, options.model).items():
            print(f"  {name:44} {value:.3f}")


if __name__ == "__main__":
    main()
