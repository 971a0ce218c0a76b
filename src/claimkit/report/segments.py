"""Cut a text at every border of the spans that mark it, so that nested and overlapping spans become a flat row."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Mark(NamedTuple):
    """A stretch of the text, in code points, half-open, with what it is and the number of its holder's colour."""

    start: int
    end: int
    what: str
    colour: int = 0


class Segment(NamedTuple):
    """A stretch on which the same marks lie throughout: the outermost first, the innermost last."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def segments(length: int, marks: Sequence[Mark], cuts: Iterable[int] = ()) -> Iterator[Segment]:
    """Yield the segments of a text of `length` code points, in order and without gaps; `cuts` are further borders.

    >>> [(each.start, each.end, [mark.what for mark in each.marks])
    ...  for each in segments(9, [Mark(0, 6, "quote"), Mark(4, 8, "claim")])]
    [(0, 4, ['quote']), (4, 6, ['quote', 'claim']), (6, 8, ['claim']), (8, 9, [])]
    """
    waiting = sorted((mark for mark in marks if mark.start < mark.end), key=_outermost_first, reverse=True)
    borders = {0, length, *cuts, *(edge for mark in waiting for edge in (mark.start, mark.end))}
    lying: list[Mark] = []
    for start, end in pairwise(sorted(borders)):
        lying = [mark for mark in lying if mark.end > start]
        while waiting and waiting[-1].start <= start:
            lying.append(waiting.pop())
        yield Segment(start, end, tuple(sorted(lying, key=_outermost_first)))


def _outermost_first(mark: Mark) -> tuple[int, int]:
    return mark.start, -mark.end
