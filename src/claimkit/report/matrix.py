"""Arrange positions as a matrix: a row for each holder, a column for each issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.models import Stand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claimkit.models import IssuePosition
    from claimkit.report.article import ArticleView
    from claimkit.report.cast import Cast
    from claimkit.results import Comparison

SIGNS = {Stand.SUPPORTS: "+", Stand.DISPUTES: "−", Stand.MIXED: "±", Stand.SILENT: "·"}


class Cell(NamedTuple):
    """What a holder holds on an issue: a sign, the word for it, and the claims that show it with their places."""

    sign: str
    position: str
    claims: tuple[tuple[str, str], ...] = ()


class Holder(NamedTuple):
    """A row: the holder, the letter of the article, and a cell for each issue."""

    name: str
    letter: str
    cells: list[Cell]


class Matrix(NamedTuple):
    """The issues, and the holders with their positions on them."""

    issues: list[str]
    holders: list[Holder]


_NOTHING = Cell(SIGNS[Stand.SILENT], Stand.SILENT.value)


def matrix(comparison: Comparison, views: Mapping[str, ArticleView], casts: Mapping[str, Cast]) -> Matrix:
    """Return the positions of `comparison`; a holder who takes no side on an issue is silent on it."""
    issues = list(dict.fromkeys(each.issue for each in comparison.positions))
    held: dict[tuple[str, str], dict[str, Cell]] = {}
    for each in comparison.positions:
        held.setdefault((each.article, each.speaker), {})[each.issue] = _cell(each, views[each.article])
    holders = [
        Holder(
            casts[article].voice(speaker).name, views[article].letter, [taken.get(each, _NOTHING) for each in issues]
        )
        for (article, speaker), taken in held.items()
    ]
    return Matrix(issues, sorted(holders, key=lambda holder: holder.letter))


def _cell(each: IssuePosition, view: ArticleView) -> Cell:
    claims = tuple((name, view.places.claim(name)) for name in each.claims)
    return Cell(SIGNS[each.position], each.position.value, claims)
