"""The tables that extractions are laid out in for SQL: articles, quotes, claims, speakers, problems.

The columns of the claim table keep their names; a speaker's own table calls them by the keys of the JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit import frames
from claimkit.tabular import Types, arrow_schema, optional, types_of

if TYPE_CHECKING:
    import pyarrow

    from claimkit.results import Extraction


class ArticleRow(NamedTuple):
    """An article."""

    article_id: str
    title: str | None
    outlet: str | None
    authors: list[str]
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
    """A speaker of an article."""

    article_id: str
    speaker_id: str
    name: str
    kind: str
    role: str | None
    affiliation: str | None
    party: str | None
    tenure: str | None
    outlet: str | None
    published: str | None


class ProblemRow(NamedTuple):
    """A problem met in an article; offsets are code points, half-open."""

    article_id: str
    code: str
    message: str
    start: int | None
    end: int | None
    text: str | None
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
"""The tables, each with its columns and their types; `schema` gives those of Arrow."""

_LISTS = frozenset({"authors"})
"""Columns that hold several strings a row."""


def schema(table: str) -> pyarrow.Schema:
    """Make the Arrow schema of a table.

    >>> schema("problems").names[:3]
    ['article_id', 'code', 'message']

    Raises `ClaimkitError` where pyarrow is not installed.
    """
    arrow = optional("pyarrow", extra="query")
    fields = (
        field.with_type(arrow.list_(field.type)) if field.name in _LISTS else field
        for field in arrow_schema(SCHEMAS[table])
    )
    return arrow.schema(fields)


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
        authors=list(article.authors),
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
            speaker_id=speaker.id,
            name=speaker.name,
            kind=speaker.kind.value,
            role=speaker.role,
            affiliation=speaker.affiliation,
            party=speaker.party,
            tenure=speaker.tenure.value if speaker.tenure else None,
            **_article_columns(extraction),
        )._asdict()


def _problems(extraction: Extraction) -> Rows:
    for problem in extraction.problems:
        span = problem.span
        yield ProblemRow(
            code=problem.code,
            message=problem.message,
            start=span.start if span else None,
            end=span.end if span else None,
            text=span.text if span else None,
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
