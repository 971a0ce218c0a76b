"""Times told in steps from another: "two days ago", "three weeks earlier", "the next day", "the eve of the vote"."""

from __future__ import annotations

from typing import NamedTuple

from claimkit.dates import edtf
from claimkit.dates.atoms import month_at, weekday_at, year_at
from claimkit.dates.edtf import Pick
from claimkit.dates.phrase import Anchor, Now, Phrase
from claimkit.dates.words import Words, after, listed, low, names, number, stem, table

_HALVES = {"year": (6, "month"), "decade": (5, "year"), "century": (5, "decade")}


_EARLIER = ("ago", "before", "earlier")
_TWICE = {-1: ("yesterday", "last"), 1: ("tomorrow", "next")}
"""What doubles a step: "the day before yesterday", "the week after next"."""


class _Steps(NamedTuple):
    number: int
    unit: str
    end: int


def counted(words: Words, i: int) -> Phrase | None:
    """Read a number of units before or after a date.

    handles: "two days ago", "three weeks earlier", "two days after the vote", "in ten days' time", "a week from now"
    not: "for two days", "years ago", "more than a year ago"
    """
    steps = None if _uncertain(words, i) else _steps(words, i)
    if not steps:
        return None
    if low(words, steps.end) == "ago":
        return _from_today(steps, -1, steps.end + 1)
    if low(words, steps.end) == "from" and low(words, steps.end + 1) in ("now", "today"):
        return _from_today(steps, 1, steps.end + 2)
    if low(words, steps.end) == "'" and low(words, i - 1) == "in":
        end = after(words, steps.end + 1, "s")
        return _from_today(steps, 1, end + 1) if low(words, end) == "time" else None
    return _from_told(words, steps)


def _steps(words: Words, i: int) -> _Steps | None:
    if halved := _HALVES.get(low(words, i + 2)) if (low(words, i), low(words, i + 1)) == ("half", "a") else None:
        return _Steps(*halved, i + 3)
    found = number(words, i)
    unit = names("units").get(low(words, found[1]), "") if found else ""
    if not found or unit in ("", "weekend"):
        return None
    end = found[1] + 1
    return _Steps(2 * found[0], "week", end) if unit == "fortnight" else _Steps(found[0], unit, end)


def _uncertain(words: Words, i: int) -> bool:
    """Tell whether the number is only a bound or a part of one: "more than two", "two and a half"."""
    before = low(words, i - 1)
    return before in ("than", "least", "over", "under", "half", "every", "the", "-") or (
        before == "and" and number(words, i - 2) is not None
    )


def _from_today(steps: _Steps, sign: int, end: int) -> Phrase:
    unit, step = _years_for_decades(steps.unit, sign * steps.number)
    phrase = Phrase(end, None, lambda now: edtf.period(now.today, unit, step=step))
    return phrase if unit == steps.unit else phrase.written(edtf.about, end=end)


def _years_for_decades(unit: str, step: int) -> tuple[str, int]:
    size = {"decade": 10, "century": 100}.get(unit)
    return ("year", size * step) if size else (unit, step)


def _from_told(words: Words, steps: _Steps) -> Phrase | None:
    word = low(words, steps.end)
    sign = -1 if word in listed("earlier") else 1 if word in listed("later") else 0
    unit, step = _years_for_decades(steps.unit, sign * steps.number)
    event = _event(words, steps.end + 1) if word in ("before", "after") else None
    if event:
        return _from_event(event, unit, step)
    # "a week after she left" tells from what is no date.
    if not sign or (word in ("before", "after") and _opens_clause(words, steps.end)):
        return None

    def near(now: Now) -> str | None:
        return edtf.period(now.today, unit, step=step)

    return Phrase(
        steps.end + 1, None, near if sign < 0 else None, lambda anchor: edtf.stepped(anchor.previous, unit, step=step)
    )


def _opens_clause(words: Words, i: int) -> bool:
    token = words[i].token
    return token.dep_ == "mark" or any(True for _ in token.children)


def _event(words: Words, i: int) -> tuple[str, int] | None:
    """Read "the vote", "its last meeting": the stem of the noun and the place behind it."""
    if i >= len(words) or words[i].token.pos_ not in ("DET", "PRON"):
        return None
    for at in range(i + 1, min(i + 4, len(words))):
        behind = words[at + 1].token.pos_ if at + 1 < len(words) else ""
        if words[at].token.pos_ == "NOUN" and behind != "NOUN":
            return stem(words[at].low), at + 1
    return None


def _from_event(event: tuple[str, int], unit: str, step: int) -> Phrase:
    def back(anchor: Anchor) -> str | None:
        return edtf.stepped(anchor.events.get(event[0]), unit, step=step)

    return Phrase(event[1], None, None, back)


def told(words: Words, i: int) -> Phrase | None:
    """Read a time told from a date before it.

    handles: "the next day", "the following month", "that night", "the previous year", "the following Friday"
    not: "over the next year", "the next days", "one day"
    """
    at = i if low(words, i) == "that" else after(words, i, "the")
    if low(words, i) not in ("the", "that") or low(words, i - 1) in listed("spanning") - {"in", "on"}:
        return None
    at = at + 1 if low(words, at) == "that" and low(words, at + 1) in listed("same") else at
    word = low(words, at)
    step = 1 if word in listed("following") else -1 if word in listed("preceding") else 0
    if not step and word not in listed("same"):
        return None
    if named := _named(words, at + 1, step) or (_year_before(words, at) if word == "same" else None):
        return named
    unit = "day" if low(words, at + 1) in listed("day_parts") else names("units").get(low(words, at + 1), "")
    if low(words, at + 1).endswith("s") or not unit or (low(words, i - 1) == "in" and step > 0 and unit != "day"):
        return None
    return Phrase(at + 2, None, None, lambda anchor: edtf.stepped(anchor.previous, unit, step=step))


def _year_before(words: Words, i: int) -> Phrase | None:
    """Read what a month or quarter told before is compared with.

    handles: "the same month a year ago", "the same period last year", "the same quarter of the previous year"
    not: "the same month", "the same place last year"
    """
    if low(words, i + 1) not in ("month", "period", "quarter", "week"):
        return None
    at = after(words, i + 2, "of", "in")
    if low(words, at) in ("last", "a"):
        end = at + 2 if low(words, at) == "last" else at + 3
        fits = low(words, at + 1) == "year" and (low(words, at) == "last" or low(words, at + 2) in _EARLIER)
    else:
        end, fits = at + 3, low(words, at) == "the" and low(words, at + 1) in listed("preceding")
        fits = fits and low(words, at + 2) == "year"
    return Phrase(end, None, None, lambda anchor: edtf.year_before(anchor.previous)) if fits else None


def _named(words: Words, i: int, step: int) -> Phrase | None:
    """Read a weekday, month or season after "the following", "the previous" or "that"."""
    weekday, month, season = weekday_at(words, i), month_at(words, i), table("seasons").get(low(words, i))
    end = weekday[1] if weekday else month[1] if month else i + 1
    if (not weekday and not month and season is None) or year_at(words, end):
        return None
    longest = 7 if weekday else 366

    def back(anchor: Anchor) -> str | None:
        days = edtf.days_of(anchor.previous) if anchor.previous else None
        if not days or (days[1] - days[0]).days > longest:
            return None
        today, pick = {-1: (days[0], Pick.LAST), 0: (days[0], Pick.FUTURE), 1: (days[1], Pick.NEXT)}[step]
        if weekday:
            return edtf.weekday(weekday[0], today, pick)
        number = month[0] if month else season
        return edtf.recurring(lambda year: f"{year:04d}-{number:02d}", today, pick)

    return Phrase(after(words, end, *listed("day_parts")), None, None, back)


def beside(words: Words, i: int) -> Phrase | None:
    """Read the day or eve of something.

    handles: "the day before", "the eve of the vote", "the day after the vote", "the week before last"
    not: "the day before she left", "the eve of destruction"
    """
    at = after(words, i, "the")
    word, side = low(words, at), low(words, at + 1)
    event = _event(words, at + 2)
    if word == "eve" and side == "of":
        return _from_event(event, "day", -1) if event else None
    unit = "day" if word in listed("day_parts") else names("units").get(word, "")
    if at == i or not unit or word.endswith("s") or side not in ("before", "after"):
        return None
    step = -1 if side == "before" else 1
    if unit in ("day", "week") and low(words, at + 2) in _TWICE[step]:
        return Phrase(at + 3, None, lambda now: edtf.period(now.today, unit, step=2 * step))
    if event or _opens_clause(words, at + 1):
        return _from_event(event, unit, step) if event else None
    return Phrase(at + 2, None, None, lambda anchor: edtf.stepped(anchor.previous, unit, step=step))
