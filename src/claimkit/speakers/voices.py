"""Say for each attribution whose it is, in the order of the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from claimkit.lexicon import words
from claimkit.models import QuoteKind, SpeakerKind
from claimkit.speakers.entities import Entity
from claimkit.speakers.phrases import lemma_of, phrase_at
from claimkit.speakers.pronouns import FIRST, PLURALS, RELATIVES, Context

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claimkit.findings import Attribution
    from claimkit.models import Offsets
    from claimkit.speakers.scene import Scene
    from claimkit.speakers.sources import Source

_FAR = 600
"""Code points before a quote without source in which its speaker is looked for."""


class Voices:
    """Resolve attributions one by one; each outer one must come before those inside it, and each level in order."""

    def __init__(self, scene: Scene, author: Entity, sources: Mapping[Offsets, Source]) -> None:
        """`sources` holds what each source was read as."""
        self.scene = scene
        self.author = author
        self.sources = sources
        self.index = scene.index
        self._by_source: dict[tuple[Offsets, Entity | None], Entity | None] = {}
        self._said: list[tuple[int, int, Entity, Attribution]] = []
        self._groups: dict[tuple[Entity, ...], Entity] = {}

    def speaker(self, attribution: Attribution, outer: Entity | None, outer_direct: bool) -> Entity | None:
        """Return whose `attribution` is; `outer` is the speaker in whose words it stands."""
        place = attribution.source[0] if attribution.source else attribution.content[0][0]
        context = self._context(place, outer, outer_direct)
        if attribution.source is None:
            found = self._silent(attribution, outer)
        else:
            key = (attribution.source, outer)
            if key not in self._by_source:
                self._by_source[key] = self._of_source(attribution.source, context)
            found = self._by_source[key]
        if found is not None and outer is None:
            end = max(end for _, end in (*attribution.content, *([attribution.source] if attribution.source else ())))
            self._said.append((place, end, found, attribution))
        return found

    def _context(self, place: int, outer: Entity | None, outer_direct: bool) -> Context:
        number = bisect_left(self._said, place, key=lambda said: said[0]) - 1
        if number < 0:
            return Context(outer=outer, outer_direct=outer_direct)
        start, _, entity, _ = self._said[number]
        return Context(entity, self.index.paragraph_at(start), outer, outer_direct)

    def _of_source(self, offsets: Offsets, context: Context) -> Entity | None:
        source = self.sources.get(offsets)
        if source is None:
            return None
        if source.name is not None:
            return self._named(source)
        if source.pronoun:
            return self._pronoun(source, context)
        if source.part is not None:
            return self._part(source, context)
        return self._owner(source, context) or self._described(source)

    def _named(self, source: Source) -> Entity:
        entities = tuple(
            dict.fromkeys(self.scene.entities[number] for number in (source.name, *source.also) if number is not None)
        )
        if len(entities) == 1:
            return entities[0]
        if entities not in self._groups:
            name = " and ".join(entity.name for entity in entities)
            self._groups[entities] = Entity(SpeakerKind.GROUP, name, source.start, plural=True)
        return self._groups[entities]

    def _pronoun(self, source: Source, context: Context) -> Entity | None:
        word = source.pronoun
        if word in FIRST:
            return context.outer or self.author
        if word in RELATIVES:
            return self.scene.pronouns.relative(word, source.start)
        return self.scene.pronouns.resolve(word, source.start, context)

    def _part(self, source: Source, context: Context) -> Entity:
        """handles: "one of them" after "two nurses at the clinic" -> "one of two nurses at the clinic"."""
        text = self.index.words(source.start, source.end)
        start, end = source.part or (source.start, source.end)
        rest = self.index.text[start:end].strip().lower()
        whole = None
        if rest in PLURALS or rest == "whom":
            whole = self.scene.pronouns.resolve("them", source.start, context)
        else:
            whole = next(
                (
                    self.scene.by_head[token.i]
                    for token in self.index.within(start, end)
                    if token.i in self.scene.by_head
                ),
                None,
            )
        how = text[: start - source.start].rstrip()
        if whole is not None and rest in PLURALS and how.lower() in ("both of", "all of"):
            return whole
        if whole is not None and (whole.plural or whole.kind is SpeakerKind.GROUP):
            text = f"{how} {_lower_first(whole.name, self.index.text, whole.start)}"
        kind = (
            SpeakerKind.UNNAMED
            if how.lower().split()[-2:-1] in (["one"], ["another"], ["other"], ["each"])
            else SpeakerKind.GROUP
        )
        return Entity(kind, text, source.start, plural=kind is SpeakerKind.GROUP, mentions={(source.start, source.end)})

    def _owner(self, source: Source, context: Context) -> Entity | None:
        """handles: "its reply", "Marr's remarks" / not: "its report", "Marr's aide"."""
        token = self.index.tokens[source.head] if source.head is not None else None
        if token is None or lemma_of(token) not in words("people")["speech"]:
            return None
        for child in token.lefts:
            if child.dep_ == "poss":
                number = self.scene.name_at(child.idx)
                named = self.scene.entities[number] if number is not None else self.scene.by_head.get(child.i)
                return named or self.scene.pronouns.resolve(child.lower_, child.idx, context)
        return None

    def _described(self, source: Source) -> Entity | None:
        if source.head is None:
            return None
        entity = self.scene.by_head.get(source.head)
        number = self.scene.name_at(source.start)
        if entity is None and number is not None and self.scene.names[number].end >= source.end:
            return self.scene.entities[number]
        if entity is None:
            token = self.index.tokens[source.head]
            phrase = phrase_at(token, self.index, start=source.start, end=source.end)
            text = self.index.words(phrase.start, phrase.end)
            joined = " and " in text or " or " in text or phrase.plural
            kind = SpeakerKind.GROUP if joined else SpeakerKind.ORGANIZATION
            entity = Entity(kind, text, source.start, plural=phrase.plural or joined)
        entity.mentions.add((source.start, source.end))
        return entity

    def _silent(self, attribution: Attribution, outer: Entity | None) -> Entity | None:
        """Find whose a quote without source is: a label, whoever was just named, or who spoke before."""
        if outer is not None:
            return outer
        start = attribution.content[0][0]
        number = bisect_right(self._said, start, key=lambda said: said[0]) - 1
        here = self.index.paragraph_at(start)
        floor = max(start - _FAR, self.index.blocks[here].start if here >= 0 else 0)
        if number < 0:
            return self.scene.pronouns.subject_before(start, max(start - _FAR, 0))
        _, end, last, _ = self._said[number]
        behind = here - self.index.paragraph_at(self._said[number][0])
        if behind == 0:
            return self.scene.pronouns.subject_before(start, end) or last
        named = self.scene.pronouns.subject_before(start, floor)
        if named is not None:
            return named
        if attribution.kind is QuoteKind.DIRECT:
            return self._turn(number, here) if behind <= 2 else None
        return last if behind == 1 else None

    def _turn(self, number: int, here: int) -> Entity:
        """handles: "...," asked Marr. / "...," said Orme. / "..." -> Marr / not: a speaker who goes on alone."""
        _, _, last, attribution = self._said[number]
        if number:
            start, _, earlier, before = self._said[number - 1]
            apart = self.index.paragraph_at(self._said[number][0]) - self.index.paragraph_at(start)
            both = attribution.kind is before.kind is QuoteKind.DIRECT
            if both and apart == 1 and earlier is not last and here - self.index.paragraph_at(start) == 2:
                return earlier
        return last


def _lower_first(name: str, text: str, start: int) -> str:
    """Lower the first letter of a description that opened a sentence, and drop its article."""
    words = name.split(" ")
    if words[0].lower() in ("the", "those", "these"):
        words = words[1:] or words
        return "the " + " ".join(words)
    return name[:1].lower() + name[1:] if len(words) > 1 else name
