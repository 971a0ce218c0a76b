"""Cut a result to what fits into an output of a notebook: the beginning of an article, the first pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.models import Relation, Stand

if TYPE_CHECKING:
    from claimkit.models import Article, IssuePosition, Span
    from claimkit.results import Comparison, Extraction

_LONGEST = 300
"""Code points of a title, a name or another line beside the text."""
_APART = 15
"""Code points of a text for each quote, and for each claim: news has one in fifty or more."""
_AUTHORS = 6
_LONGEST_NAME = 100
_ISSUES = 6


def shortened(words: str | None) -> str | None:
    """Return words that stand above a text, cut where they are far too long.

    >>> shortened("Fog on the quay"), len(shortened("x" * 5000))
    ('Fog on the quay', 300)
    """
    return words if words is None or len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def border(text: str, most: int) -> int:
    """Return where to cut a text so that at most `most` code points stand before: at a paragraph's end if one is near.

    >>> border("Fog fell.\\nThe port shut.", 14), border("x" * 20, 14), border("short", 14)
    (9, 14, 5)
    """
    if len(text) <= most:
        return len(text)
    end = text.rfind("\n", most // 2, most)
    return most if end < 0 else end


def headed(article: Article) -> Article:
    """Return an article whose title, outlet, authors and address have a length that can be shown."""
    known = {name: shortened(getattr(article, name)) for name in ("title", "outlet", "url")}
    authors = tuple(name[:_LONGEST_NAME] for name in article.authors[:_AUTHORS])
    return article.model_copy(update={**known, "authors": authors})


def named(extraction: Extraction) -> Extraction:
    """Return an extraction whose article and speakers have names of a length that can be shown."""
    speakers = (
        each.model_copy(
            update={part: shortened(getattr(each, part)) for part in ("name", "role", "affiliation", "party")}
        )
        for each in extraction.speakers
    )
    return extraction.model_copy(update={"article": headed(extraction.article), "speakers": tuple(speakers)})


def beginning(extraction: Extraction, most: int) -> Extraction:
    """Return what an extraction has of the first `most` code points; quotes and claims that reach further are left out.

    >>> from claimkit.testing import example
    >>> len(beginning(example(), 130).claims), len(beginning(example(), 0).claims)
    (1, 0)
    """
    extraction = named(extraction)
    end = border(extraction.article.text, most)
    quotes = {
        quote.id: quote
        for quote in extraction.quotes[: most // _APART]
        if all(_ends_by(span, end) for span in (*quote.spans, quote.source, quote.cue))
    }
    claims = (claim for claim in extraction.claims[: most // _APART] if claim.quote is None or claim.quote in quotes)
    return extraction.model_copy(
        update={
            "article": extraction.article.model_copy(update={"text": extraction.article.text[:end]}),
            "quotes": tuple(quotes.values()),
            "claims": tuple(claim for claim in claims if _ends_by(claim.span, end)),
            "problems": tuple(each for each in extraction.problems[: most // _APART] if _ends_by(each.span, end)),
        }
    )


def _ends_by(span: Span | None, end: int) -> bool:
    return span is None or span.end <= end


def first(comparison: Comparison, most: int) -> Comparison:
    """Return the first `most` pairs of each kind and the positions of twice as many holders, those who take a side.

    >>> from claimkit.results import Comparison
    >>> first(Comparison(articles=("one", "two")), 5).pairs
    ()
    """
    return comparison.model_copy(
        update={
            "pairs": tuple(
                pair
                for relation in Relation
                for pair in [each for each in comparison.pairs if each.relation is relation][:most]
            ),
            "positions": decided(comparison, 2 * most),
            "extractions": tuple(map(named, comparison.extractions)),
        }
    )


def decided(comparison: Comparison, most: int) -> tuple[IssuePosition, ...]:
    """Return the positions on the first issues of at most `most` holders who take a side on one of them."""
    issues = issues_of(comparison)[: min(_ISSUES, most)]
    asked = [each for each in comparison.positions if each.issue in issues]
    sided = dict.fromkeys((each.article, each.speaker) for each in asked if each.position is not Stand.SILENT)
    kept = set(list(sided)[:most])
    return tuple(each for each in asked if (each.article, each.speaker) in kept)


def issues_of(comparison: Comparison) -> list[str]:
    """Return the issues of a comparison in their order."""
    return list(dict.fromkeys(each.issue for each in comparison.positions))
