"""Find whom or what a pronoun takes up: agreement first, then subjects, parallels and nearness; in doubt nothing."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from claimkit.context.entities import Entity, Mention, Reading
from claimkit.context.grammar import SELVES, SEVERAL, SEXES, THINGS, Grammar
from claimkit.context.nouns import Kind, role_of, verb_of
from claimkit.context.pleonastic import stands_for_nothing
from claimkit.context.subjects import relative_of
from claimkit.context.voices import NOBODY, tokens_in
from claimkit.context.weighing import fits, score_of, surest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from claimkit.context.entities import Telling
    from claimkit.context.scene import Scene

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_LOOK_BACK = 40
"""Mentions that are searched at most, so that a long article stays linear."""
_FAR = 3
"""Sentences that are searched."""


class Pronouns:
    """The pronouns of an article, each with its reading where there is a sure one."""

    def __init__(self, scene: Scene, telling: Telling) -> None:
        """Resolve them in order."""
        self.scene = scene
        self._speaker_of = telling.speaker_of
        self._sources = dict(_sources(scene, telling))
        self._topics = dict(_topics(scene, telling))
        self._heads = [mention.head for mention in scene.mentions]
        self._entity_at = dict(scene.entity_at)
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
            one = mention.entity.kind in {Kind.PERSON, Kind.NAME} and not mention.entity.plural
            if one and mention.voice == NOBODY:
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
            if token.lower_ in {"this", "that"} and token.dep_ == "nsubj":
                # handles: That is true. [It] is beside the point (no thing of before). / not: that gate broke. [It] ...
                place = self.scene.sentence[token.i], "subject", self.scene.voices.direct[token.i]
                self._chain.append(Mention(token.i, (token.i, token.i), Entity(Kind.THING), *place))
            if token.lower_ in {"who", "which"} and (noun := relative_of(self.scene, token.i)) is not None:
                self._take_over(token, noun)
            if token.pos_ != "PRON" and token.lower_ not in SEXES:
                continue
            reading = self._read(token)
            if reading is not None:
                self.readings[token.i] = reading
                self._entity_at[token.i] = reading.entity
                self._chain.append(self._at(token, reading))

    def _at(self, token: Token, reading: Reading) -> Mention:
        place = self.scene.sentence[token.i], role_of(token), self.scene.voices.direct[token.i]
        words = reading.mention.phrase
        return Mention(token.i, words, reading.entity, *place, pronoun=token.lower_, named=reading.mention.named)

    def _take_over(self, token: Token, noun: Token) -> None:
        entity = self._entity_at.get(noun.i)
        if entity is not None:
            self._entity_at[token.i] = entity

    def _read(self, token: Token) -> Reading | None:
        word = token.lower_
        if word in SEXES or word in SELVES:
            return self._given(token) or self._best(token, "person", SEXES.get(word) or SELVES[word])
        if word in THINGS:
            return None if stands_for_nothing(token) else self._given(token) or self._best(token, "thing")
        if word in SEVERAL:
            return self._given(token) or self._best(token, "several")
        return None

    def _given(self, token: Token) -> Reading | None:
        """Take over what is known of a pronoun that is the source of a quote."""
        # handles: [She] said it was late (the speaker is known). / not: Her deputy said so.
        entity = self.scene.cast.get(self._sources.get(token.i, ""))
        sex = SEXES.get(token.lower_)
        if entity is None or (sex is not None and not fits(entity, "person", sex)):
            return None
        mention = next((each for each in self._back() if each.entity is entity), None)
        return Reading(entity, mention) if mention is not None else None

    def _back(self) -> Iterator[Mention]:
        yield from self._chain[: -_LOOK_BACK - 1 : -1]

    def _best(self, token: Token, kind: str, sex: str = "") -> Reading | None:
        scores: dict[Entity, tuple[float, Mention]] = {}
        here = self.scene.sentence[token.i]
        ahead = [*self._ahead(token), *self._topic(token)]
        barred = Grammar(self.scene, self._speaker_of, self._entity_at).forbids
        for mention in (*ahead, *self._back()):
            if here - mention.sentence > _FAR:
                break
            if fits(mention.entity, kind, sex) and not barred(token, mention):
                score = score_of(self._features(token, mention, len(scores)), kind)
                if mention.entity not in scores or score > scores[mention.entity][0]:
                    scores[mention.entity] = score, mention
        return surest(scores, kind, loose=role_of(token) not in {"subject", "owner"})

    def _topic(self, token: Token) -> Iterator[Mention]:
        for head in self._topics.get(self.scene.voices.direct[token.i], ()):
            at = bisect_left(self._heads, head)
            if head > token.i and at < len(self._heads) and self._heads[at] == head:
                yield self.scene.mentions[at]

    def _features(self, token: Token, mention: Mention, between: int) -> Iterator[str]:
        """Yield what speaks for or against a mention; `between` others have been named since."""
        scene, role = self.scene, role_of(token)
        yield f"back{scene.sentence[token.i] - mention.sentence}" if mention.head < token.i else "ahead"
        yield f"between{min(between, 3)}"
        yield mention.role
        yield "parallel" if role == mention.role else ""
        yield f"owner-{mention.role}" if role == "owner" else ""
        yield "pronoun" if mention.pronoun else ""
        yield str(mention.entity.kind)
        yield f"{mention.entity.kind}{'+' if mention.entity.gender() else '-'}"
        yield "described" if not (mention.named or mention.entity.name) else ""
        yield "plural" if mention.entity.plural else ""
        if mention.voice != scene.voices.direct[token.i]:
            # handles: "The gate failed," Ives said. She ... / not: "Orme failed," Ives said. He ... (the narration's)
            yield "quoted" if mention.voice != NOBODY else "outside"
        told = scene.voices.told[token.i]
        if told != NOBODY and mention.entity.speaker == self._speaker_of[told] is not None:
            yield "speaker"
        head = scene.tokens[mention.head]
        verb = verb_of(token)
        yield "topic" if mention.head in self._topics.get(scene.voices.direct[token.i], ()) else ""
        if mention.role == "subject" and mention.sentence == scene.sentence[token.i]:
            # handles: Ives said [she] would. / not: Orme said Ives knew [he] would.
            yield "governs" if head.head.i == verb.head.i and head.head.i != verb.i else ""
            yield "same" if head.head.i == verb.i else ""
            yield "owner-same" if head.head.i == verb.i and role == "owner" else ""
        # handles: Orme told Marr that [he] was wrong (either). / not: Orme said that [he] was wrong.
        yield "heard" if mention.role != "subject" and verb.dep_ == "ccomp" and head.head.i == verb.head.i else ""
        yield "main" if head.head.dep_ == "ROOT" else ""
        yield "opens" if scene.tokens[mention.phrase[0]].is_sent_start and mention.role == "subject" else ""

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
        subjects = [each.i for each in clause.head.lefts if each.dep_ in _SUBJECTS and each.i > token.i]
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


def _topics(scene: Scene, telling: Telling) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield for quotes the heads of what they are said of."""
    # handles: "It leaks," she said of [the roof]. / not: she said on Monday of last week.
    for number, attribution in enumerate(telling.attributions):
        if attribution.cue is not None:
            lo, hi = tokens_in(scene.offsets, attribution.cue)
            ofs = (child for each in scene.tokens[lo:hi] for child in each.rights if child.lower_ in {"of", "about"})
            held = [each.i for of in ofs if of.dep_ == "prep" for each in of.rights if each.dep_ == "pobj"]
            after = tokens_in(scene.offsets, attribution.source)[1] if attribution.source is not None else 0
            if 0 < after < len(scene.tokens) and scene.tokens[after].lower_ == "of":
                held += [each.i for each in scene.tokens[after].rights if each.dep_ == "pobj"]
            if held:
                yield number, tuple(held)
