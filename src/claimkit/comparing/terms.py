"""Find the words by which two claims can be told to speak of the same: stems of content words, and names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_GENITIVE = re.compile(r"[’']s?$")
_LEAST = 3


class Terms(NamedTuple):
    """The content words of a sentence: their stems, those of names, and where each first stands (code points)."""

    stems: frozenset[str]
    names: frozenset[str]
    places: dict[str, tuple[int, int]]


@cache
def terms(text: str) -> Terms:
    """Return the terms of a sentence.

    >>> sorted(terms("The Harbour Board’s decisions were wrong.").stems)
    ['board', 'decis', 'harbour', 'wrong']
    """
    places: dict[str, tuple[int, int]] = {}
    names = set()
    for start, end, word in _content(text):
        stem = stemmed(word.lower())
        places.setdefault(stem, (start, end))
        if word[0].isupper() and start > 0:
            names.add(stem)
    return Terms(frozenset(places), frozenset(names), places)


def _content(text: str) -> Iterator[tuple[int, int, str]]:
    hollow = words("comparison")["hollow"]
    for match in _WORD.finditer(text):
        word = _GENITIVE.sub("", match[0])
        if len(word) >= _LEAST and word.lower() not in hollow:
            yield match.start(), match.start() + len(word), word


@cache
def stemmed(word: str) -> str:
    """Return the stem of a word (Snowball's English stemmer, Porter 2001)."""
    stem: str = _stemmer().stemWord(word)
    return stem


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def shared(one: Terms, other: Terms) -> float:
    """Return the share of content words that two sentences have in common, in [0, 1]; longer words weigh more."""
    weight = _weight(one.stems & other.stems)
    whole: float = (_weight(one.stems) * _weight(other.stems)) ** 0.5
    return weight / max(whole, 1.0)


def _weight(stems: Iterable[str]) -> float:
    return 1.0 * sum(min(len(stem), 8) for stem in stems)
