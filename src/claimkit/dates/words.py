"""The words of a text with their offsets, and what the word list says of the calendar.

spaCy cuts "2025-03-06" and "mid-2011" sometimes in one way, sometimes in another; the grammar needs one way.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from claimkit import lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Doc, Token

# A figure with what is joined to it ("2025-03-06", "01:10", "17th"), a word, or any other sign.
_WORD = re.compile(r"[0-9]+(?:[.,/:–-][0-9]+)*[^\W\d_]*|[^\W_]+|[^\s]")


class Word(NamedTuple):
    """A word with its offsets in code points and the token that it lies in."""

    text: str
    low: str
    start: int
    end: int
    token: Token


BREAK = "\n"
"""Stands between sentences, so that no time runs from a headline into the line below."""


class Words:
    """The words of a text by their number, in lists; a `Word` is made when it is asked for, which is seldom."""

    __slots__ = ("_doc", "_text", "day_order", "ends", "lows", "starts", "tokens")

    def __init__(self, doc: Doc) -> None:
        """Cut `doc` into words, with a `BREAK` where a sentence begins without a full stop before it."""
        self._doc = doc
        self.day_order = ""
        self._text: str = doc.text
        self.lows, self.starts, self.ends, self.tokens = _lists(doc, self._text)

    def __len__(self) -> int:
        """Count the words."""
        return len(self.lows)

    def __getitem__(self, i: int) -> Word:
        """Make the word of that number."""
        start, end, low = self.starts[i], self.ends[i], self.lows[i]
        return Word(self._text[start:end] or low, low, start, end, self._doc[self.tokens[i]])


def _lists(doc: Doc, text: str) -> tuple[list[str], list[int], list[int], list[int]]:
    """Return the words in lower case, where they start and end, and the tokens that they begin in."""
    offsets: list[int] = [*doc.to_array("IDX").tolist(), len(text)]
    text = text.replace("’", "'").replace("‘", "'")
    opens: list[int] = doc.to_array("SENT_START").tolist()
    lows: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    tokens: list[int] = []
    at, before = 0, 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        while offsets[at + 1] <= start:
            at += 1
        # The parser ends sentences at "Nov." too: a full stop is a sign of its own and breaks what it should.
        if opens[at] == 1 and (start - before > 1 or (lows and lows[-1] != ".")):
            lows.append(BREAK)
            starts.append(before)
            ends.append(before)
            tokens.append(at)
        lows.append(match.group().lower())
        starts.append(start)
        ends.append(end)
        tokens.append(at)
        before = end
    return lows, starts, ends, tokens


def cut(text: str) -> tuple[str, ...]:
    """Cut a name of the word list the way texts are cut."""
    return tuple(match.group().lower() for match in _WORD.finditer(text))


def low(words: Words, i: int) -> str:
    """Return the word at `i` in lower case, or nothing beyond the edges."""
    lows = words.lows
    return lows[i] if 0 <= i < len(lows) else ""


def joined(words: Words, i: int) -> bool:
    """Tell whether no space lies between the word at `i` and the one before."""
    return 0 < i < len(words) and words.ends[i - 1] == words.starts[i]


def after(words: Words, i: int, *signs: str) -> int:
    """Return the place behind the word at `i` if it is one of `signs`, else `i`."""
    return i + 1 if low(words, i) in signs else i


@cache
def listed(key: str) -> frozenset[str]:
    """Return an array of the word list as a set."""
    return lexicon.words("dates")[key]


@cache
def table(key: str) -> Mapping[str, int]:
    """Return a table of the word list that gives numbers."""
    numbers: Mapping[str, int] = lexicon.entries("dates")[key]
    return numbers


@cache
def names(key: str) -> Mapping[str, str]:
    """Return a table of the word list that gives strings."""
    strings: Mapping[str, str] = lexicon.entries("dates")[key]
    return strings


def number(words: Words, i: int) -> tuple[int, int] | None:
    """Read a small number in figures or words; return it and the place behind it.

    handles: "12", "twenty-five", "a" / not: "2,016", "several"
    """
    word = low(words, i)
    if word.isdecimal() and word.isascii() and len(word) <= 3:
        return int(word), i + 1
    value = table("numbers").get(word)
    if value is None:
        return None
    ones = table("numbers").get(low(words, i + 2), 10)
    if value >= 20 and low(words, i + 1) == "-" and ones < 10:
        return value + ones, i + 3
    return value, i + 1


def counts(word: Word) -> bool:
    """Tell whether a figure counts what follows.

    handles: "2016 people" / not: "the 2016 election", "the 2008 Games", "on May 11, three days late"
    """
    head = word.token.head
    if word.token.dep_ not in ("nummod", "quantmod") or head.i <= word.token.i or head.tag_ != "NNS":
        return False
    return word.token.nbor().pos_ not in ("PUNCT", "NUM")


def stem(word: str) -> str:
    """Return what "vote" and "voted", "elected" and "election" share."""
    return word[:4]
