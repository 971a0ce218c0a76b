"""Times counted within a longer one: "the last Friday of May", "the first nine months of 2024"."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from claimkit.dates import edtf, parts
from claimkit.dates.atoms import month_at, shift_at, weekday_at, year_at, yearly
from claimkit.dates.days import dated, figures
from claimkit.dates.phrase import Phrase
from claimkit.dates.words import Words, after, listed, low, names, number, table

if TYPE_CHECKING:
    from collections.abc import Callable

_NTH_UNITS = ("day", "week", "weekend")
_OPENED_UNITS = ("day", "week", "month", "quarter")


def nth(words: Words, i: int) -> Phrase | None:
    """Read a weekday, day, week or weekend by its number within a month or year.

    handles: "the last Friday of May", "the second week of June 2024", "the first Monday in September"
    not: "the first Monday of the month" (which month?), "the second week of the strike", "the last days of May"
    """
    at = after(words, i, "the")
    count = -1 if low(words, at) in ("last", "final") else table("ordinals").get(low(words, at), 0)
    weekday = weekday_at(words, at + 1)
    unit = weekday[0] if weekday else _singular(words, at + 1)
    end = weekday[1] if weekday else at + 2
    if not -1 <= count <= 5 or not count or unit == "" or low(words, end) not in ("of", "in"):
        return None
    return _container(words, end + 1, lambda value: parts.nth(value, unit, count))


def _singular(words: Words, i: int) -> str:
    return unit if (unit := names("units").get(low(words, i), "")) == low(words, i) and unit in _NTH_UNITS else ""


def _container(words: Words, i: int, write: Callable[[str | None], str | None]) -> Phrase | None:
    """Read the month or year that holds the time; which one is meant goes by the time itself, not by its month."""
    if found := month_at(words, i):
        return yearly(words, found[1], lambda year: write(edtf.month(year, found[0])), unknown=f"XXXX-{found[0]:02d}")
    if year := year_at(words, i):
        value = write(str(year[0]))
        return Phrase(year[1], value) if value else None
    shift = shift_at(words, i)
    unit = names("units").get(low(words, shift[1]), "") if shift else ""
    if not shift or unit not in ("month", "year"):
        return None
    return Phrase(shift[1] + 1, None, lambda now: write(edtf.period(now.today, unit, step=shift[0])))


def first_units(words: Words, i: int) -> Phrase | None:
    """Read the first or last few units of a month or year.

    handles: "the first nine months of 2024", "the last two weeks of May" / not: "the first two weeks of the trial"
    """
    at = after(words, i, "the")
    sign = -1 if low(words, at) in ("last", "final") else 1 if low(words, at) in ("first", "opening") else 0
    found = number(words, at + 1) if sign else None
    unit = names("units").get(low(words, found[1]), "") if found else ""
    if not found or unit not in _OPENED_UNITS or low(words, found[1] + 1) not in ("of", "in"):
        return None
    return _container(words, found[1] + 2, partial(_opening, unit=unit, count=sign * found[0]))


def _opening(value: str | None, *, unit: str, count: int) -> str | None:
    return parts.opening(value, unit, count)


def bounded(words: Words, i: int) -> Phrase | None:
    """Read a week or some months by the day on which they end or begin.

    handles: "the week ending 3 May", "the three months ended June 30", "the week beginning 12 May"
    not: "the year ended badly", "the week ended on a high"
    """
    at = after(words, i, "the")
    found = number(words, at)
    count, at = found if found else (1, at)
    unit = names("units").get(low(words, at), "")
    closes = low(words, at + 1) in listed("ending") or (count > 1 and low(words, at + 1) == "to")
    opens = low(words, at + 1) in listed("beginning")
    if unit not in ("week", "month", "quarter", "year") or not (closes or (opens and unit == "week" and count == 1)):
        return None
    edge = after(words, at + 2, "on")
    inner = figures(words, edge) or dated(words, edge) or _container(words, edge, lambda value: value)
    if not inner:
        return None
    if opens:
        return inner.written(parts.begun, end=inner.end)
    return inner.written(lambda value: parts.ended(value, unit, count), end=inner.end)


def lately(words: Words, i: int) -> Phrase | None:
    """Read a length of time up to now as the interval that it is.

    handles: "the past decade", "the last three months", "the past year" / not: "the past few weeks", "three months"
    """
    at = after(words, i, "the", "this")
    if at == i or low(words, at) not in ("past", "last"):
        return None
    found = number(words, at + 1)
    plural = found is not None and found[0] > 1
    count, end = found if found else (1, at + 1)
    unit = names("units").get(low(words, end), "")
    if unit in ("", "weekend", "fortnight") or low(words, end).endswith("s") is not plural:
        return None
    if not found and (low(words, at) == "last" or low(words, i) == "this" or unit == "day"):
        return None
    return (
        None if low(words, end + 1) == "of" else Phrase(end + 1, None, lambda now: parts.lately(now.today, unit, count))
    )


def year_end(words: Words, i: int) -> Phrase | None:
    """Read the end of a year told by a noun, which is given as the year.

    handles: "by year-end", "the year's end", "year-end 2023" / not: "a year ending", "each year end"
    """
    at = after(words, i, "the")
    if low(words, at) != "year":
        return None
    end = at + 3 if (low(words, at + 1), low(words, at + 2)) == ("-", "end") else 0
    if low(words, at + 1) == "end" and at == i and low(words, i - 1) in ("at", "before", "by", "until"):
        end = at + 2
    if (low(words, at + 1), low(words, at + 2), low(words, at + 3)) == ("'", "s", "end"):
        end = at + 4
    if not end:
        return None
    if year := year_at(words, end):
        return Phrase(year[1], str(year[0]))
    return Phrase(end, None, lambda now: edtf.period(now.today, "year"))
