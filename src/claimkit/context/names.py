"""Tell the names of one article apart: a surname finds the full name, titles and given names tell the gender."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claimkit.context.entities import Entity
from claimkit.context.nouns import Kind, sex_of
from claimkit.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

_NAMESAKES = 20
"""People of one family name that are compared."""


class Names:
    """The names met so far."""

    def __init__(self, text: str) -> None:
        """Start with none; `text` is the article's, whose spelling the names keep."""
        self._text = text
        self._family: dict[str, list[tuple[str, Entity]]] = defaultdict(list)
        self._given: dict[str, list[Entity]] = defaultdict(list)

    def of(self, token: Token) -> Entity:
        """Return whom or what the name that ends in `token` names."""
        run = _run(token)
        lower = [each.lower_.rstrip(".") for each in run]
        at = next((i + 1 for i in range(len(run) - 2, -1, -1) if _is_title(lower[i])), 0)
        name, before = lower[at:], tuple(lower[:at])
        known = self._known(name, sex_of("", before))
        if known is not None:
            self._lengthen(known, name, run[at:])
            return known
        if len(name) == 1 and _has_the(token) and _is_title(name[0]):
            # handles: the President (a person, whose name is not said) / not: the President Hotel
            return Entity(Kind.PERSON, sex=sex_of("", (name[0],)))
        entity = Entity(_kind_of(run[at:], titled=bool(before), the=_has_the(token)))
        entity.plural = token.tag_ == "NNPS" and token.ent_type_ == "NORP" and entity.kind is not Kind.PERSON
        if entity.kind in {Kind.PERSON, Kind.NAME} and not entity.plural:
            entity.name = self._shown(run[at:])
            entity.sex = sex_of(name[0] if len(name) > 1 else "", before)
            if not entity.sex and (guess := sex_of(name[0], ())):
                # One word may be a given name; pronouns near it know better.
                entity.votes[guess] = 1
        self.enter(name, entity)
        return entity

    def enter(self, name: Sequence[str], entity: Entity) -> None:
        """Let the lower-case words of `name` find `entity`."""
        if name:
            self._family[name[-1]].append((name[0] if len(name) > 1 else "", entity))
        if len(name) > 1 and entity.kind is Kind.PERSON:
            self._given[name[0]].append(entity)

    def _shown(self, run: list[Token]) -> str:
        return " ".join(self._text[run[0].idx : run[-1].idx + len(run[-1])].split())

    def _lengthen(self, entity: Entity, name: list[str], run: list[Token]) -> None:
        if entity.speaker is None and len(name) > len(entity.name.split()) and entity.kind is not Kind.BODY:
            entity.name = self._shown(run)
            entity.sex = entity.sex or sex_of(name[0], ())
            self.enter(name, entity)

    def _known(self, name: list[str], sex: str) -> Entity | None:
        """handles: "Ives" = "Mara Ives" = "Mrs Ives" / not: "Mr Ives", "Ruth Ives" = "Mara Ives"."""
        for given, entity in reversed(self._family.get(name[-1], [])[-_NAMESAKES:]):
            same = len(name) == 1 or not given or _agree(name[0], given)
            if same and not (sex and entity.sex and sex != entity.sex):
                return entity
        first = self._given.get(name[0], []) if len(name) == 1 else []
        return first[0] if len(first) == 1 else None


def _agree(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _kind_of(run: list[Token], *, titled: bool, the: bool) -> Kind:
    """Return what a name names: by its words first, then by the tagger's labels."""
    people, first = words("people"), run[0].lower_
    labels = {each.ent_type_ for each in run}
    given = len(run) > 1 and (first in people["male_names"] or first in people["female_names"])
    body = any(each.lower_ in people["organization_words"] | people["bodies"] for each in run)
    if body or (run[-1].is_upper and len(run[-1]) > 1):
        return Kind.BODY
    if given or (titled and not the):
        return Kind.PERSON
    if labels & {"GPE", "LOC", "FAC"}:
        return Kind.PLACE
    if the or "NORP" in labels:
        return Kind.BODY
    return Kind.PERSON if "PERSON" in labels else Kind.NAME


def _run(token: Token) -> list[Token]:
    """Return the words of a name up to its last: "Transport Minister Leopold Varga"."""
    lo = token.i
    doc = token.doc
    while lo > 0 and token.i - lo < 6 and doc[lo - 1].is_title and doc[lo - 1].head.i <= token.i:
        if doc[lo - 1].dep_ not in {"compound", "nmod", "flat"}:
            break
        lo -= 1
    return [doc[i] for i in range(lo, token.i + 1)]


def _is_title(word: str) -> bool:
    titles = words("titles")
    return any(word in titles[key] for key in ("male", "female", "neutral", "offices", "ranks"))


def _has_the(token: Token) -> bool:
    return any(child.lower_ == "the" for child in token.lefts)
