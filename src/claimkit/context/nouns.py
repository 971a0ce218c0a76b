"""Read noun phrases: their few words, number, and whether they name a person, a body, a place or a thing."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from claimkit.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

Range = tuple[int, int]

LONGEST = 10
"""Words of a phrase that is put into brackets."""
_LEFT = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "predet", "quantmod", "advmod"})
_NO_HEAD = frozenset({"compound", "nmod", "npadvmod", "amod", "attr", "oprd", "advmod", "quantmod", "nummod"})
_OF = frozenset({"of", "for", "in", "at", "between", "against", "with", "on", "to", "from", "behind", "near"})
_AGENT = ("er", "or", "ist", "ee", "man", "woman")
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


class Kind(StrEnum):
    """What a phrase names; a `NAME` may be a person's, a body's or a place's."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    THING = "thing"
    NAME = "name"


def is_nominal(token: Token) -> bool:
    """Tell whether a token heads a noun phrase that a pronoun may take up."""
    # handles: she was named [Orla], the winner was [Ives]. / not: the [Ives] report, she is [a nurse].
    loose = is_name(token) and token.dep_ in {"attr", "oprd", "npadvmod"}
    if token.pos_ not in {"NOUN", "PROPN"} or (token.dep_ in _NO_HEAD and not loose):
        return False
    # handles: [The ferry] sank. / not: It sank on [Monday], for 3 [per cent].
    return not (token.lower_ in words("context")["times"] or lemma_of(token) in _unfit())


def is_name(token: Token) -> bool:
    """Tell whether a noun is a name: by its tag, or by its capital inside a sentence."""
    return token.pos_ == "PROPN" or (token.is_title and not token.is_sent_start and token.pos_ == "NOUN")


def _unfit() -> frozenset[str]:
    return words("context")["times"] | words("context")["amounts"]


def lemma_of(token: Token) -> str:
    """Return the lemma in lower case."""
    return (token.lemma_ or token.text).lower()


def phrase_of(head: Token, room: int = LONGEST) -> Range:
    """Return the tokens of a short phrase around `head`, its relative clauses left out; empty where it is too long."""
    lo, hi = _left(head), head.i + 1
    if hi - lo > room:
        return head.i, head.i
    for child in head.rights:
        if child.left_edge.i != hi:
            break
        end = _right(child, room - (hi - lo))
        if not end:
            break
        hi = end
    return lo, hi


def _left(head: Token) -> int:
    lo = head.i
    for child in reversed(list(head.lefts)):
        # handles: [the old ferry]. / not: the "Blue Mile" [ferry], which is no phrase without its name.
        if child.is_quote:
            return head.i - LONGEST
        if child.dep_ not in _LEFT and child.text != "-":
            break
        lo = child.left_edge.i
    return int(lo)


def _right(child: Token, room: int) -> int:
    """Return where what follows a noun ends, 0 where it does not belong to the short phrase."""
    # handles: [the plan to sell the mill], [the mayor of Orsk]. / not: [the plan] on Monday, [the mill] that burnt.
    if child.dep_ == "prep" and child.lower_ in _OF:
        held = next((each for each in child.rights if each.dep_ == "pobj"), None)
        if held is None or held.left_edge.i != child.i + 1 or lemma_of(held) in words("context")["times"]:
            return 0
        lo, hi = phrase_of(held, room - 1)
        # handles: the bells of [St Odo's], where nothing is owned.
        hi += hi < len(held.doc) and held.doc[hi].dep_ == "case" and held.doc[hi].head.i == held.i
        return hi if lo < hi and lo == child.i + 1 else 0
    if child.dep_ == "acl" and child.tag_ == "VB" and any(each.tag_ == "TO" for each in child.lefts):
        end = int(child.right_edge.i) + 1
        return end if end - child.left_edge.i <= room else 0
    return 0


def is_plural(head: Token) -> bool:
    """Tell whether a noun is a plural."""
    return head.tag_ in {"NNS", "NNPS"} or head.lower_ in words("people")["plural"]


def role_of(token: Token) -> str:
    """Return "subject", "object", "owner" or "other": what a phrase is in its clause."""
    for _ in range(3):
        if token.dep_ in _SUBJECTS:
            return "subject"
        if token.dep_ in {"dobj", "dative"}:
            return "object"
        if token.dep_ == "poss":
            return "owner"
        if token.dep_ not in {"conj", "appos"} or token.head is token:
            break
        token = token.head
    return "other"


def verb_of(token: Token) -> Token:
    """Return the verb of the clause that a token stands in, or the last head that was looked at."""
    for _ in range(8):
        if token.head.i == token.i or token.pos_ in {"VERB", "AUX"}:
            break
        token = token.head
    return token


def sex_of(given: str, before: tuple[str, ...]) -> str:
    """Return "m", "f" or "" from the titles before a name, else from its given name.

    >>> sex_of("mara", ()), sex_of("", ("mr",)), sex_of("", ())
    ('f', 'm', '')
    """
    titles, people = words("titles"), words("people")
    for word in before:
        if word in titles["male"] or word in titles["male_offices"] or word in people["male_words"]:
            return "m"
        if word in titles["female"] or word in titles["female_offices"] or word in people["female_words"]:
            return "f"
    return "m" if given in people["male_names"] else "f" if given in people["female_names"] else ""


def kind_of(head: Token) -> Kind:
    """Return what a common noun names."""
    people, lemma = words("people"), lemma_of(head)
    if lemma in people["bodies"] or lemma in people["groups"] or lemma in people["enterprises"]:
        return Kind.BODY
    if is_person_word(lemma):
        return Kind.PERSON
    return Kind.NAME if lemma.endswith(_AGENT) else Kind.THING


def is_person_word(lemma: str) -> bool:
    """Tell whether a noun is for one person.

    >>> is_person_word("mayor"), is_person_word("quay")
    (True, False)
    """
    people, titles = words("people"), words("titles")
    known = lemma in people["unnamed"] or lemma in people["male_words"] or lemma in people["female_words"]
    offices = titles["offices"] | titles["male_offices"] | titles["female_offices"]
    return known or lemma in offices or lemma.rpartition("-")[2] in offices
