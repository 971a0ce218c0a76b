"""Tell quotation marks without a partner as problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.models import Problem, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

_MESSAGES = {
    "unclosed-quote": "nothing closes this quotation mark",
    "unopened-quote": "this quotation mark closes nothing",
}


def problems_of(text: str, odd: Iterable[tuple[int, int, str]]) -> tuple[Problem, ...]:
    """Return a problem for each odd mark, a start, an end and a code, in order; marks that touch make one.

    >>> [problem.span.text for problem in problems_of("““no", [(1, 2, "unclosed-quote"), (0, 1, "unclosed-quote")])]
    ['““']
    """
    merged: list[tuple[int, int, str]] = []
    for start, end, code in sorted(odd):
        if merged and merged[-1][1:] == (start, code):
            start = merged.pop()[0]  # noqa: PLW2901
        merged.append((start, end, code))
    spans = ((code, Span.of(text, start, end)) for start, end, code in merged)
    return tuple(Problem(code=code, message=_MESSAGES[code], span=span) for code, span in spans)
