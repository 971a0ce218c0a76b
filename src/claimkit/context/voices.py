"""Tell whose words a place stands in: the innermost direct speech, and the innermost attribution of any kind."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from claimkit.models import QuoteKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimkit.findings import Attribution, Quotation
    from claimkit.models import Offsets

NOBODY = -1
"""The voice of what stands outside all quotes: the author's."""


class Voices(NamedTuple):
    """For each token the attribution whose direct speech it is, and the innermost one it lies in (-1: the author)."""

    direct: list[int]
    told: list[int]

    @classmethod
    def of(cls, offsets: Sequence[int], attributions: Sequence[Attribution], quotations: Sequence[Quotation]) -> Voices:
        """Read them for the tokens that begin at `offsets`."""
        marks = sorted(part for each in quotations if each.depth == 0 for part in each.inner)
        told, direct = [], []
        for number, each in enumerate(attributions):
            told += [(*part, number) for part in each.content]
            if each.kind is QuoteKind.DIRECT:
                direct += [(*part, number) for part in each.content]
            elif each.kind is QuoteKind.MIXED:
                direct += [(*part, number) for span in each.content for part in _inside(span, marks)]
        return cls(_innermost(offsets, direct), _innermost(offsets, told))


def _inside(span: Offsets, marks: Sequence[Offsets]) -> Iterator[Offsets]:
    at = max(bisect_right(marks, (span[0], span[0])) - 1, 0)
    while at < len(marks) and marks[at][0] < span[1]:
        lo, hi = max(span[0], marks[at][0]), min(span[1], marks[at][1])
        if lo < hi:
            yield lo, hi
        at += 1


def _innermost(offsets: Sequence[int], parts: Iterable[tuple[int, int, int]]) -> list[int]:
    """Give each token the shortest part around it, in one sweep over the edges of the parts."""
    found = [NOBODY] * len(offsets)
    open_parts: list[tuple[int, int, int]] = []
    queue = sorted(parts, reverse=True)
    for i, offset in enumerate(offsets):
        while queue and queue[-1][0] <= offset:
            open_parts.append(queue.pop())
        if open_parts:
            open_parts = [part for part in open_parts if part[1] > offset][-_DEEPEST:]
        if open_parts:
            found[i] = min(open_parts, key=lambda part: part[1] - part[0])[2]
    return found


_DEEPEST = 8
"""Attributions inside one another that are followed."""


def tokens_in(offsets: Sequence[int], span: Offsets) -> tuple[int, int]:
    """Return the range of the tokens that begin inside `span`.

    >>> tokens_in([0, 4, 9], (4, 9))
    (1, 2)
    """
    return bisect_left(offsets, span[0]), bisect_left(offsets, span[1])
