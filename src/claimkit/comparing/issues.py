"""Tell which holder takes which position on an issue: supports it, disputes it, both, or neither.

Claims near the issue are read together with it; a claim counts that takes a side with confidence and is held to assess
the same matter. What an article only reports is its speaker's; the article's own voice is a holder of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claimkit import pairnet
from claimkit.models import AUTHOR_ID, IssuePosition, Stand

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from claimkit.comparing.traits import Held, Side

NEAREST = 12
"""Claims of an article that are read together with an issue."""
_SURE, _ON_THE_MATTER = 0.6, 0.35
"""Least probability of a side, and of assessing the same matter."""


def positions(
    issue: str, articles: Sequence[Side], model: str | os.PathLike[str] | None = None
) -> Iterator[IssuePosition]:
    """Yield the position of each holder who takes one, and the silence of the articles' own voices."""
    for article in articles:
        sides: dict[str, dict[Stand, list[str]]] = {AUTHOR_ID: {}}
        for claim, stand in _taken(issue, article, model):
            holder = claim.claim.speaker or ""
            if holder:
                sides.setdefault(holder, {}).setdefault(stand, []).append(claim.claim.id)
        for speaker, taken in sides.items():
            yield IssuePosition(
                issue=issue, article=article.extraction.article.id, speaker=speaker, position=_overall(taken),
                claims=tuple(_ids(taken)),
            )  # fmt: skip


def _overall(taken: dict[Stand, list[str]]) -> Stand:
    if len(taken) > 1:
        return Stand.MIXED
    return next(iter(taken), Stand.SILENT)


def _ids(taken: dict[Stand, list[str]]) -> list[str]:
    return sorted((name for names in taken.values() for name in names), key=lambda name: int(name[1:]))


def _taken(issue: str, article: Side, model: str | os.PathLike[str] | None) -> Iterator[tuple[Held, Stand]]:
    """Yield the claims that take a side on the issue."""
    if not article.claims:
        return
    near = article.places @ pairnet.places([issue], model)[0]
    asked = [article.claims[int(k)] for k in np.argsort(-near)[:NEAREST]]
    told = pairnet.settings(model)
    read = pairnet.read_pairs([(issue, each.words) for each in asked], model)
    sides = pairnet.softmax(read.sides / told.temperature)
    matter = 1 - pairnet.softmax(read.relation)[:, 0]
    stands = {"supports": Stand.SUPPORTS, "disputes": Stand.DISPUTES}
    for each, shares, related in zip(asked, sides, matter, strict=True):
        side = told.sides[int(shares.argmax())]
        if side in stands and shares.max() >= _SURE and related >= _ON_THE_MATTER:
            yield each, stands[side]
