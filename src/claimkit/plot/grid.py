"""The position matrix: holders by issues, with a sign for each position."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from claimkit.models import Stand
from claimkit.plot.look import cut, line
from claimkit.plot.sheet import MARGIN, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure

    from claimkit.plot.voices import Holder, Voices
    from claimkit.results import Comparison

TITLE = "Who holds what"
NOTHING = "No positions were found."
SIGNS: Mapping[Stand, tuple[str, str]] = MappingProxyType({
    Stand.SUPPORTS: ("+", "supports"), Stand.DISPUTES: ("−", "disputes"), Stand.MIXED: ("±", "mixed"),
    Stand.SILENT: ("·", "silent"),
})  # fmt: skip
"""The sign and the colour of each position."""
_CELL, _NAME, _LEAST_NAME = 22.0, 10.0, 160.0


class Row(NamedTuple):
    """A holder, and the position that they take on each of the issues."""

    holder: Holder
    stands: tuple[Stand, ...]


class Grid(NamedTuple):
    """The data of the picture."""

    title: str
    subject: str
    issues: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[tuple[str, str], ...]


def grid(voices: Voices, comparison: Comparison) -> Grid:
    """Arrange the positions of `comparison`; a holder who takes no side on an issue is silent on it."""
    issues = list(dict.fromkeys(each.issue for each in comparison.positions))
    taken: dict[tuple[str, str], dict[str, Stand]] = {}
    for each in comparison.positions:
        taken.setdefault((each.article, each.speaker), {})[each.issue] = each.position
    order = list(comparison.articles)
    held = sorted(taken.items(), key=lambda item: order.index(item[0][0]))
    rows = tuple(
        Row(voices.holder(article, speaker), tuple(stands.get(issue, Stand.SILENT) for issue in issues))
        for (article, speaker), stands in held
    )
    return Grid(TITLE, voices.subject(), tuple(line(issue) for issue in issues), rows, tuple(voices.key()))


def draw(found: Grid, width: float, *, headed: bool) -> Figure:
    """Draw a row for each holder and a numbered column for each issue; `width`, in points, grows with the issues."""
    columns = len(found.issues) * _CELL
    sheet = Sheet(max(width, 2 * MARGIN + _LEAST_NAME + columns))
    if headed:
        sheet.heading(found.title, found.subject)
    if not found.rows:
        sheet.paragraph(NOTHING)
        return sheet.done(found.title, NOTHING)
    sheet.legend([(stand.value, stand) for stand in SIGNS], lambda *at: _cell(sheet, *at))
    first = sheet.right - columns
    sheet.y += _NAME + 4
    for number in range(len(found.issues)):
        middle = first + (number + 0.5) * _CELL
        sheet.words(middle, sheet.y, str(number + 1), size=_NAME, bold=True, anchor="middle")
    sheet.y += 5
    for row in found.rows:
        sheet.box(sheet.left, sheet.y, sheet.room, 0.6, "rule")
        name = cut(str(row.holder), first - sheet.left - 8, _NAME)
        sheet.words(sheet.left, sheet.y + _CELL / 2 + 3.5, name, size=_NAME)
        for number, stand in enumerate(row.stands):
            _cell(sheet, stand, first + number * _CELL + 2, sheet.y + 2, _CELL - 4)
        sheet.y += _CELL
    sheet.y += 6
    sheet.paragraphs([(str(number), issue) for number, issue in enumerate(found.issues, start=1)])
    sheet.y += 4 * bool(found.notes)
    sheet.paragraphs(found.notes)
    return sheet.done(found.title, told(found))


def told(found: Grid) -> str:
    """Say the matrix in words."""
    said = (
        f"On “{issue}”: " + ", ".join(f"{row.holder} {row.stands[number].value}" for row in found.rows)
        for number, issue in enumerate(found.issues)
    )
    return ". ".join(said) + "."


def _cell(sheet: Sheet, stand: Stand, x: float, y: float, size: float) -> None:
    sign, colour = SIGNS[stand]
    if stand is not Stand.SILENT:
        sheet.box(x, y, size, size, colour)
    ground = "faint" if stand is Stand.SILENT else "paper"
    sheet.words(x + size / 2, y + size / 2 + 4, sign, size=11, colour=ground, bold=True, anchor="middle")
