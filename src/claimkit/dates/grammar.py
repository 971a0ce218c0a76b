"""The whole grammar of time expressions: single times, and what is built on them."""

from __future__ import annotations

from functools import cache

from claimkit.dates import edtf, feasts, ranges
from claimkit.dates.atoms import year_at
from claimkit.dates.counted import beside, counted, told
from claimkit.dates.days import dated, figures, numbered
from claimkit.dates.eras import century, decade, turn
from claimkit.dates.feasts import feast
from claimkit.dates.nth import bounded, first_units, lately, nth, year_end
from claimkit.dates.periods import month, quarter, season, stepped, years
from claimkit.dates.phrase import Phrase, first
from claimkit.dates.relative import calendar_unit, deictic, trading_day, weekday
from claimkit.dates.words import Words, after, listed, low, names

_SINGLE = (
    figures,
    dated,
    numbered,
    nth,
    first_units,
    bounded,
    lately,
    year_end,
    turn,
    century,
    stepped,
    quarter,
    deictic,
    weekday,
    beside,
    counted,
    told,
    month,
    years,
    decade,
    season,
    feast,
    calendar_unit,
    trading_day,
)


_OPENING_WORDS = ("the", "that", "since", "from", "between", "'", "overnight", "past", "turn")
_OPENING_LISTS = (
    "closing",
    "last_words",
    "nearly",
    "next_words",
    "part_adjectives",
    "part_nouns",
    "parts",
    "this_words",
    "vague",
)
_OPENING_TABLES = (
    "days_from_today",
    "decades",
    "month_abbreviations",
    "months",
    "numbers",
    "ordinals",
    "seasons",
    "units",
    "weekday_abbreviations",
    "weekdays",
)


@cache
def _openers() -> frozenset[str]:
    tables = (word for key in _OPENING_TABLES for word in names(key))
    return frozenset(
        ["the", "that", "since", "from", "between", "'", "overnight", "past", "turn", *feasts.openers(), *tables]
    ).union(*(listed(key) for key in _OPENING_LISTS))


_COMMON = frozenset(["a", "about", "an", "between", "from", "one", "some", "that", "the", "this", "'"])
"""Openers that fill every text and say nothing of times by themselves."""


@cache
def _followers() -> frozenset[str]:
    return _openers().union(
        ["coming", "eve"], *(listed(key) for key in ("day_parts", "following", "preceding", "same"))
    )


def opens(words: Words, i: int) -> bool:
    """Tell whether a time expression may begin at the word `i`: most words open none, and this spares them the rules.

    handles: "Q3", "the 6th", "that week" / not: "rain", "the port", "that she left" (a time by no rule)
    """
    word = words.lows[i]
    if word in _COMMON:
        behind = low(words, i + 1)
        return behind in _followers() or behind[:1].isdigit() or behind[-1:].isdigit()
    return word in _openers() or word[0].isdigit() or word[-1].isdigit()


def expression(words: Words, i: int) -> Phrase | None:
    """Read the time expression that begins at the word `i`."""
    return first(words, i, *_WHOLE) if opens(words, i) else None


def time(words: Words, i: int) -> Phrase | None:
    """Read one time, with words that blur it or take a part of it."""
    return first(words, i, *_RULES)


def blurred(words: Words, i: int) -> Phrase | None:
    """Read a time that is only about right.

    handles: "about 2015", "around 6 March", "nearly a decade ago" / not: "worried about last year"
    """
    word = low(words, i)
    if word not in listed("nearly") and word not in listed("vague"):
        return None
    if word == "about" and _on_matter(words, i):
        return None
    year = year_at(words, i + 1)
    inner = first(words, i + 1, figures, dated, counted, years, month) or (year and Phrase(year[1], str(year[0])))
    return inner.written(edtf.about, end=inner.end) if inner else None


def _on_matter(words: Words, i: int) -> bool:
    """Tell whether "about" names a matter: "spoke about 2015", "a film about May"."""
    token = words[i].token
    if token.dep_ != "prep" or token.head.i > token.i or low(words, i - 1) in listed("year_cues"):
        return False
    return token.head.pos_ not in ("VERB", "AUX") or token.head.lemma_.lower() in listed("talking")


def part(words: Words, i: int) -> Phrase | None:
    """Read a part of a time, which is given as the whole.

    handles: "early 2026", "mid-March", "the end of last year", "later this week", "by the end of the month"
    not: "the end of the road", "at the end of the day", "late for work"
    """
    if low(words, i) in listed("parts"):
        at = after(words, i + 1, "-", "in", "on")
        return first(words, after(words, at, "the"), *_SINGLE) or first(words, at, *_SINGLE) or _present(words, at)
    at = after(words, i, "the")
    adjective = low(words, at) in listed("part_adjectives")
    at = at + 1 if adjective else at
    unit = names("units").get(low(words, at))
    if low(words, at + 1) != "of" or not (low(words, at) in listed("part_nouns") or unit in ("day", "week", "weekend")):
        return None
    if (low(words, at), low(words, at + 2), low(words, at + 3)) == ("end", "the", "day"):
        return None
    whole = _present(words, at + 2) or first(words, at + 2, *_SINGLE)
    if not unit or not whole or adjective:
        return whole
    # "the week of 6 March" is the week itself; "her best day of the year" is no part of a date.
    return whole.written(lambda value: edtf.stepped(value, unit, step=0), end=whole.end) if unit == "week" else None


def _present(words: Words, i: int) -> Phrase | None:
    """Read "the month" after "the end of"; "later in the day" is told from a date before."""
    unit = names("units").get(low(words, i + 1)) if low(words, i) == "the" else None
    if not unit or low(words, i + 1).endswith("s"):
        return None
    if unit == "day":
        return Phrase(i + 2, None, None, lambda anchor: edtf.stepped(anchor.previous, "day", step=0))
    return Phrase(i + 2, None, lambda now: edtf.period(now.today, unit))


def _since(words: Words, i: int) -> Phrase | None:
    return ranges.since(words, i, time)


def _span(words: Words, i: int) -> Phrase | None:
    return ranges.span(words, i, time)


_WHOLE = (_since, _span, ranges.bare, time)
_FIRST = (quarter, nth, first_units, bounded)
_RULES = (*_FIRST, blurred, part, *(rule for rule in _SINGLE if rule not in _FIRST))
