"""Cut long claims into clauses, and find the clauses of two claims that lie nearest to each other.

A long claim says several things, of which another claim may assess one only; and the network reads about a hundred
pieces of words of both, no more.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from claimkit import pairnet
from claimkit.lexicon import entries

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from claimkit.comparing.traits import Candidate

LONG, LEAST = 12, 5
"""Words from which a claim is cut, and those that a clause has at least."""


def clauses(words: str) -> list[str]:
    """Cut a long claim into clauses; none where it is short or has but one.

    >>> clauses("The pier, which opened to ferries in May, is closed because the oldest of its piles have rotted")
    ['opened to ferries in May', 'the oldest of its piles have rotted']
    """
    if len(words.split()) < LONG:
        return []
    parts = (part.strip() for part in _edges().split(words))
    return [part for part in parts if len(part.split()) >= LEAST and part != words and not _is_phrase(part)]


def _is_phrase(part: str) -> bool:
    # handles: access to missiles, to be fired at bridges / not: it has missiles, they will be fired at bridges
    return part.split(maxsplit=1)[0].lower() in entries("comparison")["clauses"]["phrase"]


@cache
def _edges() -> re.Pattern[str]:
    """Return what stands between clauses."""
    # handles: It was late, and nobody came; it is shut because the roof leaks / not: bread and butter; as late as May
    known = entries("comparison")["clauses"]
    after, alone = ("|".join(map(re.escape, known[kind])) for kind in ("after_mark", "alone"))
    return re.compile(rf"[,;:—–]\s+(?:(?:{after})\b)?\s*|\s+(?:{alone})\s+", re.IGNORECASE)


def nearest_parts(pairs: Sequence[Candidate], model: str | os.PathLike[str] | None = None) -> Mapping[int, Candidate]:
    """Return for pairs of claims, by number, the clauses that lie nearest to each other, or a clause and a claim.

    Pairs of which neither claim has clauses are left out.
    """
    import numpy as np

    cut = {each.words: [each.words, *clauses(each.words)] for one, other, _ in pairs for each in (one, other)}
    asked = [number for number, (one, other, _) in enumerate(pairs) if len(cut[one.words]) + len(cut[other.words]) > 2]
    texts = sorted({text for k in asked for each in pairs[k][:2] for text in cut[each.words]})
    place = dict(zip(texts, pairnet.places(texts, model), strict=True)) if texts else {}
    found: dict[int, Candidate] = {}
    for number in asked:
        one, other, _ = pairs[number]
        left, right = cut[one.words], cut[other.words]
        near = np.array([place[text] for text in left]) @ np.array([place[text] for text in right]).T
        near[0, 0] = -1  # that of both claims as they are
        i, j = np.unravel_index(int(near.argmax()), near.shape)
        found[number] = (one._replace(words=left[i]), other._replace(words=right[j]), float(near[i, j]))
    return found
