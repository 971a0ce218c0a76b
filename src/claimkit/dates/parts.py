"""Parts of a time, counted within it or up to a day: "the last Friday of May", "the first nine months of 2024"."""

from __future__ import annotations

import re
from datetime import date

from claimkit.dates.edtf import Pick, chosen, day, days_of, interval, months, moved, period

_MONTHS_AROUND = 14


def day_of_month(number: int, today: date, pick: Pick, *, weekday: int | None = None) -> str | None:
    """Choose the day of that number among the months around `today`, if need be one that falls on a weekday.

    >>> day_of_month(14, date(2025, 3, 6), Pick.PAST), day_of_month(13, date(2025, 3, 6), Pick.FUTURE, weekday=4)
    ('2025-02-14', '2025-06-13')
    """
    serials = (today.year * 12 + today.month - 1 + steps for steps in range(-_MONTHS_AROUND, _MONTHS_AROUND + 1))
    days = [then for serial in serials if (then := day(serial // 12, serial % 12 + 1, number))]
    fit = [then for then in days if weekday is None or date.fromisoformat(then).weekday() == weekday]
    return chosen(fit, today, pick)


def nth(value: str | None, unit: str | int, number: int) -> str | None:
    """Write the day, week, weekend or weekday (Monday is 0) of that number in `value`; -1 is the last.

    Weeks run from Monday to Sunday and belong where their Thursday lies, as in ISO 8601.

    >>> nth("2022-05", 4, -1), nth("2024-06", "week", 2), nth("2024-06", "weekend", 1)
    ('2022-05-27', '2024-06-10/2024-06-16', '2024-06-01/2024-06-02')
    """
    days = days_of(value) if value else None
    if not days:
        return None
    # The day that counts a unit, how far it begins before that day, and how far it ends behind.
    weekday, back, on = {"week": (3, 3, 3), "weekend": (5, 0, 1)}.get(str(unit), (unit, 0, 0))
    step = 1 if unit == "day" else 7
    start = days[0] if unit == "day" else moved(days[0], (int(weekday) - days[0].weekday()) % 7)
    count = number - 1 if number > 0 or not start else (days[1] - start).days // step
    then = moved(start, count * step) if start else None
    if not then or then > days[1]:
        return None
    return interval(moved(then, -back), moved(then, on)) if back + on else then.isoformat()


def opening(value: str | None, unit: str, count: int) -> str | None:
    """Write the first `count` units of `value`, or the last where `count` is below nothing.

    >>> opening("2024", "month", 9), opening("2024-05", "week", 2), opening("2024", "month", -2)
    ('2024-01/2024-09', '2024-05-01/2024-05-14', '2024-11/2024-12')
    """
    days = days_of(value) if value else None
    if not days or not count:
        return None
    if unit in ("month", "quarter") and value and re.fullmatch(r"\d{4}", value):
        size = abs(count) * (3 if unit == "quarter" else 1)
        return months(days[0].year, 1 if count > 0 else 13 - size, size) if size <= 12 else None
    length = abs(count) * {"day": 1, "week": 7}.get(unit, 0)
    if not 0 < length <= (days[1] - days[0]).days + 1:
        return None
    return interval(days[0], moved(days[0], length - 1)) if count > 0 else interval(moved(days[1], 1 - length), days[1])


def lately(today: date, unit: str, count: int) -> str | None:
    """Write the interval of the last `count` units up to `today`.

    >>> lately(date(2025, 3, 6), "decade", 1), lately(date(2025, 3, 6), "month", 3), lately(date(2025, 3, 6), "week", 1)
    ('2015/2025', '2024-12/2025-03', '2025-02-27/2025-03-06')
    """
    if unit in ("day", "week"):
        return interval(moved(today, -count * (7 if unit == "week" else 1)), today)
    size, fine = {"month": (count, "month"), "quarter": (3 * count, "month")}.get(unit, (count, "year"))
    size *= {"decade": 10, "century": 100}.get(unit, 1)
    begin, end = period(today, fine, step=-size), period(today, fine)
    return f"{begin}/{end}" if begin and end else None


def ended(last: str | None, unit: str, count: int) -> str | None:
    """Write the `count` units that end with the time `last`: in months where it ends a month.

    >>> ended("2024-06-30", "month", 3), ended("2025-03-02", "week", 1)
    ('2024-04/2024-06', '2025-02-24/2025-03-02')
    """
    days = days_of(last) if last else None
    if not days:
        return None
    if unit in ("day", "week"):
        return interval(moved(days[1], 1 - count * (7 if unit == "week" else 1)), days[1])
    size = count * {"month": 1, "quarter": 3, "year": 12}.get(unit, 0)
    after = moved(days[1], 1)
    if not size or not after:
        return None
    if after.day == 1:
        begin = period(days[1], "month", step=1 - size)
        return f"{begin}/{period(days[1], 'month')}" if begin and size > 1 else begin
    serial = after.year * 12 + after.month - 1 - size
    begin = day(serial // 12, serial % 12 + 1, min(after.day, 28))
    return f"{begin}/{days[1].isoformat()}" if begin else None


def begun(first: str | None) -> str | None:
    """Write the week that begins with the day `first`.

    >>> begun("2025-03-03")
    '2025-03-03/2025-03-09'
    """
    days = days_of(first) if first else None
    return interval(days[0], moved(days[0], 6)) if days and days[0] == days[1] else None


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the rule of Meeus, Jones and Butcher).

    >>> easter(2025)
    datetime.date(2025, 4, 20)
    """
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, before = divmod(h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114, 31)
    return date(year, month, before + 1)
