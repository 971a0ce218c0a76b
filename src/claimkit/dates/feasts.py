"""Feasts and holidays: on a fixed day, so many days from Easter, or on a weekday of a month."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from claimkit.dates import edtf, parts
from claimkit.dates.atoms import yearly
from claimkit.dates.phrase import Phrase
from claimkit.dates.words import Words, cut, listed, low, names, table

if TYPE_CHECKING:
    from collections.abc import Callable

_LONG = ("day", "eve", "night", "monday", "tuesday", "wednesday", "thursday", "friday", "sunday")
"""Last words of feasts that are no other thing: "Boxing Day", "Good Friday"; "Christmas" may be a word of a name."""


@cache
def _feasts() -> dict[str, tuple[tuple[tuple[str, ...], Callable[[int], str | None], str | None], ...]]:
    """Return the feasts by their first word, longest names first: their words, how to date them, and with no year."""
    found: list[tuple[tuple[str, ...], Callable[[int], str | None], str | None]] = []
    for name, day in names("holidays").items():
        month, of_month = int(day[:2]), int(day[3:])
        found.append((cut(name), partial(edtf.day, number=month, of_month=of_month), f"XXXX-{day}"))
    found += [(cut(name), partial(_from_easter, days=days), None) for name, days in table("from_easter").items()]
    for name, rule in names("weekday_holidays").items():
        month, count, weekday = (int(part) for part in rule.split())
        found.append((cut(name), partial(_on_weekday, month=month, count=count, weekday=weekday), f"XXXX-{month:02d}"))
    found.sort(key=lambda feast: -len(feast[0]))
    return {key: tuple(feast for feast in found if feast[0][0] == key) for key in {feast[0][0] for feast in found}}


def openers() -> frozenset[str]:
    """Return the first words of feasts.

    >>> "christmas" in openers()
    True
    """
    return frozenset(_feasts())


def _from_easter(year: int, days: int) -> str | None:
    then = edtf.moved(parts.easter(year), days) if 1 <= year <= 9999 else None
    return then.isoformat() if then else None


def _on_weekday(year: int, month: int, count: int, weekday: int) -> str | None:
    return parts.nth(edtf.month(year, month), weekday, count)


def feast(words: Words, i: int) -> Phrase | None:
    """Read a feast.

    handles: "before Christmas", "since the new year", "Good Friday" / not: "Christmas sales", "a new year"
    """
    for name, make, unknown in _feasts().get(low(words, i), ()):
        end = i + len(name)
        if tuple(words.lows[i:end]) == name and (name[-1] in _LONG or _cued(words, i, end - 1)):
            return yearly(words, end, make, unknown=unknown)
    return None


def _cued(words: Words, i: int, last: int) -> bool:
    cue = low(words, i - 2) if low(words, i - 1) == "the" else low(words, i - 1)
    dated = low(words, last + 1)[:4].isdigit() or low(words, last + 1) in ("last", "this", "next")
    token = words[last].token
    return (cue in listed("holiday_cues") or dated) and token.dep_ not in ("compound", "amod")
