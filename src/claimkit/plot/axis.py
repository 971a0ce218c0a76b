"""The axis of a timeline: which days it runs over, and which of them it names."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_OF, _FAR = 0.8, 6
_LEAST_DAYS = 30
_MOST_TICKS = 5
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_MONTHS = (1, 3, 6)
_DAYS = (1, 2, 7, 14)


class Window(NamedTuple):
    """The days that the axis runs over, as ordinals."""

    start: float
    end: float

    def part(self, day: float) -> float:
        """Return how far along the axis a day is, in [0, 1]; what lies outside is put at the end."""
        return min(max((day - self.start) / (self.end - self.start), 0.0), 1.0)


def window(days: Sequence[float]) -> Window:
    """Return the days to show: all, but where a few lie far from most, those around most.

    >>> window([100, 110, 120, 130, 200_000]).end < 200
    True
    """
    ordered = sorted(days)
    first, last = ordered[0], ordered[-1]
    count = ceil(len(ordered) * _MOST_OF)
    runs = [(ordered[k], ordered[k + count - 1]) for k in range(len(ordered) - count + 1)]
    low, high = min(runs, key=lambda ends: ends[1] - ends[0])
    breadth = max(high - low, _LEAST_DAYS)
    if last - first > _FAR * breadth:
        first, last = max(first, low - breadth), min(last, high + breadth)
    spare = max((last - first) * 0.04, (_LEAST_DAYS - last + first) / 2)
    return Window(max(first - spare, 1), min(last + spare, date.max.toordinal()))


def ticks(shown: Window, *, yearless: bool = False) -> list[tuple[int, str]]:
    """Return the days that the axis names, and their names: EDTF, as precise as they need to be.

    >>> start, end = date(2023, 11, 20).toordinal(), date(2024, 4, 2).toordinal()
    >>> [name for _, name in ticks(Window(start, end))]
    ['2023-12', '2024-01', '2024-02', '2024-03', '2024-04']
    """
    start, end = date.fromordinal(int(shown.start)), date.fromordinal(int(shown.end))
    for found in _choices(start, end):
        inside = [day for day in found if start < day <= end]
        if 2 <= len(inside) <= _MOST_TICKS:
            return [(day.toordinal(), _name(day, inside, yearless=yearless)) for day in inside]
    middle = date.fromordinal(int((shown.start + shown.end) / 2))
    return [(middle.toordinal(), _name(middle, [middle, middle], yearless=yearless))]


def _choices(start: date, end: date) -> Iterator[list[date]]:
    """Yield series of days, the finest first, that are not far too many."""
    length = (end - start).days
    for step in _DAYS:
        if length / step <= 2 * _MOST_TICKS:
            yield [start + timedelta(step * k) for k in range(length // step + 1)]
    for step in _MONTHS:
        if length / (30 * step) <= 2 * _MOST_TICKS:
            months = range(start.year * 12, min(end.year + 1, date.max.year) * 12 + 12, step)
            yield [date(month // 12, month % 12 + 1, 1) for month in months if month // 12 <= date.max.year]
    for step in _YEARS:
        years = range(start.year - start.year % step, end.year + 1, step)
        yield [date(year, 1, 1) for year in years if year > 0]


def _name(day: date, among: Sequence[date], *, yearless: bool) -> str:
    year = "XXXX" if yearless else f"{day.year:04}"
    if all(each.day == each.month == 1 for each in among) and not yearless:
        return year
    return f"{year}-{day.month:02}" if all(each.day == 1 for each in among) else f"{year}-{day.month:02}-{day.day:02}"
