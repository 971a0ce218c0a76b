"""Say how far the confidence of predictions can be relied on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from attribution_matching import Compared
from attribution_scores import Score, Tally

BINS = 10
LEAST = (0.0, 0.3, 0.5, 0.7, 0.9)


class Calibration(NamedTuple):
    """The expected calibration error, a share in [0, 1], and the score of the predictions at least so confident."""

    error: float
    at_least: dict[float, Score]


def calibration(articles: Sequence[Compared]) -> Calibration | None:
    """Judge the confidences, None where there is no prediction or one without a confidence."""
    judged = [each for article in articles for each in judgements(article)]
    if not judged or any(confidence is None for confidence, _ in judged):
        return None
    error = expected_error([(confidence or 0.0, right) for confidence, right in judged])
    return Calibration(error, {least: confident(articles, least) for least in LEAST})


def judgements(article: Compared) -> list[tuple[float | None, bool]]:
    """Return each prediction's confidence, and whether its content is matched and its source right."""
    right = {j for _, j in article.right}
    return [(unit.confidence, j in right) for j, unit in enumerate(article.predicted)]


def expected_error(judged: Sequence[tuple[float, bool]]) -> float:
    """Return how far confidence lies from the share that is right, bin by bin of equal width, weighted by size.

    >>> round(expected_error([(0.95, True), (0.95, False), (0.2, False), (0.2, False)]), 3)
    0.325
    """
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in judged:
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    apart = (abs(sum(confidence - right for confidence, right in group)) for group in bins.values())
    return sum(apart) / len(judged)


def confident(articles: Sequence[Compared], least: float) -> Score:
    """Score the predictions whose confidence is at least `least`."""
    tallies = []
    for article in articles:
        kept = [unit for unit in article.predicted if unit.confidence is not None and unit.confidence >= least]
        again = article if len(kept) == len(article.predicted) else Compared.of(article.gold, kept)
        tallies.append(Tally.of(len(again.right), len(kept), len(article.gold)))
    return Tally.total(tallies).score
