"""The five tables that extractions are laid out in: articles, quotes, claims, speakers, problems.

Their columns are fixed and typed, so an empty table has the same schema as a full one. Any cell may be null. Offsets
are code points into the article's text, half-open; `docs/columns.md` says what each column means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from claimkit import frames
from claimkit.tabular import SPANS, STRINGS, Columns, types_of

if TYPE_CHECKING:
    from claimkit.models import Claim, Problem, Quote, Span, Speaker
    from claimkit.results import Extraction

Row = dict[str, Any]

_ARTICLE = {"article_id": str}
_OUTLET = dict.fromkeys(("outlet", "published"), str)
_HOLDER = dict.fromkeys(("speaker_id", "speaker", "speaker_kind", "role", "affiliation"), str)


def _placed(name: str) -> Columns:
    return {name: str, **dict.fromkeys((f"{name}_start", f"{name}_end"), int)}


TABLES: Mapping[str, Columns] = {
    "articles": {
        **_ARTICLE,
        **dict.fromkeys(("title", "outlet"), str),
        "authors": STRINGS,
        **dict.fromkeys(("url", "published", "text"), str),
        **dict.fromkeys(("characters", "quotes", "claims", "speakers", "problems"), int),
    },
    "quotes": {
        **_ARTICLE,
        **dict.fromkeys(("quote_id", "kind"), str),
        "spans": SPANS,
        **_placed("quote"),
        **_HOLDER,
        **_placed("source"),
        **_placed("cue"),
        **dict.fromkeys(("said", "parent"), str),
        **_OUTLET,
        "confidence": float,
    },
    "claims": {
        **types_of(frames.Row),
        "text_in_context": str,
        **_placed("target"),
        "stance_cues": SPANS,
        **dict.fromkeys(("factuality", "subjectivity", "check_worthiness", "confidence"), float),
    },
    "speakers": {
        **_ARTICLE,
        **dict.fromkeys(("speaker_id", "name", "kind", "role", "affiliation", "party", "tenure"), str),
        "mentions": SPANS,
        **_OUTLET,
    },
    "problems": {
        **_ARTICLE,
        **dict.fromkeys(("code", "message"), str),
        **dict.fromkeys(("start", "end"), int),
        "text": str,
        **_OUTLET,
    },
}
"""For each table what its columns hold."""


def rows_of(found: Extraction) -> dict[str, list[Row]]:
    """Lay out an extraction: for each table its rows.

    >>> from claimkit.testing import example
    >>> [row["speaker"] for row in rows_of(example())["quotes"]]
    ['Ana Brill', 'Jon Vik']
    """
    article = found.article
    of = {"article_id": article.id}
    by = {**of, "outlet": article.outlet, "published": article.published}
    speakers = {speaker.id: frames.speaker_columns(speaker) for speaker in found.speakers}
    claims = {row.claim_id: row for row in frames.rows(found) if row.claim_id is not None}
    return {
        "articles": [{**of, **_article(found)}],
        "quotes": [{**by, **_quote(quote, speakers)} for quote in found.quotes],
        "claims": [{**claims[claim.id]._asdict(), **_claim(claim)} for claim in found.claims],
        "speakers": [{**by, **_speaker(speaker)} for speaker in found.speakers],
        "problems": [{**by, **_problem(problem)} for problem in found.problems],
    }


def _article(found: Extraction) -> Row:
    article = found.article
    return {
        **article.model_dump(include={"title", "outlet", "url", "published", "text"}),
        "authors": list(article.authors),
        "characters": len(article.text),
        **{name: len(getattr(found, name)) for name in ("quotes", "claims", "speakers", "problems")},
    }


def _quote(quote: Quote, speakers: Mapping[str, Row]) -> Row:
    return {
        **speakers.get(quote.speaker or "", dict.fromkeys(_HOLDER)),
        **frames.quote_columns(quote),
        "spans": _offsets(quote.spans),
        **_place("source", quote.source),
        **_place("cue", quote.cue),
        "parent": quote.parent,
        "confidence": quote.confidence,
    }


def _claim(claim: Claim) -> Row:
    return {
        "text_in_context": claim.text_in_context,
        **_place("target", claim.target),
        "stance_cues": _offsets(claim.stance_cues),
        **claim.model_dump(include={"factuality", "subjectivity", "check_worthiness", "confidence"}),
    }


def _speaker(speaker: Speaker) -> Row:
    return {
        "speaker_id": speaker.id,
        "kind": speaker.kind.value,
        "tenure": speaker.tenure.value if speaker.tenure is not None else None,
        **speaker.model_dump(include={"name", "role", "affiliation", "party"}),
        "mentions": _offsets(speaker.mentions),
    }


def _problem(problem: Problem) -> Row:
    span = problem.span
    where = {"start": span.start, "end": span.end, "text": span.text} if span is not None else {}
    return {"code": problem.code, "message": problem.message, "start": None, "end": None, "text": None, **where}


def _place(name: str, span: Span | None) -> Row:
    if span is None:
        return {name: None, f"{name}_start": None, f"{name}_end": None}
    return {name: span.text, f"{name}_start": span.start, f"{name}_end": span.end}


def _offsets(spans: Iterable[Span]) -> list[dict[str, int]]:
    return [{"start": span.start, "end": span.end} for span in spans]
