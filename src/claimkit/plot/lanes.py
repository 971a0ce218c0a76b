"""Draw a timeline: a lane for each claim, its date, holder and words above it, so that nothing overlaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.plot.axis import ticks, window
from claimkit.plot.look import breadth, cut
from claimkit.plot.sheet import SMALL, Sheet
from claimkit.render import when

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from claimkit.plot.dated import Event, Timeline
    from claimkit.plot.times import Stretch

_NAME, _LANE, _LEAST = 9.5, 9.0, 5.0
NOTHING = "No claim has a date."


def draw(timeline: Timeline, width: float, *, headed: bool) -> Figure:
    """Draw what claims are about as bars and when they were said as diamonds; `width` is in points."""
    sheet = Sheet(width)
    if headed:
        sheet.heading(timeline.title, timeline.subject)
    if timeline.events:
        _Lanes(sheet, timeline).draw()
    else:
        sheet.paragraph(NOTHING)
    sheet.paragraphs(timeline.notes)
    return sheet.done(timeline.title, told(timeline))


def told(timeline: Timeline) -> str:
    """Say a timeline in words."""
    lines = (f"{_when(event)}: {event.holder}, {event.words}" for event in timeline.events)
    return ". ".join(lines) + "." if timeline.events else NOTHING


def _when(event: Event) -> str:
    about = _date(event.about, event.about_days)
    said = f"said {_date(event.said, event.said_days)}" if event.said_days else ""
    return ", ".join(part for part in (about, said) if part)


def _date(edtf: str | None, days: Stretch | None) -> str:
    if not edtf or not days:
        return ""
    first, _, last = edtf.partition("/")
    if days.end is None:
        return f"since {when(first)}"
    return f"until {when(last)}" if days.start is None else when(edtf)


class _Lanes:
    def __init__(self, sheet: Sheet, timeline: Timeline) -> None:
        self.sheet = sheet
        self.timeline = timeline
        spans = (each for event in timeline.events for each in (event.about_days, event.said_days) if each)
        ends = [day for each in spans for day in each[:2] if day is not None]
        self.shown = window([*ends, *(day for _, day in timeline.published)])

    def draw(self) -> None:
        sheet = self.sheet
        used = [
            (word, kind) for word, kind in (("what it is about", "about"), ("when it was said", "said"))
            if any((event.about_days if kind == "about" else event.said_days) for event in self.timeline.events)
        ]  # fmt: skip
        published = [("published", "published")] if self.timeline.published else []
        sheet.legend([*used, *published], self._swatch)
        self._axis()
        for event in self.timeline.events:
            self._lane(event)
        sheet.y += 4

    def _x(self, day: float) -> float:
        return self.sheet.left + self.shown.part(day) * self.sheet.room

    def _axis(self) -> None:
        sheet = self.sheet
        sheet.y += SMALL + 2
        done = 0.0
        for day, name in ticks(self.shown, yearless=self.timeline.yearless):
            half = breadth(name, SMALL) / 2
            x = min(max(self._x(day), sheet.left + half), sheet.right - half)
            if x - half > done:
                sheet.words(x, sheet.y, name, size=SMALL, colour="faint", anchor="middle")
                sheet.box(self._x(day) - 0.4, sheet.y + 3, 0.8, 4, "faint")
                done = x + half + 6
        sheet.y += 7
        sheet.box(sheet.left, sheet.y, sheet.room, 0.8, "faint")

    def _lane(self, event: Event) -> None:
        sheet = self.sheet
        sheet.y += _NAME + 5
        date = cut(_when(event), sheet.room * 0.6, _NAME, bold=True)
        used = breadth(date, _NAME, bold=True) + 8
        sheet.words(sheet.left, sheet.y, date, size=_NAME, bold=True)
        sheet.words(sheet.left + used, sheet.y, cut(str(event.holder), sheet.room - used, _NAME), size=_NAME)
        sheet.y += SMALL + 3
        sheet.words(sheet.left, sheet.y, cut(event.words, sheet.room, SMALL), size=SMALL, colour="faint")
        sheet.y += 4
        sheet.box(sheet.left, sheet.y + _LANE / 2 - 0.4, sheet.room, 0.8, "rule")
        for _, day in self.timeline.published:
            if self.shown.start <= day <= self.shown.end:
                sheet.box(self._x(day) - 0.6, sheet.y - 1, 1.2, _LANE + 2, "ink")
        if event.about_days:
            self._bar(event.about_days, sheet.y)
        if event.said_days:
            self._diamond(event.said_days, sheet.y)
        sheet.y += _LANE + 3

    def _bar(self, days: Stretch, y: float) -> None:
        low = self.shown.start if days.start is None else days.start
        high = self.shown.end if days.end is None else days.end + 1
        before = days.start is None or days.start < self.shown.start
        after = days.end is None or days.end > self.shown.end
        start, end = self._x(low), self._x(high)
        if end - start < _LEAST:
            start = min(max((start + end - _LEAST) / 2, self.sheet.left), self.sheet.right - _LEAST)
            end = start + _LEAST
        start, end = (start + _LANE * before, max(end - _LANE * after, start + _LANE * before))
        if end > start:
            self.sheet.box(start, y + 1.5, end - start, _LANE - 3, "probable")
        # An arrowhead at the edge: it goes on, or lies, beyond the axis.
        if before:
            self._head(self.sheet.left + _LANE, self.sheet.left, y)
        if after:
            self._head(self.sheet.right - _LANE, self.sheet.right, y)

    def _head(self, foot: float, tip: float, y: float) -> None:
        self.sheet.shape([(foot, y), (tip, y + _LANE / 2), (foot, y + _LANE)], "probable")

    def _diamond(self, days: Stretch, y: float) -> None:
        half = _LANE / 2
        x = min(max(self._x(days.middle), self.sheet.left + half), self.sheet.right - half)
        corners = [(x - half + 1, y + half), (x, y + 1), (x + half - 1, y + half), (x, y + _LANE - 1)]
        self.sheet.shape(corners, "disputes", hollow=True)

    def _swatch(self, kind: str, x: float, y: float, size: float) -> None:
        if kind == "about":
            self.sheet.box(x, y + 2, size, size - 4, "probable")
        elif kind == "said":
            half = size / 2
            corners = [(x, y + half), (x + half, y), (x + size, y + half), (x + half, y + size)]
            self.sheet.shape(corners, "disputes", hollow=True)
        else:
            self.sheet.box(x + size / 2, y, 1.2, size, "ink")
