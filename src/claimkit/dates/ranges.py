"""Times from one to another: "since 2019", "between March and May", "May 2023 to June 2024"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.dates import edtf
from claimkit.dates.atoms import month_at, yearly
from claimkit.dates.days import dated
from claimkit.dates.edtf import Pick
from claimkit.dates.phrase import Now, Phrase
from claimkit.dates.words import Words, after, listed, low

if TYPE_CHECKING:
    from collections.abc import Callable

    Rule = Callable[[Words, int], Phrase | None]

_TO = ("to", "until", "till", "through", "thru", "-", "–")


def since(words: Words, i: int, time: Rule) -> Phrase | None:
    """Read the time from a date up to the day of publication.

    handles: "since 2019", "since about 2015", "since last Friday" / not: "since he left"
    """
    if low(words, i) != "since":
        return None
    inner = time(words, after(words, i + 1, "the", "then")) or time(words, i + 1)
    if not inner:
        return None

    def near(now: Now) -> str | None:
        start = inner.at(Now(now.today, Pick.PAST))
        return edtf.until(start.partition("/")[0], now.today.isoformat()) if start else None

    return Phrase(inner.end, f"{inner.value.partition('/')[0]}/.." if inner.value else None, near)


def span(words: Words, i: int, time: Rule) -> Phrase | None:
    """Read a range between two times.

    handles: "between March and May", "from 6 March to 9 April 2025", "from 2015 to 2019" / not: "from 2015 on"
    """
    links = {"from": _TO, "between": ("and",)}.get(low(words, i))
    begin = (time(words, i + 1) or time(words, after(words, i + 1, "the"))) if links else None
    if not links or not begin or low(words, begin.end) not in links:
        return None
    at = after(words, begin.end, *links)
    finish = time(words, at) or time(words, after(words, at, "the"))
    return _between(begin, finish) if finish else None


def bare(words: Words, i: int) -> Phrase | None:
    """Read two days or months joined without "from".

    handles: "March to May 2024", "3 March – 5 May", "May 2023 to June 2024"
    not: "Monday to Friday" (every week), "moved from the May to the June meeting", "2 to 3 May" (one date)
    """
    begin = dated(words, i) or _month(words, i)
    if not begin or low(words, begin.end) not in _TO:
        return None
    finish = dated(words, begin.end + 1) or _month(words, begin.end + 1)
    return _between(begin, finish) if finish else None


def _month(words: Words, i: int) -> Phrase | None:
    """Read a month that the other end of a range makes sure; a word that is also a name needs a cue before it."""
    found = month_at(words, i)
    if not found:
        return None
    if low(words, i) in listed("month_homonyms") and not _cued(words, i):
        return None
    return yearly(words, found[1], lambda year: edtf.month(year, found[0]), unknown=f"XXXX-{found[0]:02d}")


def _cued(words: Words, i: int) -> bool:
    """handles: "in May to July", "March – May 2024", "June 2023 to July 2024" / not: "Orla May to resign"."""
    before, behind = low(words, i - 1), low(words, i + 1)
    joined = behind in _TO and month_at(words, i + 2) is not None
    return before in listed("month_cues") or before in _TO or joined or behind.isdigit()


def _between(begin: Phrase, finish: Phrase) -> Phrase:
    def near(now: Now) -> str | None:
        end = finish.at(now)
        days = edtf.days_of(end) if end else None
        start = begin.at(Now(days[1], Pick.PAST) if begin.floating and days else now)
        return _range(start, end)

    fixed = begin.near is None and finish.near is None
    if begin.floating and not finish.near and finish.value:
        days = edtf.days_of(finish.value)
        if days:
            return Phrase(finish.end, _range(begin.at(Now(days[1], Pick.PAST)), finish.value))
    return Phrase(finish.end, _range(begin.value, finish.value) if fixed else None, None if fixed else near)


def _range(start: str | None, end: str | None) -> str | None:
    first_days, last_days = (edtf.days_of(value) if value else None for value in (start, end))
    if not start or not end or not first_days or not last_days or first_days[0] >= last_days[1]:
        return None
    return f"{start.partition('/')[0]}/{end.rpartition('/')[2]}"
