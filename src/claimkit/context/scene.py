"""Gather the people, bodies and things of an article, each with the places where it is named or described."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from claimkit.context.nouns import (
    Kind,
    Range,
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
from claimkit.lexicon import words
from claimkit.models import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

    from claimkit.findings import Attribution, Layout, Quotation
    from claimkit.models import Speaker

_KINDS = {
    SpeakerKind.PERSON: Kind.PERSON,
    SpeakerKind.UNNAMED: Kind.PERSON,
    SpeakerKind.AUTHOR: Kind.PERSON,
    SpeakerKind.GROUP: Kind.BODY,
    SpeakerKind.ORGANIZATION: Kind.BODY,
    SpeakerKind.DOCUMENT: Kind.THING,
}
_NAMESAKES = 20
"""People of one family name that are compared."""


@dataclass(eq=False, slots=True)
class Entity:
    """Somebody or something of the article. Equal only to itself."""

    kind: Kind
    name: str = ""
    plural: bool = False
    sex: str = ""
    speaker: str | None = None
    votes: dict[str, int] = field(default_factory=dict)

    def gender(self) -> str:
        """Return "m", "f" or "" from titles and names, else from the pronouns near it."""
        masculine, feminine = self.votes.get("m", 0), self.votes.get("f", 0)
        return self.sex or ("" if masculine == feminine else "m" if masculine > feminine else "f")


class Mention(NamedTuple):
    """One place where an entity stands: its head, its short phrase in tokens, its sentence, role, and whose words."""

    head: int
    phrase: Range
    entity: Entity
    sentence: int
    role: str
    voice: int
    pronoun: bool = False
    named: bool = False


class Telling(NamedTuple):
    """What is known of an article's quotes: the attributions, each one's speaker, the speakers, and the marks."""

    attributions: Sequence[Attribution] = ()
    speaker_of: Sequence[str | None] = ()
    speakers: Sequence[Speaker] = ()
    quotations: Sequence[Quotation] = ()


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
        self._family: dict[str, list[tuple[str, Entity]]] = defaultdict(list)
        self._given: dict[str, list[Entity]] = defaultdict(list)
        self._things: dict[str, tuple[Entity, int]] = {}
        self._of: dict[int, Entity] = {}
        for each in speakers:
            if each.kind is SpeakerKind.PERSON:
                self._enter(each.name.lower().split(), self.cast[each.id])
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
        self._of[token.i] = entity
        place = self.sentence[token.i], role_of(token), self.voices.direct[token.i]
        # handles: [Mara Ives, head of the port], said (one mention). / not: [Ives] and [the head of the port] said.
        if token.dep_ != "appos" or entity is not self._of.get(token.head.i):
            yield Mention(token.i, phrase, entity, *place, named=token.pos_ == "PROPN")
        joined = [child for child in token.children if child.dep_ == "conj" and is_nominal(child)]
        if joined and token.dep_ != "conj":
            end = phrase_of(joined[-1])[1]
            kind = Kind.PERSON if entity.kind is Kind.PERSON else Kind.BODY if entity.kind is Kind.BODY else Kind.THING
            # handles: [the mayor and her deputy] said they. / not: [the mayor or her deputy].
            if any(child.lower_ == "and" for child in token.children) and end - phrase[0] <= 10 and phrase[0] < end:
                yield Mention(token.i, (phrase[0], end), Entity(kind, plural=True), *place)

    def _entity_of(self, token: Token, phrase: Range) -> Entity:
        if token.dep_ == "appos" and token.head.i in self._of:
            return self._beside(token, self._of[token.head.i])
        if token.i in self._at:
            return self._at[token.i]
        return self._name(token) if token.pos_ == "PROPN" else self._thing(token, phrase)

    def _beside(self, token: Token, host: Entity) -> Entity:
        """handles: its secretary, Dunja Aske (the name is the secretary's) / not: the sloop, two masts gone"""
        own = self._at.get(token.i)
        if own is not None or token.pos_ == "PROPN":
            named = own or self._name(token)
            if named.kind is host.kind and not host.name:
                host.name, host.sex, host.speaker = named.name, host.sex or named.sex, named.speaker
                self._enter(named.name.lower().split(), host)
                return host
            return named
        return host if is_plural(token) == host.plural else Entity(kind_of(token), plural=is_plural(token))

    # ---- names

    def _name(self, token: Token) -> Entity:
        run = _run(token)
        titles, people = words("titles"), words("people")
        lower = [each.lower_.rstrip(".") for each in run]
        at = next((i + 1 for i in range(len(run) - 2, -1, -1) if _is_title(lower[i])), 0)
        name, before = lower[at:], tuple(lower[:at])
        known = self._known(name, sex_of("", before))
        if known is not None:
            self._longer(known, name, run[at:])
            return known
        body = any(word in people["organization_words"] or word in people["bodies"] for word in name)
        labels = {each.ent_type_ for each in run[at:]}
        courtesy = any(word in titles["male"] | titles["female"] | titles["neutral"] for word in before)
        kind = _kind_of_name(name, labels, body=body, titled=courtesy or bool(before), the=_has_the(token))
        plural = token.tag_ == "NNPS" and kind is not Kind.PERSON
        entity = Entity(kind, plural=plural)
        if kind in {Kind.PERSON, Kind.NAME} and not plural:
            last = run[-1]
            entity.name = self.shown((run[at].i, last.i + 1))
            entity.sex = sex_of(name[0] if len(name) > 1 else "", before)
            if not entity.sex and (guess := sex_of(name[0], ())):
                entity.votes[guess] = 1
        self._enter(name, entity)
        return entity

    def _longer(self, entity: Entity, name: list[str], run: list[Token]) -> None:
        if entity.speaker is None and len(name) > len(entity.name.split()) and entity.kind is not Kind.BODY:
            entity.name = self.shown((run[0].i, run[-1].i + 1))
            entity.sex = entity.sex or sex_of(name[0], ())
            self._enter(name, entity)

    def _known(self, name: list[str], sex: str) -> Entity | None:
        """handles: "Ives" = "Mara Ives" = "Mrs Ives" / not: "Mr Ives", "Ruth Ives" = "Mara Ives"."""
        same = self._family.get(name[-1], [])[-_NAMESAKES:]
        for given, entity in reversed(same):
            if sex and entity.sex and sex != entity.sex:
                continue
            if len(name) == 1 or not given or name[0] == given or (1 in (len(name[0]), len(given)) and name[0][0] == given[0]):
                return entity
        first = self._given.get(name[0], []) if len(name) == 1 else []
        return first[0] if len(first) == 1 else None

    def _enter(self, name: list[str], entity: Entity) -> None:
        if not name:
            return
        self._family[name[-1]].append((name[0] if len(name) > 1 else "", entity))
        if len(name) > 1 and entity.kind is Kind.PERSON:
            self._given[name[0]].append(entity)

    # ---- common nouns

    def _thing(self, token: Token, phrase: Range) -> Entity:
        """handles: a ferry ... [the ferry] (the same) / not: a ferry ... [a ferry], [the other ferry]."""
        lemma, plural = lemma_of(token), is_plural(token)
        first = self.tokens[phrase[0]].lower_
        key = f"{lemma}{plural}"
        known, sentence = self._things.get(key, (None, 0))
        near = self.sentence[token.i] - sentence <= 15
        if known is not None and near and first in {"the", "this", "that", "these", "those"} and phrase[1] - phrase[0] <= 2:
            entity = known
        else:
            kind = kind_of(token)
            entity = Entity(kind, plural=plural, sex=sex_of("", (lemma,)) if kind is Kind.PERSON else "")
        self._things[key] = entity, self.sentence[token.i]
        return entity


def _skipped(offsets: Sequence[int], layout: Layout) -> bytearray:
    """Mark the tokens of headings, bylines and furniture: nothing in the text takes up their words."""
    skipped = bytearray(len(offsets))
    for block in layout.blocks:
        if block.kind in {BlockKind.HEADING, BlockKind.BYLINE, BlockKind.FURNITURE}:
            lo, hi = tokens_in(offsets, (block.start, block.end))
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


def _run(token: Token) -> list[Token]:
    """Return the words of a name up to its last: "Transport Minister Leopold Varga"."""
    lo = token.i
    doc = token.doc
    while lo > 0 and token.i - lo < 6 and doc[lo - 1].pos_ == "PROPN" and doc[lo - 1].head.i <= token.i:
        if not doc[lo - 1].dep_ in {"compound", "nmod", "flat"}:
            break
        lo -= 1
    return [doc[i] for i in range(lo, token.i + 1)]


def _is_title(word: str) -> bool:
    titles = words("titles")
    return any(word in titles[key] for key in ("male", "female", "neutral", "offices", "ranks"))


def _has_the(token: Token) -> bool:
    return any(child.lower_ == "the" for child in token.lefts)


def _kind_of_name(name: list[str], labels: set[str], *, body: bool, titled: bool, the: bool) -> Kind:
    people = words("people")
    given = name[0] in people["male_names"] or name[0] in people["female_names"]
    if body:
        return Kind.BODY
    if (given and len(name) > 1) or (titled and not the):
        return Kind.PERSON
    if "GPE" in labels or "LOC" in labels or "FAC" in labels:
        return Kind.PLACE
    if the:
        return Kind.BODY
    if "PERSON" in labels:
        return Kind.PERSON
    if "ORG" in labels or "NORP" in labels:
        return Kind.BODY if len(name) == 1 else Kind.NAME
    return Kind.NAME
