"""Choose which related pairs are told: the surest, each matter once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from claimkit.models import Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimkit.comparing.relations import Judged
    from claimkit.comparing.traits import Held

LEAST, ALONE = 0.4, 0.55
"""Probability that a pair must have to be told beside a surer one of the same articles, and as their surest one."""
_EACH = 3
"""Pairs of two articles that one claim may stand in."""


class Found(NamedTuple):
    """Two claims, and how they are related."""

    one: Held
    other: Held
    judged: Judged

    @property
    def articles(self) -> tuple[str, str]:
        """The ids of the articles of both."""
        return self.one.extraction.article.id, self.other.extraction.article.id


def chosen(pairs: Sequence[Found], *, least: float | None = None) -> list[Found]:
    """Return the pairs to tell, differences first, the surest first; `least` is the probability each must have."""
    # Articles on other events have a claim or two alike by chance: their surest pair is seldom very sure.
    bar, alone = (LEAST, ALONE) if least is None else (least, least)
    sure = [pair for pair in pairs if pair.judged.score >= bar]
    ordered = sorted(sure, key=lambda pair: -pair.judged.score)
    kept: list[Found] = []
    uses: Counter[tuple[str, str, str]] = Counter()
    met: set[tuple[str, str]] = set()
    for pair in ordered:
        if pair.judged.score < alone and pair.articles not in met:
            continue
        keys = [(each.claim.id, *pair.articles) for each in (pair.one, pair.other)]
        keys = [(f"{number}{name}", a, b) for number, (name, a, b) in enumerate(keys)]
        if any(uses[key] >= _EACH for key in keys) or _repeats(pair, kept):
            continue
        uses.update(keys)
        met.add(pair.articles)
        kept.append(pair)
    return sorted(kept, key=lambda pair: (pair.judged.relation is Relation.AGREE, -pair.judged.score))


def _repeats(pair: Found, kept: Sequence[Found]) -> bool:
    """Tell whether a pair that was kept says the same of claims that hold these or lie inside them."""
    return any(
        other.judged.relation is pair.judged.relation
        and _overlap(other.one, pair.one)
        and _overlap(other.other, pair.other)
        for other in kept
    )


def _overlap(one: Held, other: Held) -> bool:
    if one.extraction.article.id != other.extraction.article.id:
        return False
    first, second = one.claim.span, other.claim.span
    return min(first.end, second.end) > max(first.start, second.start)
