"""Read the wording of a role: its noun, its words, the body that it belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import words
from claimkit.speakers.entities import Role
from claimkit.speakers.lexemes import expand, fold, is_body_word, is_office
from claimkit.speakers.phrases import forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from claimkit.speakers.index import Index

_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
STOPS = frozenset([",", ";", ":", ".", "?", "!", '"', "(", ")", "[", "]", "—", "–", "--", "...", "…"])
RELATIVES = frozenset({"who", "whom", "whose", "that", "which", "where"})
LONGEST = 40
"""Tokens of a role at most."""
_PERSON_ENDINGS = ("man", "ist", "ologist", "ician", "woman", "person", "worker", "maker", "holder", "keeper", "owner")


class Found(NamedTuple):
    """A role beside a name, and the index of the noun that it is about (-1 where it has none)."""

    role: Role
    noun: int


def make_role(text: str) -> Role | None:
    """Return the role that `text` words, None where it holds no word."""
    folds = [fold(word) for word in _WORD.findall(text)]
    if not folds:
        return None
    cut = next((at for at, word in enumerate(folds) if at and word in words("people")["head_ends"]), len(folds))
    return Role(text, expand(folds[cut - 1]), frozenset(_forms(text)), affiliation(text))


def affiliation(text: str) -> str | None:
    """Return the body that a role names: "a senior fellow at the Orsk Institute" -> "the Orsk Institute".

    >>> affiliation("a crane driver for 26 years") is None
    True
    """
    for found in re.finditer(r"\b(?:at|of|for|with|from|heads|chairs|runs|leads|directs|owns|edits|manages)\s+", text):
        rest = re.split(r"\s(?:in|until|since|from|who|and (?:a|an|the|one)\b)", text[found.end() :], maxsplit=1)[0]
        bare = re.sub(r"^(?:the|its|his|her|their)\s", "", rest)
        noun = re.split(r"\s(?:at|of|for|with|on|to|that)\s", bare, maxsplit=1)[0].split()
        if bare[:1].isupper() or (noun and _is_body(fold(noun[-1]))):
            return rest
    owner = re.match(r"((?:the |its )?[^,]{2,60}?)'s?\s", text)
    return owner.group(1) if owner and _is_body(fold(owner.group(1).split()[-1])) else None


def _forms(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        yield from forms(word, expand(fold(word)))


def _is_body(word: str) -> bool:
    return is_body_word(word) or word in words("people")["bodies"]


def words_of(tokens: list[Token], index: Index) -> str:
    """Return what the tokens cover, with single spaces."""
    return " ".join(index.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1])].split())


def found_role(tokens: list[Token], index: Index) -> Iterator[Found]:
    """Give the role that a noun phrase words."""
    if tokens and (role := make_role(words_of(tokens, index))):
        yield Found(role, head_of(tokens).i)


def head_of(tokens: list[Token]) -> Token:
    """Return the head noun of a noun phrase: the last noun before its first preposition, relative or conjunction."""
    head = tokens[0]
    for at, token in enumerate(tokens):
        if at and token.lower_ in words("people")["head_ends"]:
            break
        if token.pos_ in ("NOUN", "PROPN"):
            head = token
    return head


def is_person_noun(token: Token) -> bool:
    """Tell whether a noun names an office, trade or standing."""
    lemma = token.lemma_.lower()
    return is_office(lemma) or is_office(token.lower_) or lemma.endswith(_PERSON_ENDINGS)
