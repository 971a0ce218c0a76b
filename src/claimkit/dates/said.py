"""When an attribution was said: the time of its own sentence, or of what it goes on from."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from claimkit.dates.interviews import Interviews
from claimkit.dates.places import beside, climb, outside, span_of, within
from claimkit.dates.tense import head_of
from claimkit.dates.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc, Span, Token

    from claimkit.findings import Attribution, Block, TimeExpression
    from claimkit.models import Offsets

_VERBS = ("VERB", "AUX")
_NOUNS = ("NOUN", "PROPN")
_SIGNATURE = 40
"""Code points between the name under a post and its date: an account's handle fits in."""
_RUN = 400
"""Code points that may lie between the parts of a quoted run, or between a saying and words that point back to it."""
_BETWEEN = frozenset(" \n\t\r\"'“”‘’«»„")


def said_dates(
    times: Sequence[TimeExpression], doc: Doc, attributions: Sequence[Attribution], *, blocks: Sequence[Block] = ()
) -> tuple[str | None, ...]:
    """Return when each attribution was said, or nothing where the text does not say.

    >>> from claimkit.attribution import attribute
    >>> from claimkit.dates import find_dates
    >>> from claimkit.layout import layout
    >>> from claimkit.parsing import load, parse
    >>> from claimkit.quotes import pair_marks
    >>> text = '"It sank," Ada Brook told the hall on Monday.\\n\\n"It will float again."'
    >>> plan = layout(text)
    >>> doc, quotations = parse(text, plan.blocks, load()), pair_marks(text, plan.blocks)[0]
    >>> found = attribute(doc, layout=plan, quotations=quotations)
    >>> said_dates(find_dates(doc, published="2025-03-07"), doc, found, blocks=plan.blocks)
    ('2025-03-03', '2025-03-03')

    What has no time of its own takes that of the interview it belongs to, of the quoted run that it goes on, or of the
    saying that its words point back to ("she told them", "on the same call").
    """
    said: dict[int, str | None] = {}
    interviews, before = Interviews(times, doc, blocks), -1
    for index in sorted(range(len(attributions)), key=lambda index: _start(attributions[index])):
        one = attributions[index]
        date = said_date(times, doc, cue=one.cue, content=one.content, source=one.source)
        date = date or interviews.date(one)
        if date is None and one.parent is None:
            date = _carried(doc, attributions, one, before, said)
        said[index] = date
        before = index if one.parent is None else before
    return tuple(said[index] for index in range(len(attributions)))


def _start(one: Attribution) -> int:
    return min(start for start, _ in _parts(one))


def _end(one: Attribution) -> int:
    return max(end for _, end in _parts(one))


def _parts(one: Attribution) -> tuple[Offsets, ...]:
    return (*one.content, one.cue) if one.cue else one.content


def _carried(
    doc: Doc, attributions: Sequence[Attribution], one: Attribution, before: int, said: dict[int, str | None]
) -> str | None:
    """Return the date of the attribution before, where `one` goes on from it."""
    if before < 0 or not (date := said.get(before)):
        return None
    last = attributions[before]
    gap = _start(one) - _end(last)
    return date if gap <= _RUN and (_goes_on(doc, last, one) or _points_back(doc, last, one)) else None


def _goes_on(doc: Doc, last: Attribution, one: Attribution) -> bool:
    """Tell whether `one` is the next part of the quoted run of `last`.

    handles: '"It sank," she told the hall on Monday. "It will float."' / not: '"It sank," she said. It rained. "So?"'
    """
    if one.cue is not None or one.source is not None:
        return False
    token = doc.char_span(_end(last) - 1, _end(last), alignment_mode="expand")
    end = max(token.sent.end_char, _end(last)) if token else _end(last)
    return set(doc.text[min(end, _start(one)) : _start(one)]) <= _BETWEEN


def _points_back(doc: Doc, last: Attribution, one: Attribution) -> bool:
    """Tell whether words beside the cue point back to the saying before.

    handles: 'At a dinner on Monday brewers grumbled. "Pay up," Ives told them.', "she added on the same call"
    not: '"Pay up," Ives told the brewers.', "he said of them"
    """
    cue = doc.char_span(*one.cue, alignment_mode="expand") if one.cue else None
    if cue is None:
        return False
    behind = doc[cue.end] if cue.end < len(doc) else None
    if behind is not None and behind.lower_ in listed("addressed") and behind.head.i in range(cue.start, cue.end):
        return last.parent is None and doc.text[_end(last) : _start(one)].count("\n") == 0
    words = [token.lower_ for token in beside(cue) if not _inside(token, one.content)]
    return any(here in ("same", "that") and there in listed("occasions") for here, there in pairwise(words))


def _inside(token: Token, content: Iterable[Offsets]) -> bool:
    return any(start <= token.idx < end for start, end in content)


def said_date(
    times: Sequence[TimeExpression],
    doc: Doc,
    *,
    cue: Offsets | None,
    content: Sequence[Offsets],
    source: Offsets | None,
) -> str | None:
    """Return when its own sentence says that an attribution was said, or nothing; offsets in code points.

    >>> from claimkit.dates import find_dates
    >>> from claimkit.parsing import load
    >>> doc = load()("Mara Ives told reporters on Monday that the port would close in June.")
    >>> times = find_dates(doc, published="2025-03-07")
    >>> said_date(times, doc, cue=(10, 14), content=[(35, 68)], source=(0, 9))
    '2025-03-03'
    """
    if cue is None:
        return _signed(outside(times, content, source or (0, 0), 2 * _SIGNATURE), source)
    span = doc.char_span(*cue, alignment_mode="expand")
    if not span or span.text == ":":
        return None
    sent = span.sent
    sentence = within(times, sent.start_char, sent.end_char)
    others = outside(sentence, content, cue, sent.end_char)
    return _nearest([time for time in others if _dates_saying(doc, time, span, content, source)], cue)


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


def _dates_saying(
    doc: Doc, time: TimeExpression, cue: Span, content: Sequence[Offsets], source: Offsets | None
) -> bool:
    """Tell whether `time`, outside the content, says when the words of the cue were said.

    handles: "told reporters on Thursday", "In a letter dated 17 May she told them", "had urged it in May"
    not: "Ives, who left in 2019, said", "said when it opened on Monday"
    """
    span = span_of(doc, time)
    if not span:
        return False
    put_down = False
    for token in climb(head_of(span)):
        # Where the parser hangs the time on a word of the content, the edges of the content know better.
        if cue.start <= token.i < cue.end or _inside(token, content):
            return True
        if source and source[0] <= token.idx < source[1]:
            if token.pos_ in _VERBS or token.pos_ in _NOUNS:
                return put_down or _dates_source(token, time, direct=token.i == head_of(span).head.i)
        elif token.pos_ in _VERBS and not (put_down := _passes_on(token)):
            return _same_saying(token, cue) or _before_saying(token, cue, source)
    return False


def _passes_on(verb: Token) -> bool:
    """handles: "a letter dated 17 May" / not: "a letter that came on 17 May"."""
    return verb.dep_ == "acl" and verb.lemma_.lower() in listed("publication")


def _same_saying(verb: Token, cue: Span) -> bool:
    """Tell whether what `verb` tells is the time of the cue too.

    handles: "met reporters on Monday and said", "opened on Monday, as Ives said", "In May, in the words of Ives, it"
    not: "said that it opened on Monday", "opened on Monday because Ives had said"
    """
    for token in cue:
        if token.head.i != verb.i:
            continue
        as_ = any(child.dep_ == "mark" and child.lower_ in ("as", "while") for child in token.lefts)
        if token.dep_ == "conj" or (token.dep_ == "advcl" and as_):
            return True
    return cue[0].lower_ == "in" and cue[0].head.i == verb.i and any(token.lower_ == "words" for token in cue)


def _before_saying(verb: Token, cue: Span, source: Offsets | None) -> bool:
    """Tell whether a participle between the source and the cue says when the words were asked for or put down.

    handles: "Ives, asked on Monday, said", "The forecast issued on Sunday warned", "The receipt, dated 1911, records"
    not: "Ives, elected on Monday, said", "Ives, who asked on Monday, said"
    """
    if verb.tag_ not in ("VBN", "VBD") or verb.dep_ == "relcl" or not source:
        return False
    lemma = verb.lemma_.lower()
    if lemma not in listed("answering") and lemma not in listed("publication"):
        return False
    between = source[1] <= verb.idx < cue.start_char and verb.doc.text[source[1] : verb.idx].strip() in ("", ",")
    asked = lemma in listed("answering") and verb.dep_ == "advcl" and verb.head.i in range(cue.start, cue.end)
    return between or asked


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
