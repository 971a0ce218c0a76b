"""Find the quotation marks of a block and say how each leans and how sure it is to be one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimkit.findings import Block
    from claimkit.models import Offsets

OPEN, EITHER, CLOSE = 1, 0, -1
"""The leans of a mark."""

SOFT, FIRM, HARD = 0, 1, 2
"""The ranks of a mark: perhaps an apostrophe or a measure, hardly one, none."""


class Family:
    """Marks of one family can pair; the numbers are plain ones, since every mark is asked for its own."""

    DOUBLE = 0
    SINGLE = 1
    ANGLE = 2
    SMALL_ANGLE = 3
    COUNT = 4


class Shape(NamedTuple):
    """What a mark's characters say: marks of one style pair rather than others of their family."""

    family: int
    style: int
    lean: int


SHAPES = {
    **dict.fromkeys('"″＂', Shape(Family.DOUBLE, 0, EITHER)),
    **dict.fromkeys("“„‟", Shape(Family.DOUBLE, 1, OPEN)),
    "”": Shape(Family.DOUBLE, 1, CLOSE),
    **dict.fromkeys(("``", "‘‘"), Shape(Family.DOUBLE, 2, OPEN)),
    "''": Shape(Family.DOUBLE, 2, EITHER),
    "’’": Shape(Family.DOUBLE, 2, CLOSE),
    **dict.fromkeys("'′", Shape(Family.SINGLE, 3, EITHER)),
    "`": Shape(Family.SINGLE, 3, OPEN),
    "´": Shape(Family.SINGLE, 3, CLOSE),
    **dict.fromkeys("‘‚‛", Shape(Family.SINGLE, 4, OPEN)),
    "’": Shape(Family.SINGLE, 4, CLOSE),
    "«": Shape(Family.ANGLE, 5, OPEN),
    "»": Shape(Family.ANGLE, 5, CLOSE),
    "‹": Shape(Family.SMALL_ANGLE, 6, OPEN),
    "›": Shape(Family.SMALL_ANGLE, 6, CLOSE),
}
STYLES = 7
_RUN = re.compile(f"[{re.escape(''.join(SHAPES))}]+")
_TWINS = frozenset("'’‘`")
_STOPS = frozenset(".,;!?…)]}")


class Run(NamedTuple):
    """Marks that touch, the characters beside them ("" at a block's edge), and how these make them lean."""

    start: int
    end: int
    left: str
    right: str
    lean: int


class Sign(NamedTuple):
    """What marks of the same characters in one run share: their shape, their lean there and their rank."""

    shape: Shape
    run: Run
    lean: int
    rank: int = HARD


@dataclass(slots=True)
class Mark:
    """One mark; `ahead` is the lean of the next surer mark of its family, `inside` that before a double mark closes."""

    start: int
    end: int
    sign: Sign
    ahead: int
    inside: int


class Marks:
    """The marks of one block, in lists; a `Mark` is made when its turn comes, so that a million need little memory."""

    __slots__ = ("_ahead", "_ends", "_inside", "_signs", "_starts")

    def __init__(self, starts: list[int], ends: list[int], signs: list[Sign]) -> None:
        """Hold the marks at these offsets and look ahead from each."""
        self._starts, self._ends, self._signs = starts, ends, signs
        self._ahead, self._inside = _look_ahead(signs)

    def since(self, number: int) -> Iterator[Mark]:
        """Yield the marks from the one of that number, which counts from 0.

        >>> from claimkit.findings import Block, BlockKind
        >>> [mark.start for mark in marks_of("“Yes,” he said.", Block(0, 15, BlockKind.PARAGRAPH)).since(1)]
        [5]
        """
        columns = (self._starts, self._ends, self._signs, self._ahead, self._inside)
        return map(Mark, *(islice(column, number, None) for column in columns))


def marks_of(text: str, block: Block) -> Marks:
    """Find the marks of one block, in order, without what is certainly an apostrophe.

    >>> from claimkit.findings import Block, BlockKind
    >>> found = marks_of("It isn't 'new'.", Block(0, 15, BlockKind.PARAGRAPH))
    >>> [(mark.start, mark.sign.lean) for mark in found.since(0)]
    [(9, 1), (13, -1)]
    """
    starts: list[int] = []
    ends: list[int] = []
    found: list[Sign] = []
    for run in _runs(text, block):
        signs: dict[str, Sign | None] = {}
        last = run.end
        for start, end in _cuts(text, run):
            piece = text[start:end]
            # Only the last mark of a run has a word after it, so that the others of its characters are alike.
            if end == last or piece not in signs:
                signs[piece] = _sign(text, run, end, SHAPES[piece])
            if (sign := signs[piece]) is not None:
                starts.append(start)
                ends.append(end)
                found.append(sign)
    return Marks(starts, ends, found)


def _sign(text: str, run: Run, end: int, shape: Shape) -> Sign | None:
    """Weigh the mark that ends at `end`; None for an apostrophe."""
    if shape.family == Family.SINGLE and _is_apostrophe(text, run, end):
        return None
    return _weighed(text, Sign(shape, run, run.lean or shape.lean), end)


def first(text: str, block: Block) -> int:
    """Return where the text of the block begins."""
    at = block.start
    while at < block.end and text[at].isspace():
        at += 1
    return at


def opens_single(text: str, block: Block) -> bool:
    """Say whether the block begins with a single mark that surely opens a quotation."""
    start = first(text, block)
    if text[start : start + 1] not in _TWINS:
        return False
    mark = next(marks_of(text, block._replace(start=start, end=min(start + 20, block.end))).since(0), None)
    return mark is not None and (mark.start, mark.sign.shape.family, mark.sign.rank) == (start, Family.SINGLE, HARD)


def _runs(text: str, block: Block) -> Iterator[Run]:
    for match in _RUN.finditer(text, block.start, block.end):
        start, end = match.span()
        left = text[start - 1] if start > block.start else ""
        right = text[end] if end < block.end else ""
        yield Run(start, end, left, right, _lean(left, right))


def _lean(left: str, right: str) -> int:
    """Weigh both sides: an opening mark stands after a space and before a letter, a closing one the other way round."""
    score = 0
    if not left or left.isspace() or left in "([{<":
        score += 2
    elif left.isalnum() or left in _STOPS:
        score -= 2
    if not right or right.isspace():
        score -= 2
    elif right.isalnum():
        score += 2
    elif right in _STOPS:
        score -= 1
    return (score > 0) - (score < 0)


def _cuts(text: str, run: Run) -> Iterator[Offsets]:
    """Cut a run into marks: two equal single marks make one double mark, and the odd third is the inner one."""
    at = run.start
    while at < run.end:
        if text[at] not in _TWINS:
            yield at, at + 1
            at += 1
            continue
        stop = at + 1
        while stop < run.end and text[stop] == text[at]:
            stop += 1
        last = stop - 1 if stop == run.end and stop - at > 1 and _is_joined(text, run) else stop
        if (last - at) % 2 and run.lean == CLOSE:
            yield at, at + 1
            at += 1
        while at < last:
            yield at, min(at + 2, last)
            at = min(at + 2, last)
        if last < stop:
            yield last, stop
            at = stop


def _is_joined(text: str, run: Run) -> bool:
    # handles: ''Tis cold,' he said; the crew of the 'Osk''s / not: ''It is cold,'' he said
    word = _word_after(text, run.end)
    return word.lower() in words("marks")["elisions"] if run.lean == OPEN else word in words("marks")["clitics"]


def _is_apostrophe(text: str, run: Run, end: int) -> bool:
    # handles: don’t, O’Neill, 5'10 / not: “Go.”‘He left
    if run.end - run.start == 1 and run.left.isalnum() and run.right.isalnum():
        return True
    # handles: the debts of “Osk Ltd.”’s owner / not: ‘s’ stands for seconds
    return end == run.end and run.lean != OPEN and _is_joined(text, run)


def _weighed(text: str, sign: Sign, end: int) -> Sign:
    """Lower the rank of a mark that could be something else; after a figure it can only close or measure."""
    shape, run, lean = sign.shape, sign.run, sign.lean
    single = shape.family == Family.SINGLE
    # handles: a 6" pipe, he is 5' 10" tall / not: “We won in 2015,” she said.
    if run.left.isdigit() and lean != OPEN and shape.family <= Family.SINGLE:
        return sign._replace(rank=SOFT, lean=CLOSE)
    if single and lean == OPEN and (shape.lean == CLOSE or _is_elision(text, end)):
        return sign._replace(rank=SOFT)
    if single and lean == CLOSE and _is_clipped(text, run.start):
        softly = end == run.end and (run.right.isspace() or run.right.isalnum())
        return sign._replace(rank=SOFT if softly else FIRM)
    return sign


def _is_elision(text: str, at: int) -> bool:
    # handles: get 'em, the '90s, the class of '08 / not: 'Empty it,' she said.
    word = _word_after(text, at)
    year = len(word) > 1 and word[:2].isdigit() and word[2:] in ("", "s")
    return year or word.lower() in words("marks")["elisions"]


def _is_clipped(text: str, at: int) -> bool:
    # handles: the dogs' bowls, a cup o' tea, goin' home / not: the 'new road' is shut
    word = _word_before(text, at)
    return word.endswith(("s", "x", "z", "in")) or word in words("marks")["clipped"]


def _word_after(text: str, at: int) -> str:
    end = at
    while end < min(at + 12, len(text)) and text[end].isalnum():
        end += 1
    return text[at:end]


def _word_before(text: str, at: int) -> str:
    start = at
    while start > max(at - 6, 0) and text[start - 1].isalpha():
        start -= 1
    return text[start:at].lower()


def _look_ahead(signs: Sequence[Sign]) -> tuple[list[int], list[int]]:
    """Tell how the next surer mark of each one's family leans: a hard one, for soft closing marks a firm one too."""
    hard = [EITHER] * Family.COUNT
    firm = hard_inside = firm_inside = EITHER
    aheads: list[int] = []
    insides: list[int] = []
    for shape, _, lean, rank in reversed(signs):
        family = shape.family
        ahead = inside = hard[family]
        if family == Family.SINGLE:
            softly = rank == SOFT and lean == CLOSE
            ahead, inside = (firm, firm_inside) if softly else (ahead, hard_inside)
            if rank > SOFT:
                firm = firm_inside = lean
            if rank == HARD:
                hard_inside = lean
        elif family == Family.DOUBLE and lean == CLOSE:
            hard_inside = firm_inside = EITHER
        if rank == HARD:
            hard[family] = lean
        aheads.append(ahead)
        insides.append(inside)
    return aheads[::-1], insides[::-1]
