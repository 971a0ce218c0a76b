"""Find what "the decision", "the move" or "this" points back to: an act that was told shortly before."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from claimkit.context.nouns import Kind, is_nominal, kind_of, lemma_of, phrase_of
from claimkit.context.wording import is_open
from claimkit.lexicon import entries, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from claimkit.context.scene import Scene
    from claimkit.context.wording import Wording

_POINTERS = frozenset({"the", "this", "that", "these", "those", "such"})
_FAR, _FAR_NOUN = 2, 10
"""Sentences that are searched for a verb, and for the same noun with more words."""
_LONGEST = 12
"""Words of an act that is put into brackets."""
_MOST = 200
"""Tokens that are looked at, so that an endless sentence stays linear."""
_CLAUSES = frozenset({"ROOT", "conj", "ccomp", "xcomp", "parataxis"})
_OBJECTS = frozenset({"dobj", "nsubjpass"})
_CALENDAR = frozenset({"on", "in", "last", "next", "at", "this", "yesterday", "today", "tomorrow"})


class Events:
    """The acts of an article and the nouns that take them up."""

    def __init__(self, scene: Scene, wording: Wording) -> None:
        """Note every noun of acts with the words that follow it."""
        self.scene = scene
        self._wording = wording
        self._told: dict[str, list[tuple[int, str]]] = {}
        for token in scene.tokens:
            lemma = lemma_of(token)
            if _is_act_noun(lemma) and is_nominal(token) and (said := self._after(token)):
                self._told.setdefault(lemma, []).append((token.i, said))

    def _after(self, noun: Token) -> str:
        """Return the words that say which decision, which plan: "to close the quay"."""
        _, hi = phrase_of(noun, _LONGEST)
        if hi <= noun.i + 1 or self.scene.tokens[noun.i + 1].lower_ not in {"to", "of", "on", "against", "for", "in"}:
            return ""
        shown = self.scene.shown((noun.i + 1, hi))
        return shown if self._is_closed(noun.i + 1, hi) else ""

    def _is_closed(self, lo: int, hi: int) -> bool:
        tokens = self.scene.tokens[lo:hi]
        return 0 < len(tokens) <= _LONGEST and not any(
            is_open(token.lower_) or token.is_quote or token.text in {"[", "]", "(", ")"} for token in tokens
        )

    def of_noun(self, noun: Token, start: int) -> str | None:
        """Return what "the decision" is, "to close the quay"; `start` is the first token of its claim."""
        lemma = lemma_of(noun)
        if not _is_act_noun(lemma) or not _points_back(noun):
            return None
        lo, _ = phrase_of(noun)
        near = self._same(lemma, noun, _FAR)
        if near is None and lemma in entries("context")["clauses"]:
            near = self._clause(noun, lo, frozenset(entries("context")["clauses"][lemma]))
        if near is None and lemma in entries("context")["objects"]:
            near = self._object(noun, lo, entries("context")["objects"][lemma])
        if near is None and lemma in words("context")["acts"]:
            near = self._act(noun, lo)
        return near or self._same(lemma, noun, _FAR_NOUN)

    def _same(self, lemma: str, noun: Token, far: int) -> str | None:
        told = self._told.get(lemma, [])
        at = bisect_left(told, (noun.i, "")) - 1
        if at < 0 or self.scene.sentence[noun.i] - self.scene.sentence[told[at][0]] > far:
            return None
        return told[at][1]

    def _verbs(self, before: int, far: int) -> Iterator[Token]:
        """Yield the verbs before a place, the nearest first, in the same voice."""
        here, voice = self.scene.sentence[before], self.scene.voices.direct
        for i in range(before - 1, max(before - _MOST, -1), -1):
            token = self.scene.tokens[i]
            if here - self.scene.sentence[i] > far:
                return
            if token.pos_ == "VERB" and (voice[i] == voice[before] or voice[i] < 0):
                yield token

    def _clause(self, noun: Token, before: int, lemmas: frozenset[str]) -> str | None:
        # handles: decided to close the quay ... the decision [to close the quay]. / not: decided on Monday.
        for verb in self._verbs(before, _FAR):
            if lemma_of(verb) not in lemmas or _is_negated(verb):
                continue
            for child in verb.rights:
                if child.dep_ == "xcomp" and any(each.tag_ == "TO" for each in child.lefts):
                    return self._infinitive(child)
            return None
        return None

    def _infinitive(self, verb: Token) -> str | None:
        """Return "to close the quay" for the verb of an act."""
        end = self._end(verb)
        if end is None or not self._is_closed(verb.i + 1, end):
            return None
        rest = self.scene.shown((verb.i + 1, end))
        return f"to {verb.lemma_.lower()} {rest}"

    def _end(self, verb: Token) -> int | None:
        """Return where the object of a verb ends, None where nothing follows the verb that says what was done."""
        hi, done = verb.i + 1, False
        for child in verb.rights:
            if child.left_edge.i != hi or hi - verb.i > _LONGEST:
                break
            if child.dep_ in {"prt", "dative"}:
                hi = child.right_edge.i + 1
            elif child.dep_ == "dobj" and not done:
                lo, end = phrase_of(child, _LONGEST)
                if lo != hi or any(each.dep_ == "conj" for each in child.children):
                    return None
                hi, done = end, True
            elif child.dep_ == "prep" and done and child.lower_ not in _CALENDAR:
                held = next((each for each in child.rights if each.dep_ == "pobj"), None)
                lo, end = phrase_of(held, _LONGEST) if held is not None else (0, 0)
                if held is None or lo != child.i + 1 or lemma_of(held) in words("context")["times"]:
                    break
                hi = end
            else:
                break
        return hi if done else None

    def _object(self, noun: Token, before: int, entry: list[str]) -> str | None:
        # handles: sold the ferry ... the sale [of the ferry]. / not: sold well ... the sale.
        for verb in self._verbs(before, _FAR):
            if lemma_of(verb) in entry[1:] and not _is_negated(verb):
                held = next((each for each in verb.children if each.dep_ in _OBJECTS), None)
                shown = None if held is None else self._wording.subject(held)
                return None if shown is None else f"{entry[0]} {shown[1]}"
        return None

    def _act(self, noun: Token, before: int) -> str | None:
        """Return the act told last before: "to close the quay" for "closed the quay"."""
        # handles: The council closed the quay. The move ... / not: The quay is closed. The move ...
        for verb in self._verbs(before, 1):
            if verb.dep_ not in _CLAUSES or verb.head.i == noun.head.i == verb.i:
                continue
            lemma = lemma_of(verb)
            if lemma in words("context")["no_acts"]:
                continue
            # Two acts on a par leave open which is meant.
            twin = any(each.dep_ == "conj" and each.pos_ == "VERB" for each in verb.children) or verb.dep_ == "conj"
            if twin or _is_negated(verb) or not _has_agent(verb):
                return None
            return self._infinitive(verb)
        return None


def _is_act_noun(lemma: str) -> bool:
    table = entries("context")
    return lemma in table["clauses"] or lemma in table["objects"] or lemma in words("context")["acts"]


def _points_back(noun: Token) -> bool:
    """Tell whether a noun is definite and says no more: "the decision", "this bold step"."""
    # handles: [the decision] angered traders. / not: [the decision to sell], [the council's decision], [a decision].
    first = noun.doc[noun.left_edge.i]
    owned = any(child.dep_ == "poss" for child in noun.lefts)
    told = any(child.dep_ in {"prep", "acl", "relcl", "appos", "ccomp"} for child in noun.rights)
    named = any(child.dep_ in {"compound", "nummod"} for child in noun.lefts)
    return first.lower_ in _POINTERS and not owned and not told and not named and noun.dep_ not in {"compound", "attr"}


def _is_negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _has_agent(verb: Token) -> bool:
    """Tell whether somebody does it, by the verb's own subject or that of the verb that governs it."""
    for _ in range(3):
        subject = next((each for each in verb.lefts if each.dep_ == "nsubj"), None)
        if subject is not None:
            person = subject.pos_ in {"PROPN"} or subject.lower_ in {"he", "she", "they", "it", "we", "i"}
            return person or kind_of(subject) is not Kind.THING
        if verb.dep_ not in {"xcomp", "conj"} or verb.head.i == verb.i:
            return False
        verb = verb.head
    return False
