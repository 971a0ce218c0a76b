"""Draw the pictures of a page, narrow enough for a phone; none where the plotting library is not installed."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from claimkit import plot
from claimkit.plot.svg import inline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure

    from claimkit.results import Comparison, Extraction

_WIDTH = 4.6
"""Inches: letters come out as large as small print on a phone, and no larger than the text on a screen."""
_MOST = 12
"""Bars and lanes in a picture; the tables have all."""


class Picture(NamedTuple):
    """A picture with what stands above it; the SVG holds its own title and description."""

    caption: str
    svg: Markup


def can_draw() -> bool:
    """Say whether the plotting library is installed."""
    return find_spec("matplotlib") is not None


def article_pictures(extraction: Extraction, prefix: str) -> list[Picture]:
    """Return the pictures of an article; `prefix` opens the names of their places."""
    if not can_draw() or not extraction.claims:
        return []
    dated = any(claim.about for claim in extraction.claims) or any(quote.said for quote in extraction.quotes)
    figures = {
        "certainty": plot.certainty(extraction, width=_WIDTH, most=_MOST, headed=False),
        "quoted": plot.quoted(extraction, width=_WIDTH, most=_MOST, headed=False) if extraction.quotes else None,
        "timeline": plot.timeline(extraction, width=_WIDTH, most=_MOST, headed=False) if dated else None,
    }
    return _pictures(figures, prefix)


def comparison_pictures(comparison: Comparison) -> list[Picture]:
    """Return the pictures of the positions in a comparison."""
    if not can_draw() or not comparison.positions:
        return []
    figures = {
        "matrix": plot.positions(comparison, width=_WIDTH, headed=False),
        "quoted": plot.quoted(comparison, width=_WIDTH, most=_MOST, headed=False),
    }
    return _pictures(figures, "positions")


def _pictures(figures: Mapping[str, Figure | None], prefix: str) -> list[Picture]:
    return [
        # Words in it were made visible when they were drawn, and escaped when they were written.
        Picture(str(figure.get_label()), Markup(inline(figure, f"{prefix}-{name}-title")))  # noqa: S704
        for name, figure in figures.items()
        if figure
    ]
