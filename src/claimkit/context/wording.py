"""Say in few words what a claim's word takes up: a name as the article gives it, or a short noun phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.context.entities import Entity
from claimkit.context.grammar import FIRST, FIRST_PLURAL
from claimkit.context.nouns import LONGEST, Kind, Range, is_name, is_plural, kind_of, phrase_of
from claimkit.context.voices import NOBODY
from claimkit.lexicon import entries
from claimkit.models import SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimkit.context.entities import Reading, Telling
    from claimkit.context.pronouns import Pronouns
    from claimkit.context.scene import Scene

_OPEN_WORDS = frozenset({
    "this", "that", "these", "those", "such", "same", "latter", "former", "other", "another", "both",
})  # fmt: skip
_MARKS = frozenset('[]"“”„«»()')
OTHERS = " and others"
"""What is said of somebody who says "we"."""


class Wording:
    """The words for the pronouns and subjects of an article."""

    def __init__(self, scene: Scene, pronouns: Pronouns, telling: Telling) -> None:
        """Look things up in what is known of the article."""
        self.scene = scene
        self.readings = pronouns.readings
        self._telling = telling
        self._speakers = {each.id: each for each in telling.speakers}
        self._apostrophe = "’" if "’" in scene.text else "'"
        self._groups = {mention.head: mention for mention in scene.mentions if mention.entity.plural}

    def pronoun(self, token: Token) -> tuple[Entity, str] | None:
        """Return whom a pronoun takes up and the words for it, None where it stays open."""
        word = token.lower_
        if word in FIRST or word in FIRST_PLURAL:
            return self._speaking(token)
        reading = self.readings.get(token.i)
        shown = None if reading is None else self._named(reading)
        return None if shown is None or reading is None else (reading.entity, shown)

    def _speaking(self, token: Token) -> tuple[Entity, str] | None:
        """Return the speaker of a first person."""
        # handles: "[I] was late," said Ives; "[We] were late," the port said. / not: I told Ives.
        voice = self.scene.voices.direct[token.i]
        speaker = self._speakers.get(self._telling.speaker_of[voice] or "") if voice != NOBODY else None
        if speaker is None or speaker.kind in {SpeakerKind.DOCUMENT, SpeakerKind.AUTHOR}:
            return None
        if token.i and self.scene.tokens[token.i - 1].lower_ == "let":
            return None
        several = token.lower_ in FIRST_PLURAL
        name = self._speaker_name(speaker.name, voice, named=speaker.kind is SpeakerKind.PERSON)
        body = speaker.kind in {SpeakerKind.GROUP, SpeakerKind.ORGANIZATION}
        if name is None or (body and not several):
            return None
        # handles: "[We] close at six," said Ives (not she alone). / not: "[We] close at six," the port said.
        return self.scene.cast[speaker.id], name if body or not several else f"{name}{OTHERS}"

    def _speaker_name(self, name: str, voice: int, *, named: bool) -> str | None:
        source = self._telling.attributions[voice].source
        if named or source is None:
            return name if self._is_fit(name.split()) else None
        shown = " ".join(self.scene.text[source[0] : source[1]].split())
        # handles: "We wait," the union said: [the union]. / not: "We wait," its leaders, who ..., said.
        chosen = shown if len(shown.split()) <= LONGEST and self._is_fit(shown.split()) and "," not in shown else name
        if not self._is_fit(chosen.split()):
            return None
        return (
            chosen[0].lower() + chosen[1:] if chosen.split()[0].lower() in {"the", "a", "an", "one", "two"} else chosen
        )

    def _named(self, reading: Reading) -> str | None:
        entity, mention = reading.entity, reading.mention
        if entity.name and entity.kind in {Kind.PERSON, Kind.NAME}:
            return entity.name
        return self.phrase(mention.phrase)

    def phrase(self, phrase: Range) -> str | None:
        """Return the words of a noun phrase, told as known: "the" for "a"."""
        lo, hi = phrase
        tokens = self.scene.tokens[lo:hi]
        if not tokens or not self._is_fit([token.lower_ for token in tokens]):
            return None
        shown = self.scene.shown(phrase)
        first = tokens[0]
        # handles: [the gate], [smoke from the mill], [dockers]. / not: [gate].
        if hi == lo + 1 and first.tag_ == "NN" and not is_name(first):
            return None
        if first.lower_ in {"a", "an"}:
            return "the" + shown[len(first) :]
        return shown if is_name(first) or first.is_upper else shown[0].lower() + shown[1:]

    def _is_fit(self, lower: list[str]) -> bool:
        # handles: [the plan to sell the mill]. / not: [her plan], [this one], [the "plan"].
        if not 0 < len(lower) <= LONGEST + 2:
            return False
        return not any(is_open(word.lower()) or _MARKS & set(word) for word in lower)

    def subject(self, token: Token) -> tuple[Entity, str] | None:
        """Return what a subject that another clause shares stands for, and the words for it."""
        if token.pos_ == "PRON":
            return self.pronoun(token)
        entity = self.scene.entity_at.get(token.i)
        group = self._groups.get(token.i) if any(child.dep_ == "conj" for child in token.children) else None
        if group is not None:
            entity = group.entity
        elif entity is None or any(child.dep_ == "conj" for child in token.children):
            return None
        # handles: Ives, who runs the port, met him and [left]: [Mara Ives]. / not: the port's [head].
        shown = (
            entity.name if entity.name and group is None else self.phrase(group.phrase if group else phrase_of(token))
        )
        return None if not shown else (entity, shown)

    def noun(self, noun: Token, relative: Token) -> tuple[Entity, str] | None:
        """Return whom a relative pronoun takes up, and the words for its noun."""
        entity = self.scene.entity_at.get(noun.i) or Entity(kind_of(noun), plural=is_plural(noun))
        # handles: the mayor, who fell. / not: the lorries of Orsk, who fell (no town is a "who").
        if relative.lower_ == "who" and entity.kind in {Kind.PLACE, Kind.THING} and not entity.plural:
            return None
        phrase = phrase_of(noun)
        shown = entity.name or self.phrase((phrase[0], min(phrase[1], relative.i)))
        return None if not shown else (entity, shown)

    def owned(self, entity: Entity, name: str) -> str:
        """Return a name in the genitive: "Mara Ives's", "the port's", "the dockers'", "the Union of Dockers'"."""
        bare = name.endswith("s") and (entity.kind is not Kind.PERSON or name.endswith(OTHERS))
        return name + self._apostrophe + ("" if bare else "s")


def agreeing(pronoun: Token, verb: Token) -> str:
    """Return the form of a verb after a first person that fits a third, "" where it stays as it is."""
    # handles: I [am], I'[ve], I [know], we'[ll]. / not: I [will], I [was], we [know], I'[d].
    word = verb.lower_.replace("’", "'")
    negated = verb.i + 1 < len(verb.doc) and verb.doc[verb.i + 1].lower_ == "n't"
    # handles: I [do not]. / not: I [don't], which would be cut in two.
    if negated:
        return ""
    forms = entries("context")["forms"]["we" if pronoun.lower_ == "we" else "i"]
    if word in forms:
        return str(forms[word])
    if pronoun.lower_ == "we" or verb.tag_ != "VBP" or "'" in word:
        return ""
    if word[-1] == "y" and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def is_open(word: str) -> bool:
    """Tell whether a word needs another to be understood.

    >>> is_open("her"), is_open("the")
    (True, False)
    """
    return word in _PRONOUNS or word in _OPEN_WORDS


_PRONOUNS = frozenset({
    *FIRST, *FIRST_PLURAL, "he", "him", "his", "she", "her", "hers", "it", "its", "they", "them", "their", "theirs",
    "you", "your", "who", "which", "whose", "whom", "himself", "herself", "itself", "themselves", "one", "ours",
    "there",
})  # fmt: skip
