"""Times longer than a year, and the turns between them: decades, centuries, the turn of the year."""

from __future__ import annotations

import re

from claimkit.dates import edtf
from claimkit.dates.phrase import Now, Phrase
from claimkit.dates.words import Words, after, joined, listed, low, table

_DECADE = re.compile(r"(1[0-9]|20)?([0-9])0s")
_HUNDREDS = ("10", "11", "12", "13", "14", "15", "16", "17", "18")


def decade(words: Words, i: int) -> Phrase | None:
    """Read a decade, or the hundred years that "the 1800s" are.

    handles: "the 1990s", "the late '80s", "the 70s", "the 1700s" / not: "in his 70s", "in the mid-30s"
    """
    short = low(words, i) == "'" and joined(words, i + 1)
    at = i + 1 if short else i
    found = _DECADE.fullmatch(_possessive(words, at))
    if not found:
        return _named(words, i)
    bare = not found[1] and not short
    if bare and (found[2] < "5" or low(words, i - 1) not in ("the", "early", "late")):
        return None
    century = found[1] or ("19" if found[2] >= "3" else "20")
    end = at + 1 if low(words, at).endswith("s") else at + 3
    return Phrase(end, f"{century}XX" if found[2] == "0" and century in _HUNDREDS else f"{century}{found[2]}X")


def _possessive(words: Words, i: int) -> str:
    """Return "1930s" for "1930's", which is written too, and else the word at `i`."""
    tied = low(words, i + 1) == "'" and low(words, i + 2) == "s" and joined(words, i + 1) and joined(words, i + 2)
    return f"{low(words, i)}s" if tied else low(words, i)


def _named(words: Words, i: int) -> Phrase | None:
    """Read a decade of the last century in words.

    handles: "in the nineties", "the early sixties" / not: "she is in her sixties", "two sixties"
    """
    figure = table("decades").get(low(words, i))
    blurred = low(words, i - 1) in listed("parts") or low(words, i - 1) == "-"
    article = low(words, i - 1) == "the" or (blurred and "the" in (low(words, i - 2), low(words, i - 3)))
    return Phrase(i + 1, f"19{figure}X") if figure is not None and article else None


def century(words: Words, i: int) -> Phrase | None:
    """Read a century.

    handles: "the 19th century", "twentieth-century" / not: "a century", "the century", "quarter of a century"
    """
    number = table("ordinals").get(low(words, i)) or _figure(low(words, i))
    at = after(words, i + 1, "-")
    if number is None or not 1 < number <= 22 or low(words, at) not in ("century", "centuries"):
        return None
    return Phrase(at + 1, f"{number - 1:02d}XX")


def _figure(word: str) -> int | None:
    found = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)", word)
    return int(found[1]) if found else None


def turn(words: Words, i: int) -> Phrase | None:
    """Read the months in which one year becomes another, or the years around which a century does.

    handles: "at the turn of the year", "the turn of the 20th century" / not: "the turn of the screw", "her turn"
    """
    at = after(words, i, "the")
    if at == i or (low(words, at), low(words, at + 1)) != ("turn", "of"):
        return None
    whole = after(words, at + 2, "the")
    if found := century(words, whole):
        return Phrase(found.end, f"{(found.value or '').replace('X', '0')}~")
    return Phrase(whole + 1, None, _turn_of_year) if low(words, whole) == "year" else None


def _turn_of_year(now: Now) -> str | None:
    years = range(max(now.today.year - 1, 2), min(now.today.year + 2, 9999))
    return edtf.chosen([f"{year - 1:04d}-12/{year:04d}-01" for year in years], now.today, now.pick)
