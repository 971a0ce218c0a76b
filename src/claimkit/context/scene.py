"""Gather the people, bodies and things of an article, each with the places where it is named or described."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.context.entities import Entity, Mention
from claimkit.context.names import Names
from claimkit.context.nouns import (
    LONGEST,
    Kind,
    Range,
    is_name,
    is_nominal,
    is_plural,
    kind_of,
    lemma_of,
    phrase_of,
    role_of,
    sex_of,
)
from claimkit.context.voices import Voices, tokens_in
from claimkit.findings import BlockKind
from claimkit.models import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

    from claimkit.context.entities import Telling
    from claimkit.findings import Layout
    from claimkit.models import Speaker

_KINDS = {
    SpeakerKind.PERSON: Kind.PERSON,
    SpeakerKind.UNNAMED: Kind.PERSON,
    SpeakerKind.AUTHOR: Kind.PERSON,
    SpeakerKind.GROUP: Kind.BODY,
    SpeakerKind.ORGANIZATION: Kind.BODY,
    SpeakerKind.DOCUMENT: Kind.THING,
}
_POINTING = frozenset({"the", "this", "that", "these", "those"})
_RECENT = 15
"""Sentences within which "the ferry" is the ferry of before."""


class Scene:
    """The mentions of an article but for its pronouns, in order."""

    def __init__(self, doc: Doc, text: str, layout: Layout, telling: Telling) -> None:
        """Walk the nouns of `doc`, the parse of `text`, once."""
        speakers = telling.speakers
        self.tokens: list[Token] = list(doc)
        self.offsets = [token.idx for token in self.tokens]
        self.text = text
        self.voices = Voices.of(self.offsets, telling.attributions, telling.quotations)
        self.sentence = _sentences(self.tokens)
        self.cast = {each.id: _entity(each) for each in speakers}
        self._at = {head: self.cast[each.id] for each in speakers for head in self._heads(each)}
        self._names = Names(text)
        self._things: dict[str, tuple[Entity, int]] = {}
        self.entity_at: dict[int, Entity] = {}
        for each in speakers:
            if each.kind is SpeakerKind.PERSON:
                self._names.enter(each.name.lower().split(), self.cast[each.id])
        skipped = _skipped(self.offsets, layout)
        self.mentions = [each for token in self.tokens if not skipped[token.i] for each in self._read(token)]

    def _heads(self, speaker: Speaker) -> Iterator[int]:
        for span in speaker.mentions:
            lo, hi = tokens_in(self.offsets, (span.start, span.end))
            inside = (i for i in range(lo, min(hi, lo + 20)) if not lo <= self.tokens[i].head.i < hi)
            head = next(inside, None)
            yield from [head] if head is not None else [lo] if lo < hi else []

    def shown(self, phrase: Range) -> str:
        """Return the article's words of a phrase, single-spaced."""
        last = self.tokens[phrase[1] - 1]
        return " ".join(self.text[self.offsets[phrase[0]] : last.idx + len(last)].split())

    def _read(self, token: Token) -> Iterator[Mention]:
        if not is_nominal(token):
            return
        phrase = phrase_of(token)
        entity = self._entity_of(token, phrase)
        self.entity_at[token.i] = entity
        place = self.sentence[token.i], role_of(token), self.voices.direct[token.i]
        # handles: [Mara Ives, head of the port], said (one mention). / not: [Ives] and [the head of the port] said.
        if token.dep_ != "appos" or entity is not self.entity_at.get(token.head.i):
            yield Mention(token.i, phrase, entity, *place, named=is_name(token))
        joined = [child for child in token.children if child.dep_ == "conj" and is_nominal(child)]
        if joined and token.dep_ != "conj":
            end = phrase_of(joined[-1])[1]
            kind = entity.kind if entity.kind in {Kind.PERSON, Kind.BODY} else Kind.THING
            # handles: [the mayor and her deputy] said they. / not: [the mayor or her deputy].
            if any(child.lower_ == "and" for child in token.children) and 0 < end - phrase[0] <= LONGEST:
                yield Mention(token.i, (phrase[0], end), Entity(kind, plural=True), *place)

    def _entity_of(self, token: Token, phrase: Range) -> Entity:
        if token.dep_ == "appos" and token.head.i in self.entity_at:
            return self._beside(token, self._host(token))
        known = self._at.get(token.i)
        # handles: [Lund] and others in her office (she is one of the speakers). / not: [the Lunds].
        alone = known is not None and known.plural and is_name(token) and not is_plural(token)
        if known is not None and not alone:
            return known
        return self._names.of(token) if is_name(token) else self._thing(token, phrase)

    def _host(self, token: Token) -> Entity:
        host = token.head
        above = self.entity_at.get(host.head.head.i) if host.dep_ == "pobj" else None
        # handles: the mayor of Orsk, Ada Lund, (the mayor) / not: the mayor of Orsk, a port, (Orsk)
        if above is not None and above.kind is Kind.PERSON and is_name(token) and not above.name:
            return above
        return self.entity_at[host.i]

    def _beside(self, token: Token, host: Entity) -> Entity:
        """handles: its secretary, Dunja Aske (the name is the secretary's) / not: the sloop, two masts gone"""
        own = self._at.get(token.i)
        if own is not None or is_name(token):
            named = own or self._names.of(token)
            if named.kind is host.kind and not host.name:
                host.name, host.sex, host.speaker = named.name, host.sex or named.sex, named.speaker
                self._names.enter(named.name.lower().split(), host)
                return host
            return named
        kind, sure = kind_of(token), host.sex or " " in host.name
        if (host.kind is Kind.NAME or (host.kind is Kind.PERSON and not sure)) and kind in {Kind.PERSON, Kind.BODY}:
            # handles: Orlan, the company that owns it, (a body) / not: Orlan, the end of the line,
            host.kind = kind
        return host if is_plural(token) == host.plural else Entity(kind_of(token), plural=is_plural(token))

    def _thing(self, token: Token, phrase: Range) -> Entity:
        """handles: a ferry ... [the ferry] (the same) / not: a ferry ... [a ferry], [the other ferry]."""
        lemma, plural = lemma_of(token), is_plural(token)
        first = self.tokens[phrase[0]].lower_
        key = f"{lemma}{plural}"
        known, sentence = self._things.get(key, (None, 0))
        again = first in _POINTING and phrase[1] - phrase[0] <= 2 and self.sentence[token.i] - sentence <= _RECENT
        if known is None or not again:
            kind = kind_of(token)
            known = Entity(kind, plural=plural, sex=sex_of("", (lemma,)) if kind is Kind.PERSON else "")
        self._things[key] = known, self.sentence[token.i]
        return known


def _skipped(offsets: Sequence[int], layout: Layout) -> bytearray:
    """Mark the tokens of headings, bylines, furniture and labels: nothing in the text takes up their words."""
    skipped = bytearray(len(offsets))
    unread = {BlockKind.HEADING, BlockKind.BYLINE, BlockKind.FURNITURE}
    for block in layout.blocks:
        span = (block.start, block.end) if block.kind in unread else block.label
        if span is not None:
            lo, hi = tokens_in(offsets, span)
            skipped[lo:hi] = b"\1" * max(hi - lo, 0)
    return skipped


def _entity(speaker: Speaker) -> Entity:
    kind = _KINDS[speaker.kind]
    name = speaker.name if speaker.kind is SpeakerKind.PERSON else ""
    role = tuple((speaker.role or "").lower().replace(",", " ").replace(";", " ").split())
    given = name.lower().split()[0] if " " in name else ""
    plural = speaker.kind is SpeakerKind.GROUP
    return Entity(kind, name, plural=plural, sex=sex_of(given, role[:3]), speaker=speaker.id)


def _sentences(tokens: list[Token]) -> list[int]:
    numbers, number = [], -1
    for token in tokens:
        number += bool(token.is_sent_start) or number < 0
        numbers.append(number)
    return numbers
