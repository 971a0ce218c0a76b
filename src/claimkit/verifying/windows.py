"""Find the stretches of an article that have the most words in common with a quotation."""

from __future__ import annotations

from collections import Counter
from math import isqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNIT = 1_000_000


def windows(wanted: Sequence[str], keys: Sequence[str], *, most: int) -> list[int]:
    """Return where windows as long as `wanted` begin that share most of it with `keys`, the best first.

    >>> windows(["pier", "is", "safe"], ["it", "is", "late", ".", "the", "pier", "is", "not", "safe"], most=1)
    [4]

    A key counts the more the rarer it is in `keys`; windows do not overlap, and one without a shared key is none.
    Time is linear in both but for the sorting.
    """
    width = len(wanted)
    counts = Counter(keys)
    limits = Counter(key for key in wanted if counts[key])
    weights = {key: isqrt(_UNIT // counts[key]) if any(map(str.isalnum, key)) else 1 for key in limits}
    scores = _scores(keys, limits, weights, width)
    order = sorted((number for number, score in enumerate(scores) if score), key=lambda number: -scores[number])
    chosen: list[int] = []
    for number in order:
        if all(abs(number - other) >= width for other in chosen):
            chosen.append(number)
            if len(chosen) == most:
                break
    return [max(0, number - width + 1) for number in chosen]


def _scores(keys: Sequence[str], limits: Counter[str], weights: dict[str, int], width: int) -> list[int]:
    """Return for each place the weight of what the window that ends there shares: whole numbers, which do not drift."""
    held: Counter[str] = Counter()
    score, scores = 0, []
    for number, key in enumerate(keys):
        if key in limits:
            held[key] += 1
            score += weights[key] if held[key] <= limits[key] else 0
        gone = keys[number - width] if number >= width else ""
        if gone in limits:
            score -= weights[gone] if held[gone] <= limits[gone] else 0
            held[gone] -= 1
        scores.append(score)
    return scores
