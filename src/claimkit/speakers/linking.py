"""Link descriptions to the people, bodies and things that they take up, in one pass over the article."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claimkit.findings import BlockKind
from claimkit.lexicon import entries, words
from claimkit.models import SpeakerKind
from claimkit.speakers.entities import Entity
from claimkit.speakers.lexemes import expand, is_office
from claimkit.speakers.phrases import covers, kind_of
from claimkit.speakers.registry import title_gender

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimkit.speakers.index import Index
    from claimkit.speakers.phrases import Phrase

_LOOK_BACK = 12
_LOWER = frozenset({"vice", "deputy", "assistant", "associate", "acting"})


class Linker:
    """What has been mentioned so far, by head noun. Feed it names and phrases in the order of the text."""

    def __init__(self, index: Index, named: Iterable[Entity]) -> None:
        """`named` are all the people and bodies that the article names, with the roles read beside their names."""
        self.index = index
        self._by_head: dict[str, list[Entity]] = defaultdict(list)
        self._by_text: dict[str, Entity] = {}
        self._bodies: list[tuple[int, Entity]] = []
        self._seen: dict[Entity, int] = {}
        self._holders: dict[str, list[Entity]] = defaultdict(list)
        self._in_office: dict[str, list[Entity]] = defaultdict(list)
        self._partisans: dict[str, dict[Entity, None]] = defaultdict(dict)
        self._by_word: dict[str, list[Entity]] = defaultdict(list)
        for entity in named:
            if entity.kind is SpeakerKind.PERSON:
                for head in {head for role in entity.roles for head in _names_of(role.head)}:
                    self._holders[head].append(entity)
            elif _may_be_enterprise(entity):
                for word in entity.words:
                    self._by_word[word].append(entity)

    def see(self, entity: Entity, start: int) -> None:
        """Note a mention of `entity` at `start`, so that a later description may take it up."""
        if entity not in self._seen:
            for party in sorted(_parties(entity)):
                self._partisans[party][entity] = None
        self._seen[entity] = start
        for head in sorted({name for role in entity.roles for name in _names_of(role.head)}):
            _push(self._in_office[head], entity)
        if entity.kind is SpeakerKind.ORGANIZATION and not self._qualifies(start):
            self._bodies.append((start, entity))
        for head in entity.heads:
            _push(self._by_head[head], entity)

    def _qualifies(self, start: int) -> bool:
        """handles: "the Ladbury ferry", a headline's "Ladbury ferry sinks" / not: "Ladbury cut jobs"."""
        token = self.index.tokens[min(self.index.first(start), len(self.index.tokens) - 1)]
        in_heading = self.index.kind_at(start) is BlockKind.HEADING
        return in_heading or (token.dep_ == "compound" and token.head.pos_ == "NOUN")

    def link(self, phrase: Phrase) -> Entity:
        """Return whom `phrase` describes, a new entity where it takes up nobody."""
        text = self._text(phrase)
        found = self._antecedent(phrase, text)
        if found is None:
            found = self._new(phrase, text)
        elif not found.named and len(phrase.words) > len(found.words):
            found.words |= phrase.words
        key = text.casefold()
        if phrase.definite or phrase.owned or phrase.plural or not phrase.fresh:
            self._by_text[key] = found
        self.see(found, phrase.start)
        return found

    def _text(self, phrase: Phrase) -> str:
        return self.index.words(phrase.start, phrase.end)

    def _new(self, phrase: Phrase, text: str) -> Entity:
        head = self.index.tokens[phrase.head]
        kind = kind_of(head, plural=phrase.plural)
        gender = title_gender([phrase.lemma, head.lower_])
        entity = Entity(kind, text, phrase.start, gender=gender, plural=phrase.plural)
        entity.heads = {phrase.lemma}
        entity.words = set(phrase.words)
        return entity

    def _antecedent(self, phrase: Phrase, text: str) -> Entity | None:
        """handles: "a harbour official ... the official" / not: "an official ... another official"."""
        same = self._by_text.get(text.casefold())
        if _vague(phrase) or (phrase.fresh and not phrase.plural):
            return None
        if phrase.owned or not phrase.definite:
            return same
        holder = None if phrase.plural else self._holder(phrase) or self._party(phrase)
        return holder or self._described(phrase) or same or (None if phrase.plural else self._enterprise(phrase))

    def _holder(self, phrase: Phrase) -> Entity | None:
        """handles: "Finance Minister Ana Marr ... the minister" / not: "... the health minister"."""
        if not is_office(phrase.lemma):
            return None
        heads = {phrase.lemma, expand(phrase.lemma), *entries("titles")["wider"].get(phrase.lemma, ())}
        before = [
            each
            for head in sorted(heads)
            for each in self._in_office[head][-_LOOK_BACK:]
            if _holds(each, heads, phrase)
        ]
        if before:
            return max(before, key=lambda each: (_exactly(each, phrase), self._seen[each]))
        later = [
            each for head in sorted(heads) for each in self._holders[head][:_LOOK_BACK] if _holds(each, heads, phrase)
        ]
        return later[0] if len(set(later)) == 1 else None

    def member(self, party: str) -> Entity | None:
        """Return the one person so far of the party ("the Republican"), None where there are none or several."""
        fits = self._partisans.get(_party_of(party), {})
        return next(iter(fits)) if len(fits) == 1 else None

    def _party(self, phrase: Phrase) -> Entity | None:
        """handles: "the Labour candidate" for "Labour's Ana Marr", the only one of that party / not: one of two."""
        if phrase.lemma not in words("titles")["standing"]:
            return None
        parties = sorted(word for word in phrase.before if _party_of(word))
        return self.member(parties[0]) if parties else None

    def _described(self, phrase: Phrase) -> Entity | None:
        """handles: "a defence source" for "a source close to defence policy" / not: for "an army source"."""
        wider = entries("people")["generic"].get(phrase.lemma, [phrase.lemma])
        wanted = {word for word in phrase.words if word[0] != "~"}
        best: Entity | None = None
        for head in wider:
            for entity in self._recent(head):
                if entity.plural != phrase.plural:
                    continue
                if covers(entity.words, wanted) and (best is None or self._seen[entity] > self._seen[best]):
                    best = entity
                    break
        return best

    def _recent(self, head: str) -> Iterator[Entity]:
        return reversed(self._by_head.get(head, [])[-_LOOK_BACK:])

    def _enterprise(self, phrase: Phrase) -> Entity | None:
        """handles: "Marr Shipping cut jobs. The company said" / not: "Ladbury Council met. The company said"."""
        if phrase.lemma not in words("people")["enterprises"]:
            return None
        if phrase.before:
            # "the water company" is the one body whose name holds the word, also where the name comes later.
            named = {body for word in phrase.before for body in self._by_word.get(word, [])}
            return next(iter(named)) if len(named) == 1 else None
        sentence = self.index.sentence_at(phrase.start)
        for start, body in reversed(self._bodies[-_LOOK_BACK:]):
            if sentence - self.index.sentence_at(start) <= 3 and _may_be_enterprise(body):
                return body
        return None


def _may_be_enterprise(body: Entity) -> bool:
    return not body.place and not body.heads - words("people")["enterprises"]


def _push(stack: list[Entity], entity: Entity) -> None:
    if not stack or stack[-1] is not entity:
        stack.append(entity)


def _vague(phrase: Phrase) -> bool:
    return phrase.lemma in ("some", "other", "others", "many", "one", "few", "several", "most", "more")


def _names_of(head: str) -> set[str]:
    return {head, expand(head)}


def _holds(holder: Entity, heads: set[str], phrase: Phrase) -> bool:
    weak = words("titles")["weak_modifiers"]
    wanted = {expand(word) for word in phrase.before if word not in weak}
    roles = [role for role in holder.roles if not (role.words & _LOWER) - phrase.before]
    known = holder.words | {word for role in roles for word in role.words}
    return bool(heads & {role.head for role in roles}) and covers(known, wanted)


def _party_of(word: str) -> str:
    same = {"democrat": "democratic", "gop": "republican", "tory": "conservative"}
    return same.get(word, word) if word in words("titles")["parties"] else ""


def _parties(holder: Entity) -> set[str]:
    """Return the parties in a person's roles, those of a deputy or running mate left out."""
    return {_party_of(word) for role in holder.roles if not role.words & _LOWER for word in role.words} - {""}


def _exactly(holder: Entity, phrase: Phrase) -> bool:
    return any(
        {word for word in role.words if word[0] != "~"} <= {phrase.lemma, expand(phrase.lemma), *phrase.before}
        for role in holder.roles
    )
