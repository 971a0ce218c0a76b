"""Write a piece of the report for an output of a notebook: it brings its own style, and its size has a bound.

Every output has a name made of what it shows. The name binds the style to the output and opens the names of its places,
so that two outputs on a page do not meet, and the same result gives the same bytes.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.frames import rows
from claimkit.models import Stand
from claimkit.render import counts, headline
from claimkit.report.article import ArticleView
from claimkit.report.comparison import HEADS, ComparisonView, Contrast, Only
from claimkit.report.escaping import exact
from claimkit.report.excerpts import beginning, border, first, headed, issues_of
from claimkit.report.template import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markupsafe import Markup

    from claimkit.models import Article
    from claimkit.results import Comparison, Extraction

BOUND = 250_000
"""Bytes that an output has at most, in UTF-8."""
MOST_TEXT = (12_000, 6_000, 3_000, 1_000, 0)
"""Code points of a text with its marks that are tried in turn until the output is within the bound."""
MOST_PLAIN = (20_000, 5_000, 1_000, 0)
MOST_PAIRS = (20, 10, 4, 1, 0)
"""Pairs of each kind."""
_OPEN_TEXT = 900
_OPEN_PAIRS = 5
_MOST_ALONE = 26


def within(write: Callable[[int], str], budgets: Sequence[int]) -> str:
    """Return what `write` makes of the first budget with which it is within the bound.

    >>> within(lambda most: "x" * most, [10**6, 10, 0])
    'xxxxxxxxxx'
    """
    written = ""
    for budget in budgets:
        written = write(budget)
        if len(written.encode()) <= BOUND:
            break
    return written


def fragment(template: str, source: str, shown: Any) -> str:
    """Fill a template for `shown`; `source` is the JSON of what is shown."""
    return filled(f"{template}.fragment.html.j2", name=name_of(template, source), shown=shown)


def name_of(template: str, source: str) -> str:
    """Return the name of an output, from what it shows: letters and digits, whatever the articles hold.

    >>> name_of("text", "{}")
    'ck-38ecd5b7'
    """
    return "ck-" + hashlib.sha256(f"{template} {source}".encode()).hexdigest()[:8]


class TextView(NamedTuple):
    """An article as it shows itself: the opening of its text, the rest to unfold, and what is left out."""

    title: str
    known: str
    size: str
    opening: Markup
    rest: Markup | None
    more: str
    left_out: str


def article_fragment(article: Article) -> str:
    """Return the title, outlet and date of an article, and its text to unfold.

    >>> from claimkit.models import Article
    >>> "Fog fell." in article_fragment(Article(text="Fog fell."))
    True
    """
    source = article.model_dump_json()
    return within(lambda most: fragment("text", source, _text_view(article, most)), MOST_PLAIN)


def _text_view(article: Article, most: int) -> TextView:
    title, *known = headline(headed(article))
    text = article.text
    end = border(text, most)
    # A fold that hides a few lines is not worth a click.
    cut = end if end < 2 * _OPEN_TEXT else border(text, min(_OPEN_TEXT, end))
    rest = text[cut:end]
    return TextView(
        title, " · ".join(known), f"{len(text):,} characters, {len(text.split()):,} words", exact(text[:cut]),
        exact(rest) if rest.strip() else None, f"{len(rest):,} more characters",
        "" if end == len(text) else f"Shown: the first {end:,} characters. article.text has all of them.",
    )  # fmt: skip


class Excerpt:
    """The beginning of an extraction as the template reads it."""

    def __init__(self, extraction: Extraction, name: str, most: int) -> None:
        """Show at most `most` code points of the text."""
        kept = beginning(extraction, most)
        self.view = ArticleView(kept, name, drawn=False)
        self.view.counts = counts(extraction)
        self.left_out = ""
        if len(kept.article.text) < len(extraction.article.text) or len(kept.claims) < len(extraction.claims):
            further = len(rows(extraction)) - len(self.view.places.rows)
            self.left_out = (
                f"Shown: the first {len(kept.article.text):,} of {len(extraction.article.text):,} characters, without "
                f"{further:,} rows of the table. to_html() writes all of it, to_records() gives all rows."
            )


def extraction_fragment(extraction: Extraction) -> str:
    """Return the text of an article with its marks, and the claim table beside it.

    >>> from claimkit.testing import example
    >>> extraction_fragment(example()).count("<tr role")
    5
    """
    source = extraction.to_json()
    name = name_of("extraction", source)
    return within(lambda most: fragment("extraction", source, Excerpt(extraction, name, most)), MOST_TEXT)


class Head(NamedTuple):
    """Pairs of a kind: those that stand open, and those that are folded."""

    words: str
    open: list[Contrast]
    folded: list[Contrast]


class ComparisonExcerpt:
    """The beginning of a comparison as the template reads it."""

    def __init__(self, comparison: Comparison, name: str, most: int) -> None:
        """Show at most `most` pairs of each kind, and twice as many holders."""
        kept = first(comparison, most)
        self.view = ComparisonView(kept, drawn=False)
        self.view.articles = self.view.articles[:_MOST_ALONE]
        self.heads = list(_heads(comparison, self.view))
        self.only: list[Only] = self.view.only()[:_MOST_ALONE] if most else []
        self.undecided = _undecided(comparison, kept)
        self.left_out = " ".join(_left_out(comparison, kept, len(self.view.articles)))


def _heads(comparison: Comparison, view: ComparisonView) -> Iterator[Head]:
    for relation, words in HEADS.items():
        if number := sum(pair.relation is relation for pair in comparison.pairs):
            pairs = view.pairs.get(words, [])
            yield Head(f"{words} ({number:,})", pairs[:_OPEN_PAIRS], pairs[_OPEN_PAIRS:])


def _undecided(comparison: Comparison, kept: Comparison) -> str:
    """Say how many take no side, or no side that is shown."""
    if not comparison.positions:
        return ""
    shown, asked = ({(each.article, each.speaker) for each in each_of.positions} for each_of in (kept, comparison))
    further = len(asked) - len(shown)
    issues = len(issues_of(comparison))
    if all(each.position is Stand.SILENT for each in comparison.positions):
        return f"Nobody takes a side on the {issues} issues." if issues > 1 else "Nobody takes a side on the issue."
    return f"{further} further {'holder is' if further == 1 else 'holders are'} silent or not shown." if further else ""


def _left_out(comparison: Comparison, kept: Comparison, articles: int) -> Iterator[str]:
    missing = [
        (len(comparison.pairs) - len(kept.pairs), "pair"),
        (len(issues_of(comparison)) - len(issues_of(kept)) if kept.positions else 0, "issue"),
        (len(comparison.articles) - articles, "article"),
    ]
    told = [f"{number:,} {what}{'' if number == 1 else 's'}" for number, what in missing if number]
    if told:
        yield f"Not shown: {', '.join(told)}. to_html() writes all of it."


def comparison_fragment(comparison: Comparison) -> str:
    """Return the pairs of a comparison side by side, differences first, the matrix of positions, and the rest folded.

    >>> from claimkit.results import Comparison
    >>> "No two claims were found" in comparison_fragment(Comparison(articles=()))
    True
    """
    source = comparison.to_json()
    name = name_of("comparison", source)
    return within(lambda most: fragment("comparison", source, ComparisonExcerpt(comparison, name, most)), MOST_PAIRS)
