"""Tell of two claims whether they agree, differ (and in what), or do not assess the same.

The network reads both sentences; a regression weighs what it says against the traits of the pair: how near they lie,
shared words and names, figures, dates, and the stances of the holders. Precision comes first: what is not told with
confidence is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit import pairnet
from claimkit.comparing.traits import Held, traits
from claimkit.models import Aspect, Relation

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    import numpy as np

    Reals = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


class Judged(NamedTuple):
    """Probabilities, in [0, 1], that two claims agree and that they differ, and the likeliest aspect."""

    agree: float
    differ: float
    aspect: Aspect

    @property
    def relation(self) -> Relation:
        """The likelier of the two relations."""
        return Relation.AGREE if self.agree >= self.differ else Relation.DIFFER

    @property
    def score(self) -> float:
        """The probability of that relation."""
        return max(self.agree, self.differ)


def judged(pairs: Sequence[tuple[Held, Held, float]], model: str | os.PathLike[str] | None = None) -> list[Judged]:
    """Return how the claims of each pair are related; the third of a pair is the cosine of their places."""
    if not pairs:
        return []
    told = pairnet.settings(model)
    rows, aspects = features(pairs, model)
    shares = pairnet.softmax(_scored(rows, told.scorers["relation"]))
    kinds = pairnet.softmax(_scored(aspects, told.scorers["aspect"]))
    return [
        Judged(float(agree), float(differ), Aspect(told.aspects[int(kind.argmax())]))
        for (_, agree, differ), kind in zip(shares, kinds, strict=True)
    ]


def features(
    pairs: Sequence[tuple[Held, Held, float]], model: str | os.PathLike[str] | None = None
) -> tuple[Reals, Reals]:
    """Return what relation and aspect are told by, [pairs, numbers] each."""
    import numpy as np

    read = pairnet.read_pairs([(one.words, other.words) for one, other, _ in pairs], model)
    seen = np.array([traits(one, other) for one, other, _ in pairs], np.float64)
    near = np.array([[nearness] for _, _, nearness in pairs])
    odds = read.relation[:, 1:] - read.relation[:, :1]
    relation = np.hstack([odds, read.same, near, seen])
    return relation, np.hstack([read.aspect - read.aspect.max(1, keepdims=True), seen])


def _scored(rows: Reals, scorer: pairnet.Scorer) -> Reals:
    import numpy as np

    scores: Reals = rows @ np.array(scorer.weights).T + np.array(scorer.bias)
    return scores
