"""Tell which holder takes which position on an issue: supports it, disputes it, both, or neither.

Claims near the issue are read together with it; a regression over what the network says of both tells how likely each
takes a side. What an article only reports is its speaker's; the article's own voice is a holder of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claimkit import pairnet
from claimkit.comparing.relations import sides_of
from claimkit.models import AUTHOR_ID, IssuePosition, Stand

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from claimkit.comparing.traits import Held, Side

NEAREST = 12
"""Claims of an article that are read together with an issue."""
LEAST = 0.2
"""Least probability of the side that a claim takes."""


class _Taken(NamedTuple):
    """A claim that takes a side, and the probability that it does."""

    claim: Held
    stand: Stand
    sure: float


def positions(
    issue: str, articles: Sequence[Side], model: str | os.PathLike[str] | None = None
) -> Iterator[IssuePosition]:
    """Yield the position of each holder who takes one, with the claims that show it, the surest first.

    An article's own voice is always told, be it silent.
    """
    for article in articles:
        sides: dict[str, list[_Taken]] = {AUTHOR_ID: []}
        for taken in sorted(_taken(issue, article, model), key=lambda taken: -taken.sure):
            if taken.claim.claim.speaker:
                sides.setdefault(taken.claim.claim.speaker, []).append(taken)
        for speaker, claims in sides.items():
            yield IssuePosition(
                issue=issue, article=article.extraction.article.id, speaker=speaker, position=_overall(claims),
                claims=tuple(taken.claim.claim.id for taken in claims),
            )  # fmt: skip


def _overall(claims: Sequence[_Taken]) -> Stand:
    stands = {taken.stand for taken in claims}
    if len(stands) > 1:
        return Stand.MIXED
    return next(iter(stands), Stand.SILENT)


def _taken(issue: str, article: Side, model: str | os.PathLike[str] | None) -> Iterator[_Taken]:
    """Yield the claims that take a side on the issue."""
    if not article.claims:
        return
    near = article.places @ pairnet.places([issue], model)[0]
    nearest = np.argsort(-near)[:NEAREST]
    asked = [article.claims[int(k)] for k in nearest]
    read = pairnet.read_pairs([(issue, each.words) for each in asked], model)
    shares = pairnet.settings(model).scorer("position").shares(sides_of(read, near[nearest]))
    for each, (_, supports, disputes) in zip(asked, shares, strict=True):
        if max(supports, disputes) >= LEAST:
            stand = Stand.SUPPORTS if supports >= disputes else Stand.DISPUTES
            yield _Taken(each, stand, float(max(supports, disputes)))
