"""Join what the rules find with what the learned tagger finds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import takewhile
from typing import TYPE_CHECKING

from claimkit.attribution.calibration import likely
from claimkit.attribution.governed import reports
from claimkit.attribution.records import SET_OFF, completed
from claimkit.findings import Attribution
from claimkit.models import QuoteKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc

    from claimkit.findings import Layout, Quotation, Tagged
    from claimkit.models import Offsets

TAGGED = "tagged"
"""Name of the rule of what the tagger found."""
_ALONE = "alone"
_SURE = 0.9
"""How likely the rules' quotation must be right where the tagger finds none."""
_NEAR = 4
"""Words within which a cut phrase ends."""
_NESTED = 0.5
"""How likely an attribution inside another must be right."""


def unite(
    doc: Doc,
    ruled: Sequence[Attribution],
    tagged: Iterable[Tagged],
    *,
    layout: Layout,
    quotations: Sequence[Quotation],
) -> tuple[Attribution, ...]:
    """Return the attributions of both, in the order of their contents; offsets in code points.

    Of those that claim the same cue or the same words the likeliest stands; `tagged` holds none that is too unlikely.
    The rules alone find quotations without a cue, what is set off (answers, signed quotations), and what is attributed
    inside somebody else's words: the corpus that the tagger learned from has none of these.
    """
    text = doc.text  # joined anew at each look
    taken = _Taken(len(text))
    for each in ruled:
        if each.rule in SET_OFF:
            taken.add(each._replace(confidence=likely(each.confidence)))
    set_off = taken.contents[:]
    tagged = list(tagged)
    farther = _Farther(ruled, layout, tagged)
    for one in sorted(tagged, key=lambda each: -each.confidence):
        crosses = _share(set_off, one.content) not in (0.0, 1.0)
        if not crosses and _stands(one, taken) and _reports(doc, one):
            taken.add(_attribution(doc, one, ruled, farther))
    for each in ruled:
        inside = taken.share(each)
        nested = each.parent is not None and inside == 1.0
        beside = inside < 0.5 and (each.rule == _ALONE or _is_sure(each))
        if not taken.cue(each) and each.rule not in SET_OFF and (nested or beside):
            taken.add(each._replace(parent=None, confidence=likely(each.confidence)))
    return completed(text, taken.kept, layout=layout, quotations=quotations)


def _is_sure(ruled: Attribution) -> bool:
    """Tell whether the rules alone need no second opinion."""
    # handles: “Rubbish,” Ives shot back. / not: the “rubbish” that Ives shot back at them.
    return ruled.kind is QuoteKind.DIRECT and ruled.cue is not None and ruled.confidence >= _SURE


def _stands(tagged: Tagged, taken: _Taken) -> bool:
    """Tell whether no likelier one has its cue or words; what lies wholly inside another stands where it is sure."""
    inside = taken.share(tagged)
    return not taken.cue(tagged) and (inside < 0.5 or (inside == 1.0 and tagged.confidence >= _NESTED))


def _reports(doc: Doc, tagged: Tagged) -> bool:
    return reports(doc, _tokens(doc, tagged.cue), _tokens(doc, tagged.source) if tagged.source else None)


class _Taken:
    """The attributions that stand, and the code points of their cues and contents."""

    def __init__(self, length: int) -> None:
        self.kept: list[Attribution] = []
        self.contents = bytearray(length)
        self._cues = bytearray(length)

    def add(self, attribution: Attribution) -> None:
        self.kept.append(attribution)
        for start, end in attribution.content:
            self.contents[start:end] = b"\1" * (end - start)
        if attribution.cue:
            start, end = attribution.cue
            self._cues[start:end] = b"\1" * (end - start)

    def cue(self, each: Attribution | Tagged) -> bool:
        """Tell whether the cue is that of another."""
        return each.cue is not None and any(self._cues[slice(*each.cue)])

    def share(self, each: Attribution | Tagged) -> float:
        """Return the share of the content and cue that stands in the contents of others, in [0, 1]."""
        return _share(self.contents, [*each.content, *([each.cue] if each.cue else [])])


def _attribution(doc: Doc, tagged: Tagged, ruled: Sequence[Attribution], farther: _Farther) -> Attribution:
    if tagged.ruled is not None:
        return ruled[tagged.ruled]._replace(confidence=tagged.confidence)
    content = (*tagged.content, *farther.parts(tagged))
    source = tagged.source and _whole(doc, tagged.source)
    return Attribution(content, source, tagged.cue, QuoteKind.INDIRECT, TAGGED, tagged.confidence)


def _whole(doc: Doc, source: Offsets) -> Offsets:
    """Mend the edges of a source that the tagger cut inside a phrase."""
    start, end = _tokens(doc, source)
    # handles: From the desk of [Mara Ives]:, of which the tagger takes "of Mara Ives". / not: according to [officials].
    if end - start > 1 and doc[start].lower_ in {"of", "by"} and doc[start].idx == source[0]:
        source = doc[start + 1].idx, source[1]
    # handles: [Ivo Prat, who runs the mill below the weir], cut after "the". / not: [Ivo Prat, who runs it all], said.
    last = doc[end - 1] if end > start else None
    if last is not None and last.dep_ in {"det", "poss"} and last.i < last.head.i < last.i + _NEAR:
        source = source[0], last.head.idx + len(last.head)
    return source


class _Farther:
    """The rules' quotations, which go on behind; the tagger, window by window, may not see all of them."""

    def __init__(self, ruled: Sequence[Attribution], layout: Layout, tagged: Sequence[Tagged]) -> None:
        quoting = [each for each in ruled if each.cue and each.kind is QuoteKind.DIRECT]
        self._by_cue = {offset: each for each in quoting for offset in range(*(each.cue or (0, 0)))}
        self._opens = [block.start for block in layout.blocks]
        self._told = sorted((part, each.cue) for each in tagged for part in each.content)

    def parts(self, tagged: Tagged) -> Iterator[Offsets]:
        """Yield the later parts of the quotation with the same cue: in other paragraphs, or where nobody else has them.

        handles: “We ran,” she said. “It rained. / “All was gone.” / not: “We ran,” she said. “We fell,” said Ray.
        """
        end = tagged.content[-1][1]
        same = next((self._by_cue[offset] for offset in range(*tagged.cue) if offset in self._by_cue), None)
        if same is not None and same.content[0][0] < end:
            after = bisect_left(self._opens, end)
            for part in same.content:
                free = part[0] >= end and self._is_free(part, tagged.cue)
                if free or after < bisect_right(self._opens, part[0]):
                    yield part

    def _is_free(self, part: Offsets, cue: Offsets) -> bool:
        """Tell whether no other cue has most of a part, from where it begins on."""
        start, end = part
        first_inside = bisect_left(self._told, ((start, start), (0, 0)))
        others = (self._told[at] for at in range(first_inside, len(self._told)))
        within = takewhile(lambda each: each[0][0] < end, others)
        return all(own == cue or 2 * (min(last, end) - first) < end - start for (first, last), own in within)


def _tokens(doc: Doc, span: Offsets) -> tuple[int, int]:
    found = doc.char_span(*span, alignment_mode="expand")
    return (found.start, found.end) if found is not None else (0, 0)


def _share(covered: bytearray, spans: Sequence[Offsets]) -> float:
    """Return the share of the code points of `spans` that are covered, in [0, 1]."""
    return sum(sum(covered[start:end]) for start, end in spans) / max(1, sum(end - start for start, end in spans))
