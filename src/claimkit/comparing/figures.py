"""Read the figures of a sentence: amounts with their unit, times of day, and the bounds that words as "more than" set.

A figure covers what it is rounded to: "15,000" goes with 15,200, "2.3 %" with "more than two per cent", "30 days" with
"a month".
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from claimkit.comparing.clocks import UNIT as TIME
from claimkit.comparing.clocks import clocks
from claimkit.comparing.durations import UNIT, durations
from claimkit.lexicon import entries

if TYPE_CHECKING:
    from collections.abc import Iterator

INFINITY = float("inf")
_ROUGH = 0.1
"""How far from what it says a figure may be that "about" stands before."""


_ROUNDED = 0.998
"""What a percentage covers of its last place: six per cent is 6.1 % rounded, but not five per cent."""


class Figure(NamedTuple):
    """What a figure covers, its unit (a percentage, a currency, the noun after it), and its words."""

    low: float
    high: float
    unit: str
    text: str

    def meets(self, other: Figure) -> bool:
        """Tell whether both figures may be the same amount."""
        return self.low <= other.high and other.low <= self.high


@cache
def figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a sentence, in order.

    >>> [(each.low, each.high, each.unit) for each in figures("more than two per cent of 1,500 homes")]
    [(2.0, inf, '%'), (1450.0, 1550.0, 'home')]
    """
    return tuple(_figures(text))


def _figures(text: str) -> Iterator[Figure]:
    lengths, times = list(durations(text)), list(clocks(text))
    found = [
        (each.start, Figure(each.middle - each.off, each.middle + each.off, UNIT, text[each.start : each.end]))
        for each in lengths
    ]
    found += [(each.start, Figure(each.minutes, each.minutes, TIME, text[each.start : each.end])) for each in times]
    taken = [each[:2] for each in lengths] + [each[:2] for each in times]
    found += [
        (start, figure) for start, figure in _amounts(text) if not any(first <= start < last for first, last in taken)
    ]
    for start, figure in sorted(found):
        # handles: about 40 minutes / not: about ten to three, of which a tenth would be a quarter of an hour
        yield figure if figure.unit == TIME else _bounded(figure, text[max(0, start - 24) : start].lower())


def _amounts(text: str) -> Iterator[tuple[int, Figure]]:
    for match in _pattern().finditer(text):
        value, step = _value(match)
        unit = _unit(match)
        # handles: 340 homes, in 2019 / not: a year as an amount ("in 2019" has no unit and is a date)
        if value is None or (1500 <= value <= 2100 and not unit.strip("#") and match["digits"] and "," not in match[0]):
            continue
        if unit == "%":
            step = max(step, _ROUNDED * 10.0 ** -len((match["digits"] or "").partition(".")[2]))
        yield match.start(), Figure(value - step / 2, value + step / 2, unit, match[0].strip())


def _bounded(figure: Figure, before: str) -> Figure:
    """Return a figure within the bounds that the words before it set."""
    bound, value = _bound(before), (figure.low + figure.high) / 2
    if bound == "least":
        return figure._replace(low=value, high=INFINITY)
    if bound == "most":
        return figure._replace(low=0.0, high=value)
    if bound == "about":
        return figure._replace(low=min(figure.low, value * (1 - _ROUGH)), high=max(figure.high, value * (1 + _ROUGH)))
    return figure


def _bound(before: str) -> str:
    for kind in ("least", "most", "about"):
        if any(before.rstrip().endswith(words) for words in entries("comparison")["bounds"][kind]):
            return kind
    return ""


@cache
def _pattern() -> re.Pattern[str]:
    known = entries("comparison")
    small = "|".join(sorted(known["numbers"], key=len, reverse=True))
    scales = "|".join(sorted(known["scales"], key=len, reverse=True))
    # (?a:…) keeps words to plain letters: else "ſ" would match as s and "ı" as i, and no list has such words.
    number = rf"(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)|(?P<word>\b(?a:{small})(?:[- ](?a:{small}))?\b)"
    return re.compile(
        rf"(?P<money>[$€£¥]\s?)?(?:{number})(?:[\s-]?(?P<scale>(?a:{scales}))\b)?"
        rf"(?P<percent>\s?(?:%|per\s?cent\b|percent\b))?(?:[\s-](?P<noun>[^\W\d_]{{3,}}))?",
        re.IGNORECASE,
    )


def _value(match: re.Match[str]) -> tuple[float | None, float]:
    """Return the amount and the step that it is rounded to."""
    known = entries("comparison")
    scale = known["scales"].get((match["scale"] or "").lower(), 1)
    if match["digits"]:
        digits = match["digits"].replace(",", "")
        value = float(digits)
        decimals = len(digits.partition(".")[2])
        zeros = len(digits) - len(digits.rstrip("0")) if not decimals and value >= 100 else 0
        return value * scale, 10.0 ** (min(zeros, 2) - decimals) * scale if zeros or decimals or scale > 1 else 0.0
    parts = re.split(r"[- ]", match["word"].lower())
    if len(parts) > 1 and not (known["numbers"][parts[0]] >= 20 > known["numbers"][parts[1]] > 0):
        parts = parts[:1]
    # "one" alone is seldom an amount.
    if parts == ["one"] and scale == 1 and not match["percent"]:
        return None, 0.0
    return float(sum(known["numbers"][part] for part in parts)) * scale, float(scale) if scale > 1 else 0.0


def _unit(match: re.Match[str]) -> str:
    from claimkit.comparing.terms import stemmed

    if match["percent"]:
        return "%"
    noun = (match["noun"] or "").lower()
    if match["money"] or noun in entries("comparison")["currencies"]:
        return (match["money"] or entries("comparison")["currencies"][noun]).strip()
    return "" if noun in entries("comparison")["not_units"] else stemmed(noun) if noun else ""


def compared(one: str, other: str) -> int:
    """Return 1 where two sentences give the same amount of a unit, -1 where they only give other ones, else 0."""
    verdict = 0
    for first in figures(one):
        for second in figures(other):
            if first.unit == second.unit or not (first.unit and second.unit):
                if first.meets(second):
                    return 1
                verdict = -1 if first.unit == second.unit else verdict
    return verdict
