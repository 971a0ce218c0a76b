"""Show a verification on a terminal (rich)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.contrasts import name_of
from claimkit.render import shown_text, visible
from claimkit.verifying.records import Change, ChangeKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Group, RenderableType

    from claimkit.models import Article
    from claimkit.results import Extraction
    from claimkit.verifying.records import Finding, Piece, Verification

VERDICTS = {
    Verdict.EXACT: "the words stand there exactly",
    Verdict.ALTERED: "the words stand there, but altered",
    Verdict.STITCHED: "the words are stitched together from pieces",
    Verdict.MISATTRIBUTED: "the words stand in another's mouth",
    Verdict.NOWHERE: "the words stand in none of the articles",
}
_MOST = 5
"""Findings that are shown; the JSON has them all."""


def shown(found: Verification, extractions: Sequence[Extraction]) -> Group:
    """Arrange a verification for rich to print: the verdict, then each finding with its pieces and changes."""
    from rich.console import Group
    from rich.padding import Padding

    articles = {each.article.id: each.article for each in extractions}
    parts: list[RenderableType] = [shown_text(f"{found.verdict.value}: {VERDICTS[found.verdict]}", "bold")]
    for finding in found.findings[:_MOST]:
        parts.append(shown_text(""))
        for piece in finding.pieces:
            parts.append(shown_text(_place(piece, articles[piece.article]), "cyan"))
            parts.append(Padding(shown_text(piece.span.text), (0, 0, 0, 3), expand=False))
        parts += [Padding(shown_text(line, "dim"), (0, 0, 0, 3), expand=False) for line in remarks(found, finding)]
    more = len(found.findings) - _MOST
    if more > 0:
        parts += [shown_text(""), shown_text(f"… and {more} more: -f json gives them all")]
    return Group(*parts)


def _place(piece: Piece, article: Article) -> str:
    who = piece.name or "(no speaker named)"
    quote = f" · {piece.quote}" if piece.quote else ""
    return f"{who}{quote} · {name_of(article)} [{piece.span.start}, {piece.span.end})"


def remarks(found: Verification, finding: Finding) -> Iterator[str]:
    """Yield what there is to say of a finding: whose wording it is, the changes, what was allowed."""
    if found.verdict is not finding.verdict or finding.verdict is Verdict.MISATTRIBUTED:
        wording = f"{finding.wording.value} wording"
        yield f"{wording}, not {found.speaker}" if finding.fits is False else wording
    if found.speaker is not None and finding.fits is None:
        yield f"whether it is {found.speaker} cannot be told"
    yield from map(said, finding.changes)
    if finding.allowed:
        yield f"allowed: {', '.join(finding.allowed)}"


def said(change: Change) -> str:
    """Say a change in words.

    >>> from claimkit.models import Span
    >>> place = Span(start=0, end=0, text="")
    >>> said(Change(kind="left out", words=place, article="a", found=Span(start=4, end=7, text="not")))
    'left out: “not”'
    """
    words, there = visible(change.words.text), visible(change.found.text)
    if change.kind is ChangeKind.ADDED:
        return f"added: “{words}”"
    if change.kind is ChangeKind.LEFT_OUT:
        return f"left out: “{there}”"
    return (
        f"{change.kind.value}: “{words}” for “{there}”"
        if words and there
        else f"{change.kind.value}: “{words or there}”"
    )
