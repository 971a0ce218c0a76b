"""Tell of two claims whether they agree, differ (and in what), or do not assess the same.

The network reads both sentences; a regression weighs what it says against the traits of the pair: how near they lie,
shared words and names, figures, dates, and the stances of the holders. Precision comes first: what is not told with
confidence is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit import pairnet
from claimkit.comparing.figures import compared
from claimkit.comparing.traits import Held, traits
from claimkit.comparing.updates import reconciled, same_length
from claimkit.models import Aspect, Relation

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    import numpy as np

    Reals = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Candidate = tuple[Held, Held, float]
    """Two claims and the cosine of their places."""
    Comparer = Callable[[Sequence[Candidate]], Sequence["Judged | None"]]
    """Tells of the candidates of two articles how they are related; None where it abstains."""


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


def judged(
    pairs: Sequence[Candidate], model: str | os.PathLike[str] | None = None, comparer: Comparer | None = None
) -> list[Judged]:
    """Return how the claims of each pair are related; what `comparer` answers None to is left to the network."""
    own = list(comparer(pairs)) if comparer is not None else [None] * len(pairs)
    rest = iter(_read([pair for pair, said in zip(pairs, own, strict=True) if said is None], model))
    return [said if said is not None else next(rest) for said in own]


def _read(pairs: Sequence[Candidate], model: str | os.PathLike[str] | None) -> list[Judged]:
    if not pairs:
        return []
    told = pairnet.settings(model)
    rows, aspects = features(pairs, model)
    shares = pairnet.softmax(_scored(rows, told.scorers["relation"]))
    kinds = pairnet.softmax(_scored(aspects, told.scorers["aspect"]))
    return [
        _settled(one, other, Judged(float(agree), float(differ), Aspect(told.aspects[int(kind.argmax())])))
        for (one, other, _), (_, agree, differ), kind in zip(pairs, shares, kinds, strict=True)
    ]


def _settled(one: Held, other: Held, found: Judged) -> Judged:
    """Return what was found, unless the figures speak against it."""
    # handles: 340 homes were emptied / 290 homes were emptied. / not: 340 homes / more than 300 homes.
    if found.relation is Relation.AGREE:
        return found._replace(agree=0.0) if compared(one.words, other.words) < 0 else found
    seeming = {Aspect.QUANTITY: reconciled, Aspect.TIME: same_length}.get(found.aspect)
    return found._replace(differ=0.0) if seeming and seeming(one, other) else found


def features(pairs: Sequence[Candidate], model: str | os.PathLike[str] | None = None) -> tuple[Reals, Reals]:
    """Return what relation and aspect are told by, [pairs, numbers] each."""
    import numpy as np

    read = pairnet.read_pairs([(one.words, other.words) for one, other, _ in pairs], model)
    seen = np.array([traits(one, other) for one, other, _ in pairs], np.float64)
    near = np.array([[nearness] for _, _, nearness in pairs])
    odds = read.relation[:, 1:] - read.relation[:, :1]
    aspects = read.aspect - read.aspect.max(1, keepdims=True)
    return np.hstack([odds, read.same, near, seen, read.sides, aspects]), np.hstack([aspects, seen])


def _scored(rows: Reals, scorer: pairnet.Scorer) -> Reals:
    import numpy as np

    scores: Reals = rows @ np.array(scorer.weights).T + np.array(scorer.bias)
    return scores
