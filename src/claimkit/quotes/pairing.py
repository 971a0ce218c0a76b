"""Pair marks with a stack, paragraph after paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from claimkit.findings import Block, BlockKind, Quotation
from claimkit.models import Offsets, Problem
from claimkit.quotes.marks import CLOSE, EITHER, HARD, OPEN, SHAPES, STYLES, Family, first, marks_of, opens_single
from claimkit.quotes.odd import problems_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimkit.quotes.marks import Mark, Marks

_RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTATION, BlockKind.ANSWER})
_PASSED_OVER = frozenset({BlockKind.HEADING, BlockKind.FURNITURE})


@dataclass(slots=True, eq=False)
class _Pair:
    """A quotation in the making: `head` opens its latest part; where it is never closed it ends before `cut`."""

    mark: Mark
    head: Mark
    family: int
    parent: _Pair | None
    lead: Mark | None = None
    parts: list[tuple[Offsets, Offsets]] = field(default_factory=list)
    cut: int | None = None
    repeated: bool = False
    closed: bool = False
    depth: int = 0


def _repeats(mark: Mark, pair: _Pair) -> bool:
    return mark.sign.rank == HARD and mark.sign.lean != CLOSE and mark.sign.shape.family == pair.family


def _is_turned(mark: Mark) -> bool:
    """Say whether a mark that seems to close may be meant to open, where nothing is open and the next one closes."""
    run, lean = mark.sign.run, mark.sign.shape.lean
    if lean == EITHER:
        return mark.end < run.end  # handles: the attribute pic="" is empty / not: he said so." She left."
    # handles: He left.“ We go,” she said; said:”Hello,” he did / not: We go,” he said. ”Hello.”
    at_edge = run.left in ("", "\n") or run.right.isalnum()
    return lean == OPEN or (run.lean == EITHER and at_edge and mark.sign.shape.family < Family.ANGLE)


class Pairing:
    """The state of the scan: the open quotations, those carried into the next paragraph, and the odd marks."""

    def __init__(self, text: str) -> None:
        """Start at the beginning of `text`."""
        self._text = text
        self._pairs: list[_Pair] = []
        self._odd: list[tuple[int, int, str]] = []
        self._open: list[_Pair] = []
        self._carried: list[_Pair] = []
        self._families = [0] * Family.COUNT
        self._styles = [0] * STYLES
        self._runs_on: int | None = None

    def read(self, blocks: Sequence[Block]) -> None:
        """Pair the marks of all blocks."""
        turn: list[tuple[Block, Block | None]] = []
        after: Block | None = None
        for block in reversed(blocks):
            turn.append((block, after))
            after = after if block.kind in _PASSED_OVER else block
        while turn:
            self._read(*turn.pop())
        self._give_up()

    def _read(self, block: Block, after: Block | None) -> None:
        """Pair the marks of one block; only running text goes on with what the paragraph before it left open."""
        marks = marks_of(self._text, block)
        running = block.kind in _RUNNING
        goes_on = running and after is not None and after.kind in _RUNNING and opens_single(self._text, after)
        self._runs_on = first(self._text, block) if goes_on and opens_single(self._text, block) else None
        if not running and block.kind not in _PASSED_OVER:
            self._give_up()
        resumed = self._resume(marks, block) if running and self._carried else 0
        for mark in marks.since(resumed):
            act = self._act(mark)
            if act == OPEN:
                self._begin(mark)
            elif act == CLOSE:
                self._close(mark)
        self._leave(block, running=running)

    def _give_up(self) -> None:
        """End what was carried: no paragraph repeats its opening mark."""
        for pair in self._carried:
            self._lose(pair)
        self._carried = []

    def _resume(self, marks: Marks, block: Block) -> int:
        """Go on with the carried quotations whose opening marks the block repeats; return the number of these marks."""
        at = first(self._text, block)
        carried, self._carried = self._carried, []
        stopped = block.label is not None and block.label[0] <= at
        count = 0
        coming = marks.since(0)
        mark = next(coming, None)
        for pair in carried:
            if mark and not stopped and mark.start == at and _repeats(mark, pair):
                pair.head, pair.cut, at = mark, None, mark.end
                self._push(pair)
                count += 1
                mark = next(coming, None)
            else:
                stopped = stopped or (pair.cut is None and not self._is_silent(pair))
                self._lose(pair)
        return count

    # What a mark does: OPEN, CLOSE, or EITHER for nothing.

    def _act(self, mark: Mark) -> int:
        shape, _, lean, rank = mark.sign
        family = shape.family
        is_open = self._families[family] > 0
        if rank < HARD:
            return self._act_softly(mark, is_open=is_open)
        if lean == EITHER:
            return CLOSE if is_open else OPEN * (family == Family.DOUBLE or mark.ahead == CLOSE)
        if is_open:
            return self._act_nested(mark)
        return OPEN if mark.ahead == CLOSE and _is_turned(mark) else lean

    def _act_softly(self, mark: Mark, *, is_open: bool) -> int:
        """Open or close with what may be an apostrophe or a measure only where the marks that follow leave a gap."""
        around = self._open[-1:] if mark.sign.lean == OPEN else self._open[-2:-1]
        within = around and around[0].family == Family.DOUBLE
        ahead = mark.inside if within else mark.ahead
        if mark.sign.lean == OPEN:
            # handles: ’Hello,’ he said / not: get ’em, she said, and ‘the rest’
            return OPEN if not is_open and ahead == CLOSE else EITHER
        # handles: He called it ‘the dogs’ and left. / not: ‘The dogs’ bowls are gone,’ he said.
        if ahead == CLOSE or not self._is_top(mark):
            return EITHER
        # handles: ‘The dogs’ bowls are gone. ¶ ‘All of them,’ he said. / not: ‘Dogs’ it says. ¶ None came.
        return EITHER if ahead == EITHER and self._open[-1].head.start == self._runs_on else CLOSE

    def _act_nested(self, mark: Mark) -> int:
        """Decide where a mark of this family is open already."""
        single, run = mark.sign.shape.family == Family.SINGLE, mark.sign.run
        if mark.sign.lean == CLOSE:
            # handles: “They ‘went o’er,” he said / not: ‘He said “no.’
            crossing = single and not self._is_top(mark) and run.left.isalnum()
            return EITHER if crossing else CLOSE
        if mark.sign.shape.lean == OPEN and run.lean == OPEN:
            return OPEN
        # handles: 'I went to 'ell and back,' he said / not: 'I go.' 'You stay.'
        if single and self._is_top(mark) and run.right.islower():
            return EITHER
        # handles: "I told "Shorty" to go," he said / not: "I go. "he said, "but you stay."
        if mark.ahead == CLOSE or run.right.isupper():
            return OPEN
        return EITHER if single and not self._is_top(mark) else CLOSE

    def _is_top(self, mark: Mark) -> bool:
        return bool(self._open) and self._open[-1].family == mark.sign.shape.family

    # Opening, closing and losing.

    def _begin(self, mark: Mark) -> None:
        parent = self._open[-1] if self._open else None
        if parent and parent.cut is None:
            parent.repeated = parent.mark.sign.shape.style == mark.sign.shape.style
            if parent.repeated or (parent.family == Family.SINGLE and mark.sign.shape.family == Family.DOUBLE):
                parent.cut = mark.start
        pair = _Pair(mark, mark, mark.sign.shape.family, parent)
        self._pairs.append(pair)
        self._push(pair)

    def _push(self, pair: _Pair) -> None:
        self._open.append(pair)
        self._families[pair.family] += 1
        self._styles[pair.mark.sign.shape.style] += 1

    def _pop(self) -> _Pair:
        pair = self._open.pop()
        self._families[pair.family] -= 1
        self._styles[pair.mark.sign.shape.style] -= 1
        return pair

    def _close(self, mark: Mark) -> None:
        """Close the nearest quotation of the mark's style, else of its family; what is open within it is lost."""
        family, style, _ = mark.sign.shape
        singles = self._families[Family.SINGLE]
        # handles: ‘He said ‘no’’; ‘The dogs’’ / not: ‘‘He said no’’
        if mark.end - mark.start > 1 and singles and not self._families[family]:
            for at in (mark.start, mark.start + 1)[-singles:]:
                self._close(replace(mark, start=at, end=at + 1, sign=mark.sign._replace(shape=SHAPES[self._text[at]])))
            return
        if not self._families[family]:
            self._note_unopened(mark)
            return
        same_style = self._styles[style] > 0
        end = self._trimmed(mark.start)
        while True:
            pair = self._pop()
            if pair.mark.sign.shape.style == style if same_style else pair.family == family:
                break
            self._add_part(pair, end, end)
            self._lose(pair)
            self._forget(pair)
        pair.closed, pair.cut = True, None
        self._add_part(pair, end, mark.end)
        self._forget(pair)

    def _forget(self, pair: _Pair) -> None:
        """Drop a pair without content that nothing has come after: long runs of marks are full of them."""
        if not pair.parts and self._pairs and self._pairs[-1] is pair:
            self._pairs.pop()

    def _leave(self, block: Block, *, running: bool) -> None:
        """Empty the stack at the block's end: what may run on is carried, the rest is lost."""
        end = self._trimmed(block.end)
        for pair in self._open:
            self._add_part(pair, end, end)
            if running and not pair.repeated:
                self._carried.append(pair)
            else:
                self._lose(pair)
        self._open = []
        self._families = [0] * Family.COUNT
        self._styles = [0] * STYLES

    def _lose(self, pair: _Pair) -> None:
        """Give up a quotation that nothing closes; it keeps what lies before its cut."""
        if self._is_silent(pair):
            pair.parts.clear()
            return
        self._odd.append((pair.mark.start, pair.mark.end, "unclosed-quote"))
        if pair.cut is not None and pair.parts:
            (start, last), (inner, _) = pair.parts.pop()
            end = min(self._trimmed(pair.cut), last)
            if inner < end:
                pair.parts.append(((start, end), (inner, end)))

    def _is_silent(self, pair: _Pair) -> bool:
        """Say whether an unclosed mark was but an apostrophe before a word that the lists do not have."""
        mark = pair.mark
        # handles: he went to 'ell and back / not: ‘he went to hell and back
        return pair.family == Family.SINGLE and mark.sign.shape.lean != OPEN and not mark.sign.run.right.isupper()

    def _note_unopened(self, mark: Mark) -> None:
        run, family = mark.sign.run, mark.sign.shape.family
        # handles: runnin’ / not: he ran.’
        apostrophe = family == Family.SINGLE and (run.left.isalnum() or run.lean == EITHER)
        # handles: » Read more / not: he ran».
        bullet = family >= Family.ANGLE and (not run.left or run.left.isspace())
        if apostrophe or bullet:
            return
        self._odd.append((mark.start, mark.end, "unopened-quote"))
        # handles: “We go,’ she said. / not: “We go,’ she said”
        if self._open and self._open[-1].cut is None:
            self._open[-1].cut = mark.start

    def _add_part(self, pair: _Pair, inner_end: int, end: int) -> None:
        head = pair.head
        if head.sign.run.end >= inner_end:
            return
        start = head.end
        while start < inner_end and self._text[start].isspace():
            start += 1
        if start < inner_end:
            pair.lead = pair.lead or head  # the first mark may have had nothing after it in its paragraph
            pair.parts.append(((head.start, end), (start, inner_end)))

    def _trimmed(self, end: int) -> int:
        while end > 0 and self._text[end - 1].isspace():
            end -= 1
        return end

    # The results.

    def quotations(self) -> tuple[Quotation, ...]:
        """Return the quotations in the order in which they begin."""
        found = []
        for pair in self._pairs:
            parent = pair.parent
            while parent and (not parent.parts or (parent.cut is not None and pair.mark.start >= parent.cut)):
                parent = parent.parent
            pair.parent = parent
            pair.depth = parent.depth + 1 if parent else 0
            if pair.parts and pair.lead:
                mark = self._text[pair.lead.start : pair.lead.end]
                parts, inner = zip(*pair.parts, strict=True)
                found.append(Quotation(parts, inner, pair.depth, pair.closed, mark))
        return tuple(sorted(found, key=lambda quotation: quotation.parts[0]))

    def problems(self) -> tuple[Problem, ...]:
        """Return the problems in order."""
        return problems_of(self._text, self._odd)
