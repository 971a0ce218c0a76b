"""Which way the verb looks that a time expression hangs on: to the past or to the future."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.dates.edtf import Pick
from claimkit.dates.words import listed, table

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_STEPS = 12
"""How far up the parse a governor is looked for; further up is another matter."""
_AUXILIARY = ("aux", "auxpass")
_NOMINAL = ("poss", "compound", "nmod")


def head_of(span: Span) -> Token:
    """Return the token of `span` that hangs on what is outside it."""
    return next((token for token in span if not span.start <= token.head.i < span.end), span.root)


def governor(token: Token) -> Token | None:
    """Return the nearest verb above `token`."""
    for _ in range(_STEPS):
        if token.head.i == token.i:
            return None
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token
    return None


def direction(span: Span) -> Pick:
    """Return which of recurring times is meant by `span`.

    handles: "will meet on Thursday" -> next, "met on Thursday" -> last, "due on Thursday" -> next
    not: "plans announced on Thursday" (the participle is past, though plans look ahead)
    """
    token = head_of(span)
    if span.start > 1 and span.doc[span.start - 1].lower_ == "of" and span.doc[span.start - 2].lower_ == "as":
        return Pick.PAST
    for _ in range(_STEPS):
        if token.lemma_.lower() in listed("looking_ahead") or token.lower_ in listed("looking_ahead"):
            return Pick.FUTURE
        if token.pos_ in ("VERB", "AUX"):
            return Pick.PAST if _of_day(span) and not _promised(token) else _of_verb(token, span)
        if token.pos_ in ("ADJ", "NOUN") and _prospective(token) and head_of(span).dep_ in ("pobj", *_NOMINAL):
            return Pick.FUTURE
        if token.head.i == token.i:
            break
        token = token.head
    return Pick.NEAREST


def _prospective(token: Token) -> bool:
    return token.lemma_.lower() in listed("prospective") or token.lower_ in listed("prospective")


def _of_day(span: Span) -> bool:
    """Tell whether a weekday belongs to a noun: readers know Monday's debate, whatever it may do."""
    weekday = any(token.lower_ in table("weekdays") for token in span)
    return weekday and head_of(span).dep_ in _NOMINAL


def _promised(verb: Token) -> bool:
    """handles: "Monday's debate will be long", "Monday's vote was postponed" / not: "Monday's debate may help her"."""
    return _prospective(verb) or bool(_helpers(verb) & {"will", "'ll", "shall", "wo"})


def _of_verb(verb: Token, span: Span) -> Pick:
    helpers = _helpers(verb)
    if _prospective(verb) and _ahead(verb, span, helpers):
        return Pick.FUTURE
    if helpers & listed("perfect") and not helpers & {"will", "shall", "to"}:
        return Pick.PAST
    if helpers & listed("modals"):
        return Pick.PAST if _was_unable(verb, helpers) else Pick.FUTURE
    if "to" in helpers:
        return _of_infinitive(verb, span)
    if _preposition(span) in ("until", "till") and _still_runs(verb, helpers):
        return Pick.FUTURE
    return Pick.PAST if verb.tag_ == "VBN" else _by_form(verb, span, helpers)


def _was_unable(verb: Token, helpers: set[str]) -> bool:
    """handles: "could not come on Monday" / not: "could come on Monday", "could not be built by Monday"."""
    return "could" in helpers and "be" not in helpers and any(child.dep_ == "neg" for child in verb.lefts)


def _still_runs(verb: Token, helpers: set[str]) -> bool:
    """handles: "is shut until Monday", "gave them until Monday" / not: "stayed until Monday"."""
    granted = verb.lemma_.lower() in listed("granting")
    return granted or (verb.tag_ != "VBD" and not helpers & {"was", "were"})


def _helpers(verb: Token) -> set[str]:
    """Return the auxiliaries of `verb`, or of the verb that it is joined to ("will meet and vote")."""
    helpers = {child.lower_ for child in verb.lefts if child.dep_ in _AUXILIARY}
    if verb.dep_ == "conj" and not helpers and verb.head.tag_ == verb.tag_:
        helpers = {child.lower_ for child in verb.head.lefts if child.dep_ in _AUXILIARY}
    return helpers


def _ahead(verb: Token, span: Span, helpers: set[str]) -> bool:
    """Tell whether the time is that of what was planned, not of the planning.

    handles: "is expected on Monday", "set the vote for Monday" / not: "agreed on Monday", "had planned on Monday"
    """
    passive = verb.tag_ == "VBN" and (not helpers or helpers & {"been", "be", "is", "are", "was", "were"})
    return bool(passive) or _preposition(span) in ("for", "until", "till", "to", "by", "before")


def _preposition(span: Span) -> str:
    head = head_of(span).head
    return head.lower_ if head.pos_ in ("ADP", "SCONJ", "PART") else ""


def _by_form(verb: Token, span: Span, helpers: set[str]) -> Pick:
    preposition = _preposition(span)
    if verb.tag_ == "VBG" and helpers:
        return Pick.PAST if helpers & {"was", "were"} else Pick.FUTURE
    if verb.tag_ == "VBG":
        above = governor(verb)
        return _of_verb(above, span) if above and above.tag_ != "VBG" else Pick.NEAREST
    if verb.tag_ == "VBD":
        return Pick.FUTURE if preposition == "for" and head_of(span).head.head.i == verb.i else Pick.PAST
    if verb.tag_ in ("VBZ", "VBP") and verb.lemma_.lower() in listed("reporting"):
        return Pick.PAST
    return Pick.FUTURE


def _of_infinitive(verb: Token, span: Span) -> Pick:
    """handles: "is to meet on Friday", "told them to leave by Friday" / not: "failed to meet on Friday"."""
    above = verb.head
    if _preposition(span) in ("until", "till", "by"):
        return Pick.FUTURE
    if above.i == verb.i or _prospective(above) or above.lemma_ == "be" or above.pos_ in ("NOUN", "ADJ"):
        return Pick.FUTURE
    if above.pos_ in ("VERB", "AUX") and above.tag_ != "VB":
        return _of_verb(above, span)
    return Pick.FUTURE
