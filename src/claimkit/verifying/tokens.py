"""Cut text into tokens that compare equal whatever marks, case, hyphens and spaces it is set with."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MARKS = "“”„‟«»‹›\"″＂'‘’‚‛′`´ʼ"
HYPHENS = "-\u2010\u2011\u2012\u2013\u00ad"
ELLIPSIS = "…"
DASH = "—"

_LETTER = r"[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060_]"
_TOKEN = re.compile(
    rf"""
      (?P<word> \[\w\](?:{_LETTER})+                              # [T]he
              | \d+(?:[.,:]\d+)+(?:{_LETTER})*                    # 1,000; 9:40
              | (?:{_LETTER})+(?:['’ʼ](?:{_LETTER})+)* )          # don’t
    | (?P<gap> \.\.\.+ | … | \.(?:[ \u00a0]\.)(?:[ \u00a0]\.)+ )
    | (?P<hyphen> (?<=\w)[-\u2010-\u2013](?=\w) | (?<=\w)[-\u2010\u2011]\s*\n\s*(?=\w) )
    | (?P<dash> [-\u2010-\u2015\u2212]+ )
    | (?P<other> [^\w\s] )
    """,
    re.VERBOSE,
)
_PLAIN = str.maketrans({**dict.fromkeys("’ʼ‘", "'"), **dict.fromkeys("[]\u00ad\u200b\u200c\u200d\u2060", "")})
_LONGEST_ASIDE = 200
"""Code points of a bracketed insertion; a bracket that is not closed so soon is none."""
_ASIDE = re.compile(rf"\[[^\[\]]{{0,{_LONGEST_ASIDE}}}\]")
_SYMBOLS = frozenset("%‰&@#§*")


class Kind(IntEnum):
    """What a token is for; an ellipsis may stand for words that are left out."""

    WORD = 0
    POINT = 1
    ELLIPSIS = 2


class Token(NamedTuple):
    """A word, symbol, point or ellipsis at [start, end); tokens with equal keys say the same.

    `aside` is True in square brackets. Quotation marks, hyphens within words and brackets are no tokens.
    """

    key: str
    start: int
    end: int
    kind: Kind
    aside: bool = False


def tokens(text: str) -> list[Token]:
    """Cut `text` into tokens, in order.

    >>> [token.key for token in tokens("“The well-kept pier’s gate … is [now] shut.”")]
    ['the', 'well', 'kept', "pier's", 'gate', '…', 'is', 'now', 'shut', '.']
    """
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    asides = iter([match.span() for match in _ASIDE.finditer(text)])
    aside = next(asides, None)
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while aside and aside[1] <= start:
            aside = next(asides, None)
        found = _key(match)
        if found:
            yield Token(found[0], start, end, found[1], aside is not None and aside[0] < start < end < aside[1])


def _key(match: re.Match[str]) -> tuple[str, Kind] | None:
    words, group = match.group(), match.lastgroup
    if group == "word":
        key = unicodedata.normalize("NFKC", words.translate(_PLAIN)).casefold()
        return (key, Kind.WORD) if key else None
    if group == "gap":
        return ELLIPSIS, Kind.ELLIPSIS
    if group == "dash":
        return DASH, Kind.POINT
    if group == "hyphen" or words in MARKS or words in "[]":
        return None
    category = unicodedata.category(words)
    if category[0] in "CM":
        return None
    return words, Kind.WORD if category[0] == "S" or words in _SYMBOLS else Kind.POINT


def trimmed(found: Sequence[Token]) -> tuple[int, int]:
    """Return where the words of a quotation begin and end among its tokens, points and ellipses at its edges left out.

    >>> trimmed(tokens("… and the pier, …"))
    (1, 4)
    """
    words = [number for number, token in enumerate(found) if token.kind == Kind.WORD]
    return (words[0], words[-1] + 1) if words else (0, 0)


def count(found: Sequence[Token]) -> int:
    """Return how many of the tokens are words."""
    return sum(token.kind == Kind.WORD for token in found)
