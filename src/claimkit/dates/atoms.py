"""The smallest pieces of dates: a weekday, a month, a year, a day of a month."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimkit.dates import edtf
from claimkit.dates.phrase import Phrase
from claimkit.dates.words import Words, after, counts, listed, low, table

if TYPE_CHECKING:
    from collections.abc import Callable

At = tuple[int, int]
"""A number that was read, and the place behind its words."""

_DAY = re.compile(r"(0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?")
_YEAR = re.compile(r"1[0-9]{3}|2[01][0-9]{2}")


def weekday_at(words: Words, i: int) -> At | None:
    """Read a weekday; Monday is 0.

    handles: "Friday", "Tues." / not: "Fridays", "sat"
    """
    number = table("weekdays").get(low(words, i))
    if number is not None:
        return number, i + 1
    number = table("weekday_abbreviations").get(low(words, i))
    if number is None or not words[i].text[0].isupper() or low(words, i + 1) not in (".", ","):
        return None
    return number, after(words, i + 1, ".")


def month_at(words: Words, i: int) -> At | None:
    """Read a month's name.

    handles: "Nov. 17", "MARCH 6" / not: "may", "march"
    """
    word = low(words, i)
    number = table("months").get(word)
    capital = bool(word) and words[i].text[0].isupper()
    if number and (capital or word not in listed("month_homonyms")):
        return number, i + 1
    number = table("month_abbreviations").get(word)
    return (number, after(words, i + 1, ".")) if number and capital else None


def year_at(words: Words, i: int) -> At | None:
    """Read a year of four figures.

    handles: "2016" / not: "2016 votes", "$2016", "2000 GMT"
    """
    word, behind = low(words, i), low(words, i + 1)
    if not _YEAR.fullmatch(word) or behind in listed("after_numbers") or behind == "%":
        return None
    return None if low(words, i - 1) in ("$", "£", "€", "#", "+") or counts(words[i]) else (int(word), i + 1)


def day_at(words: Words, i: int) -> At | None:
    """Read a day of a month.

    handles: "6", "17th" / not: "32", "6%"
    """
    found = _DAY.fullmatch(low(words, i))
    return (int(found[1]), i + 1) if found and low(words, i + 1) != "%" else None


def shift_at(words: Words, i: int) -> At | None:
    """Read "last", "this" or "next" as a number of steps."""
    for key, step in (("last_words", -1), ("this_words", 0), ("next_words", 1)):
        if low(words, i) in listed(key):
            return step, i + 1
    return None


def shifted_year(words: Words, i: int) -> At | None:
    """Read the year in "March of last year" as steps from the present one; "the year" is the present one."""
    at = after(words, i, "of", "in")
    shift = (0, at + 1) if at > i and low(words, at) == "the" else shift_at(words, at)
    return (shift[0], shift[1] + 1) if shift and low(words, shift[1]) == "year" else None


def yearly(words: Words, i: int, make: Callable[[int], str | None], *, unknown: str | None) -> Phrase | None:
    """Return the time that `make` writes for the year that follows at `i`; where none does, a time of any year.

    handles: "March 6" + ", 2025", "March" + "of last year" / not: "March 6" + ", 2000 people" (that stays without year)
    """
    if year := year_at(words, after(words, i, ",", "of")):
        value = make(year[0])
        return Phrase(year[1], value) if value else None
    if shift := shifted_year(words, i):
        steps = shift[0]
        return Phrase(shift[1], unknown, lambda now: make(now.today.year + steps))
    return Phrase(i, unknown, lambda now: edtf.recurring(make, now.today, now.pick), floating=True)
