"""Which time belongs to an attribution (when it was said) and which to a claim (what time it is about)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from claimkit.dates import edtf
from claimkit.dates.tense import head_of
from claimkit.dates.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Span, Token

    from claimkit.findings import TimeExpression
    from claimkit.models import Offsets

_STEPS = 12
_VERBS = ("VERB", "AUX")
_NOUNS = ("NOUN", "PROPN")
_ASIDES = ("relcl", "advcl", "acl", "appos")
_INTERVIEW = 3_000
"""Code points before an answer within which the words that date the interview are looked for."""
_SIGNATURE = 40
"""Code points between the name under a post and its date: an account's handle fits in."""


def said_date(
    times: Sequence[TimeExpression],
    doc: Doc,
    *,
    cue: Offsets | None,
    content: Sequence[Offsets],
    source: Offsets | None,
) -> str | None:
    """Return when an attribution was said, or nothing where the text does not say; offsets in code points.

    >>> from claimkit.dates import find_dates
    >>> from claimkit.parsing import load
    >>> doc = load()("Mara Ives told reporters on Monday that the port would close in June.")
    >>> times = find_dates(doc, published="2025-03-07")
    >>> said_date(times, doc, cue=(10, 14), content=[(35, 68)], source=(0, 9))
    '2025-03-03'
    """
    if cue is None:
        return _signed(_outside(times, content, source or (0, 0), 2 * _SIGNATURE), source)
    span = doc.char_span(*cue, alignment_mode="expand")
    if span is None:
        return None
    if span.text == ":" and source and cue[0] - source[1] <= 1:
        return _interviewed(_outside(times, content, cue, _INTERVIEW), doc, cue)
    sent = span.sent
    sentence = _within(times, sent.start_char, sent.end_char)
    outside = _outside(sentence, content, cue, sent.end_char)
    return _nearest([time for time in outside if _dates_saying(doc, time, span, content, source)], cue)


def _outside(
    times: Sequence[TimeExpression], content: Sequence[Offsets], near: Offsets, reach: int
) -> list[TimeExpression]:
    """Return the times within `reach` code points of `near` that lie outside the content."""
    window = _within(times, near[0] - reach, near[1] + reach)
    return [time for time in window if not any(_overlap((time.start, time.end), span) for span in content)]


def _overlap(one: Offsets, other: Offsets) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _within(times: Sequence[TimeExpression], start: int, end: int) -> list[TimeExpression]:
    """Return the times in [start, end); they are sorted, so that long texts take no longer a time each."""
    first = bisect_left(times, start, key=lambda time: time.start)
    last = bisect_right(times, end, key=lambda time: time.end)
    return list(times[first:last])


def _nearest(times: Sequence[TimeExpression], cue: Offsets) -> str | None:
    ranked = sorted(times, key=lambda time: max(time.start - cue[1], cue[0] - time.end))
    return ranked[0].edtf if ranked else None


def _signed(times: Sequence[TimeExpression], source: Offsets | None) -> str | None:
    """Return the date beside the name under a post.

    handles: "— Mara Ives (@mives) 17 May 2024" / not: "— Mara Ives", "Ives, who resigned in May"
    """
    signature = [time for time in times if source and 0 <= time.start - source[1] <= _SIGNATURE]
    dated = [time for time in signature if len(time.edtf) == len("2024-05-17")]
    return dated[0].edtf if dated else None


def _interviewed(times: Sequence[TimeExpression], doc: Doc, cue: Offsets) -> str | None:
    """Return the date of the talk that an answer after a label and a colon comes from.

    handles: "On 30 May we put three questions to her. … Ives: No." / not: "She resigned on 30 May. … Ives: No."
    """
    for time in reversed(_within(times, max(cue[0] - _INTERVIEW, 0), cue[0])):
        span = doc.char_span(time.start, time.end, alignment_mode="expand")
        if span and any(token.lemma_.lower() in listed("interviewing") for token in span.sent):
            return time.edtf
    return None


def _climb(token: Token) -> Iterator[Token]:
    for _ in range(_STEPS):
        if token.head.i == token.i:
            return
        token = token.head
        yield token


def _span_of(doc: Doc, time: TimeExpression) -> Span | None:
    return doc.char_span(time.start, time.end, alignment_mode="expand")


def _dates_saying(
    doc: Doc, time: TimeExpression, cue: Span, content: Sequence[Offsets], source: Offsets | None
) -> bool:
    """Tell whether `time`, outside the content, says when the words of the cue were said.

    handles: "told reporters on Thursday", "In a letter dated 17 May she told them", "had urged it in May"
    not: "Ives, who left in 2019, said", "said when it opened on Monday"
    """
    span = _span_of(doc, time)
    if not span:
        return False
    for token in _climb(head_of(span)):
        # Where the parser hangs the time on a word of the content, the edges of the content know better.
        if cue.start <= token.i < cue.end or any(start <= token.idx < end for start, end in content):
            return True
        if source and source[0] <= token.idx < source[1]:
            if token.pos_ in _VERBS or token.pos_ in _NOUNS:
                return _dates_source(token, time, direct=token.i == head_of(span).head.i)
        elif token.pos_ in _VERBS and not _passes_on(token):
            return _same_saying(token, cue)
    return False


def _passes_on(verb: Token) -> bool:
    """handles: "a letter dated 17 May" / not: "a letter that came on 17 May"."""
    return verb.dep_ == "acl" and verb.lemma_.lower() in listed("publication")


def _same_saying(verb: Token, cue: Span) -> bool:
    """handles: "met reporters on Monday and said" / not: "said that it opened on Monday"."""
    return any(token.dep_ == "conj" and token.head.i == verb.i for token in cue)


def _dates_source(above: Token, time: TimeExpression, *, direct: bool) -> bool:
    """Tell whether a time that hangs on a word of the source dates its words.

    handles: "a leaflet printed in May", "people polled last week", "a 2019 report", "its May meeting"
    not: "officials elected in May", "the 2019 winner", "Ives, who left in May,", "the record of the visit of May"
    """
    if above.pos_ in _VERBS:
        return above.dep_ != "relcl" and above.lemma_.lower() in listed("publication")
    if above.lemma_.lower() in listed("documents"):
        return True
    return direct and above.pos_ == "NOUN" and len(time.edtf) > len("2019")


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
    ranked = [(rank, time) for time in _within(times, start, end) if (rank := _rank(doc, time, clause)) is not None]
    if not ranked:
        return None
    time = min(ranked, key=lambda pair: pair[0])[1]
    return _closed(time, doc, said)


def _rank(doc: Doc, time: TimeExpression, clause: Span) -> tuple[int, int] | None:
    """Rank how near `time` stands to the main verb of `clause`; nothing where it belongs to another clause.

    handles: "The port closed in May", "the cut of 6 May was forced" / not: "a port that has lost cargo since 2021"
    """
    span = _span_of(doc, time)
    if not span:
        return None
    head = head_of(span)
    if _rare_since(head, clause) or _after_than(head, clause):
        return None
    clauses = 0
    for token in (head, *_climb(head)):
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
    span = _span_of(doc, time)
    return span is not None and span[0].lower_ == word


def _closed(time: TimeExpression, doc: Doc, said: str | None) -> str:
    if said and _span_starts(doc, time, "since") and edtf.days_of(said):
        return edtf.until(time.edtf.partition("/")[0], said)
    return time.edtf
