"""Where times stand: within a stretch of text, and in the parse."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Span, Token

    from claimkit.findings import TimeExpression
    from claimkit.models import Offsets

_AROUND = 50
_STEPS = 12
"""How far up the parse a time is followed; further up is another matter."""


def within(times: Sequence[TimeExpression], start: int, end: int) -> list[TimeExpression]:
    """Return the times in [start, end); they are sorted, so that long texts take no longer a time each."""
    first = bisect_left(times, start, key=lambda time: time.start)
    last = bisect_right(times, end, key=lambda time: time.end)
    return list(times[first:last])


def outside(
    times: Sequence[TimeExpression], content: Sequence[Offsets], near: Offsets, reach: int
) -> list[TimeExpression]:
    """Return the times within `reach` code points of `near` that lie outside the content."""
    window = within(times, near[0] - reach, near[1] + reach)
    return [time for time in window if not any(time.start < end and start < time.end for start, end in content)]


def beside(span: Span) -> Span:
    """Return the words of the sentence around `span`, not more than a sentence of prose has."""
    sent = span.sent
    return span.doc[max(sent.start, span.start - _AROUND) : min(sent.end, span.end + _AROUND)]


def climb(token: Token) -> Iterator[Token]:
    """Yield the tokens above `token`, the nearest first."""
    for _ in range(_STEPS):
        if token.head.i == token.i:
            return
        token = token.head
        yield token


def span_of(doc: Doc, time: TimeExpression) -> Span | None:
    """Return the tokens of a time."""
    return doc.char_span(time.start, time.end, alignment_mode="expand")
