"""The smallest pieces of dates: a weekday, a month, a year, a day of a month."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimkit.dates import edtf
from claimkit.dates.phrase import Anchor, Phrase
from claimkit.dates.words import Words, after, counts, joined, listed, low, table

if TYPE_CHECKING:
    from collections.abc import Callable

At = tuple[int, int]
"""A number that was read, and the place behind its words."""

_DAY = re.compile(r"(0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?")
_LIST = 24
"""Words that a list of months may have."""
_TWO = re.compile(r"[0-9]{2}")
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
    if low(words, i - 1) in ("$", "£", "€", "#", "+") or (counts(words[i]) and not _known(words, i)):
        return None
    return int(word), i + 1


def short_year_at(words: Words, i: int) -> At | None:
    """Read a year of two figures behind an apostrophe.

    handles: "'98", "'05" / not: "'90s", "'98'", which is quoted
    """
    figures = low(words, i + 1)
    if low(words, i) != "'" or not joined(words, i + 1) or not _TWO.fullmatch(figures) or low(words, i + 2) == "'":
        return None
    return (1900 if figures > "35" else 2000) + int(figures), i + 2


def _known(words: Words, i: int) -> bool:
    """handles: "the 2014 protests", "2000 levels" / not: "2014 protests", "the 1200 seats"."""
    if low(words, i + 1) in listed("of_a_year"):
        return True
    return "1900" <= low(words, i) < "2100" and low(words, i - 1) in listed("definite")


def day_at(words: Words, i: int) -> At | None:
    """Read a day of a month.

    handles: "6", "17th" / not: "32", "6%"
    """
    found = _DAY.fullmatch(low(words, i))
    return (int(found[1]), i + 1) if found and low(words, i + 1) != "%" else None


def shift_at(words: Words, i: int) -> At | None:
    """Read "last", "this" or "next" as a number of steps.

    handles: "last", "this past", "this coming" / not: "the past"
    """
    if low(words, i) in listed("this_words") and low(words, i + 1) in ("past", "coming"):
        return (-1 if low(words, i + 1) == "past" else 1), i + 2
    for key, step in (("last_words", -1), ("this_words", 0), ("next_words", 1)):
        if low(words, i) in listed(key):
            return step, i + 1
    return None


def shifted_year(words: Words, i: int) -> At | None:
    """Read the year in "March of last year" as steps from the present one; "the year" is the present one."""
    at = after(words, i, "of", "in")
    shift = (0, at + 1) if at > i and low(words, at) == "the" else shift_at(words, at)
    return (shift[0], shift[1] + 1) if shift and low(words, shift[1]) == "year" else None


def later_year(words: Words, i: int) -> int | None:
    """Return the year behind the months that go on from `i`: the last of them carries it.

    handles: "May" + " and June 2024", "May" + ", June and July of 2024" / not: "May" + " and in 2024"
    """
    at = i
    while low(words, at) in ("and", "or", ",", "/", "&"):
        at = after(words, at + 1, "and", "or")
        if not (found := month_at(words, at)) or found[1] - i > _LIST:
            return None
        at = found[1]
    year = year_at(words, after(words, at, "of")) if at > i else None
    return year[0] if year else None


def yearly(words: Words, i: int, make: Callable[[int], str | None], *, unknown: str | None) -> Phrase | None:
    """Return the time that `make` writes for the year that follows at `i`; where none does, a time of any year.

    handles: "March 6" + ", 2025", "March" + "of last year", "May" + "the same year"
    not: "March 6" + ", 2000 people" (that stays without year)
    """
    at = after(words, i, ",", "of", "in")
    if year := year_at(words, at) or short_year_at(words, at):
        value = make(year[0])
        return Phrase(year[1], value) if value else None
    if shift := shifted_year(words, i):
        steps = shift[0]
        return Phrase(shift[1], unknown, lambda now: make(now.today.year + steps))
    if end := _same_year(words, i):
        return Phrase(end, unknown, None, lambda anchor: make(_year_of(anchor)) or unknown)
    return Phrase(i, unknown, lambda now: edtf.recurring(make, now.today, now.pick), floating=True)


def _same_year(words: Words, i: int) -> int:
    """Return the place behind what takes the year from a date before.

    handles: "March" + "of the same year", "March" + "that year" / not: "March" + "the year before"
    """
    at = after(words, i, "of", "in")
    at = after(words, after(words, at, "the"), "that") if low(words, at) in ("the", "that") else 0
    same = after(words, at, *listed("same")) if at else 0
    return same + 1 if low(words, same) == "year" and (same > at or low(words, at - 1) == "that") else 0


def _year_of(anchor: Anchor) -> int:
    """Return the year of the date before, or 0, of which no date is made."""
    figures = (anchor.previous or "")[:4]
    return int(figures) if figures.isdigit() else 0
