"""What claimkit found in one article: an `Extraction`, checked, written as JSON, shown as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from claimkit import contrasts, frames, report, tabular
from claimkit.errors import InputError
from claimkit.models import (
    AUTHOR_ID,
    SCHEMA_VERSION,
    Alone,
    Article,
    Claim,
    IssuePosition,
    Pair,
    Problem,
    Quote,
    Record,
    Span,
    Speaker,
)
from claimkit.report import fragments

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

_MAJOR = SCHEMA_VERSION.partition(".")[0]


class Written(Record):
    """What claimkit writes as JSON and reads again: it carries the version of its schema."""

    schema_version: str = SCHEMA_VERSION

    @field_validator("schema_version")
    @classmethod
    def _is_known(cls, value: str) -> str:
        if value.partition(".")[0] != _MAJOR:
            raise ValueError(f"schema {value} is not one that claimkit reads ({SCHEMA_VERSION}): upgrade claimkit")
        return value

    def to_json(self, *, indent: int | None = None) -> str:
        """Write the JSON object of the contract; the same record gives the same text, byte for byte."""
        return self.model_dump_json(indent=indent)

    @classmethod
    def from_json(cls, source: str | bytes) -> Self:
        """Read what `to_json` wrote; keys that a later minor version of the schema added are left out.

        Raises `InputError` on JSON that is broken, is something else, or has another major schema version.
        """
        try:
            found = cls.model_validate_json(source, extra="ignore")
        except ValidationError as error:
            noun = cls.__name__.lower()
            raise InputError(f"this is no {noun} that claimkit can read: {_first(error)}") from error
        return found.model_copy(update={"schema_version": SCHEMA_VERSION})


class Extraction(Written):
    """The speakers, quotes and claims of one article, and the problems met in its text.

    >>> from claimkit.testing import example
    >>> example()
    Extraction(article='The ferry to Holm is late', speakers=3, quotes=2, claims=4, problems=0)

    Every span is an exact stretch of `article.text`, in code points. Raises `ValueError` (pydantic's `ValidationError`)
    where one is not, where two records share an id, or where an id names nothing.
    """

    article: Article
    speakers: tuple[Speaker, ...] = ()
    quotes: tuple[Quote, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()

    @field_validator("article")
    @classmethod
    def _bare(cls, article: Article) -> Article:
        # The JSON carries the problems of the text once, on the extraction.
        return article.model_copy(update={"problems": ()}) if article.problems else article

    @model_validator(mode="after")
    def _spans_are_exact(self) -> Extraction:
        text = self.article.text
        for where, span in self.spans():
            if text[span.start : span.end] != span.text:
                raise ValueError(f"{where}: the text at [{span.start}, {span.end}) is not {span.text[:40]!r}")
        return self

    @model_validator(mode="after")
    def _ids_resolve(self) -> Extraction:
        speakers = _unique("speaker", (speaker.id for speaker in self.speakers))
        quotes = _unique("quote", (quote.id for quote in self.quotes))
        _unique("claim", (claim.id for claim in self.claims))
        for quote in self.quotes:
            _known(quote.id, quote.speaker, speakers)
            _known(quote.id, quote.parent, quotes)
            if quote.parent == quote.id:
                raise ValueError(f"{quote.id}: a quote cannot be its own parent")
        for claim in self.claims:
            _known(claim.id, claim.speaker, speakers)
            _known(claim.id, claim.quote, quotes)
        return self

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Give every span with the id of the record that holds it (a problem: its code)."""
        for speaker in self.speakers:
            yield from ((speaker.id, span) for span in speaker.mentions)
        for quote in self.quotes:
            yield from ((quote.id, span) for span in (*quote.spans, quote.source, quote.cue) if span)
        for claim in self.claims:
            yield from ((claim.id, span) for span in (claim.span, *claim.stance_cues, claim.target) if span)
        yield from ((problem.code, problem.span) for problem in self.problems if problem.span)

    def at_least(self, confidence: float) -> Extraction:
        """Leave out the quotes less likely to be right than `confidence`, a probability in [0, 1].

        >>> from claimkit.testing import example
        >>> [len(example().at_least(least).quotes) for least in (0.0, 1.0)]
        [2, 2]

        What lies in such a quote and its claims go with it, and so does a speaker of whom nothing is left. The ids of
        the others stay as they are. Raises `InputError` for a number outside [0, 1].
        """
        if not 0 <= confidence <= 1:
            raise InputError(f"a confidence is a number from 0 to 1, not {confidence}")
        kept: dict[str | None, Quote] = {}
        for quote in self.quotes:
            if quote.confidence >= confidence and (quote.parent is None or quote.parent in kept):
                kept[quote.id] = quote
        claims = tuple(claim for claim in self.claims if claim.quote is None or claim.quote in kept)
        heard = {quote.speaker for quote in kept.values()} | {claim.speaker for claim in claims}
        gone = {quote.speaker for quote in self.quotes} - heard
        speakers = tuple(speaker for speaker in self.speakers if speaker.id not in gone or speaker.id == AUTHOR_ID)
        return self.model_copy(update={"quotes": tuple(kept.values()), "claims": claims, "speakers": speakers})

    def to_records(self) -> list[dict[str, Any]]:
        """Give the rows of the claim table as dictionaries; `docs/columns.md` says what each column holds.

        >>> from claimkit.testing import example
        >>> [(row["speaker"], row["stance"]) for row in example().to_records()][:2]
        [('author', 'certain'), ('Ana Brill', 'probable')]
        """
        return [row._asdict() for row in frames.rows(self)]

    def to_pandas(self) -> pandas.DataFrame:
        """Give the claim table as a pandas frame. Raises `ClaimkitError` where pandas is not installed."""
        return tabular.pandas_frame(self.to_records(), tabular.types_of(frames.Row))

    def to_polars(self) -> polars.DataFrame:
        """Give the claim table as a polars frame. Raises `ClaimkitError` where polars is not installed."""
        return tabular.polars_frame(self.to_records(), tabular.types_of(frames.Row))

    def to_arrow(self) -> pyarrow.Table:
        """Give the claim table as an Arrow table. Raises `ClaimkitError` where pyarrow is not installed."""
        return tabular.arrow_table(self.to_records(), tabular.types_of(frames.Row))

    def to_html(self, *, pictures: bool = True) -> str:
        """Write the report: one HTML file with the text, its claims and its speakers, without scripts.

        `pictures` are drawn where the extra `plot` is installed.
        """
        return report.page([self], pictures=pictures)

    def _repr_html_(self) -> str:
        return fragments.extraction_fragment(self)

    def __repr__(self) -> str:
        """Say how much was found, on one line."""
        nouns = ("speakers", "quotes", "claims", "problems")
        counts = ", ".join(f"{noun}={len(getattr(self, noun))}" for noun in nouns)
        return f"Extraction(article={(self.article.title or self.article.id)[:80]!r}, {counts})"

    __str__ = __repr__


class Comparison(Written):
    """Where several articles agree and differ, who holds what on the issues, and what only one of them has.

    >>> from claimkit.testing import example
    >>> Comparison(articles=("one", "two"))
    Comparison(articles=2, agree=0, differ=0, issues=0)

    `extractions` are the articles that were compared; the JSON names them by their ids and does not repeat them. Raises
    `ValueError` (pydantic's `ValidationError`) where an id of an article is not among them.
    """

    articles: tuple[str, ...]
    pairs: tuple[Pair, ...] = ()
    positions: tuple[IssuePosition, ...] = ()
    alone: tuple[Alone, ...] = ()
    extractions: tuple[Extraction, ...] = Field(default=(), exclude=True, repr=False)

    @model_validator(mode="after")
    def _articles_are_compared(self) -> Comparison:
        known = set(self.articles)
        for name, _, _ in contrasts.references(self):
            if name not in known:
                raise ValueError(f"article {name!r} is not one of those compared")
        return self

    def with_extractions(self, *extractions: Extraction) -> Comparison:
        """Give a comparison that was read from JSON the articles that it names; others are left out.

        Raises `InputError` where one that was compared is not among them, or is but lacks a claim or speaker named.
        """
        given = {each.article.id: each for each in extractions}
        if lacking := [name for name in self.articles if name not in given]:
            raise InputError(f"article {lacking[0]!r} was compared and is not given: add its extraction")
        claims = {name: {claim.id for claim in given[name].claims} for name in self.articles}
        speakers = {name: {speaker.id for speaker in given[name].speakers} for name in self.articles}
        for article, told, heard in contrasts.references(self):
            if lost := sorted({*told} - claims[article]) + sorted({*heard} - speakers[article]):
                raise InputError(f"article {article!r} lacks {lost[0]!r}: give the extraction that was compared")
        return self.model_copy(update={"extractions": tuple(given[name] for name in self.articles)})

    def to_records(self) -> list[dict[str, Any]]:
        """Give a row for each pair as a dictionary, with the words, holders, stances and dates of both claims.

        Raises `InputError` on a comparison that was read from JSON and lacks its articles.
        """
        if self.pairs and not self.extractions:
            raise InputError("the words stand in the articles' JSON: give the articles with .with_extractions()")
        return [row._asdict() for row in contrasts.pair_rows(self)]

    def to_pandas(self) -> pandas.DataFrame:
        """Give the pairs as a pandas frame. Raises `ClaimkitError` where pandas is not installed."""
        return tabular.pandas_frame(self.to_records(), tabular.types_of(contrasts.PairRow))

    def to_polars(self) -> polars.DataFrame:
        """Give the pairs as a polars frame. Raises `ClaimkitError` where polars is not installed."""
        return tabular.polars_frame(self.to_records(), tabular.types_of(contrasts.PairRow))

    def to_arrow(self) -> pyarrow.Table:
        """Give the pairs as an Arrow table. Raises `ClaimkitError` where pyarrow is not installed."""
        return tabular.arrow_table(self.to_records(), tabular.types_of(contrasts.PairRow))

    def to_html(self, *, pictures: bool = True) -> str:
        """Write the report: one HTML file with the pairs, the positions, what only one has, and the articles.

        `pictures` are drawn where the extra `plot` is installed.
        """
        return report.comparison_page(self, pictures=pictures)

    def _repr_html_(self) -> str | None:
        return fragments.comparison_fragment(self) if self.extractions or not self.articles else None

    def __repr__(self) -> str:
        """Say how much was found, on one line."""
        counts = ", ".join(
            f"{name}={sum(pair.relation == name for pair in self.pairs)}" for name in ("agree", "differ")
        )
        issues = len({each.issue for each in self.positions})
        return f"Comparison(articles={len(self.articles)}, {counts}, issues={issues})"

    __str__ = __repr__


def _unique(noun: str, ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise ValueError(f"two records share the {noun} id {name!r}")
        seen.add(name)
    return seen


def _known(holder: str, wanted: str | None, ids: set[str]) -> None:
    if wanted is not None and wanted not in ids:
        raise ValueError(f"{holder}: there is no record {wanted!r} to refer to")


def _first(error: ValidationError) -> str:
    """Say the first fault of a pydantic error on one line."""
    fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in fault["loc"])
    message = " ".join(fault["msg"].removeprefix("Value error, ").split())
    return f"{where}: {message}" if where else message
