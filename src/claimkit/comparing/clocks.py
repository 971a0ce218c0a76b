"""Read times of day, however they are put: "10:31", "3.15 p.m.", "twenty to ten", "half past six"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import entries

if TYPE_CHECKING:
    from collections.abc import Iterator

UNIT = "o'clock"
"""The unit of a time of day: minutes since twelve, from 0 to 719, as "ten" may be in the morning or at night."""
_HOUR, _DIAL = 60, 720


class Clock(NamedTuple):
    """Where a time of day stands, in code points, and the minutes since twelve."""

    start: int
    end: int
    minutes: float


def clocks(text: str) -> Iterator[Clock]:
    """Yield the times of day of a sentence: those in digits, then those in words.

    >>> [each.minutes for each in clocks("It left at twenty to ten and was back at 10:31.")]
    [631.0, 580.0]
    """
    for pattern in (_digits(), _words()):
        for match in pattern.finditer(text):
            yield Clock(*match.span("time"), (_number(match["hour"]) * _HOUR + _minutes(match)) % _DIAL)


def _number(word: str) -> float:
    return float(word) if word.isdigit() else float(entries("comparison")["numbers"][word.lower()])


def _minutes(match: re.Match[str]) -> float:
    known, given = match.groupdict(), entries("comparison")["clock"]["minutes"]
    if "way" not in known:
        return float(known["minute"] or known["dotted"] or 0)
    minute = float(given[known["word"].lower()])
    return -minute if known["way"].lower() == "to" else minute


@cache
def _digits() -> re.Pattern[str]:
    # handles: at 10:31; 3.15 p.m.; 9 am / not: rose 3.15 per cent; a score of 3:1; it took 1:31:07
    hour, half_day = r"(?<![\d.:,])(?P<hour>1?\d|2[0-4])", r"\s?[ap](?:m\b|\.m\.)"
    return re.compile(
        rf"(?P<time>{hour}(?::(?P<minute>[0-5]\d)(?![\d:])(?:{half_day})?|(?:\.(?P<dotted>[0-5]\d))?{half_day}))",
        re.IGNORECASE,
    )


@cache
def _words() -> re.Pattern[str]:
    known = entries("comparison")
    hours = "|".join(word for word, value in known["numbers"].items() if 1 <= value <= 12)
    minutes = "|".join(sorted(known["clock"]["minutes"], key=len, reverse=True))
    before, after = ("|".join(known["clock"][place]) for place in ("before", "after"))
    # (?a:…) keeps words to plain letters: else "ſ" would match as s and "ı" as i, and no list has such words.
    # handles: at twenty to ten, the boat left; by half past six / not: five to ten people; cut by five to ten per cent
    return re.compile(
        rf"\b(?:{before})\s+(?P<time>(?P<word>(?a:{minutes}))\s+(?P<way>past|to)\s+(?P<hour>(?a:{hours})|1?\d))\b"
        rf"(?=\s*(?:$|[^\w\s%])|\s+(?:{after})\b)",
        re.IGNORECASE,
    )
