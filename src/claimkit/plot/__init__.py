"""Draw pictures of what was found: how sure holders are, who is quoted, when, and who holds what.

>>> import claimkit as ck
>>> from claimkit.testing import example
>>> figure = ck.plot.certainty(example())
>>> figure.get_label()
'Certainty by holder'

Each function returns a figure of Matplotlib (extra `plot`), and `save` writes it as SVG or PNG. The module is loaded
when it is first used; a function raises `ClaimkitError` where Matplotlib is not installed.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from claimkit.errors import InputError
from claimkit.plot import bars, grid, lanes
from claimkit.plot.certainties import KINDS as CERTAINTIES
from claimkit.plot.certainties import certainties
from claimkit.plot.dated import dated
from claimkit.plot.sheet import INCH
from claimkit.plot.sides import ATTITUDES, STANDS, attitudes, stands
from claimkit.plot.voices import Voices
from claimkit.plot.writing import ENDINGS, save, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.figure import Figure

    from claimkit.results import Comparison, Extraction

__all__ = ["ENDINGS", "KINDS", "certainty", "positions", "quoted", "save", "timeline", "written"]

WIDTH = 6.7
"""Inches across a column of a page or half a slide."""
_LEAST_WIDTH = 3.5


def certainty(
    *results: Extraction | Comparison, width: float = WIDTH, most: int | None = None, headed: bool = True
) -> Figure:
    """Draw how sure each holder is: a bar of their claims, the lower the less certain.

    `width` is in inches; `most` leaves out all but that many holders, those with the most claims first; without
    `headed` the title is left to the page around it. Raises `InputError` where there is no article.
    """
    return bars.draw(certainties(Voices(results), _most(most)), CERTAINTIES, _points(width), headed=headed)


def quoted(
    *results: Extraction | Comparison,
    issue: str | None = None,
    width: float = WIDTH,
    most: int | None = None,
    headed: bool = True,
) -> Figure:
    """Draw how many words each speaker is quoted with, and on which side they stand.

    The side is the position on an `issue` of a comparison (its first one unless given); of extractions, and of a
    comparison without issues, the attitude that the claims in the words show. `width`, `most` and `headed` are those of
    `certainty`. Raises `InputError` where there is no article, or no such issue.
    """
    voices, one = Voices(results), results[0]
    given = getattr(one, "positions", ())
    if issue is not None and (len(results) > 1 or not given):
        raise InputError("sides on an issue need a comparison: give what compare(..., issues=[...]) returns")
    if len(results) == 1 and given:
        chart = stands(voices, one, issue, _most(most))  # type: ignore[arg-type]  # what has positions is a comparison
        return bars.draw(chart, STANDS, _points(width), headed=headed)
    return bars.draw(attitudes(voices, _most(most)), ATTITUDES, _points(width), headed=headed)


def timeline(
    *results: Extraction | Comparison, width: float = WIDTH, most: int | None = None, headed: bool = True
) -> Figure:
    """Draw the claims that have a date in the order of time: what they are about, and when they were said.

    `most` leaves out all but that many claims, the first in the text; `width` and `headed` are those of `certainty`.
    Where a few dates lie far from most, arrows at the edge stand for them. Raises `InputError` where there is no
    article.
    """
    return lanes.draw(dated(Voices(results), _most(most)), _points(width), headed=headed)


def positions(comparison: Comparison, *, width: float = WIDTH, headed: bool = True) -> Figure:
    """Draw the position matrix: a row for each holder, a column for each issue.

    `width`, in inches, grows where the issues need it; `headed` is that of `certainty`. Raises `InputError` where the
    comparison does not hold its articles.
    """
    return grid.draw(grid.grid(Voices([comparison]), comparison), _points(width), headed=headed)


KINDS: Mapping[str, Callable[..., Figure]] = MappingProxyType(
    {"certainty": certainty, "quoted": quoted, "timeline": timeline, "positions": positions}
)
"""The pictures by name."""


def _points(width: float) -> float:
    if not _LEAST_WIDTH <= width <= 100:
        raise InputError(f"a picture is from {_LEAST_WIDTH} to 100 inches wide, not {width}")
    return width * INCH


def _most(most: int | None) -> int | None:
    if most is not None and most < 1:
        raise InputError(f"a picture shows 1 or more, not {most}")
    return most
