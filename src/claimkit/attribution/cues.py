"""The words that make an attribution: their extent, and which of them the word list knows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from claimkit import lexicon
from claimkit.attribution.candidates import Range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Token

_MISREAD = {"hop": "hope", "bos": "boss"}
"""Lemmas that rule lemmatizers commonly get wrong ("hoped" read as a form of "hop")."""


def lemma(token: Token) -> str:
    """Return the lemma of `token` in lower case."""
    found = token.lemma_.lower()
    return _MISREAD.get(found, found)


def word(token: Token) -> str:
    """Return the lemma of `token`, with its particle or predicate where the word list has both.

    handles: "ruled out", "made clear" / not: "pointed out" (listed as "point")
    """
    base = lemma(token)
    if base not in _phrase_heads():
        return base
    phrases = (f"{base} {child.lower_}" for child in token.children if child.dep_ in ("prt", "acomp", "oprd"))
    return next((phrase for phrase in phrases if phrase in known()), base)


def cue_range(token: Token) -> Range:
    """Return the cue of which `token` is the core: with its auxiliaries, negation, adverbs between them and its
    particle.

    handles: "has not yet said", "points out" / not: "in a statement" (an adjunct)
    """
    start, end = token.i, token.i + 1
    for child in token.children:
        if child.dep_ in ("aux", "auxpass", "neg") and child.i < token.i:
            start = min(start, child.i)
        elif child.dep_ == "prt" and child.i == token.i + 1:
            end = child.i + 1
    if any(token.doc[i].pos_ not in ("AUX", "PART", "ADV", "VERB") for i in range(start, token.i)):
        start = token.i
    if token.lower_ == "according" and token.i + 1 < len(token.doc):
        end = token.i + 2
    return start, end


@cache
def shares(frame: str) -> Mapping[str, float]:
    """Return the words that take `frame`, each with the share of its uses in it that attribute something, in [0, 1]."""
    table: Mapping[str, float] = lexicon.entries("cues")["frames"].get(frame, {})
    return table


@cache
def speech() -> Mapping[str, float]:
    """Return the lemmas of verbs that introduce quotations."""
    table: Mapping[str, float] = lexicon.entries("cues")["speech"]
    return table


@cache
def words(name: str) -> frozenset[str]:
    """Return one of the word list's plain sets, such as "address": verbs whose object is the person addressed."""
    found: list[str] = lexicon.entries("cues")["words"][name]
    return frozenset(found)


@cache
def known() -> frozenset[str]:
    """Return every word that takes some frame, so that the others need not be looked at."""
    tables: Mapping[str, Mapping[str, float]] = lexicon.entries("cues")["frames"]
    return frozenset(word for table in tables.values() for word in table)


@cache
def _phrase_heads() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in known() if " " in phrase)
