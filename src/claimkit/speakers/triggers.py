"""Find the word that ties a body to somebody: an office, a verb of working, a spell, a name beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import words
from claimkit.speakers.lexemes import fold, is_office
from claimkit.speakers.wording import is_person_noun

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

_HIGHEST = 12
"""Steps up the parse at most."""
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})


class Trigger(NamedTuple):
    """A word that ties, and how: "office", "verb", "hired", "spell", "person" (a name beside the body)."""

    token: Token
    sort: str


def trigger_of(head: Token, is_person: Callable[[Token], bool], *, party: bool = False) -> Trigger | None:
    """Climb the parse from the head of a body to what ties it, None where nothing does."""
    token, prep, loose = head, "", False
    for _ in range(_HIGHEST):
        up = token.head
        if up is token:
            return None
        if token.dep_ == "appos" and loose:
            return None
        if token.dep_ in ("nsubj", "nsubjpass"):
            return _of_subject(token, up, loose=loose)
        if token.pos_ == "ADP":
            prep = token.lower_
        if found := _judged(token, up, prep, is_person, party=party):
            return found
        if _blocks(token, up):
            return None
        loose = loose or (up.pos_ == "NOUN" and up.lemma_.lower() in words("ties")["owned"])
        token = up
    return None


def _judged(token: Token, up: Token, prep: str, is_person: Callable[[Token], bool], *, party: bool) -> Trigger | None:
    if is_person(up):
        return Trigger(up, "person") if _beside(token, up) else None
    if is_post(up):
        return Trigger(up, "office")
    lemma = up.lemma_.lower()
    if up.pos_ in ("VERB", "AUX") or up.tag_.startswith("VB"):
        return _verb(up, lemma, prep) or _political(up, lemma, prep, party=party) or _placed(token, up, prep)
    if up.pos_ == "NOUN" and lemma in words("ties")["spells"] and prep:
        return Trigger(up, "spell")
    return None


def is_post(token: Token) -> bool:
    """Tell whether a noun names a post that somebody holds."""
    if token.pos_ not in _NOMINAL:
        return False
    lemma, ties = fold(token.lemma_), words("ties")
    if lemma in ties["outside"] or (token.pos_ != "ADJ" and is_person_noun(token)):
        return True
    return any(is_office(word) or word in ties["posts"] for word in (lemma, fold(token.text), lemma.rsplit("-")[-1]))


def is_outside(token: Token) -> bool:
    """Tell whether a noun for somebody says nothing of whom he works for: "founder", "graduate"."""
    return fold(token.lemma_) in words("ties")["outside"]


def _verb(verb: Token, lemma: str, prep: str) -> Trigger | None:
    """handles: "joined Brack", "worked at Brack", "was hired by Brack" / not: "worked Brack", "sued Brack"."""
    ties = words("ties")
    passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children) or verb.dep_ == "acl"
    if lemma in ties["hire"] and (passive or lemma not in ties["work"]) and (prep or not passive):
        return Trigger(verb, "hired")
    if lemma in ties["work"]:
        return Trigger(verb, "verb") if (prep in ties["places"] if lemma in ties["placed"] or prep else True) else None
    return None


def _political(verb: Token, lemma: str, prep: str, *, party: bool) -> Trigger | None:
    """handles: "ran as a Liberal", "formed the Liberals" / not: "beat the Liberals", "ran against a Liberal"."""
    ties = words("ties")
    if not party or lemma in ties["losing"]:
        return None
    told = prep in ties["standing"] if prep else lemma in ties["politics"]
    return Trigger(verb, "verb") if told else None


def _placed(token: Token, verb: Token, prep: str) -> Trigger | None:
    """handles: "Before Brack, she was", "was a clerk at Brack", "made at Brack by Ann" / not: "met at Brack"."""
    if token.pos_ not in ("ADP", "SCONJ", "ADV") or token.i > verb.i + 25:
        return None
    if any(child.dep_ == "agent" for child in verb.children):
        return Trigger(verb, "led") if prep in ("at", "for") else None
    posts = [child for child in verb.children if child.dep_ in ("attr", "oprd") and is_post(child)]
    works = verb.lemma_.lower() in words("ties")["work"] or bool(posts)
    if token.i < verb.i and works and token.lower_ in ("at", "with", "before", "after", "prior", "since"):
        return Trigger(verb, "verb")
    return Trigger(verb, "verb") if prep in ("at", "with") and posts else None


def _of_subject(token: Token, verb: Token, *, loose: bool) -> Trigger | None:
    """handles: "Brack hired Ann Lowe", "Brack was led by Ann Lowe" / not: "Brack met Ann Lowe"."""
    lemma, ties = verb.lemma_.lower(), words("ties")
    if loose:
        return None
    passive = token.dep_ == "nsubjpass"
    if lemma in ties["hire"] and not passive and lemma not in ("lead", "head", "run", "manage", "chair"):
        return Trigger(verb, "hiring")
    led = lemma in ("lead", "head", "run", "manage", "chair", "direct", "ceo'd", "oversee", "edit")
    return Trigger(verb, "led") if passive and led else None


def _beside(token: Token, person: Token) -> bool:
    """handles: "Ann Lowe of Brack", "Brack's Ann Lowe", "Ann Lowe (Brack)" / not: "Ann Lowe and Brack"."""
    if token.dep_ in ("poss", "compound", "nmod", "appos", "amod"):
        return True
    return token.pos_ == "ADP" and token.lower_ in ("of", "at", "with", "from")


def _blocks(token: Token, up: Token) -> bool:
    """Tell whether the way up ends here: at a verb that ties nothing, at a noun that is neither body nor post."""
    if up.pos_ in ("VERB", "AUX"):
        light = up.lemma_ in ("be", "include", "have", "do")
        return not (token.dep_ in ("relcl", "acl", "xcomp", "advcl") or light)
    if token.dep_ in ("appos", "conj", "compound", "nmod", "amod", "poss") or token.lower_ == "at":
        return False
    return up.pos_ == "NOUN" and up.lemma_.lower() not in words("ties")["parts"] and up.text.islower()
