"""Read noun phrases that describe a speaker without naming it: head, number, modifiers, kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import words
from claimkit.models import SpeakerKind
from claimkit.speakers.lexemes import expand, is_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from spacy.tokens import Token

    from claimkit.speakers.index import Index

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "said"})
_FRESH = frozenset({"a", "an", "another", "one", "some", "any", "other", "more", "many", "several", "few", "most"})
_POSSESSIVES = frozenset({"his", "her", "its", "their", "my", "our", "your"})
_STOPS = frozenset({",", ";", ":", ".", "?", "!", '"', "(", ")", "[", "]", "—", "–", "--"})
_LEFT = frozenset({"det", "amod", "compound", "poss", "nummod", "predet", "nmod", "quantmod", "advmod"})
_RIGHT = frozenset({"prep", "acl", "relcl", "advcl", "agent", "poss"})
_DEMONYM = re.compile(r"(?:ian|any|an|ish|ese|ia|i|a|e|y|s)$")
_AGENT = ("er", "or", "ist", "ian", "ee", "man", "woman", "ant", "eur", "ster", "person", "body", "one")
_ABSTRACT = ("tion", "sion", "ment", "sis", "ity", "ness", "ics", "ism", "ance", "ence", "ing")


class Phrase(NamedTuple):
    """A noun phrase by its words; `words` are all that tell it apart, `before` those left of the head."""

    start: int
    end: int
    head: int
    lemma: str
    plural: bool
    definite: bool
    fresh: bool
    owned: bool
    before: frozenset[str]
    words: frozenset[str]


def lemma_of(token: Token) -> str:
    """Return the lemma in lower case, for a plural as for a singular."""
    lemma = (token.lemma_ or token.text).lower()
    return lemma[:-1] if token.tag_ in ("NNS", "NNPS") and lemma == token.lower_ and lemma.endswith("s") else lemma


def plain(token: Token) -> str:
    """Return the form in which spellings agree: "defence" and "defense"."""
    lemma = expand(lemma_of(token))
    return lemma[:-3] + "nse" if lemma.endswith("ence") else lemma


def forms(word: str, lemma: str) -> Iterator[str]:
    """Give the forms by which a word of a description is found again, the root of a capitalised one marked with "~".

    >>> list(forms("Orskian", "orskian"))
    ['orskian', '~orsk']
    """
    yield lemma
    if word[:1].isupper():
        yield _root(lemma)


def covers(known: AbstractSet[str], wanted: AbstractSet[str]) -> bool:
    """Tell whether every word of `wanted` is in `known`, "Orskian" also where `known` has "Orska"."""
    return all(word in known or _root(word) in known for word in wanted)


def _root(lemma: str) -> str:
    root = _DEMONYM.sub("", lemma)
    return "~" + (root if len(root) >= 4 else lemma)


def phrase_at(head: Token, index: Index, *, start: int | None = None, end: int | None = None) -> Phrase:
    """Read the phrase around `head`; a source gives its `start` and `end`, else the parse does."""
    left = _left_edge(head) if start is None else index.first(start)
    right = _right_edge(head, index) if end is None else max(index.first(end - 1) + 1, head.i + 1)
    right = _cut(head.i + 1, right, index)
    tokens = index.tokens[left:right] or [head]
    first = next((token.lower_ for token in tokens if token.lower_ not in ("only", "even", "all", "both")), "")
    before = frozenset(plain(token) for token in tokens if token.i < head.i and _counts(token))
    whole = frozenset(
        form for token in tokens if token.i != head.i and _counts(token) for form in forms(token.text, plain(token))
    )
    owned = any(token.tag_ == "POS" or token.lower_ in _POSSESSIVES for token in tokens if token.i < head.i)
    begin = tokens[0].idx
    finish = max(tokens[-1].idx + len(tokens[-1]), begin)
    plural = head.tag_ in ("NNS", "NNPS") or head.lower_ in words("people")["plural"]
    fresh = first in _FRESH or (plural and not owned)
    return Phrase(begin, finish, head.i, lemma_of(head), plural, first in _DEFINITE, fresh, owned, before, whole)


def _counts(token: Token) -> bool:
    return token.lower_ not in words("people")["empty"] and not token.is_punct and not token.is_space


def _left_edge(head: Token) -> int:
    left = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ not in _LEFT and child.text != "-":
            break
        left = child.left_edge.i
    return left


def _right_edge(head: Token, index: Index) -> int:
    right = head.i + 1
    for child in head.rights:
        if child.dep_ not in _RIGHT or child.left_edge.i != right:
            break
        right = min(child.right_edge.i + 1, head.i + 40)
    return min(right, len(index.tokens))


def _cut(start: int, end: int, index: Index) -> int:
    """Stop at the first comma, dash or mark, so that loose additions stay out of a description."""
    related = False
    for at in range(start, end):
        token = index.tokens[at]
        related = related or token.lower_ in ("who", "whom", "whose", "which", "that", "where")
        if token.text in _STOPS or (token.tag_ in ("VBD", "VBZ", "VBP", "MD") and not related and at > start):
            return at
    return end


def kind_of(head: Token, *, plural: bool) -> SpeakerKind:
    """Return what a described speaker is, by its head noun."""
    people = words("people")
    lemma = lemma_of(head)
    if _is_group(head, lemma):
        return SpeakerKind.GROUP
    if lemma in people["documents"]:
        return SpeakerKind.DOCUMENT
    if plural:
        animate = is_person_word(head) or lemma in people["bodies"] or not lemma.endswith(_ABSTRACT)
        return SpeakerKind.GROUP if animate else SpeakerKind.DOCUMENT
    if is_person_word(head):
        return SpeakerKind.UNNAMED
    if lemma in people["bodies"] or head.ent_type_ in ("ORG", "GPE", "NORP") or head.pos_ == "PROPN":
        return SpeakerKind.ORGANIZATION
    return SpeakerKind.UNNAMED if lemma.endswith(_AGENT) else SpeakerKind.DOCUMENT


def _is_group(head: Token, lemma: str) -> bool:
    """handles: "critics", "two of them", "a panel of judges" / not: "the safety panel"."""
    people = words("people")
    if lemma in people["assemblies"] and any(child.lower_ == "of" for child in head.rights):
        return True
    number = head.pos_ in ("NUM", "PRON") and not is_person_word(head)
    return number or head.lower_ in people["groups"] or lemma in people["groups"]


def is_person_word(token: Token) -> bool:
    """Tell whether a noun is for one person."""
    people = words("people")
    lemma = lemma_of(token)
    known = lemma in people["unnamed"] or lemma in people["male_words"] or lemma in people["female_words"]
    return known or is_office(lemma) or is_office(token.lower_)


def is_speaking_noun(token: Token) -> bool:
    """Tell whether a noun is of the sorts that articles quote, so that later mentions may take it up."""
    people = words("people")
    lemma = lemma_of(token)
    return (
        is_person_word(token) or lemma in people["bodies"] or lemma in people["documents"] or lemma in people["groups"]
    )
