"""Write the entities of an article down as speakers: number them, word their names and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.lexicon import words
from claimkit.models import AUTHOR_ID, Span, Speaker, SpeakerKind, Tenure
from claimkit.speakers.entities import Entity
from claimkit.speakers.lexemes import fold
from claimkit.speakers.offices import tenure_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimkit.findings import Layout
    from claimkit.models import Article
    from claimkit.speakers.entities import Role

_MOST_ROLES = 4


def author_of(article: Article, layout: Layout) -> Entity:
    """Return the author: the names that the article or its byline gives, else the outlet's, else "author"."""
    names = article.authors or layout.authors
    name = ", ".join(names) or article.outlet or "author"
    return Entity(SpeakerKind.AUTHOR, name, 0, plural=len(names) > 1)


def written(
    voices: Sequence[Entity | None], *, author: Entity, entities: Iterable[Entity], article: Article, layout: Layout
) -> tuple[tuple[Speaker, ...], tuple[str | None, ...]]:
    """Number the speakers by their first mention and return them with the id of each voice."""
    same = _authors(author, entities, article, layout)
    found = [author if voice in same else voice for voice in voices]
    cast = dict.fromkeys(voice for voice in found if voice is not None and voice is not author)
    order = sorted(cast, key=lambda each: (min(each.mentions, default=(each.start, 0)), each.name))
    ids = {author: AUTHOR_ID, **{each: f"s{number}" for number, each in enumerate(order, 1)}}
    role = layout.author_role or next((text for each in same for text in [_roles(each)] if text), None)
    speakers = [_speaker(author, AUTHOR_ID, article.text, role)]
    speakers += [_speaker(each, ids[each], article.text, _roles(each)) for each in order]
    return tuple(speakers), tuple(None if voice is None else ids[voice] for voice in found)


def _authors(author: Entity, entities: Iterable[Entity], article: Article, layout: Layout) -> set[Entity]:
    """Return the people of the article who are its authors under their own names."""
    names = {tuple(map(fold, name.split())) for name in article.authors or layout.authors}
    same = {each for each in entities if each.given and tuple(map(fold, each.name.split())) in names}
    for each in same:
        author.mentions |= each.mentions
    return same


def _speaker(entity: Entity, number: str, text: str, role: str | None) -> Speaker:
    mentions = tuple(Span.of(text, start, end) for start, end in sorted(entity.mentions))
    body = next((each.affiliation for each in entity.roles if each.affiliation), None)
    return Speaker(
        id=number,
        name=_name(entity),
        kind=entity.kind,
        role=role,
        affiliation=body or entity.body or None,
        party=entity.party or None,
        tenure=_tenure(entity),
        mentions=mentions,
    )


def _tenure(entity: Entity) -> Tenure | None:
    """Return whether the first of the roles is over, for the time being, or still to come.

    handles: "former mayor", "the late Ann Lowe" / not: "senator; a former judge" (she is senator)
    """
    if entity.late:
        return Tenure.FORMER
    kept = _kept(entity)
    return tenure_in(kept[0].text) if kept and entity.kind is SpeakerKind.PERSON else None


def _name(entity: Entity) -> str:
    """Drop the article before the proper name of a body: "the National Bank" -> "National Bank"."""
    name = entity.name
    if entity.kind is SpeakerKind.ORGANIZATION and name.startswith("the ") and name[4:5].isupper():
        return name[4:]
    return name


def _roles(entity: Entity) -> str | None:
    """Join the roles, those left out whose words another one holds.

    handles: "Councillor; chairs the trust" / not: "Cllr; Councillor; chairs the trust"
    """
    return "; ".join(role.text for role in _kept(entity)) or None


def _kept(entity: Entity) -> list[Role]:
    kept: list[Role] = []
    for role in entity.roles:
        if any(_within(role, other) for other in kept):
            continue
        kept = [other for other in kept if not _within(other, role)]
        kept.append(role)
    return kept[:_MOST_ROLES]


def _within(one: Role, other: Role) -> bool:
    small = {"a", "an", "the", "of", "at", "for", "in", "its", "his", "her"}
    left, right = ({word for word in role.words if word[0] != "~"} - small for role in (one, other))
    if left == right:
        return len(one.text) <= len(other.text)
    weak = words("titles")["weak_modifiers"]
    return bool(one.words) and left - weak <= right
