"""Choose which related pairs are told: the surest, each matter once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from claimkit.models import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimkit.comparing.relations import Judged
    from claimkit.comparing.traits import Held

LEAST = {Relation.AGREE: 0.5, Relation.DIFFER: 0.5}
"""Probability that a pair must have to be told."""
_EACH = 3
"""Pairs of two articles that one claim may stand in."""


class Found(NamedTuple):
    """Two claims, and how they are related."""

    one: Held
    other: Held
    judged: Judged


def chosen(pairs: Iterable[Found], *, least: float | None = None) -> list[Found]:
    """Return the pairs to tell, differences first, the surest first.

    `least` is the probability, in [0, 1], that a pair must have; by relation unless given.
    """
    sure = [pair for pair in pairs if pair.judged.score >= (LEAST[pair.judged.relation] if least is None else least)]
    ordered = sorted(sure, key=lambda pair: -pair.judged.score)
    kept: list[Found] = []
    uses: Counter[tuple[str, str, str]] = Counter()
    for pair in ordered:
        articles = pair.one.extraction.article.id, pair.other.extraction.article.id
        keys = [(each.claim.id, *articles) for each in (pair.one, pair.other)]
        keys = [(f"{number}{name}", a, b) for number, (name, a, b) in enumerate(keys)]
        if any(uses[key] >= _EACH for key in keys) or _repeats(pair, kept):
            continue
        uses.update(keys)
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
