"""What a word that stands over a clause implies for it: read from `data/en/stance.toml` and `data/en/cues.toml`."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.lexicon import entries, words
from claimkit.models import Attitude, Certainty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Doc, Token


class Effect(NamedTuple):
    """How sure a clause is under a word, and whether its polarity turns; the same where the word is itself negated."""

    certainty: Certainty
    flip: bool
    negated: Certainty
    negated_flip: bool
    attitude: Attitude
    by: str
    partner: str
    open_only: bool
    """True where the word says this only of an open question ("considers whether")."""


@cache
def table(name: str) -> Mapping[str, tuple[Effect, ...]]:
    """Read the effects of each lemma: of the cues of quotes ("implies"), of words over a clause ("operator")."""
    found: dict[str, tuple[Effect, ...]] = {}
    for row in entries("cues" if name == "implies" else "stance")[name].values():
        for word in row["words"]:
            found[word] = (*found.get(word, ()), _effect(row))
    return MappingProxyType(found)


def _effect(row: Mapping[str, Any]) -> Effect:
    certainty = Certainty(row.get("certainty", "certain"))
    return Effect(
        certainty=certainty,
        flip=row.get("flip", False),
        negated=Certainty(row.get("negated", certainty)),
        negated_flip=row.get("negated_flip", False),
        attitude=Attitude(row.get("attitude", "neutral")),
        by=row.get("by", "any"),
        partner=row.get("with", ""),
        open_only=row.get("only_open", False),
    )


def operator_of(holder: Token, *, predicate: Token, subject: Token | None) -> Effect | None:
    """Return what `holder` implies for the clause under it, or None where it is an event of its own."""
    for effect in table("operator").get(holder.lemma_.lower(), ()) or table("operator").get(holder.lower_, ()):
        if _speaks_for_holder(effect.by, holder, predicate, subject):
            return effect
    return None


def _speaks_for_holder(by: str, holder: Token, predicate: Token, subject: Token | None) -> bool:
    # handles: [I think] the tunnel will open; it [is feared] that ... / not: The mayor [thinks] the tunnel will open.
    if by == "holder":
        passive = any(child.dep_ == "auxpass" for child in predicate.children)
        return passive or _is_ours(subject) or holder.pos_ in {"ADJ", "NOUN"}
    return True


def _is_ours(subject: Token | None) -> bool:
    listed = words("stance")
    if subject is None:
        return False
    return subject.lower_ in listed["first_persons"] or subject.lower_ in listed["impersonal_subjects"]


def cue_effects(doc: Doc, start: int, end: int) -> tuple[tuple[Token, Effect], ...]:
    """Return what the first word of a cue at tokens [start, end) that is listed implies, with the word."""
    known = table("implies")
    for i in range(start, min(end, len(doc))):
        token = doc[i]
        rows = known.get(token.lemma_.lower(), ()) or known.get(token.lower_, ())
        after = doc[i + 1].lower_ if i + 1 < len(doc) else ""
        fitting = tuple((token, row) for row in rows if not row.partner or row.partner == after)
        if fitting:
            return fitting
    return ()
