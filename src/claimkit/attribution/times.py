"""Tell the words that name a time, by the word list of dates."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from claimkit import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

_TABLES = ("months", "weekdays", "seasons", "days_from_today", "units")
_YEAR_OR_CLOCK = re.compile(r"(?:19|20)\d\d|\d{1,2}[:.]\d\d|\d{1,2}(?:am|pm|st|nd|rd|th)")
_NUMBER = re.compile(r"\d{1,2}")


@cache
def _words() -> frozenset[str]:
    tables = lexicon.entries("dates")
    return lexicon.words("dates")["day_parts"] | {word for table in _TABLES for word in tables[table]}


def is_weekday(token: Token) -> bool:
    """handles: "Friday" / not: "weekend", "Fri" (a surname, too)"""
    return token.lower_ in lexicon.entries("dates")["weekdays"]


def names_time(token: Token) -> bool:
    """Tell whether a word names a time; "may" and "march" only where they are read as names.

    handles: "by Friday", "for months" / not: "it may leak", "they march"
    """
    return token.lower_ in _words() and token.pos_ in ("NOUN", "PROPN", "ADV")


def are_time(words: Iterable[Token]) -> bool:
    """Tell whether words name a time and nothing else.

    handles: "12 months", "May 2031", "9:30" / not: "12", "12 pumps"
    """
    told = list(words)
    names = [names_time(word) or _YEAR_OR_CLOCK.fullmatch(word.lower_) is not None for word in told]
    return any(names) and all(name or _NUMBER.fullmatch(word.lower_) for name, word in zip(names, told, strict=True))
