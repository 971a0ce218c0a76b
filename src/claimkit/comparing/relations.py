"""Tell of two claims whether they agree, differ (and in what), or do not assess the same.

The network reads both sentences; a regression weighs what it says against the traits of the pair: how near they lie,
shared words and names, figures, dates, and the stances of the holders. Where long claims may assess the same, their
nearest clauses are read, too, and a second regression weighs both. The likeliest pairs a larger network reads once
more. Precision comes first: what is not told with
confidence is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit import pairnet
from claimkit.comparing.bare import is_bare
from claimkit.comparing.careful import reread
from claimkit.comparing.figures import compared
from claimkit.comparing.parts import nearest_parts
from claimkit.comparing.traits import Candidate, Held, sentences, traits
from claimkit.comparing.updates import reconciled, same_length
from claimkit.models import Aspect, Relation

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    import numpy as np

    Reals = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    Comparer = Callable[[Sequence[Candidate]], Sequence["Judged | None"]]
    """Tells of the candidates of two articles how they are related; None where it abstains."""

LIKELY = 0.1
"""Probability of assessing the same from which the clauses of two claims are read, too."""
_NEVER = 1e-6


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
    import numpy as np

    told = pairnet.settings(model)
    seen = features(pairs, model)
    whole = told.scorer("relation").shares(seen.relation)
    parts = in_parts(pairs, seen, 1 - whole[:, 0] >= LIKELY, model)
    part = told.scorer("relation").shares(parts.seen.relation)
    shares = reread(pairs, told.scorer("clauses").shares(weighed(whole, part, parts.cut)), model)
    differs = (part[:, 2] > whole[:, 2])[:, None]
    kinds = told.scorer("aspect").shares(np.where(differs, parts.seen.aspect, seen.aspect))
    return [
        _settled(one, other, Judged(float(agree), float(differ), Aspect(told.aspects[int(kind.argmax())])))
        for (one, other, _), (_, agree, differ), kind in zip(pairs, shares, kinds, strict=True)
    ]


def _settled(one: Held, other: Held, found: Judged) -> Judged:
    """Return what was found, unless the figures speak against it or one of the claims says too little."""
    if is_bare(one.words) or is_bare(other.words):
        return found._replace(agree=0.0, differ=0.0)
    # handles: 340 homes were emptied / 290 homes were emptied. / not: 340 homes / more than 300 homes.
    if found.relation is Relation.AGREE:
        return found._replace(agree=0.0) if compared(one.words, other.words) < 0 else found
    seeming = {Aspect.QUANTITY: reconciled, Aspect.TIME: same_length}.get(found.aspect)
    return found._replace(differ=0.0) if seeming and seeming(one, other) else found


class Features(NamedTuple):
    """What relation, aspect and position of pairs are told by, [pairs, numbers] each."""

    relation: Reals
    aspect: Reals
    position: Reals


class Parts(NamedTuple):
    """What the nearest clauses of pairs are judged by, the claims' own where they are not cut, and which are cut."""

    seen: Features
    cut: Flags


def features(pairs: Sequence[Candidate], model: str | os.PathLike[str] | None = None) -> Features:
    """Return what pairs are judged by."""
    import numpy as np

    read = pairnet.read_pairs(sentences(pairs), model)
    alike = likenesses(pairs)
    near, seen = alike[:, 0], alike[:, 1:]
    aspects = read.aspect - read.aspect.max(1, keepdims=True)
    relation = np.hstack([_odds(read), read.same, alike, read.sides, aspects])
    return Features(relation, np.hstack([aspects, seen]), sides_of(read, near))


def likenesses(pairs: Sequence[Candidate]) -> Reals:
    """Return how alike the claims of pairs are before they are read together: by their places and by traits."""
    import numpy as np

    return np.array([(nearness, *traits(one, other)) for one, other, nearness in pairs], np.float64)


def worth_reading(
    pairs: Sequence[Candidate], most: int, model: str | os.PathLike[str] | None = None
) -> list[Candidate]:
    """Return at most so many pairs, in their order: those that are likeliest to assess the same by their likenesses."""
    if len(pairs) <= most:
        return list(pairs)
    shares = pairnet.settings(model).scorer("likeness").shares(likenesses(pairs))
    return [pairs[int(place)] for place in sorted(shares[:, 0].argsort(kind="stable")[:most])]


def in_parts(
    pairs: Sequence[Candidate], seen: Features, asked: Flags, model: str | os.PathLike[str] | None = None
) -> Parts:
    """Read the nearest clauses of those pairs that are asked for; `seen` is what the claims are judged by."""
    import numpy as np

    numbers = np.flatnonzero(asked)
    found = nearest_parts([pairs[int(k)] for k in numbers], model)
    cut = np.zeros(len(pairs), bool)
    if not found:
        return Parts(seen, cut)
    places = numbers[list(found)]
    cut[places] = True
    columns = [column.copy() for column in seen]
    for column, read in zip(columns, features(list(found.values()), model), strict=True):
        column[places] = read
    return Parts(Features(*columns), cut)


def weighed(whole: Reals, part: Reals, cut: Flags) -> Reals:
    """Return what is told by the probabilities of the relations of the claims and of their clauses, [pairs, 7]."""
    import numpy as np

    logs = [np.log(np.maximum(shares, _NEVER)) for shares in (whole, part)]
    return np.hstack([*logs, cut[:, None].astype(float)])


def sides_of(read: pairnet.Outputs, near: Reals) -> Reals:
    """Return what is told by which side a claim takes on a statement, from the cosines of their places."""
    import numpy as np

    return np.hstack([_odds(read), near[:, None], read.sides])


def _odds(read: pairnet.Outputs) -> Reals:
    return read.relation[:, 1:] - read.relation[:, :1]
