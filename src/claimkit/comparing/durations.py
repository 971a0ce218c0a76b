"""Read lengths of time as minutes, however they are put: "thirty days", "inside a month", "an hour and a half"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import entries

if TYPE_CHECKING:
    from collections.abc import Iterator

UNIT = "minute"
"""What all lengths of time are given in."""
_ROUNDED = 0.2
"""How far a length in few large units may be off, as a share of it: a month is 24 to 36 days."""
_HALF = 0.5


class Duration(NamedTuple):
    """Where a length of time stands, in code points, and the minutes that it covers: the middle and how far off."""

    start: int
    end: int
    middle: float
    off: float


def durations(text: str) -> Iterator[Duration]:
    """Yield the lengths of time of a sentence, in order.

    >>> [(each.middle / 60, each.off / 60) for each in durations("within an hour and a half")]
    [(1.5, 0.25)]
    """
    known = entries("comparison")["durations"]
    for match in _pattern().finditer(text):
        unit = known["units"][match["unit"].lower().removesuffix("s")]
        count = _count(match)
        # handles: within a month; half a year / not: once a month, $40 an hour, the day after, a week ago.
        if match["article"] and not match["more"] and not _bounds(text[: match.start()]):
            continue
        step = 1.0 if count == int(count) else _HALF
        yield Duration(*match.span(), count * unit, min(step / 2, _ROUNDED * count) * unit)


def _count(match: re.Match[str]) -> float:
    known = entries("comparison")
    more = known["durations"]["parts"]["half a"] if match["more"] or match["inner"] else 0.0
    if match["part"]:
        return float(known["durations"]["parts"][re.sub(r"an$", "a", " ".join(match["part"].lower().split()))])
    if match["article"]:
        return 1.0 + more
    if match["digits"]:
        return float(match["digits"].replace(",", "")) + more
    return float(sum(known["numbers"][word] for word in re.split(r"[- ]", match["word"].lower()))) + more


def _bounds(before: str) -> bool:
    return before.lower().rstrip().endswith(tuple(entries("comparison")["durations"]["before"]))


@cache
def _pattern() -> re.Pattern[str]:
    known = entries("comparison")
    numbers, timed = known["numbers"], known["durations"]
    tens = "|".join(word for word, value in numbers.items() if value >= 20)
    ones = "|".join(word for word, value in numbers.items() if 0 < value < 10)
    every = "|".join(sorted(numbers, key=len, reverse=True))
    parts = "|".join(rf"{part}n?".replace(" ", r"\s+") for part in sorted(timed["parts"], key=len, reverse=True))
    units = "|".join(sorted(timed["units"], key=len, reverse=True))
    # (?a:…) keeps words to plain letters: else "ſ" would match as s and "ı" as i, and no list has such words.
    return re.compile(
        rf"\b(?:(?P<part>(?a:{parts}))|(?P<article>an?)|(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)"
        rf"|(?P<word>(?a:(?:{tens})[- ](?:{ones})|{every})))(?P<inner>\s+and\s+a\s+half)?"
        rf"[\s-]+(?P<unit>(?a:(?:{units})s?))\b(?P<more>\s+and\s+a\s+half\b)?",
        re.IGNORECASE,
    )
