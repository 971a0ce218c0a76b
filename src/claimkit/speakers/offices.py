"""Read the words of an office in a parse: how far they reach, whether it is a body's highest, whether it is over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimkit.lexicon import entries, words
from claimkit.models import Tenure
from claimkit.speakers.lexemes import fold
from claimkit.speakers.triggers import is_outside, is_post

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

_REACH = 12
"""Tokens that an office is read to either side of its noun, at most."""
_JOINS = frozenset({"and", "&", ",", "-", "/", "as", "well", "then", "later", "also"})
_CHIEF = re.compile(r"(?:(\w+)[\s-]+)?\b(?:chief executive|chief exec\b|c\.?e\.?o\b)", re.IGNORECASE)

_UNTIL = re.compile(r"\buntil (?:\w+ ){0,2}(?:1\d{3}|20\d\d|last|recently|her|his|it)\b")


def office_at(noun: Token, doc: Doc, taken: Sequence[bool]) -> tuple[int, int]:
    """Return the first token of an office and the one after its last; `taken` are the tokens that lie in names.

    handles: "founder and chief executive" of one noun / not: "chair of Brack and director"
    """
    first, last = noun.i, noun.i
    while first > 0 and noun.i - first < _REACH and not doc[first].is_sent_start and _belongs(doc[first - 1], taken):
        first -= 1
    while last + 1 < len(doc) and last - noun.i < _REACH and _belongs(doc[last + 1], taken):
        if doc[last + 1].is_sent_start:
            break
        last += 1
    while first < noun.i and doc[first].lower_ in _JOINS:
        first += 1
    while last > noun.i and not is_post(doc[last]):
        last -= 1
    return first, last + 1


def _belongs(token: Token, taken: Sequence[bool]) -> bool:
    if taken[token.i]:
        return False
    return (
        token.lower_ in _JOINS
        or token.lower_ in words("titles")["ranks"]
        or (token.pos_ in ("NOUN", "PROPN", "ADJ") and not token.is_punct)
    )


def is_chief(text: str) -> bool:
    """Tell whether an office is the highest of its body.

    >>> is_chief("founder and CEO"), is_chief("deputy chief executive")
    (True, False)
    """
    return any((found[1] or "").lower() not in words("ties")["below"] for found in _CHIEF.finditer(text))


def says_nothing(posts: Sequence[Token]) -> bool:
    """Tell whether posts say nothing of whom their holder works for: "founder", not "founder and chair"."""
    found = [token for token in posts if is_post(token)]
    return bool(found) and all(map(is_outside, found))


def tenure_in(text: str) -> Tenure | None:
    """Return what the words before the noun of an office say of its time.

    >>> tenure_in("former mayor of Orsk"), tenure_in("acting director"), tenure_in("mayor-elect"), tenure_in("mayor")
    (<Tenure.FORMER: 'former'>, <Tenure.ACTING: 'acting'>, <Tenure.FUTURE: 'future'>, None)
    """
    known = entries("ties")["tenure"]
    for raw in text.lower().replace("’", "'").split():
        word = fold(raw.strip("(),;“”\"'"))
        if word in words("people")["head_ends"]:
            break
        if word.endswith(("-elect", "-designate")) or word in known["future"]:
            return Tenure.FUTURE
        if word in known["acting"]:
            return Tenure.ACTING
        if word in known["former"] or word.startswith(("ex-", "then-", "former-")):
            return Tenure.FORMER
    return Tenure.FORMER if _UNTIL.search(text) else None
