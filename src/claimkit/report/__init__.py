"""Write a report: one HTML file with the article, its claims and its speakers, or with a comparison of several.

The page has no scripts and asks for nothing: its stylesheet stands in it, and its content security policy allows that
stylesheet alone. What comes from an article passes through `escaping` on its way into the page, and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.errors import InputError
from claimkit.report.article import ArticleView
from claimkit.report.comparison import ComparisonView
from claimkit.report.template import filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimkit.results import Comparison, Extraction

__all__ = ["comparison_page", "page"]


def page(extractions: Sequence[Extraction], *, pictures: bool = True) -> str:
    """Return the report of one article or several as a whole HTML file.

    `pictures` are drawn where the extra `plot` is installed.

    >>> from claimkit.testing import example
    >>> page([example()]).startswith("<!doctype html>")
    True
    """
    views = [ArticleView(each, f"a{number}", drawn=pictures) for number, each in enumerate(extractions, start=1)]
    return filled("articles.html.j2", articles=views)


def comparison_page(comparison: Comparison, *, pictures: bool = True) -> str:
    """Return the report of a comparison, with the articles that it holds, as a whole HTML file.

    `pictures` are drawn where the extra `plot` is installed.

    >>> from claimkit.results import Comparison
    >>> from claimkit.testing import example
    >>> one = example()
    >>> "Who holds what" in comparison_page(Comparison(articles=(one.article.id,), extractions=(one,)))
    False

    Raises `InputError` for a comparison without its articles: its JSON names them, but does not hold them.
    """
    if set(comparison.articles) != {each.article.id for each in comparison.extractions}:
        raise InputError("the comparison does not hold the articles that it names: compare their extractions anew")
    return filled("comparison.html.j2", comparison=ComparisonView(comparison, drawn=pictures))
