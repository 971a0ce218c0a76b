"""Draw bars of several parts, a bar for each holder: parts differ in height or place, and in colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.plot.look import breadth, cut
from claimkit.plot.sheet import SMALL, Sheet
from claimkit.plot.voices import Holder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure

_HEIGHT, _NAME, _LEAST = 13.0, 10.0, 1.0


class Kind(NamedTuple):
    """How a kind of part looks: between which heights of the bar it lies (0 is the top), its colour and its sign."""

    top: float
    bottom: float
    colour: str
    sign: str = ""


class Bar(NamedTuple):
    """A bar: how much of each kind a holder has; kinds of which there is nothing are left out."""

    holder: Holder
    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """How much it is together."""
        return sum(number for _, number in self.parts)


class Chart(NamedTuple):
    """The data of a picture with bars: the longest first."""

    title: str
    subject: str
    noun: str
    """What is counted, in the plural."""
    bars: tuple[Bar, ...]
    notes: tuple[tuple[str, str], ...] = ()
    """Small print, each with a label or an empty one."""
    issue: str = ""
    """The statement that the sides are on."""


def chart_of(bars: list[Bar], most: int | None) -> tuple[tuple[Bar, ...], list[tuple[str, str]]]:
    """Keep `most` bars, and say how much the others have."""
    kept = tuple(bars if most is None else bars[:most])
    rest = bars[len(kept) :]
    note = f"{len(rest)} more with {sum(bar.total for bar in rest)} together are left out."
    return kept, [("", note)] if rest else []


def draw(chart: Chart, kinds: Mapping[str, Kind], width: float, *, headed: bool) -> Figure:
    """Draw bars beneath the names of their holders, so that a long name has the whole width; `width` is in points."""
    sheet = Sheet(width)
    if headed:
        sheet.heading(chart.title, chart.subject)
    if chart.issue:
        sheet.paragraph(f"On: {chart.issue}")
        sheet.y += 4
    used = [name for name in kinds if any(name == part for bar in chart.bars for part, _ in bar.parts)]
    sums = {name: sum(number for bar in chart.bars for part, number in bar.parts if part == name) for name in used}
    sheet.legend([(f"{name} ({sums[name]})", kinds[name]) for name in used], lambda *at: _swatch(sheet, *at))
    if not chart.bars:
        sheet.paragraph(f"No {chart.noun} were found.")
    scale = sheet.room / max((bar.total for bar in chart.bars), default=1)
    beside = all(_broad(bar, chart) <= sheet.room for bar in chart.bars)
    for bar in chart.bars:
        _name(sheet, bar, _facts(bar, chart), beside=beside)
        _parts(sheet, bar, kinds, scale)
    sheet.paragraphs(chart.notes)
    return sheet.done(chart.title, told(chart))


def told(chart: Chart) -> str:
    """Say a chart in words."""
    if not chart.bars:
        return f"No {chart.noun} were found."
    on = f"On “{chart.issue}”. " if chart.issue else ""
    return on + ". ".join(f"{bar.holder}, {_facts(bar, chart)}" for bar in chart.bars) + "."


def _facts(bar: Bar, chart: Chart) -> str:
    parts = " · ".join(f"{number} {name}" for name, number in bar.parts)
    noun = chart.noun if bar.total != 1 else chart.noun.removesuffix("s")
    return f"{bar.total} {noun}: {parts if len(bar.parts) > 1 else bar.parts[0][0]}"


def _broad(bar: Bar, chart: Chart) -> float:
    return breadth(str(bar.holder), _NAME, bold=True) + 12 + breadth(_facts(bar, chart), SMALL)


def _name(sheet: Sheet, bar: Bar, facts: str, *, beside: bool) -> None:
    sheet.y += _NAME + 5
    sheet.words(sheet.left, sheet.y, cut(str(bar.holder), sheet.room, _NAME, bold=True), size=_NAME, bold=True)
    if beside:
        sheet.words(sheet.right, sheet.y, facts, size=SMALL, colour="faint", anchor="end")
    else:
        sheet.y += SMALL + 3
        sheet.words(sheet.left, sheet.y, cut(facts, sheet.room, SMALL), size=SMALL, colour="faint")
    sheet.y += 4


def _parts(sheet: Sheet, bar: Bar, kinds: Mapping[str, Kind], scale: float) -> None:
    x = sheet.left
    for name, number in bar.parts:
        _part(sheet, kinds[name], x, sheet.y, max(number * scale, _LEAST))
        x += number * scale
    sheet.y += _HEIGHT + 4


def _part(sheet: Sheet, kind: Kind, x: float, y: float, width: float) -> None:
    # The gap between parts shows where one ends where two of a kind meet or colours are not told apart.
    sheet.box(x, y + kind.top * _HEIGHT, max(width - 1, _LEAST), (kind.bottom - kind.top) * _HEIGHT, kind.colour)
    if kind.sign and width > _HEIGHT:
        middle = y + (kind.top + kind.bottom) / 2 * _HEIGHT
        sheet.words(x + 6, middle + 3, kind.sign, size=SMALL, colour="paper", bold=True, anchor="middle")


def _swatch(sheet: Sheet, kind: Kind, x: float, y: float, size: float) -> None:
    sheet.box(x, y + kind.top * size, size, (kind.bottom - kind.top) * size, kind.colour)
    if kind.sign:
        middle = y + (kind.top + kind.bottom) / 2 * size
        sheet.words(x + size / 2, middle + 3, kind.sign, size=SMALL, colour="paper", bold=True, anchor="middle")
