"""Which time belongs to a claim: what time it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.dates import edtf
from claimkit.dates.places import climb, span_of, within
from claimkit.dates.tense import head_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Span, Token

    from claimkit.findings import TimeExpression

_VERBS = ("VERB", "AUX")
_ASIDES = ("relcl", "advcl", "acl", "appos")


def about_date(times: Sequence[TimeExpression], doc: Doc, *, start: int, end: int, said: str | None) -> str | None:
    """Return the time that the claim in [start, end) is about, or nothing; offsets in code points.

    `said` closes an interval that runs up to the moment of speaking ("has not met them since January").

    >>> from claimkit.dates import find_dates
    >>> from claimkit.parsing import load
    >>> doc = load()("The port will close by 2027, the minister said.")
    >>> about_date(find_dates(doc, published="2025-03-07"), doc, start=0, end=27, said=None)
    '2027'
    """
    clause = doc.char_span(start, end, alignment_mode="contract")
    if not clause:
        return None
    ranked = [(rank, time) for time in within(times, start, end) if (rank := _rank(doc, time, clause)) is not None]
    if not ranked:
        return None
    time = min(ranked, key=lambda pair: pair[0])[1]
    return _closed(time, doc, said)


def _rank(doc: Doc, time: TimeExpression, clause: Span) -> tuple[int, int] | None:
    """Rank how near `time` stands to the main verb of `clause`; nothing where it belongs to another clause.

    handles: "The port closed in May", "the cut of 6 May was forced" / not: "a port that has lost cargo since 2021"
    """
    span = span_of(doc, time)
    if not span:
        return None
    head = head_of(span)
    if _rare_since(head, clause) or _after_than(head, clause):
        return None
    clauses = 0
    for token in (head, *climb(head)):
        if token.i == clause.root.i or not clause.start <= token.i < clause.end:
            break
        if _aside(token, clause):
            return None
        clauses += token.dep_ in ("ccomp", "xcomp", "conj", "pcomp")
    return clauses, 0 if _adverbial(head) else 1


def _aside(token: Token, clause: Span) -> bool:
    """Tell whether `token` heads a clause beside the main one.

    handles: "a port that lost cargo" / not: "not one job to go before 2029"
    """
    infinitive = token.tag_ == "VB" and any(child.lower_ == "to" for child in token.lefts)
    return token.dep_ in _ASIDES and not (infinitive and token.head.i == clause.root.i)


def _after_than(head: Token, clause: Span) -> bool:
    """handles: "fell faster than in May" / not: "more than 20 people left in May"."""
    before = clause.doc[clause.start : head.i]
    return any(token.lower_ == "than" and not token.nbor().like_num for token in before)


def _rare_since(head: Token, clause: Span) -> bool:
    """Tell whether the time only says how rare something is.

    handles: "its lowest since 2011", "the first since May" / not: "has lost cargo since 2011"
    """
    if head.lower_ != "since":
        return False
    before = clause.doc[clause.start : head.i]
    return any(token.tag_ in ("JJS", "RBS") or token.lower_ == "first" for token in before)


def _adverbial(head: Token) -> bool:
    above = head.head if head.dep_ != "pobj" else head.head.head
    return above.pos_ in _VERBS


def _span_starts(doc: Doc, time: TimeExpression, word: str) -> bool:
    span = span_of(doc, time)
    return span is not None and span[0].lower_ == word


def _closed(time: TimeExpression, doc: Doc, said: str | None) -> str:
    if said and _span_starts(doc, time, "since") and edtf.days_of(said):
        return edtf.until(time.edtf.partition("/")[0], said)
    return time.edtf
