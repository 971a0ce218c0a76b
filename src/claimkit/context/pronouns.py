"""Find whom or what a pronoun takes up: agreement first, then subjects, parallels and nearness; in doubt nothing."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from claimkit.context.nouns import Kind, role_of, verb_of
from claimkit.context.pleonastic import stands_for_nothing
from claimkit.context.scene import Entity, Mention, Scene, Telling
from claimkit.context.voices import NOBODY, tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

SEXES = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
THINGS = frozenset({"it", "its"})
SEVERAL = frozenset({"they", "them", "their"})
FIRST = frozenset({"i", "me", "my"})
FIRST_PLURAL = frozenset({"we", "us", "our"})
_SELVES = {"himself": "m", "herself": "f"}
_LOOK_BACK = 40
"""Mentions that are searched at most, so that a long article stays linear."""
_FAR = 3
"""Sentences that are searched."""
_LEAST = {"person": 0.0, "thing": 1.2, "several": 1.2}
_LEAD = {"person": 0.8, "thing": 1.0, "several": 0.9}
"""How good a reading must be, and how far ahead of the next."""
_PERSON = {
    "ahead": 0.7, "back0": 1.1, "back1": -0.4, "back2": -0.8, "back3": -1.3,
    "between0": 0.8, "between1": 0.0, "between2": -0.5, "between3": -0.8,
    "subject": 0.5, "object": 0.1, "owner": 0.5, "other": -0.6, "parallel": 0.9, "main": 0.8,
    "owner-other": 0.3, "owner-owner": -0.7, "pronoun": -0.6, "same": 0.5, "governs": 0.5, "speaker": 0.5,
    "person+": 0.6, "person-": 0.3, "name+": 0.3, "name-": -0.8, "described": -0.8, "quoted": -1.5, "outside": -0.5,
}  # fmt: skip
_THING = {
    "ahead": 0.7, "back0": 1.0, "back1": 0.2, "back2": -1.2, "back3": -2.2,
    "between0": 0.3, "between1": 0.0, "between2": -0.3, "between3": -0.8,
    "subject": 1.2, "object": 0.0, "owner": -0.4, "other": -1.0, "parallel": 0.6, "main": 0.4,
    "pronoun": 0.3, "same": 0.6, "governs": 0.8, "speaker": 1.0, "plural": 0.5,
    "body+": 0.5, "body-": 0.5, "place-": -0.2, "thing-": 0.0, "name-": -0.3, "person+": 0.0,
    "described": 0.0, "quoted": -2.5, "outside": -0.5,
}  # fmt: skip
WEIGHTS = {"person": _PERSON, "thing": _THING, "several": _THING}
"""What speaks for and against a mention. Those of people were fitted to GAP's development texts, then rounded."""


class Reading(NamedTuple):
    """A pronoun with what it takes up, and the mention whose words say it."""

    entity: Entity
    mention: Mention


class Pronouns:
    """The pronouns of an article, each with its reading where there is a sure one."""

    def __init__(self, scene: Scene, telling: Telling) -> None:
        """Resolve them in order."""
        self.scene = scene
        self._speaker_of = telling.speaker_of
        self._sources = dict(_sources(scene, telling))
        self._heads = [mention.head for mention in scene.mentions]
        self.readings: dict[int, Reading] = {}
        self._chain: list[Mention] = []
        self._vote()
        self._walk()

    def _vote(self) -> None:
        """Learn an unknown sex from pronouns whose sentence and the one before it name just that person.

        handles: "Marr shut the gate. She had" / not: "Marr told Orme that she had"
        """
        people: dict[int, set[Entity]] = {}
        for mention in self.scene.mentions:
            if mention.entity.kind in {Kind.PERSON, Kind.NAME} and not mention.entity.plural and mention.voice == NOBODY:
                people.setdefault(mention.sentence, set()).add(mention.entity)
        for token in self.scene.tokens:
            sex = SEXES.get(token.lower_)
            if sex and self.scene.voices.direct[token.i] == NOBODY:
                at = self.scene.sentence[token.i]
                near = people.get(at, set()) | people.get(at - 1, set())
                if len(near) == 1:
                    votes = next(iter(near)).votes
                    votes[sex] = votes.get(sex, 0) + 1

    def _walk(self) -> None:
        """Read each pronoun and enter it among the mentions that later ones may take up."""
        mentions = self.scene.mentions
        at = 0
        for token in self.scene.tokens:
            while at < len(mentions) and mentions[at].head <= token.i:
                self._chain.append(mentions[at])
                at += 1
            if token.pos_ != "PRON" and token.lower_ not in SEXES:
                continue
            reading = self._read(token)
            if reading is not None:
                self.readings[token.i] = reading
                place = self.scene.sentence[token.i], role_of(token), self.scene.voices.direct[token.i]
                self._chain.append(
                    Mention(token.i, reading.mention.phrase, reading.entity, *place, pronoun=True, named=reading.mention.named)
                )

    def _read(self, token: Token) -> Reading | None:
        word = token.lower_
        if word in SEXES or word in _SELVES:
            return self._given(token) or self._best(token, "person", SEXES.get(word) or _SELVES[word])
        if word in THINGS:
            return None if stands_for_nothing(token) else self._given(token) or self._best(token, "thing")
        if word in SEVERAL:
            return self._given(token) or self._best(token, "several")
        return None

    def _given(self, token: Token) -> Reading | None:
        """Take over what is known of a pronoun that is the source of a quote."""
        # handles: [She] said it was late (the speaker is known). / not: Her deputy said so.
        entity = self.scene.cast.get(self._sources.get(token.i, ""))
        if entity is None:
            return None
        mention = next((each for each in self._back() if each.entity is entity), None)
        return Reading(entity, mention) if mention is not None else None

    def _back(self) -> Iterator[Mention]:
        yield from self._chain[: -_LOOK_BACK - 1 : -1]

    def _best(self, token: Token, kind: str, sex: str = "") -> Reading | None:
        scores: dict[Entity, tuple[float, Mention]] = {}
        here = self.scene.sentence[token.i]
        ahead = self._ahead(token)
        for mention in (*ahead, *self._back()):
            if here - mention.sentence > _FAR:
                break
            if _fits(mention.entity, kind, sex) and not self._barred(token, mention):
                score = score_of(self._features(token, mention, len(scores)), kind)
                if mention.entity not in scores or score > scores[mention.entity][0]:
                    scores[mention.entity] = score, mention
        return _sure(scores, kind)

    def _features(self, token: Token, mention: Mention, between: int) -> Iterator[str]:
        """Yield what speaks for or against a mention; `between` others have been named since."""
        scene, role = self.scene, role_of(token)
        yield f"back{scene.sentence[token.i] - mention.sentence}" if mention.head < token.i else "ahead"
        yield f"between{min(between, 3)}"
        yield mention.role
        yield "parallel" if role == mention.role else ""
        yield f"owner-{mention.role}" if role == "owner" else ""
        yield "pronoun" if mention.pronoun else ""
        yield f"{mention.entity.kind}{'+' if mention.entity.gender() else '-'}"
        yield "described" if not mention.named else ""
        yield "plural" if mention.entity.plural else ""
        if mention.voice != scene.voices.direct[token.i]:
            # handles: "The gate failed," Ives said. She ... / not: "Orme failed," Ives said. He ... (the narration's)
            yield "quoted" if mention.voice != NOBODY else "outside"
        told = scene.voices.told[token.i]
        if told != NOBODY and mention.entity.speaker == self._speaker_of[told] is not None:
            yield "speaker"
        head = scene.tokens[mention.head]
        verb = verb_of(token)
        if mention.role == "subject" and mention.sentence == scene.sentence[token.i]:
            # handles: Ives said [she] would. / not: Orme said Ives knew [he] would.
            yield "governs" if head.head.i == verb.head.i and head.head.i != verb.i else ""
            yield "same" if head.head.i == verb.i else ""
        yield "main" if head.head.dep_ == "ROOT" else ""
        yield "opens" if scene.tokens[mention.phrase[0]].is_sent_start and mention.role == "subject" else ""

    def _barred(self, token: Token, mention: Mention) -> bool:
        """Tell whether grammar forbids that the two are one."""
        direct = self.scene.voices.direct[token.i]
        # handles: "[He] is late," said Orme (not Orme). / not: Orme said [he] was late.
        if direct != NOBODY and mention.entity.speaker is not None and mention.entity.speaker == self._speaker_of[direct]:
            return True
        if mention.phrase[0] <= token.i < mention.phrase[1]:
            return True
        head = self.scene.tokens[mention.head]
        if token.dep_ == "poss":
            # handles: [his father] waited (not the father). / not: [Orme] sold his boat.
            return token.head.i == mention.head
        # handles: Orme praised [him] (not Orme). / not: Orme said they praised [him], Orme praised [himself].
        if token.lower_ in _SELVES:
            return False
        mine, other = _clause(token), _clause(head)
        return mine == other and mention.sentence == self.scene.sentence[token.i]

    def _ahead(self, token: Token) -> list[Mention]:
        """Find the subject of the main clause that follows."""
        # handles: Though [he] lost, Marr said ...; in [his] speech Marr said ... / not: Marr said ... though [he] lost.
        clause = token
        for _ in range(6):
            if clause.dep_ in {"advcl", "prep"} and clause.head.pos_ in {"VERB", "AUX"} and clause.head.i > token.i:
                break
            if clause.head.i == clause.i:
                return []
            clause = clause.head
        subjects = {each.i for each in clause.head.lefts if each.dep_ in {"nsubj", "nsubjpass"} and each.i > token.i}
        found = []
        for subject in subjects:
            at = bisect_left(self._heads, subject)
            found += [each for each in self.scene.mentions[at : at + 2] if each.head == subject]
        return [each for each in found if each.voice == self.scene.voices.direct[token.i]]


def _sources(scene: Scene, telling: Telling) -> Iterator[tuple[int, str]]:
    """Yield the pronouns that are the source of a quote, with its speaker."""
    for attribution, speaker in zip(telling.attributions, telling.speaker_of, strict=True):
        if attribution.source is not None and speaker is not None:
            lo, hi = tokens_in(scene.offsets, attribution.source)
            if hi == lo + 1:
                yield lo, speaker


def _clause(token: Token) -> tuple[int, bool]:
    """Return the verb that a phrase depends on, over prepositions, and whether it is an argument of it."""
    for _ in range(4):
        if token.dep_ not in {"pobj", "prep", "conj", "appos", "dative"} or token.head.i == token.i:
            break
        if token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"}:
            break
        token = token.head
    return token.head.i, True


def _fits(entity: Entity, kind: str, sex: str) -> bool:
    if kind == "person":
        known = entity.gender()
        return not entity.plural and entity.kind in {Kind.PERSON, Kind.NAME} and (not known or known == sex)
    if kind == "thing":
        return not entity.plural and entity.kind is not Kind.PERSON
    return entity.plural or entity.kind is Kind.BODY


def score_of(features: Iterator[str], kind: str) -> float:
    """Add up what speaks for and against a mention."""
    weights = WEIGHTS[kind]
    return sum(weights.get(each, 0.0) for each in features)


def _sure(scores: dict[Entity, tuple[float, Mention]], kind: str) -> Reading | None:
    """Return the best reading if it is good and well ahead of the next."""
    ranked = sorted(scores.items(), key=lambda item: -item[1][0])
    if not ranked or ranked[0][1][0] < _LEAST[kind]:
        return None
    if len(ranked) > 1 and ranked[0][1][0] - ranked[1][1][0] < _LEAD[kind]:
        return None
    entity, (_, mention) = ranked[0]
    return Reading(entity, mention)
