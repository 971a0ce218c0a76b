"""Dates that name a day: in figures, or with the name of the month."""

from __future__ import annotations

import re

from claimkit.dates import edtf
from claimkit.dates.atoms import day_at, month_at, weekday_at, yearly
from claimkit.dates.phrase import Phrase
from claimkit.dates.words import Words, after, counts, low

_LEAP_YEAR = 2024
_DAYS = re.compile(r"([0-9]{1,2})[-–]([0-9]{1,2})")
_ISO = re.compile(r"([0-9]{4})([-/])([0-9]{2})\2([0-9]{2})")
_FIGURES = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")


def figures(words: Words, i: int) -> Phrase | None:
    """Read a date in figures.

    handles: "2025-03-06", "31/03/2025", "6/6/2025" / not: "06/03/2025", which is two dates in two countries
    """
    if iso := _ISO.fullmatch(low(words, i)):
        value = edtf.day(int(iso[1]), int(iso[3]), int(iso[4]))
        return Phrase(i + 1, value) if value else None
    if not (other := _FIGURES.fullmatch(low(words, i))):
        return None
    one, two, year = int(other[1]), int(other[3]), int(other[4])
    values = {edtf.day(year, two, one), edtf.day(year, one, two)} - {None}
    return Phrase(i + 1, values.pop()) if len(values) == 1 else None


def dated(words: Words, i: int) -> Phrase | None:
    """Read a day of a month, with or without its weekday and year.

    handles: "Thursday, 6 March 2025", "the 6th of March", "March 6-8" / not: "March 60", "in March 6 people left"
    """
    weekday = weekday_at(words, i)
    at = after(words, weekday[1], ",") if weekday else i
    at = after(words, at, "the")
    return _day_first(words, at) or _month_first(words, at)


def _day_first(words: Words, i: int) -> Phrase | None:
    if not (span := _run(words, i) or _one(words, i)):
        return None
    month = month_at(words, after(words, span[2], "of"))
    return _of_month(words, month[1], month[0], span[:2]) if month else None


def _month_first(words: Words, i: int) -> Phrase | None:
    if not (month := month_at(words, i)):
        return None
    at = after(words, month[1], "the")
    span = _run(words, at)
    # "March 6 to 8 April" is a range of two dates.
    if not span or month_at(words, span[2]):
        span = _one(words, at)
    return _of_month(words, span[2], month[0], span[:2]) if span and not counts(words[span[2] - 1]) else None


def _one(words: Words, i: int) -> tuple[int, int, int] | None:
    day = day_at(words, i)
    return (day[0], day[0], day[1]) if day else None


def _run(words: Words, i: int) -> tuple[int, int, int] | None:
    """Read "6-8" or "6 to 8": the first day, the last, and the place behind them."""
    if found := _DAYS.fullmatch(low(words, i)):
        first, last, end = int(found[1]), int(found[2]), i + 1
    else:
        begins = day_at(words, i)
        ends = day_at(words, begins[1] + 1) if begins and low(words, begins[1]) in ("to", "and", "-", "–") else None
        if not begins or not ends:
            return None
        first, (last, end) = begins[0], ends
    return (first, last, end) if 0 < first < last <= 31 else None


def _of_month(words: Words, i: int, month: int, days: tuple[int, int]) -> Phrase | None:
    def make(year: int) -> str | None:
        begin, end = edtf.day(year, month, days[0]), edtf.day(year, month, days[1])
        return begin if begin == end else f"{begin}/{end}" if begin and end else None

    if not make(_LEAP_YEAR):
        return None
    return yearly(words, i, make, unknown=f"XXXX-{month:02d}-{days[0]:02d}" if days[0] == days[1] else None)
