"""Find the quotation marks of a block and say how each leans and how sure it is to be one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimkit.models import Block, Offsets

OPEN, EITHER, CLOSE = 1, 0, -1
"""The leans of a mark."""

SOFT, FIRM, HARD = 0, 1, 2
"""The ranks of a mark: perhaps an apostrophe or a measure, hardly one, none."""


class Family(IntEnum):
    """Marks of one family can pair."""

    DOUBLE = 0
    SINGLE = 1
    ANGLE = 2
    SMALL_ANGLE = 3


class Shape(NamedTuple):
    """What a mark's characters say: marks of one style pair rather than others of their family."""

    family: Family
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
_CHARACTERS = frozenset("".join(SHAPES))
_TWINS = frozenset("'’‘`")
_STOPS = frozenset(".,;!?…)]}")


class Run(NamedTuple):
    """Marks that touch, the characters beside them ("" at a block's edge), and how these make them lean."""

    start: int
    end: int
    left: str
    right: str
    lean: int


@dataclass(slots=True)
class Mark:
    """One mark; `ahead` is the lean of the next surer mark of its family, `inside` that before a double mark closes."""

    start: int
    end: int
    shape: Shape
    run: Run
    lean: int
    rank: int = HARD
    ahead: int = EITHER
    inside: int = EITHER


def marks_of(text: str, block: Block) -> list[Mark]:
    """Find the marks of one block, in order, without what is certainly an apostrophe.

    >>> from claimkit.models import Block, BlockKind
    >>> [(mark.start, mark.lean) for mark in marks_of("It isn't 'new'.", Block(0, 15, BlockKind.PARAGRAPH))]
    [(9, 1), (13, -1)]
    """
    marks = []
    for run in _runs(text, block):
        for start, end in _cuts(text, run):
            shape = SHAPES[text[start:end]]
            mark = Mark(start, end, shape, run, run.lean or shape.lean)
            if shape.family != Family.SINGLE or not _is_apostrophe(text, mark):
                _weigh(text, mark)
                marks.append(mark)
    _look_ahead(marks)
    return marks


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
    mark = next(iter(marks_of(text, block._replace(start=start, end=min(start + 20, block.end)))), None)
    return mark is not None and (mark.start, mark.shape.family, mark.rank) == (start, Family.SINGLE, HARD)


def _runs(text: str, block: Block) -> Iterator[Run]:
    at, end = block.start, block.end
    while at < end:
        if text[at] not in _CHARACTERS:
            at += 1
            continue
        start = at
        while at < end and text[at] in _CHARACTERS:
            at += 1
        left = text[start - 1] if start > block.start else ""
        right = text[at] if at < end else ""
        yield Run(start, at, left, right, _lean(left, right))


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
        stop = at + 1
        while stop < run.end and text[stop] == text[at] and text[at] in _TWINS:
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


def _is_apostrophe(text: str, mark: Mark) -> bool:
    run = mark.run
    # handles: don’t, O’Neill, 5'10 / not: “Go.”‘He left
    if run.end - run.start == 1 and run.left.isalnum() and run.right.isalnum():
        return True
    # handles: the debts of “Osk Ltd.”’s owner / not: ‘s’ stands for seconds
    return mark.end == run.end and run.lean != OPEN and _is_joined(text, run)


def _weigh(text: str, mark: Mark) -> None:
    """Lower the rank of a mark that could be something else; after a figure it can only close or measure."""
    single, lean = mark.shape.family == Family.SINGLE, mark.lean
    # handles: a 6" pipe, he is 5' 10" tall / not: “We won in 2015,” she said.
    if mark.run.left.isdigit() and lean != OPEN and mark.shape.family <= Family.SINGLE:
        mark.rank, mark.lean = SOFT, CLOSE
    elif single and lean == OPEN and (mark.shape.lean == CLOSE or _is_elision(text, mark.end)):
        mark.rank = SOFT
    elif single and lean == CLOSE and _is_clipped(text, mark.run.start):
        right = mark.run.right
        mark.rank = SOFT if mark.end == mark.run.end and (right.isspace() or right.isalnum()) else FIRM


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


def _look_ahead(marks: Sequence[Mark]) -> None:
    """Tell each mark how the next surer mark of its family leans: a hard one, for soft closing marks a firm one too."""
    hard = [EITHER] * len(Family)
    firm = hard_inside = firm_inside = EITHER
    for mark in reversed(marks):
        family, lean = mark.shape.family, mark.lean
        softly = family == Family.SINGLE and mark.rank == SOFT and lean == CLOSE
        mark.ahead = mark.inside = firm if softly else hard[family]
        if family == Family.SINGLE:
            mark.inside = firm_inside if softly else hard_inside
            if mark.rank > SOFT:
                firm = firm_inside = lean
            if mark.rank == HARD:
                hard_inside = lean
        elif family == Family.DOUBLE and lean == CLOSE:
            hard_inside = firm_inside = EITHER
        if mark.rank == HARD:
            hard[family] = lean
