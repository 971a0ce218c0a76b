"""Show a verification in a notebook: the words asked for beside those of the article, with what differs marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.report.differing import Piece as Run
from claimkit.report.fragments import fragment, within
from claimkit.verifying.display import VERDICTS, remarks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimkit.models import Span
    from claimkit.verifying.records import Finding, Verification

_MOST = (5, 1, 0)
"""Findings that are tried in turn until the output is within its bound."""
_NEAR = 2
"""Code points between a piece and words beside it that were changed."""
_NOBODY = "(no speaker named)"


class Stretch(NamedTuple):
    """A piece of the article: who says it, where it stands, and its words."""

    name: str
    place: str
    words: list[Run]


class Side(NamedTuple):
    """A finding: the words asked for, those of the article, and what there is to say of them."""

    words: list[Run]
    pieces: list[Stretch]
    remarks: list[str]


class VerificationView(NamedTuple):
    """A verification as the template reads it."""

    verdict: str
    told: str
    words: str
    speaker: str | None
    findings: list[Side]
    left_out: str


def verification_fragment(found: Verification) -> str:
    """Return the verdict on a quotation, and the words asked for beside those found.

    >>> from claimkit.testing import example
    >>> from claimkit.verifying import verify
    >>> "altered" in verification_fragment(verify("The ferry is likely to sail again in June", example()))
    True
    """
    source = found.to_json()
    return within(lambda most: fragment("verification", source, _view(found, most)), _MOST)


def _view(found: Verification, most: int) -> VerificationView:
    further = len(found.findings) - most
    return VerificationView(
        found.verdict.value, VERDICTS[found.verdict], found.words[:300], found.speaker and found.speaker[:300],
        [_side(found, finding) for finding in found.findings[:most]],
        f"{further:,} more findings: .findings has them all." if further > 0 else "",
    )  # fmt: skip


def _side(found: Verification, finding: Finding) -> Side:
    asked = [change.words for change in finding.changes]
    pieces = [
        Stretch(
            piece.name or _NOBODY,
            " · ".join(part for part in (piece.quote, f"[{piece.span.start}, {piece.span.end})") if part),
            _stretch(piece.span, [change.found for change in finding.changes if change.article == piece.article]),
        )
        for piece in finding.pieces
    ]
    return Side(runs(found.words, 0, asked), pieces, list(remarks(found, finding)))


def _stretch(span: Span, changed: Iterable[Span]) -> list[Run]:
    """Return the words of a piece, with those that were changed right before and behind it."""
    found = list(changed)
    before = [Run(each.text, differs=True) for each in found if each.text and 0 <= span.start - each.end <= _NEAR]
    behind = [Run(each.text, differs=True) for each in found if each.text and 0 <= each.start - span.end <= _NEAR]
    blank = [Run(" ", differs=False)]
    return [
        *(before + blank if before else []),
        *runs(span.text, span.start, found),
        *(blank + behind if behind else []),
    ]


def runs(text: str, start: int, marked: Iterable[Span]) -> list[Run]:
    """Cut a stretch that starts at `start` into runs, those under one of the spans apart.

    >>> from claimkit.models import Span
    >>> runs("by May", 10, [Span(start=13, end=16, text="May"), Span(start=2, end=4, text="no")])
    [Piece(words='by ', differs=False), Piece(words='May', differs=True)]
    """
    found: list[Run] = []
    done = 0
    for span in sorted(marked, key=lambda span: span.start):
        low, high = max(span.start - start, done), min(span.end - start, len(text))
        if low < high:
            found += [Run(text[done:low], differs=False), Run(text[low:high], differs=True)]
            done = high
    return [run for run in (*found, Run(text[done:], differs=False)) if run.words]
