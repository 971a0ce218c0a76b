"""Turn candidates into attributions: offsets, kinds, and which lies in which."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from claimkit.findings import Attribution, BlockKind
from claimkit.models import Offsets, QuoteKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc

    from claimkit.attribution.candidates import Candidate, Range
    from claimkit.findings import Layout, Quotation

_SILENT = frozenset({BlockKind.HEADING, BlockKind.BYLINE, BlockKind.FURNITURE, BlockKind.QUESTION})
SET_OFF = frozenset({"answer", "signed"})
"""Rules that read what is set off from the text, as direct speech without marks."""


def finished(
    doc: Doc, candidates: Sequence[Candidate], *, layout: Layout, quotations: Sequence[Quotation]
) -> tuple[Attribution, ...]:
    """Return the attributions of `candidates`, sorted by content, without those in headings and furniture."""
    made = []
    for candidate in candidates:
        content = tuple(_offsets(doc, part) for part in candidate.content)
        source = _offsets(doc, candidate.source) if candidate.source else None
        cue = _offsets(doc, candidate.cue_range) if candidate.cue >= 0 and candidate.frame != "signed" else None
        made.append(Attribution(content, source, cue, QuoteKind.DIRECT, candidate.frame, candidate.confidence))
    return completed(doc.text, made, layout=layout, quotations=quotations)


def completed(
    text: str, attributions: Sequence[Attribution], *, layout: Layout, quotations: Sequence[Quotation]
) -> tuple[Attribution, ...]:
    """Return `attributions` by content, whole pairs of marks in it, with their kind and the one that each lies in.

    Those in headings, bylines, questions and furniture are left out, and those of nothing but commas and blanks.
    """
    silent = [block for block in layout.blocks if block.kind in _SILENT]
    starts = [block.start for block in silent]
    inside = _Quoted(text, quotations)
    pairs = _Pairs(quotations)
    made = []
    for attribution in attributions:
        whole = (pairs.whole(part, text) for part in attribution.content)
        content = _apart((start, end) for start, end in whole if start < end)
        if not content:
            continue
        k = bisect_right(starts, content[0][0]) - 1
        if k >= 0 and content[0][0] < silent[k].end:
            continue
        kind = QuoteKind.DIRECT if attribution.rule in SET_OFF else inside.kind(content)
        made.append(attribution._replace(content=content, kind=kind))
    made.sort(key=lambda a: (a.content[0][0], -a.content[-1][1], a.cue or (0, 0)))
    nested = _with_parents(made)
    inner = _Quoted(text, [quotation for quotation in quotations if quotation.depth])
    return tuple(_by_own_marks(attribution, nested, inner) for attribution in nested)


def _apart(parts: Iterable[Offsets]) -> tuple[Offsets, ...]:
    """Return parts in their order, those that overlap as one: pairs of marks that cross make them do so."""
    found: list[Offsets] = []
    for start, end in sorted(parts):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def _by_own_marks(attribution: Attribution, others: Sequence[Attribution], inner: _Quoted) -> Attribution:
    """Tell the kind of what is said inside a quotation by the marks inside it.

    handles: “They told me it was safe,” she said. (theirs is indirect) / not: “They said ‘safe’,” she said. (direct)
    """
    if attribution.parent is None or others[attribution.parent].kind is not QuoteKind.DIRECT:
        return attribution
    return attribution._replace(kind=inner.kind(attribution.content))


def _offsets(doc: Doc, span: Range) -> Offsets:
    last = doc[span[1] - 1]
    return doc[span[0]].idx, last.idx + len(last)


class _Quoted:
    """Which code points of a text stand inside quotation marks."""

    def __init__(self, text: str, quotations: Sequence[Quotation]) -> None:
        self._text = text
        self._marked = bytearray(len(text))
        for quotation in quotations:
            for start, end in quotation.inner:
                self._marked[start:end] = b"\1" * (end - start)

    def kind(self, content: Sequence[Offsets]) -> QuoteKind:
        """Tell by the marks how much of `content` is given as verbatim words."""
        marks = [self._marked[i] for start, end in content for i in range(start, end) if self._text[i].isalnum()]
        if not any(marks):
            return QuoteKind.INDIRECT
        return QuoteKind.DIRECT if all(marks) else QuoteKind.MIXED


class _Pairs:
    """The outermost quotation marks, to keep both of a pair or neither."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        # Of a quotation over paragraphs only the last part has a closing mark.
        closed = [quotation for quotation in quotations if quotation.depth == 0 and quotation.closed]
        self._starts = [quotation.parts[-1][0] for quotation in closed]
        self._inner = [quotation.inner[-1][0] for quotation in closed]
        self._ends = [quotation.parts[-1][1] for quotation in closed]

    def whole(self, span: Offsets, text: str) -> Offsets:
        """Return `span` with the partner of a mark in it, and without the comma that leads over to a cue.

        handles: promised “a new pier” by May / not: “A new pier,” she promised (both marks stay outside)
        """
        start, end = span
        closed = bisect_right(self._ends, start)
        if closed < len(self._ends) and self._ends[closed] <= end and self._starts[closed] < start:
            # A token may begin with the mark that closes the quotation before: “One.”“Two.”
            of_next = not _has_words(text[start : self._ends[closed]]) and _has_words(text[self._ends[closed] : end])
            start = self._inside_next(closed) if of_next else self._starts[closed]
        opened = bisect_right(self._starts, end - 1) - 1
        if opened >= 0 and start <= self._starts[opened] and end < self._ends[opened]:
            end = self._ends[opened]
        while end > start and text[end - 1] in ", \n":
            end -= 1
        return start, end

    def _inside_next(self, closed: int) -> int:
        """Return where the words go on behind a pair: inside the next one, if that opens at once."""
        end = self._ends[closed]
        at_once = closed + 1 < len(self._starts) and self._starts[closed + 1] == end
        return self._inner[closed + 1] if at_once else end


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _with_parents(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Name for each attribution the innermost other one whose content holds its cue and content."""
    found: list[Attribution] = []
    open_: list[tuple[int, int, int]] = []
    for index, attribution in enumerate(attributions):
        start, end = attribution.content[0][0], attribution.content[-1][1]
        low, high = (min(start, attribution.cue[0]), max(end, attribution.cue[1])) if attribution.cue else (start, end)
        open_ = [held for held in open_ if held[1] > start]
        holders = [held for held in open_ if held[0] <= low and high <= held[1] and (held[0], held[1]) != (start, end)]
        parent = min(holders, key=lambda held: held[1] - held[0])[2] if holders else None
        found.append(attribution._replace(parent=parent))
        open_ += [(*part, index) for part in attribution.content]
    return tuple(found)
