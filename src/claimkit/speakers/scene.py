"""Find everybody and everything that an article mentions, in one pass over its names and noun phrases."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from claimkit.models import SpeakerKind
from claimkit.speakers.entities import Entity, Mention
from claimkit.speakers.index import is_subject
from claimkit.speakers.linking import Linker
from claimkit.speakers.phrases import is_speaking_noun, phrase_at
from claimkit.speakers.pronouns import Pronouns
from claimkit.speakers.registry import gather, title_gender
from claimkit.speakers.roles import roles_beside
from claimkit.speakers.standing import fill

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Token

    from claimkit.models import Offsets
    from claimkit.speakers.index import Index
    from claimkit.speakers.names import Name

_MOST_ROLES = 12
"""Roles kept of one person, so that an article that repeats itself stays linear."""


class Scene:
    """The mentions of one article; `heads` maps the head token of each described source to the source's offsets."""

    def __init__(self, index: Index, names: list[Name], heads: Mapping[int, Offsets], sources: frozenset[int]) -> None:
        """Read roles and descriptions of the whole article; `sources` are the offsets at which sources start."""
        self.index = index
        self._sources = sources
        self.names = names
        self.entities = gather(self.names)
        self._name_starts = [name.start for name in self.names]
        self.by_head: dict[int, Entity] = {}
        self._told: dict[int, Entity] = {}
        self._read_roles()
        fill(index, names, self.entities)
        self.mentions = self._walk(heads)
        self.pronouns = Pronouns(index, self.mentions)
        self._starts = [mention.start for mention in self.mentions]

    def _read_roles(self) -> None:
        """Put the roles beside each name on its entity; the noun of a role is then a mention of the same one."""
        for name, entity in zip(self.names, self.entities, strict=True):
            entity.mentions.add((name.start, name.end))
            for role, noun in roles_beside(name, self.index):
                known = len(entity.roles) >= _MOST_ROLES or role in entity.roles
                if not known and (entity.kind is SpeakerKind.PERSON or role.head):
                    entity.roles.append(role)
                if entity.kind is not SpeakerKind.PERSON and role.head:
                    entity.heads.add(role.head)
                if noun >= 0:
                    self._told[noun] = entity
                if not entity.gender and entity.kind is SpeakerKind.PERSON:
                    entity.gender = title_gender([role.head, self.index.tokens[noun].lower_ if noun >= 0 else ""])

    def _walk(self, heads: Mapping[int, Offsets]) -> list[Mention]:
        linker = Linker(self.index, dict.fromkeys(self.entities))
        mentions: list[Mention] = []
        queue = [(name.start, name, entity) for name, entity in zip(self.names, self.entities, strict=True)]
        at = 0
        for token in self.index.tokens:
            while at < len(queue) and queue[at][0] < token.idx + len(token):
                _, name, entity = queue[at]
                if name.the and len(name.words) == 1 and not name.several and not name.person:
                    entity = self.entities[at] = linker.member(name.last) or entity
                linker.see(entity, name.start)
                mentions.append(
                    self._mention(name.start, name.end, entity, self.index.first(name.end - 1), name.title_start)
                )
                at += 1
            if (token.i in heads or self._describes(token)) and (mention := self._phrase(token, heads, linker)):
                mentions.append(mention)
        return sorted(mentions, key=lambda mention: mention.start)

    def _describes(self, token: Token) -> bool:
        return token.pos_ == "NOUN" and token.dep_ not in ("compound", "nmod") and is_speaking_noun(token)

    def _phrase(self, token: Token, heads: Mapping[int, Offsets], linker: Linker) -> Mention | None:
        if self.name_at(token.idx) is not None:
            return None
        told = self._told.get(token.i)
        span = heads.get(token.i, (None, None))
        phrase = phrase_at(token, self.index, start=span[0], end=span[1])
        if told is None and span[0] is None and not (phrase.definite or phrase.fresh or phrase.owned):
            return None
        entity = told if told is not None else linker.link(phrase)
        if told is not None:
            told.heads.add(phrase.lemma)
            told.words |= phrase.words
            linker.see(told, phrase.start)
        self.by_head[token.i] = entity
        return self._mention(phrase.start, phrase.end, entity, token.i)

    def _mention(self, start: int, end: int, entity: Entity, head: int, opens: int = -1) -> Mention:
        head = min(head, len(self.index.tokens) - 1)
        source = start in self._sources or opens in self._sources
        opening = self.index.first(max(opens, start) if opens < 0 else opens)
        leads = opening < len(self.index.tokens) and bool(self.index.tokens[opening].is_sent_start)
        subject = source or leads or (head >= 0 and is_subject(self.index.tokens[head]))
        return Mention(start, end, entity, head, self.index.sentence_at(start), subject, self.index.quoted(start))

    def name_at(self, offset: int) -> int | None:
        """Return the number of the name that covers `offset`, None where there is none."""
        number = bisect_right(self._name_starts, offset) - 1
        return number if number >= 0 and offset < self.names[number].end else None
