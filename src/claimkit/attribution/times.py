"""Tell the words that name a time, by the word list of dates."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from claimkit import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_TABLES = ("months", "weekdays", "seasons", "days_from_today", "units")
_CLOCK = re.compile(r"(?:19|20)\d\d|\d{1,2}(?:[:.]\d\d)?(?:am|pm|st|nd|rd|th)?")


@cache
def _words() -> frozenset[str]:
    tables = lexicon.entries("dates")
    return lexicon.words("dates")["day_parts"] | {word for table in _TABLES for word in tables[table]}


def is_weekday(token: Token) -> bool:
    """handles: "Friday" / not: "Friday's" (one token with its mark), "Crusoe" """
    return token.lower_ in lexicon.entries("dates")["weekdays"]


def names_time(token: Token) -> bool:
    """Tell whether a word names a time; "may" and "march" only where they are written and read as names.

    handles: "by Friday", "for months", "in 2031" / not: "it may leak", "they march"
    """
    return token.lower_ in _words() and token.pos_ in ("NOUN", "PROPN", "ADV")


def is_time(token: Token) -> bool:
    """Tell whether a word can be part of a time: one that names it, or a number of a year or a clock."""
    return names_time(token) or _CLOCK.fullmatch(token.lower_) is not None
