"""Dates that name a day: in figures, or with the name of the month."""

from __future__ import annotations

import re
from typing import TypeGuard

from claimkit.dates import edtf, parts
from claimkit.dates.atoms import day_at, month_at, weekday_at, yearly
from claimkit.dates.phrase import Anchor, Phrase
from claimkit.dates.words import Words, after, counts, listed, low, names, table

_LEAP_YEAR = 2024
_PIVOT = 35
"""The last year of this century that two figures stand for."""
_DAYS = re.compile(r"([0-9]{1,2})[-–]([0-9]{1,2})")
_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{2})\2([0-9]{2})t?")
_FIGURES = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})|([0-9]{1,2})/([0-9]{1,2})/([0-9]{2})")
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)")


def figures(words: Words, i: int) -> Phrase | None:
    """Read a date in figures.

    handles: "2025-03-06", "31/03/2025", "6/6/2025", "10/26/89", "9/11"
    not: "06/03/2025", which is two dates in two countries, unless the text has a date that settles the order
    """
    if known := names("named_days").get(low(words, i)):
        return Phrase(i + 1, known)
    if iso := _ISO.fullmatch(low(words, i)):
        value = edtf.day(int(iso[1]), int(iso[3]), int(iso[4]))
        return Phrase(i + 1, value) if value else None
    values = [value for value in _readings(low(words, i)) if value]
    if len(set(values)) == 2:
        order = _order(words)
        values = [values[order]] if order is not None else []
    return Phrase(i + 1, values[0]) if values else None


def _readings(word: str) -> tuple[str | None, str | None]:
    """Return a date in figures as read with the day first and with the month first."""
    found = _FIGURES.fullmatch(word)
    if not found:
        return None, None
    one, two, year = (int(part) for part in (found[1] or found[5], found[3] or found[6], found[4] or found[7]))
    year += 0 if found[4] else 1900 if year > _PIVOT else 2000
    return edtf.day(year, two, one), edtf.day(year, one, two)


def _order(words: Words) -> int | None:
    """Return 0 if the dates in figures that leave no choice have the day first, 1 if they have the month first."""
    if words.day_order == "":
        sure = [_readings(word) for word in words.lows if word[:1].isdigit() and "/" in word]
        orders = {0 if first else 1 for first, second in sure if bool(first) is not bool(second)}
        words.day_order = str(orders.pop()) if len(orders) == 1 else "unknown"
    return int(words.day_order) if words.day_order in ("0", "1") else None


def dated(words: Words, i: int) -> Phrase | None:
    """Read a day of a month, with or without its weekday and year.

    handles: "Thursday, 6 March 2025", "the 6th of March", "March 6-8" / not: "March 60", "in March 6 people left"
    """
    weekday = weekday_at(words, i) or _short_weekday(words, i)
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


def _short_weekday(words: Words, i: int) -> tuple[int, int] | None:
    """handles: "Sat 3 May 2025", "Thu Mar 6" / not: "Sun 3", "sat 3 May"."""
    number = table("weekday_abbreviations").get(low(words, i))
    return (number, i + 1) if number is not None and words[i].text[0].isupper() else None


def numbered(words: Words, i: int) -> Phrase | None:
    """Read a day by its number alone: of the month told before, else of one near the day of publication.

    handles: "on the 14th", "by the 3rd", "Friday the 13th" / not: "on the 3rd floor", "the 14th time"
    """
    weekday = weekday_at(words, i)
    at = weekday[1] if weekday else i
    found = _ORDINAL.fullmatch(low(words, at + 1)) if low(words, at) == "the" else None
    if not found or not (weekday or low(words, i - 1) in listed("day_cues")) or _of_noun(words, at + 1):
        return None
    number, which = int(found[1]), weekday[0] if weekday else None

    def back(anchor: Anchor) -> str | None:
        return edtf.day(*_month_of(anchor.previous), number) if _is_day(anchor.previous) else None

    return Phrase(
        at + 2,
        None,
        lambda now: parts.day_of_month(number, now.today, now.pick, weekday=which),
        None if weekday else back,
    )


def _month_of(value: str) -> tuple[int, int]:
    return int(value[:4]), int(value[5:7])


def _is_day(value: str | None) -> TypeGuard[str]:
    return value is not None and len(value) == len("2025-03-06") and value[:4].isdigit()


def _of_noun(words: Words, i: int) -> bool:
    behind = words[i + 1] if i + 1 < len(words) else None
    return behind is not None and (behind.token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") or behind.low in ("-", "of"))
