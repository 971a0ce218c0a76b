"""The pronouns, and what grammar forbids them to take up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.context.voices import NOBODY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Token

    from claimkit.context.entities import Entity, Mention
    from claimkit.context.scene import Scene

SEXES = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
THINGS = frozenset({"it", "its"})
SEVERAL = frozenset({"they", "them", "their"})
FIRST = frozenset({"i", "me", "my"})
FIRST_PLURAL = frozenset({"we", "us", "our"})
SELVES = {"himself": "m", "herself": "f"}
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


class Grammar(NamedTuple):
    """What is known at a pronoun: the speakers of the quotes, and what the words before it stand for, by token."""

    scene: Scene
    speaker_of: Sequence[str | None]
    entity_at: Mapping[int, Entity]

    def forbids(self, token: Token, mention: Mention) -> bool:
        """Tell whether grammar forbids that the two are one."""
        # handles: the port ... they ... [they]. / not: the port ... they ... [it].
        word = token.lower_
        if (mention.pronoun in SEVERAL and word in THINGS) or (mention.pronoun in THINGS and word in SEVERAL):
            return True
        if self._speaks(token, mention) or mention.phrase[0] <= token.i < mention.phrase[1]:
            return True
        if token.dep_ == "poss":
            return _disowned(token, mention)
        # handles: Orme praised [him] (not Orme). / not: Orme said they praised [him], Orme praised [himself].
        if word in SELVES:
            return False
        head = self.scene.tokens[mention.head]
        if clause_of(token) == clause_of(head) and mention.sentence == self.scene.sentence[token.i]:
            return True
        # handles: The town plans to sell [it] (not the town). / not: The town hopes [it] will last.
        return token.dep_ not in _SUBJECTS and mention.entity is self._doer(token)

    def _speaks(self, token: Token, mention: Mention) -> bool:
        # handles: "[He] is late," said Orme (not Orme). / not: Orme said [he] was late.
        direct, speaker = self.scene.voices.direct[token.i], mention.entity.speaker
        return direct != NOBODY and speaker is not None and speaker == self.speaker_of[direct]

    def _doer(self, token: Token) -> Entity | None:
        """Return the subject, named or understood, of the verb that a pronoun is an object of."""
        verb = self.scene.tokens[clause_of(token)]
        for _ in range(4):
            subject = next((each for each in verb.lefts if each.dep_ in _SUBJECTS), None)
            if subject is not None:
                return self.entity_at.get(subject.i)
            if verb.dep_ not in {"xcomp", "conj", "pcomp", "prep", "advcl"} or verb.head.i == verb.i:
                return None
            verb = verb.head
        return None


def _disowned(token: Token, mention: Mention) -> bool:
    # handles: [his father] waited (not the father). / not: [Orme] sold his boat.
    if token.head.i == mention.head:
        return True
    # handles: not the mill or [its] dam (the mill's). / not: the mayor praised the mill and [its] dam (hers).
    joined = token.head.dep_ == "conj" and token.head.head.pos_ in {"NOUN", "PROPN"}
    return joined and token.lower_ in THINGS and mention.head != token.head.head.i


def clause_of(token: Token) -> int:
    """Return the verb that a phrase depends on, over prepositions."""
    for _ in range(4):
        if token.dep_ not in {"pobj", "prep", "conj", "appos", "dative"} or token.head.i == token.i:
            break
        if token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"}:
            break
        token = token.head
    return int(token.head.i)
