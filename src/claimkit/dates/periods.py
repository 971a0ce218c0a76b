"""Dates longer than a day: months, years, decades, quarters and halves, seasons; and feasts."""

from __future__ import annotations

import re
from functools import partial

from claimkit.dates import edtf
from claimkit.dates.atoms import later_year, month_at, shift_at, shifted_year, short_year_at, year_at, yearly
from claimkit.dates.edtf import Pick
from claimkit.dates.phrase import Now, Phrase
from claimkit.dates.words import BREAK, Words, after, joined, listed, low, table

_YEARS = re.compile(r"(1[5-9][0-9]{2}|20[0-9]{2})[-–/]([0-9]{4}|[0-9]{2})")
_SHORT = re.compile(r"[0-9]{2}")
_FISCAL = re.compile(r"fy([0-9]{4}|[0-9]{2})")
_QUARTER = re.compile(r"([qh])([1-4])")
_SIZES = {"quarter": 3, "q": 3, "half": 6, "h": 6}
_NAME = 4
"""Words of an event's name before its year that are looked at."""
_JOINED_YEARS = 8
_MODERN = range(1900, 2100)
_PRINTED = range(1450, 2100)
"""Years that a figure in brackets may be."""


def month(words: Words, i: int) -> Phrase | None:
    """Read a month, with its year or with words around it that make it a date.

    handles: "in September", "March 2024", "its January meeting", "May last year" / not: "April Jones", "Mr. March"
    """
    found = month_at(words, i)
    if not found or low(words, i - 1) in listed("habits"):
        return None
    number = found[0]
    if year := later_year(words, found[1]):
        return Phrase(found[1], _month(year, number))
    phrase = yearly(words, found[1], partial(_month, number=number), unknown=f"XXXX-{number:02d}")
    return phrase if phrase and (not phrase.floating or _is_month(words, i, found[1])) else None


def _month(year: int, number: int) -> str | None:
    return edtf.month(year, number)


def _is_month(words: Words, i: int, end: int) -> bool:
    """Tell a bare month from a name or a common word.

    handles: "in May", "a May deadline", "March and April" / not: "Orla May said", "by April Jones", "the March family"
    """
    before, behind = low(words, i - 1), words[end] if end < len(words) else None
    named = bool(behind and behind.text[0].isupper() and words[i].token.dep_ == "compound")
    homonym = words[i].low in listed("month_homonyms")
    if named and homonym:
        return False
    if before in listed("month_cues") or (before == "-" and low(words, i - 2) in listed("parts")):
        return True
    if before in ("and", "or", "to", "-", "–", "/", ",") and month_at(words, i - 2):
        return True
    if homonym and (before in listed("titles") or before == "." or _is_name(words, i)):
        return False
    modifies = words[i].token.dep_ in ("compound", "nmod", "poss", "amod") and words[i].token.head.i > words[i].token.i
    return bool(modifies and not named and words[i].token.head.pos_ == "NOUN" and before)


def _is_name(words: Words, i: int) -> bool:
    return words[i].token.ent_type_ == "PERSON" or bool(i and words[i - 1].text[0].isupper())


def years(words: Words, i: int) -> Phrase | None:
    """Read a year or a run of years.

    handles: "in 2016", "the 1998 contest", "2015-19" / not: "Channel 2024", "2,016", "page 1933", "a total of 2016"
    """
    if (run := _YEARS.fullmatch(low(words, i))) and low(words, i - 1) not in ("$", "£", "€"):
        last = int(run[2]) if len(run[2]) == 4 else int(run[1]) // 100 * 100 + int(run[2])
        return Phrase(i + 1, f"{run[1]}/{last}") if int(run[1]) < last < _MODERN.stop else None
    if spaced := _spaced(words, i):
        return spaced
    if (fiscal := _FISCAL.fullmatch(low(words, i))) and words[i].text[0] == "F":
        return Phrase(i + 1, fiscal[1] if len(fiscal[1]) == 4 else f"20{fiscal[1]}")
    year = year_at(words, i)
    if year and not _glued(words, i) and any(rule(words, i) for rule in (_cued, _dates_noun, _enclosed, _of_event)):
        return Phrase(year[1], str(year[0]))
    short = short_year_at(words, i)
    cued = short and low(words, i - 1) in ("in", "since", "of", "by", "until")
    return Phrase(short[1], str(short[0])) if short and cued else None


def _spaced(words: Words, i: int) -> Phrase | None:
    """Read years joined by a dash with spaces around it.

    handles: "(1904 – 1982)", "in 1892 - 94" / not: "1904 – 82 people", "seats 1904 - 1908 at $20"
    """
    first = year_at(words, i)
    behind = low(words, i + 2)
    if not first or low(words, i + 1) not in ("-", "–") or not (_SHORT.fullmatch(behind) or year_at(words, i + 2)):
        return None
    last = int(behind) if len(behind) == 4 else first[0] // 100 * 100 + int(behind)
    sure = low(words, i - 1) in ("(", "[", ",", ";", "", "over") or low(words, i - 1) in listed("year_cues")
    return Phrase(i + 3, f"{first[0]}/{last}") if sure and first[0] < last < _MODERN.stop else None


def _glued(words: Words, i: int) -> bool:
    """Tell whether a sign joins the figure to others: a telephone number, a code, a sum."""
    return joined(words, i) and low(words, i - 1) not in ("(", '"', "'", "-", "[")


def _cued(words: Words, i: int) -> bool:
    """Tell whether the words before a year, or before a few years joined to it, make it one.

    handles: "in 2016", "post-2016", "in 2016 and 2018", "in about 2015" / not: "Channel 2024", "a total of 2016"
    """
    for at in range(i, i - _JOINED_YEARS, -2):
        before = low(words, at - 1)
        if before in listed("year_cues") or (before == "to" and low(words, at - 2) in ("back", "prior", "up")):
            return before != "of" or low(words, at - 2) not in listed("measures")
        if before == "about" or (before == "-" and joined(words, at)):
            return low(words, at - 2) in listed("year_cues")
        if before not in ("and", "or", "to", ",", "–") or not year_at(words, at - 2):
            return False
    return False


def _dates_noun(words: Words, i: int) -> bool:
    """Tell whether the year modifies a noun that a determiner opens.

    handles: "the 1998 contest", "its 2005 study", "won 2010 World Cup gold" / not: "flight 1998", "1998 seats"
    """
    behind = words[i + 1].token.pos_ if i + 1 < len(words) else ""
    if int(words[i].text) not in _MODERN or behind not in ("NOUN", "PROPN", "ADJ", "VERB"):
        return False
    if behind == "PROPN" and words[i + 1].text[0].isupper() and _free(words, i):
        return True
    if low(words, i + 1) in listed("of_a_year"):
        return True
    return i > 0 and words[i - 1].token.pos_ in ("DET", "PRON", "PART") and words[i - 1].low not in ("these", "those")


def _of_event(words: Words, i: int) -> bool:
    """Tell whether the year belongs to the name of an event before it.

    handles: "the World Cup 2018", "Fan Expo Varno 2016" / not: "Channel 2024", "the cup 2018 times"
    """
    if int(words[i].text) not in _MODERN:
        return False
    for at in range(i - 1, max(i - 1 - _NAME, -1), -1):
        if not words[at].text[0].isupper():
            return False
        if low(words, at) in listed("events"):
            return True
    return False


def _free(words: Words, i: int) -> bool:
    """Tell whether the word before a year leaves it to the name behind: "won 2010 World Cup gold"."""
    before = words[i - 1] if i else None
    return before is None or before.token.pos_ in ("ADP", "CCONJ", "VERB", "ADV", "PUNCT", "ADJ")


def _enclosed(words: Words, i: int) -> bool:
    """Tell whether signs set a year off: in brackets, at the end of a caption, or all alone.

    handles: "the strike (2016)", "Photograph: A. Gray, 2019.", "(b. 1949)" / not: "seats 7, 2016 and 9"
    """
    before, behind = low(words, i - 1), low(words, i + 1)
    if before == "." and low(words, i - 2) in listed("year_abbreviations"):
        return True
    if int(words[i].text) not in (_PRINTED if before == "(" else _MODERN):
        return False
    if before in ("", ".", BREAK, ","):
        closed = before == "," and behind in (")", ";")
        return (closed or behind in ("", ".", BREAK)) and not low(words, i - 2).isdigit()
    return before == "(" and behind in (")", ",", ";", "-", "–")


def quarter(words: Words, i: int) -> Phrase | None:
    """Read a quarter or half of a year.

    handles: "the final quarter of 2024", "third-quarter", "Q3 2024", "the first half of last year" / not: "a quarter"
    """
    at = i
    if named := _QUARTER.fullmatch(low(words, i)):
        size, number, end = _SIZES[named[1]], int(named[2]), i + 1
    else:
        at = after(words, i, "the")
        end = after(words, at + 1, "-") + 1
        size = _SIZES.get(low(words, end - 1), 0)
        closing = low(words, at) in listed("closing")
        number = 12 // size if size and closing else table("ordinals").get(low(words, at), 0)
    if not size or not 1 <= number <= 12 // size:
        return None
    phrase = yearly(words, end, partial(edtf.months, first=size * (number - 1) + 1, count=size), unknown=None)
    # Without a year, "the last quarter" is the one before this, and "the first half" one of a match.
    return None if phrase and phrase.floating and (size == _SIZES["half"] or low(words, at) == "last") else phrase


def season(words: Words, i: int) -> Phrase | None:
    """Read a season.

    handles: "in the summer", "summer of 2024", "the winter of 2023-24" / not: "a spring", "the fall of the wall"
    """
    number = table("seasons").get(low(words, i))
    if number is None:
        return None
    over = _YEARS.fullmatch(low(words, after(words, i + 1, "of")))
    if over and number == edtf.WINTER:
        return Phrase(after(words, i + 1, "of") + 1, f"{over[1]}-{number}")
    phrase = yearly(words, i + 1, lambda year: f"{year:04d}-{number}", unknown=f"XXXX-{number}")
    if not phrase or not phrase.floating:
        return phrase
    return phrase if _is_season(words, i) else None


def _is_season(words: Words, i: int) -> bool:
    at = i - 2 if low(words, i - 1) == "the" else i - 1
    cued = low(words, at) in listed("season_cues") and low(words, at) not in ("the", "of")
    return cued and low(words, i + 1) != "of" and words[i].token.pos_ in ("NOUN", "PROPN") and _stands(words, i)


def _stands(words: Words, i: int) -> bool:
    return words[i].token.dep_ not in ("compound", "amod")


def stepped(words: Words, i: int) -> Phrase | None:
    """Read "last", "this" or "next" before a month or season.

    handles: "last September", "this summer", "next spring" / not: "last fallback"
    """
    shift = shift_at(words, i)
    if not shift:
        return None
    number, step = table("seasons").get(low(words, shift[1])), shift[0]
    found = month_at(words, shift[1])
    if number is None and found is None:
        return None
    end = found[1] if found else shift[1] + 1
    unit = f"{found[0]:02d}" if found else f"{number}"

    def near(now: Now) -> str | None:
        pick = {-1: Pick.LAST, 1: Pick.NEXT}.get(step, Pick.NEAREST)
        return edtf.recurring(lambda year: f"{year:04d}-{unit}", now.today, pick)

    return None if shifted_year(words, end) else Phrase(end, None, near)
