"""Weigh whether a name is a person's by its form, its label, and the words around this one place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimkit.lexicon import words
from claimkit.speakers.index import is_subject
from claimkit.speakers.lexemes import is_body_word, is_given, is_office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from claimkit.models import Offsets
    from claimkit.speakers.index import Index

_KINDS = {"PERSON": 2.0, "ORG": -1.5, "NORP": -2.5, "FAC": -1.0, "GPE": -1.0, "LOC": -1.0, "PRODUCT": -0.5}
_LIFE = re.compile(r"'?\s?\((?:born|b\.|née|[^()]{0,60}\d{4}\s?[-–—])")
_BORN = re.compile(r"\((?:born|b\.)[^()]{0,60}$")
_ABBREVIATION = re.compile(r"[A-Z][A-Z&.]{1,5}")


def weigh_form(folds: Sequence[str], text: str) -> float:
    """Return a figure above 0 for the form of a person's name, below 0 for that of a body's.

    handles: "Ruth Marr" / not: "Marr & Co", "NUT", "the Green Party"
    """
    figure = 0.0
    if any(is_body_word(word) for word in folds) or "&" in text:
        figure -= 2.5
    if any(word in words("parties")["words"] for word in folds) or " ".join(folds) in words("parties")["names"]:
        figure -= 6.0
    if _ABBREVIATION.fullmatch(text):
        figure -= 1.5
    if len(folds) > 1 and is_given(folds[0]):
        figure += 0.5
    return figure


def weigh_label(tokens: Sequence[Token]) -> float:
    """Return a figure above 0 where the parse labels a name as a person's, below 0 where as something else's."""
    kinds = [token.ent_type_ for token in tokens if token.ent_type_ in _KINDS]
    return sum(_KINDS[kind] for kind in kinds) / len(kinds) if kinds else 0.0


def weigh_place(span: Offsets, index: Index) -> float:
    """Weigh the words around a name.

    handles: "Marr (born 1950) was", "Marr joined the bank" / not: "at Marr", "Marr's chief executive"
    """
    start, end = span
    first, last = index.first(start), min(index.first(end - 1), len(index.tokens) - 1)
    figure = 2.5 if _LIFE.match(index.text, end) else 0.0
    figure -= 4.0 if _BORN.search(index.text[max(start - 70, 0) : start]) else 0.0
    return figure + _before(first, index) + _after(last, index) + _as_subject(index.tokens[last])


def _before(first: int, index: Index) -> float:
    """handles: "the Marr", "chief executive of Marr", "joined Marr" / not: "and Marr"."""
    before = [token.lower_ for token in index.tokens[max(first - 3, 0) : first]]
    figure = 0.0
    if before and before[-1] == "the":
        figure -= 1.5
        before.pop()
    if before and before[-1] == "in":
        return figure - 2.0
    if before and before[-1] in ("at", "joined", "joining", "left", "leaving", "for", "within"):
        return figure - 1.5
    if len(before) > 1 and before[-1] in ("of", "with") and _is_post(before[-2]):
        return figure - 3.0
    return figure + (1.5 if before and _is_post(before[-1]) else 0.0)


def _is_post(word: str) -> bool:
    return is_office(word) or word in words("ties")["posts"]


def _after(last: int, index: Index) -> float:
    """handles: "Marr's founder", "Marr, which" / not: "Marr, who", "Marr, chairman of"."""
    after = [token.lower_ for token in index.tokens[last + 1 : last + 5]]
    if after[:1] == ["'s"]:
        return -1.5 if any(_is_post(word) for word in after[1:]) else 0.0
    if after[:1] == [","] and len(after) > 1:
        if after[1] in ("who", "whose") or _is_post(after[1]):
            return 1.5
        return -2.0 if after[1] in ("which", "where") else 0.0
    return 0.0


def _as_subject(head: Token) -> float:
    """handles: "Marr joined the bank", "Marr is a nurse" / not: "Marr is a bank", "Marr was founded"."""
    if not is_subject(head):
        return 0.0
    verb = head.head.lemma_.lower()
    if head.dep_ == "nsubjpass" and verb in words("ties")["made"]:
        return -5.0
    if verb == "be" and any(_is_thing(each) for each in head.head.rights):
        return -3.0
    told = verb == "be" and any(is_office(each.lower_) for each in head.head.rights)
    return 3.0 if told else 2.0 if verb in words("ties")["work"] else 0.0


def _is_thing(token: Token) -> bool:
    people, lemma = words("people"), token.lemma_.lower()
    body = lemma in people["enterprises"] or lemma in people["bodies"]
    return token.dep_ == "attr" and body and not is_office(lemma)
