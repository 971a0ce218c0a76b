"""Calendar arithmetic on EDTF (ISO 8601-2) strings: how a time is written, and which days it covers.

A time is kept as its string, so that it is never more precise than what was read.
Seasons are those of the northern hemisphere; a winter carries the year in which it begins.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Days = tuple[date, date]
"""First and last day, both included."""


class Pick(StrEnum):
    """Which of the times that recur is meant, seen from a day."""

    PAST = "past"
    FUTURE = "future"
    NEAREST = "nearest"
    LAST = "last"
    NEXT = "next"


_SPRING, _AUTUMN, WINTER = 21, 23, 24
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_YEARS_AROUND = 8
"""29 February comes back after eight years at the latest."""


def month(year: int, number: int) -> str | None:
    """Write a month, or nothing outside the years 1 to 9999."""
    return f"{year:04d}-{number:02d}" if 1 <= year <= 9999 else None


def day(year: int, number: int, of_month: int) -> str | None:
    """Write a day if there is one.

    >>> day(2024, 2, 29), day(2025, 2, 29)
    ('2024-02-29', None)
    """
    try:
        return date(year, number, of_month).isoformat()
    except ValueError:
        return None


def months(year: int, first: int, count: int) -> str | None:
    """Write `count` months of a year as an interval: a quarter, a half.

    >>> months(2024, 10, 3)
    '2024-10/2024-12'
    """
    return f"{year:04d}-{first:02d}/{year:04d}-{first + count - 1:02d}" if 1 <= year <= 9999 else None


def moved(start: date, days: int) -> date | None:
    """Return the day `days` after `start`, if the calendar reaches that far."""
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return None


def interval(first: date | None, last: date | None) -> str | None:
    """Write an interval of days."""
    return f"{first.isoformat()}/{last.isoformat()}" if first and last else None


def days_of(edtf: str) -> Days | None:
    """Return the first and last day that `edtf` covers; nothing for open years and open ends.

    >>> days_of("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> days_of("XXXX-02") is None
    True
    """
    first, slash, last = edtf.replace("~", "").partition("/")
    if "/" in last:
        return None
    if slash:
        begins, ends = days_of(first), days_of(last)
        return (begins[0], ends[1]) if begins and ends else None
    try:
        if first[-1:] == "X" and first[:2].isdigit():
            return _whole(first.replace("X", "0"))[0], _whole(first.replace("X", "9"))[1]
        return _whole(first) if _DATE.fullmatch(first) else None
    except ValueError:
        return None


def _whole(text: str) -> Days:
    year, number, of_month = (int(part) for part in f"{text}-0-0".split("-")[:3])
    year = max(year, 1)
    if of_month:
        return date(year, number, of_month), date(year, number, of_month)
    if _SPRING <= number <= WINTER:
        return _season(year, number)
    last = number or 12
    return date(year, number or 1, 1), date(year, last, calendar.monthrange(year, last)[1])


def _season(year: int, number: int) -> Days:
    first = 3 * (number - _SPRING) + 3
    if number <= _AUTUMN or year == date.max.year:
        last = min(first + 2, 12)
        return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
    return date(year, 12, 1), date(year + 1, 2, calendar.monthrange(year + 1, 2)[1])


def period(today: date, unit: str, *, step: int = 0) -> str | None:
    """Write the calendar unit that holds `today`, or the one `step` units away.

    >>> period(date(2025, 3, 6), "week", step=-1), period(date(2025, 3, 6), "month", step=-1)
    ('2025-02-24/2025-03-02', '2025-02')
    """
    if unit in ("day", "week", "weekend"):
        return _days_away(today, unit, step)
    if unit in ("month", "quarter"):
        serial = today.year * 12 + today.month - 1 + (step if unit == "month" else 3 * step)
        year, number = serial // 12, serial % 12 + 1
        return month(year, number) if unit == "month" else months(year, (number - 1) // 3 * 3 + 1, 3)
    if unit in ("decade", "century"):
        digits = 3 if unit == "decade" else 2
        number = today.year // 10 ** (4 - digits) + step
        return f"{number:0{digits}d}".ljust(4, "X") if 1 <= number < 10**digits else None
    return f"{today.year + step:04d}" if unit == "year" and 1 <= today.year + step <= 9999 else None


def _days_away(today: date, unit: str, step: int) -> str | None:
    """Write a day, a week from Monday to Sunday, or a weekend."""
    if unit == "day":
        then = moved(today, step)
        return then.isoformat() if then else None
    monday, sunday = (moved(today, edge + 7 * step - today.weekday()) for edge in (0, 6))
    return interval(moved(monday, 5) if monday and unit == "weekend" else monday, sunday)


def stepped(previous: str | None, unit: str, *, step: int) -> str | None:
    """Write the unit `step` units from another time, if that one is precise enough.

    >>> stepped("2025-03-06", "day", step=1), stepped("2025-03", "day", step=1), stepped("2025-03-06", "month", step=1)
    ('2025-03-07', None, '2025-04')
    """
    days = days_of(previous) if previous else None
    if not days or period(days[0], unit) != period(days[1], unit):
        return None
    return period(days[0], unit, step=step)


def year_before(previous: str | None) -> str | None:
    """Write the same month or shorter time of the year before.

    >>> year_before("2025-03"), year_before("2025-01/2025-03"), year_before("2025")
    ('2024-03', '2024-01/2024-03', None)
    """
    ends = (previous or "").split("/")
    if not all(len(end) >= len("2025-03") and end[:4].isdigit() and int(end[:4]) > 1 for end in ends):
        return None
    earlier = "/".join(f"{int(end[:4]) - 1:04d}{end[4:]}" for end in ends)
    return earlier if days_of(earlier) else None


def about(value: str) -> str:
    """Mark a time as approximate; an interval is wide enough as it is.

    >>> about("2015")
    '2015~'
    """
    return value if "/" in value or value.endswith(("~", "X")) else f"{value}~"


def recurring(make: Callable[[int], str | None], today: date, pick: Pick) -> str | None:
    """Choose among what `make` writes for the years around `today`.

    >>> recurring(lambda year: month(year, 9), date(2025, 3, 6), Pick.PAST)
    '2024-09'
    """
    years = range(today.year - _YEARS_AROUND, today.year + _YEARS_AROUND + 1)
    return chosen([edtf for year in years if 1 <= year < date.max.year and (edtf := make(year))], today, pick)


def weekday(number: int, today: date, pick: Pick) -> str | None:
    """Choose the day of the week (Monday is 0) around `today`; the day itself counts unless "last" or "next" was said.

    >>> weekday(4, date(2025, 3, 6), Pick.PAST), weekday(3, date(2025, 3, 6), Pick.PAST)
    ('2025-02-28', '2025-03-06')
    """
    near = (moved(today, number - today.weekday() + 7 * weeks) for weeks in (-2, -1, 0, 1, 2))
    return chosen([then.isoformat() for then in near if then], today, Pick.PAST if pick is Pick.NEAREST else pick)


def weekend(today: date, pick: Pick) -> str | None:
    """Choose the weekend around `today`."""
    near = (period(today, "weekend", step=step) for step in (-2, -1, 0, 1, 2))
    return chosen([edtf for edtf in near if edtf], today, Pick.PAST if pick is Pick.NEAREST else pick)


def chosen(candidates: list[str], today: date, pick: Pick) -> str | None:
    """Choose among times in order.

    PAST is the last that has begun, FUTURE the first not over, LAST the last over, NEXT the first still to begin.
    """
    spans = [(days, edtf) for edtf in candidates if (days := days_of(edtf))]
    match pick:
        case Pick.PAST:
            fit = [edtf for days, edtf in spans if days[0] <= today][-1:]
        case Pick.FUTURE:
            fit = [edtf for days, edtf in spans if days[1] >= today][:1]
        case Pick.LAST:
            fit = [edtf for days, edtf in spans if days[1] < today][-1:]
        case Pick.NEXT:
            fit = [edtf for days, edtf in spans if days[0] > today][:1]
        case _:
            fit = [edtf for _, edtf in sorted(spans, key=lambda span: _distance(span[0], today))][:1]
    return fit[0] if fit else None


def _distance(days: Days, today: date) -> int:
    return max((days[0] - today).days, (today - days[1]).days, 0)


def until(start: str, end: str) -> str:
    """Write the interval from `start` to the time `end`, in years where `start` is a year; only `start` if it is later.

    >>> until("2019", "2024-11-22"), until("2025-01", "2025-03-05")
    ('2019/2024', '2025-01/2025-03-05')
    """
    begins, ends = days_of(start), days_of(end)
    if not begins or not ends:
        return f"{start}/.."
    last = end[:4] if len(start.rstrip("~")) == 4 else end
    return f"{start}/{last}" if begins[0] < ends[0] and start != last else start
