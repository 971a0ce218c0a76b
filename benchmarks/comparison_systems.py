"""Parts of the comparer on their own, as functions that `compare` can ask in its place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from claimkit import pairnet
from claimkit.comparing.figures import compared
from claimkit.comparing.relations import Judged
from claimkit.comparing.terms import shared, terms
from claimkit.models import Aspect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claimkit.comparing.relations import Comparer
    from claimkit.comparing.traits import Candidate, Held


def _parted(one: Held, other: Held, score: float) -> Judged:
    """Return a difference where figures or polarity part, else an agreement: all that words alone can tell."""
    if compared(one.words, other.words) < 0:
        return Judged(0.0, score, Aspect.QUANTITY)
    parts = one.claim.polarity is not other.claim.polarity
    return Judged(0.0, score, Aspect.POLARITY) if parts else Judged(score, 0.0, Aspect.POLARITY)


def overlap(pairs: Sequence[Candidate]) -> list[Judged]:
    """Score candidates by the words that they share."""
    return [_parted(one, other, shared(terms(one.words), terms(other.words))) for one, other, _ in pairs]


def embeddings(pairs: Sequence[Candidate]) -> list[Judged]:
    """Score candidates by how near they lie."""
    return [_parted(one, other, max(near, 0.0)) for one, other, near in pairs]


def classifier(pairs: Sequence[Candidate], model: Path | None = None) -> list[Judged]:
    """Score candidates by what the network says, without the traits."""
    read = pairnet.read_pairs([(one.words, other.words) for one, other, _ in pairs], model)
    shares, aspects = pairnet.softmax(read.relation), pairnet.settings(model).aspects
    return [
        Judged(float(agree), float(differ), Aspect(aspects[int(kind.argmax())]))
        for (_, agree, differ), kind in zip(shares, read.aspect, strict=True)
    ]


def systems(model: Path | None) -> dict[str, Comparer]:
    """Return the parts by name, for a folder of weights."""
    return {"overlap only": overlap, "embeddings only": embeddings, "classifier": partial(classifier, model=model)}
