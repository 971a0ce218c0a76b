"""The tables that extractions are laid out in for SQL: articles, quotes, claims, speakers, problems.

A column has the same name and the same meaning in each table that has it, and those of the claim table keep theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit import frames
from claimkit.tabular import Types, types_of

if TYPE_CHECKING:
    from claimkit.results import Extraction

AUTHORS = "; "
"""Stands between the authors of an article."""


class ArticleRow(NamedTuple):
    """An article."""

    article_id: str
    title: str | None
    outlet: str | None
    authors: str | None
    url: str | None
    published: str | None
    text: str


class QuoteRow(NamedTuple):
    """A quote with its speaker; offsets are code points, half-open."""

    article_id: str
    quote_id: str
    kind: str
    quote: str
    confidence: float
    speaker_id: str | None = None
    speaker: str | None = None
    speaker_kind: str | None = None
    role: str | None = None
    affiliation: str | None = None
    source: str | None = None
    cue: str | None = None
    said: str | None = None
    parent: str | None = None
    quote_start: int | None = None
    quote_end: int | None = None
    outlet: str | None = None
    published: str | None = None


class SpeakerRow(NamedTuple):
    """A speaker of an article; `mentions` is how many there are."""

    article_id: str
    speaker_id: str
    speaker: str
    speaker_kind: str
    role: str | None
    affiliation: str | None
    party: str | None
    tenure: str | None
    mentions: int
    outlet: str | None
    published: str | None


class ProblemRow(NamedTuple):
    """A problem met in an article; offsets are code points, half-open."""

    article_id: str
    code: str
    message: str
    start: int | None
    end: int | None
    words: str | None
    outlet: str | None
    published: str | None


class _OfClaims(NamedTuple):
    """What the table of claims has behind the columns of the claim table."""

    text_in_context: str | None
    target: str | None
    factuality: float | None
    subjectivity: float | None
    check_worthiness: float | None
    confidence: float


SCHEMAS: Mapping[str, Types] = MappingProxyType({
    "articles": types_of(ArticleRow),
    "quotes": types_of(QuoteRow),
    "claims": {**types_of(frames.Row), **types_of(_OfClaims)},
    "speakers": types_of(SpeakerRow),
    "problems": types_of(ProblemRow),
})  # fmt: skip
"""The tables, each with its columns and their types."""

Rows = Iterator[dict[str, Any]]


def rows_of(extraction: Extraction) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of an extraction, each with the name of its table.

    >>> from claimkit.testing import example
    >>> [row["speaker"] for table, row in rows_of(example()) if table == "quotes"]
    ['Ana Brill', 'Jon Vik']
    """
    for table, rows in _TABLES.items():
        for row in rows(extraction):
            yield table, row


def _articles(extraction: Extraction) -> Rows:
    article = extraction.article
    yield ArticleRow(
        article_id=article.id,
        title=article.title,
        outlet=article.outlet,
        authors=AUTHORS.join(article.authors) or None,
        url=article.url,
        published=article.published,
        text=article.text,
    )._asdict()


def _quotes(extraction: Extraction) -> Rows:
    speakers = {speaker.id: frames.speaker_columns(speaker) for speaker in extraction.speakers}
    for quote in extraction.quotes:
        yield QuoteRow(
            confidence=quote.confidence,
            parent=quote.parent,
            **_article_columns(extraction),
            **frames.quote_columns(quote),
            **speakers.get(quote.speaker or "", {}),
        )._asdict()


def _claims(extraction: Extraction) -> Rows:
    """Give the rows of the claim table that have a claim."""
    claims = {claim.id: claim for claim in extraction.claims}
    for row in frames.rows(extraction):
        if row.claim_id is not None:
            claim = claims[row.claim_id]
            more = _OfClaims(
                text_in_context=claim.text_in_context,
                target=claim.target.text if claim.target else None,
                factuality=claim.factuality,
                subjectivity=claim.subjectivity,
                check_worthiness=claim.check_worthiness,
                confidence=claim.confidence,
            )
            yield {**row._asdict(), **more._asdict()}


def _speakers(extraction: Extraction) -> Rows:
    for speaker in extraction.speakers:
        yield SpeakerRow(
            party=speaker.party,
            tenure=speaker.tenure.value if speaker.tenure else None,
            mentions=len(speaker.mentions),
            **_article_columns(extraction),
            **frames.speaker_columns(speaker),
        )._asdict()


def _problems(extraction: Extraction) -> Rows:
    for problem in extraction.problems:
        span = problem.span
        yield ProblemRow(
            code=problem.code,
            message=problem.message,
            start=span.start if span else None,
            end=span.end if span else None,
            words=span.text if span else None,
            **_article_columns(extraction),
        )._asdict()


def _article_columns(extraction: Extraction) -> dict[str, Any]:
    article = extraction.article
    return {"article_id": article.id, "outlet": article.outlet, "published": article.published}


_TABLES: Mapping[str, Callable[[Extraction], Rows]] = MappingProxyType({
    "articles": _articles,
    "quotes": _quotes,
    "claims": _claims,
    "speakers": _speakers,
    "problems": _problems,
})  # fmt: skip
