"""Count what matches, article by article, and make figures of it; `attribution.py` says what each figure is."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from attribution_cues import FAMILIES
from attribution_matching import CLASSES, Compared, Tokens, Unit, same_source, touching_source

CONTENT, ATTRIBUTION, EXACT = "content IoU>=.5", "attribution", "content exact"
ACCURACY, LENIENT_ACCURACY = "source accuracy", "source accuracy lenient"
RESAMPLES = 1000

Pairs = Sequence[tuple[int, int]]
Tallies = dict[str, "Tally"]


class Score(NamedTuple):
    """Precision, recall and their harmonic mean, in [0, 1]."""

    precision: float
    recall: float
    f1: float


class Tally(NamedTuple):
    """How many predictions are right, of how many; how many golds are found, of how many."""

    right: int
    predicted: int
    found: int
    gold: int

    @classmethod
    def of(cls, hits: int, predicted: int, gold: int) -> Tally:
        """Count hits that are as many among the predictions as among the golds."""
        return cls(hits, predicted, hits, gold)

    @classmethod
    def total(cls, tallies: Iterable[Tally]) -> Tally:
        """Add up."""
        return cls(*(sum(column) for column in zip(cls(0, 0, 0, 0), *tallies, strict=True)))

    @property
    def score(self) -> Score:
        """Divide; a share of nothing is 0."""
        precision = self.right / self.predicted if self.predicted else 0.0
        recall = self.found / self.gold if self.gold else 0.0
        return Score(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)


class Recall(NamedTuple):
    """The shares of some golds whose content is found, and whose source is right too; how many they are."""

    content: float
    attribution: float
    gold: int


class Figures(NamedTuple):
    """What a system reaches, in [0, 1] by name; `recalls` go by the family of the cue, `intervals` hold 95 %."""

    scores: dict[str, Score]
    accuracies: dict[str, float]
    recalls: dict[str, Recall]
    intervals: dict[str, tuple[float, float]]
    gold: int
    predicted: int
    matched: int


def figures(articles: Sequence[Compared]) -> Figures:
    """Add up the counts of all articles and divide."""
    articles = articles or [Compared((), (), ())]
    counts = [count(article) for article in articles]
    sources = [count_sources(article) for article in articles]
    total, right = _total(counts), _total(sources)
    found, attributed = (_total([by_family(article, way) for article in articles]) for way in (CONTENT, ATTRIBUTION))
    ranged = (ATTRIBUTION, *(f"{ATTRIBUTION} {kind}" for kind in CLASSES), EXACT)
    intervals = {name: interval([each[name] for each in counts], _f1) for name in ranged}
    return Figures(
        scores={name: tally.score for name, tally in total.items()},
        accuracies={name: tally.score.precision for name, tally in right.items()},
        recalls={
            name: Recall(found[name].score.recall, attributed[name].score.recall, found[name].gold) for name in found
        },
        intervals=intervals | {ACCURACY: interval([each[ACCURACY] for each in sources], _precision)},
        gold=total[ATTRIBUTION].gold,
        predicted=total[ATTRIBUTION].predicted,
        matched=total[CONTENT].right,
    )


def count(article: Compared) -> Tallies:
    """Count the hits of one article, with their predictions and golds, for each score."""
    gold, predicted, pairs = article
    exact = (Counter(unit.content for unit in gold) & Counter(unit.content for unit in predicted)).total()
    touching = sum(touching_source(gold[i], predicted[j]) for i, j in pairs)
    sizes = len(predicted), len(gold)
    return {
        "content token": _tokens(article, lambda unit: unit.content),
        EXACT: Tally.of(exact, *sizes),
        CONTENT: Tally.of(len(pairs), *sizes),
        **{f"{CONTENT} {kind}": _of_class(article, pairs, kind) for kind in CLASSES},
        ATTRIBUTION: Tally.of(len(article.right), *sizes),
        **{f"{ATTRIBUTION} {kind}": _of_class(article, article.right, kind) for kind in CLASSES},
        "attribution lenient source": Tally.of(touching, *sizes),
        "attribution token": _agreeing_tokens(article),
        "source token": _tokens(article, lambda unit: unit.source),
        "cue token": _tokens(article, lambda unit: unit.cue),
    }


def count_sources(article: Compared) -> Tallies:
    """Count the pairs of one article whose source is right, strictly and leniently, among all pairs."""
    gold, predicted, pairs = article
    touching = sum(touching_source(gold[i], predicted[j]) for i, j in pairs)
    return {ACCURACY: Tally(len(article.right), len(pairs), 0, 0), LENIENT_ACCURACY: Tally(touching, len(pairs), 0, 0)}


def by_family(article: Compared, way: str) -> Tallies:
    """Count the golds of each family of cues, and those found: their content alone, or their source too."""
    golds = Counter(unit.family for unit in article.gold)
    hits = Counter(article.gold[i].family for i, _ in (article.pairs if way == CONTENT else article.right))
    return {name: Tally(0, 0, hits[name], golds[name]) for name in FAMILIES}


def _tokens(article: Compared, part: Callable[[Unit], Tokens]) -> Tally:
    gold, predicted = (
        frozenset[int]().union(*(part(unit) for unit in side)) for side in (article.gold, article.predicted)
    )
    return Tally.of(len(gold & predicted), len(predicted), len(gold))


def _of_class(article: Compared, hits: Pairs, kind: str) -> Tally:
    """Count by class: precision by that of the prediction, recall by that of the gold."""
    gold, predicted, _ = article
    return Tally(
        right=sum(predicted[j].kind == kind for _, j in hits),
        predicted=sum(unit.kind == kind for unit in predicted),
        found=sum(gold[i].kind == kind for i, _ in hits),
        gold=sum(unit.kind == kind for unit in gold),
    )


def _agreeing_tokens(article: Compared) -> Tally:
    """Count the tokens of contents for which a gold and a prediction that hold the token have the same source."""
    gold, predicted = _holders(article.gold), _holders(article.predicted)
    agreeing = sum(
        any(same_source(one, other) for one in gold[token] for other in predicted[token])
        for token in gold.keys() & predicted.keys()
    )
    return Tally.of(agreeing, len(predicted), len(gold))


def _holders(side: Iterable[Unit]) -> Mapping[int, list[Unit]]:
    holders: defaultdict[int, list[Unit]] = defaultdict(list)
    for unit in side:
        for token in unit.content:
            holders[token].append(unit)
    return holders


def _total(counts: Sequence[Tallies]) -> Tallies:
    return {name: Tally.total(each[name] for each in counts) for name in counts[0]}


def interval(tallies: Sequence[Tally], value: Callable[[Tally], float]) -> tuple[float, float]:
    """Bootstrap the 95 % interval of a figure by drawing articles with replacement; the seed is fixed."""
    generator = random.Random(0)  # noqa: S311
    drawn = sorted(value(Tally.total(generator.choices(tallies, k=len(tallies)))) for _ in range(RESAMPLES))
    return drawn[int(0.025 * RESAMPLES)], drawn[int(0.975 * RESAMPLES)]


def _f1(tally: Tally) -> float:
    return tally.score.f1


def _precision(tally: Tally) -> float:
    return tally.score.precision
