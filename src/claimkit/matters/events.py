"""Groups of articles that tell of one event: those that related claims connect, directly or by way of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return for each article that a pair has the number of its event, counted from 1 in the order of the articles.

    >>> grouped([(4, 7), (0, 9), (7, 5)])
    {0: 1, 4: 2, 5: 2, 7: 2, 9: 1}
    """
    above: dict[int, int] = {}

    def first(article: int) -> int:
        above.setdefault(article, article)
        while above[article] != article:
            above[article] = above[above[article]]
            article = above[article]
        return article

    for one, other in pairs:
        low, high = sorted((first(one), first(other)))
        above[high] = low
    numbers: dict[int, int] = {}
    return {article: numbers.setdefault(first(article), len(numbers) + 1) for article in sorted(above)}
