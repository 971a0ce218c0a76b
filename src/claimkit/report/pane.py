"""Write the text of an article with its quotes, sources, cues, claims and problems marked.

The text nodes of the pane, joined, are the article's text: labels are drawn by the stylesheet from attributes, so that
what a reader selects and copies is the article and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from markupsafe import Markup

from claimkit.findings import BlockKind
from claimkit.models import AUTHOR_ID
from claimkit.render import visible
from claimkit.report.cast import label
from claimkit.report.escaping import exact
from claimkit.report.segments import Mark, Segment, segments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimkit.findings import Block
    from claimkit.models import Claim, Quote
    from claimkit.report.cast import Cast
    from claimkit.report.places import Places
    from claimkit.results import Extraction

QUOTE, SOURCE, CUE, CLAIM, PROBLEM = "quote", "source", "cue", "claim", "fault"
_OPEN, _CLOSE = Markup('<p class="%s" dir="auto">'), Markup("</p>")
_SPAN = Markup('<span class="%s">%s</span>')
_LABEL = Markup('<a class="%s" id="%s" href="#%s" data-label="%s" aria-label="%s"></a>')
_COLOURED = {QUOTE: "k", CLAIM: "u", SOURCE: "b", CUE: "b"}
"""Letters of the classes that colour the ground, the line beneath and the frame: each may be another speaker's."""
_SET_APART = {BlockKind.HEADING, BlockKind.BYLINE, BlockKind.FURNITURE, BlockKind.QUESTION}


class _Pane:
    """What is needed to write the pane of one article."""

    def __init__(self, extraction: Extraction, cast: Cast, places: Places) -> None:
        self.extraction = extraction
        self.cast = cast
        self.places = places
        self.marks: list[Mark] = []
        self.labels: dict[int, list[Markup]] = defaultdict(list)
        for quote in extraction.quotes:
            self._quote(quote)
        for claim in sorted(extraction.claims, key=lambda claim: (claim.span.start, -claim.span.end)):
            self._claim(claim)
        for number, problem in enumerate(extraction.problems, start=1):
            if problem.span:
                name = places.problem(number)
                told = f"problem {number}, {problem.code}: to the list"
                self.labels[problem.span.start].append(_label("label fault", f"{name}-at", name, "!", told))
                self.marks.append(Mark(problem.span.start, problem.span.end, PROBLEM))

    def _quote(self, quote: Quote) -> None:
        voice = self.cast.voice(quote.speaker)
        beside = ((quote.source, SOURCE), (quote.cue, CUE))
        spans = [*((span, QUOTE) for span in quote.spans), *((span, what) for span, what in beside if span)]
        self.marks += [Mark(span.start, span.end, what, voice.colour) for span, what in spans]
        name = self.places.quote(quote.id)
        start = min((span.start for span in quote.spans), default=0)
        told = f"{quote.kind.value} quote, {voice.name}: to the table"
        look = f"label who k{voice.colour}"
        self.labels[start].append(_label(look, name, self.places.row_of(name), voice.short, told))

    def _claim(self, claim: Claim) -> None:
        voice = self.cast.voice(claim.speaker)
        self.marks.append(Mark(claim.span.start, claim.span.end, CLAIM, voice.colour))
        name = self.places.claim(claim.id)
        look = "label own" if claim.speaker == AUTHOR_ID and claim.quote is None else f"label k{voice.colour}"
        told = f"claim {claim.id}, {voice.name}: to the table"
        self.labels[claim.span.start].append(_label(look, name, self.places.row_of(name), claim.id, told))

    def pieces(self, blocks: Sequence[Block]) -> Iterator[Markup]:
        text = self.extraction.article.text
        opening = {block.start: block for block in blocks}
        closing = {block.end for block in blocks}
        cuts = {*self.labels, *opening, *closing}
        for segment in segments(len(text), self.marks, cuts):
            if segment.start in closing:
                yield _CLOSE
            if segment.start in opening:
                yield _OPEN % _kind(opening[segment.start])
            yield from self.labels.get(segment.start, ())
            yield _marked(segment, text[segment.start : segment.end])
        if len(text) in closing:
            yield _CLOSE
        yield from self.labels.get(len(text), ())


def pane(extraction: Extraction, blocks: Sequence[Block], cast: Cast, places: Places) -> Markup:
    """Return the text of an article with its marks; `blocks` are its paragraphs, in order and apart."""
    return Markup("").join(_Pane(extraction, cast, places).pieces(blocks))


def _label(look: str, name: str, target: str, words: str, told: str) -> Markup:
    return _LABEL % (look, name, target, label(words), visible(told))


def _kind(block: Block) -> str:
    return f"{block.kind.value} apart" if block.kind in _SET_APART else block.kind.value


def _marked(segment: Segment, words: str) -> Markup:
    look = _look(segment.marks)
    return _SPAN % (look, exact(words)) if look else exact(words)


def _look(marks: Sequence[Mark]) -> str:
    """Name what lies on a segment; of several of a kind the innermost gives the colour.

    >>> _look([Mark(0, 9, "quote", 1), Mark(2, 7, "claim", 1), Mark(3, 5, "quote", 4)])
    'quote k4 claim u1 nested'
    """
    innermost = {mark.what: mark for mark in marks}
    names = []
    for what, mark in innermost.items():
        names += [what] if what == PROBLEM else [what, f"{_COLOURED[what]}{mark.colour}"]
    nested = sum(mark.what == QUOTE for mark in marks) > 1
    return " ".join(dict.fromkeys([*names, *(["nested"] if nested else [])]))
