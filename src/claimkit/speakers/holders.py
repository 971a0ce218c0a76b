"""Find who holds a post or does what a verb says: the person at the other end of a tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.speakers.index import is_subject

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimkit.speakers.chains import Chains
    from claimkit.speakers.triggers import Trigger

_STEPS = 8
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_COMPLEMENTS = frozenset({"attr", "oprd", "acomp", "dobj", "pobj", "prep", "advcl", "acl", "pcomp"})


class Holders:
    """Ask which mention of a person a word of the parse stands for."""

    def __init__(self, chains: Chains) -> None:
        """`chains` are the mentions of the text."""
        self.chains = chains

    def is_person(self, token: Token) -> bool:
        """Tell whether a token lies in a mention of a person."""
        at = self.chains.at(token)
        return at is not None and self.chains.mentions[at].person

    def of(self, trigger: Trigger) -> list[int]:
        """Return the mentions of whoever is tied, by number; all of "Ann Lowe and Ron Vale"."""
        token, sort = trigger
        if sort == "person":
            return self._all(token)
        if sort in ("hired", "hiring", "led"):
            return self._hired(token, sort)
        if sort == "verb":
            return self.subject(token)
        if sort == "spell":
            return self._owner(token) or self.subject(token)
        return self.holder(token)

    def _all(self, token: Token) -> list[int]:
        found = [self.chains.at(each) for each in (token, *token.conjuncts) if self.is_person(each)]
        return [at for at in found if at is not None]

    def _owner(self, noun: Token) -> list[int]:
        """handles: "his years at", "Lowe's career at" / not: "years at"."""
        return [at for child in noun.children if child.dep_ == "poss" for at in self._all(child)]

    def _hired(self, verb: Token, sort: str) -> list[int]:
        """handles: "Brack hired Ann Lowe", "led by Ann Lowe", "he was hired by Brack" / not: "hired by Ann Lowe"."""
        if sort == "hiring":
            return self._objects(verb, "dobj")
        agents = [at for child in verb.children if child.dep_ == "agent" for at in self._objects(child, "pobj")]
        if sort == "led":
            return agents
        if any(child.dep_ == "nsubjpass" for child in verb.children) or not self._objects(verb, "dobj"):
            return self.subject(verb)
        return self._objects(verb, "dobj")

    def _objects(self, verb: Token, dep: str) -> list[int]:
        return [at for child in verb.children if child.dep_ == dep for at in self._all(child) or self._told(child)]

    def _told(self, noun: Token) -> list[int]:
        """handles: "by its chair, Ann Lowe", "the keeper Ann Lowe" / not: "by the chair"."""
        return [at for child in noun.children if child.dep_ in ("appos", "conj") for at in self._all(child)]

    def subject(self, verb: Token) -> list[int]:
        """Return who does what a verb says, up through the clauses that share a subject."""
        token = verb
        for _ in range(_STEPS):
            for child in token.children:
                if child.dep_ in _SUBJECTS and child.i != verb.i:
                    return self.standing(child)
            if token.dep_ in ("acl", "relcl") and (found := self.standing(token.head)):
                return found
            if token.dep_ == "pobj" and token.head.dep_ == "agent":
                return self._all(token)
            if token.head is token:
                return []
            token = token.head
            if self.is_person(token):
                return self._all(token)
        return []

    def standing(self, noun: Token) -> list[int]:
        """Return the person that a noun phrase is, names or describes."""
        found = self._all(noun) or self._told(noun)
        if found:
            return found
        return self.holder(noun) if noun.dep_ not in _SUBJECTS else self._after_copula(noun)

    def _after_copula(self, noun: Token) -> list[int]:
        """handles: "The chief executive is Ann Lowe" / not: "The chief executive is late"."""
        return [at for child in noun.head.children if child.dep_ in ("attr", "oprd", "dobj") for at in self._all(child)]

    def holder(self, noun: Token) -> list[int]:
        """Return who holds a post."""
        token = noun
        for _ in range(_STEPS):
            found = self._all(token) if self.is_person(token) else self._named_beside(token)
            if found:
                return found
            if token.dep_ in _SUBJECTS:
                return self._after_copula(token)
            up = token.head
            if up is token:
                return []
            if token.dep_ in _COMPLEMENTS and up.pos_ in ("VERB", "AUX"):
                hired = self._objects(up, "dobj") if token.dep_ in ("prep", "oprd") else []
                return hired or self.subject(up)
            token = up
        return []

    def _named_beside(self, noun: Token) -> list[int]:
        """handles: "chief executive Ann Lowe", "its chair, Ann Lowe," / not: "the chair of Ann Lowe's board"."""
        for child in noun.children:
            if child.dep_ == "appos" and self.is_person(child):
                return self._all(child)
        after = noun.nbor() if noun.i + 1 < len(noun.doc) else None
        if after is not None and self.is_person(after) and not after.is_sent_start:
            at = self.chains.at(after)
            mention = self.chains.mentions[at] if at is not None else None
            return [at] if at is not None and mention is not None and not mention.pronoun else []
        if noun.dep_ in ("compound", "nmod", "amod") and self.is_person(noun.head):
            return self._all(noun.head)
        return []

    def main(self, sentence: int) -> list[int]:
        """Return whom a sentence is about: its first person that is a subject, else its first person."""
        mentions = self.chains.mentions
        here = [at for at in self.chains.within(sentence) if mentions[at].person]
        here = here or [at for at in self.chains.within(sentence - 1) if mentions[at].person]
        subjects = [at for at in here if is_subject(self.chains.index.tokens[mentions[at].head])]
        return (subjects or here)[:1]
