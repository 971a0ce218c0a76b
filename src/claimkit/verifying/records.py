"""What a verification tells: findings made of pieces, with what was changed and what was allowed."""

from __future__ import annotations

from enum import StrEnum

from claimkit.models import Confidence, Record, Span
from claimkit.results import Written


class Verdict(StrEnum):
    """How the words of a quotation stand in an article, the best first."""

    EXACT = "exact"
    ALTERED = "altered"
    STITCHED = "stitched"
    MISATTRIBUTED = "misattributed"
    NOWHERE = "nowhere"


class Allowance(StrEnum):
    """A difference that leaves a quotation word for word."""

    MARKS = "typographic marks"
    CASE = "case at the head"
    ELLIPSIS = "ellipsis"
    INSERTION = "bracketed insertion"
    HYPHENATION = "hyphenation"
    WHITESPACE = "whitespace"
    ENDING = "punctuation at the edge"
    INTERRUPTION = "interrupted by who says it"


class ChangeKind(StrEnum):
    """What was done to the words of an article."""

    REPLACED = "replaced"
    LEFT_OUT = "left out"
    ADDED = "added"
    CASE = "case"
    PUNCTUATION = "punctuation"


class Change(Record):
    """One change: `words` of the quotation where the article has `found`.

    Both give their place even where they are empty: what was left out is empty in the quotation, what was added is
    empty in the article.
    """

    kind: ChangeKind
    words: Span
    article: str
    found: Span


class Piece(Record):
    """A stretch of the quotation (`words`) and the stretch of an article that it renders (`span`).

    `quote` is the innermost quote that the stretch stands in and `speaker` whose it is, by their ids; `name` is the
    speaker's. The author's own voice has the speaker `author` and no quote; the speaker is None where nobody is known.
    """

    article: str
    words: Span
    span: Span
    quote: str | None = None
    speaker: str | None = None
    name: str | None = None


class Finding(Record):
    """One place (of stitched words: the places) where the quotation stands.

    `wording` is exact, altered or stitched; `verdict` is the same, or misattributed where the speaker is another than
    the one asked for. `fits` says whether the speaker is the one asked for: None where none was, or none is known.
    `similarity` is the share of words that both have in common, in [0, 1].
    """

    verdict: Verdict
    wording: Verdict
    fits: bool | None = None
    similarity: Confidence
    pieces: tuple[Piece, ...]
    changes: tuple[Change, ...] = ()
    allowed: tuple[Allowance, ...] = ()


class Verification(Written):
    """What became of a quotation: the verdict of the best finding, and all findings, the best first."""

    words: str
    speaker: str | None = None
    articles: tuple[str, ...]
    verdict: Verdict
    findings: tuple[Finding, ...] = ()

    def _repr_html_(self) -> str:
        from claimkit.verifying.fragment import verification_fragment

        return verification_fragment(self)

    def __repr__(self) -> str:
        """Say the verdict and how much was found, on one line."""
        return f"Verification(verdict={self.verdict.value!r}, findings={len(self.findings)})"

    __str__ = __repr__
