"""From the rows of an article back to an extraction: as much of it as comparing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claimkit.models import Article, Claim, Quote, Span, Speaker
from claimkit.results import Extraction

if TYPE_CHECKING:
    from claimkit.matters.dataset import ArticleRows


def rebuilt(found: ArticleRows) -> Extraction:
    """Return the extraction with its claims, speakers and the cues of its quotes, without mentions and contents."""
    row = found.article
    fields = {name: row[name] for name in ("title", "outlet", "published", "text")}
    text = row["text"]
    return Extraction(
        article=Article(id=row["article_id"], **fields),
        speakers=tuple(
            Speaker(id=each["speaker_id"], name=each["name"], kind=each["kind"], role=each["role"])
            for each in found.speakers
        ),
        quotes=tuple(
            Quote(id=each["quote_id"], kind=each["kind"], spans=(), cue=_span(text, each, "cue_"))
            for each in found.quotes
        ),
        claims=tuple(_claim(text, each) for each in found.claims),
    )


def _claim(text: str, row: dict[str, Any]) -> Claim:
    span = _span(text, row)
    assert span is not None  # noqa: S101  # a claim without words cannot have been written
    same = ("form", "text_in_context", "polarity", "certainty", "attitude", "about")
    return Claim(
        id=row["claim_id"],
        span=span,
        speaker=row["speaker_id"],
        quote=row["quote_id"],
        stance_cues=tuple(Span.of(text, cue["start"], cue["end"]) for cue in row["stance_cues"] or ()),
        target=_span(text, row, "target_"),
        **{name: row[name] for name in same},
    )


def _span(text: str, row: dict[str, Any], name: str = "") -> Span | None:
    start, end = row[f"{name}start"], row[f"{name}end"]
    return Span.of(text, start, end) if start is not None and end is not None else None
