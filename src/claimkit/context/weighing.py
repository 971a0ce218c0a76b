"""Weigh what speaks for and against a reading of a pronoun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.context.entities import Entity, Mention, Reading
from claimkit.context.nouns import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST = {"person": 0.0, "thing": 1.8, "several": 1.8}
LEAD = {"person": 0.8, "thing": 1.6, "several": 1.2}
"""How good a reading must be, and how far ahead of the next."""
OBJECT_LEAD = 1.0
"""How much further ahead for "it" and "them" where they are no subject and no owner."""
_PERSON = {
    "ahead": 0.7, "back0": 1.1, "back1": -0.4, "back2": -0.8, "back3": -1.3,
    "between0": 0.8, "between1": 0.0, "between2": -0.5, "between3": -0.8,
    "subject": 0.5, "object": 0.1, "owner": 0.5, "other": -0.6, "parallel": 0.9, "main": 0.8,
    "owner-other": 0.3, "owner-owner": -0.7, "pronoun": -0.6, "same": 0.5, "governs": 0.5, "speaker": 0.5,
    "person+": 0.6, "person-": 0.3, "name+": 0.3, "name-": -0.8, "described": -0.8, "quoted": -1.5,
    "outside": -0.7, "topic": 3.0, "heard": 1.5,
}  # fmt: skip
_THING = {
    "ahead": 0.7, "back0": 1.0, "back1": 0.2, "back2": -1.2, "back3": -2.2,
    "between0": 0.3, "between1": 0.0, "between2": -0.3, "between3": -0.8,
    "subject": 1.2, "object": 0.0, "owner": -0.4, "other": -1.0, "parallel": 0.6, "main": 0.4,
    "pronoun": 0.3, "same": 0.6, "owner-same": 1.4, "governs": 0.4, "speaker": 0.6, "topic": 3.0,
    "body": 0.5, "place": -0.4, "name": -0.3, "quoted": -2.5, "outside": -0.7,
}  # fmt: skip
_SEVERAL = {**_THING, "body": -1.0, "plural": 0.6}
WEIGHTS = {"person": _PERSON, "thing": _THING, "several": _SEVERAL}
"""What speaks for and against a mention. Those of people were fitted to GAP's development texts, then rounded."""


def fits(entity: Entity, kind: str, sex: str) -> bool:
    """Tell whether number, gender and kind let a "person", a "thing" or "several" be an entity."""
    if kind == "person":
        known = entity.gender()
        return not entity.plural and entity.kind in {Kind.PERSON, Kind.NAME} and (not known or known == sex)
    if kind == "thing":
        return not entity.plural and entity.kind is not Kind.PERSON
    return entity.plural or entity.kind is Kind.BODY


def score_of(features: Iterable[str], kind: str) -> float:
    """Add up what speaks for and against a mention."""
    weights = WEIGHTS[kind]
    return sum(weights.get(each, 0.0) for each in features)


def surest(scores: dict[Entity, tuple[float, Mention]], kind: str, *, loose: bool) -> Reading | None:
    """Return the best reading if it is good and well ahead of the next; `loose`: for no subject and no owner."""
    # handles: [It] sank, [its] crew; in doubt not: they left [it], the sky above [it].
    least, lead = LEAST[kind], LEAD[kind] + (OBJECT_LEAD if loose and kind != "person" else 0.0)
    ranked = sorted(scores.items(), key=lambda item: -item[1][0])
    if not ranked or ranked[0][1][0] < least:
        return None
    if len(ranked) > 1 and ranked[0][1][0] - ranked[1][1][0] < lead:
        return None
    entity, (_, mention) = ranked[0]
    return Reading(entity, mention)
