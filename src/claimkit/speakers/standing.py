"""Put on each person of an article the party and, where no role names one, the body that the article ties them to."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from claimkit.models import SpeakerKind
from claimkit.speakers.lexemes import fold, is_body_word
from claimkit.speakers.mentions import THINGS
from claimkit.speakers.parties import letters_at, owner_before, party_in
from claimkit.speakers.ties import TieKind, ties_of

_LATE = re.compile(r"\b(?:the|his|her|their|its|my|our) late\s$", re.IGNORECASE)
"""Before a name: "the late Ann Lowe"."""

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimkit.speakers.entities import Entity
    from claimkit.speakers.index import Index
    from claimkit.speakers.names import Name
    from claimkit.speakers.ties import Tie


def fill(index: Index, names: Sequence[Name], entities: Sequence[Entity]) -> None:
    """Set `party` and `body` of the entities; `entities` are those of `names`, one for one.

    What stands beside a name goes first, then a role, then a tie told by a sentence.
    """
    for name, entity in zip(names, entities, strict=True):
        if entity.kind is SpeakerKind.PERSON:
            entity.party = entity.party or _beside(name, index) or ""
            entity.late = (
                entity.late or _LATE.search(index.text[max(name.title_start - 12, 0) : name.title_start]) is not None
            )
    for entity in dict.fromkeys(entities):
        if entity.kind is SpeakerKind.PERSON and not entity.party:
            entity.party = next((party for role in entity.roles if (party := party_in(role.text))), "")
    starts = [name.start for name in names]
    for tie in ties_of(index, names):
        number = bisect_right(starts, tie.person[0]) - 1
        if number >= 0 and tie.person[0] < names[number].end:
            _take(tie, entities[number], index)


def _beside(name: Name, index: Index) -> str | None:
    """handles: "Ann Lowe (Lab)", "Labour's Ann Lowe" / not: "Labour MP Ann Lowe" (her role)."""
    letters = letters_at(index.text, name.end)
    return letters[2] if letters is not None else owner_before(index.text, name.title_start)


def _take(tie: Tie, entity: Entity, index: Index) -> None:
    """Keep the first tie of each sort that is not over."""
    if entity.kind is not SpeakerKind.PERSON or tie.tenure is not None or index.quoted(tie.body[0]):
        return
    body = index.words(*tie.body)
    if tie.kind is TieKind.PARTY:
        entity.party = entity.party or body
    elif not entity.body and _is_body(body, tie, index):
        entity.body = body


def _is_body(body: str, tie: Tie, index: Index) -> bool:
    """handles: "clerk at Brack", "works for Brack Ltd" / not: "Our editor", "Coast guard commander"."""
    if not body[:1].isupper() or fold(body) in THINGS or party_in(body) is not None:
        return False
    if any(is_body_word(fold(word)) for word in body.split()):
        return True
    if tie.office is None or tie.office[0] != tie.body[1] + 1:
        return tie.office is not None
    # "Coast guard commander": a word before an office may belong to it.
    return " " in body or any(token.ent_type_ == "ORG" for token in index.within(*tie.body))
