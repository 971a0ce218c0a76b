"""Align a quotation with a stretch of an article, token by token."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from claimkit.verifying.tokens import Kind, count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimkit.models import Offsets
    from claimkit.verifying.texts import Searched
    from claimkit.verifying.tokens import Token

_POINT = 0.2
"""What a point is worth that both have; a word is worth 1."""
_LEFT_OUT = 0.5
"""What a word costs that the quotation leaves out."""
_ADDED = 0.75
_EXCUSED = 0.1
"""What a word costs that may be left out: at an ellipsis, or where the article says who speaks."""
_ELLIPSIS = 1.0
"""What an ellipsis costs at most."""


LEAST_PIECE = 4
"""Words that a piece of a stitched quotation has at least: fewer stand in any text."""
_LONG = 2_000
"""Tokens of a quotation above which the alignment has to save memory."""
EDGE_GAP = 6
"""Words that may be left out before a few words at the edge of a quotation, so that these still belong to it."""


class Block(NamedTuple):
    """Tokens [q0, q1) of the quotation beside tokens [t0, t1) of the article; `equal` where their keys are."""

    equal: bool
    q0: int
    q1: int
    t0: int
    t1: int


class Core(NamedTuple):
    """The part of an alignment that holds: blocks of one article, the first and the last of them equal."""

    text: Searched
    blocks: tuple[Block, ...]
    score: float

    @property
    def matched(self) -> int:
        """How many words are the same in both."""
        return sum(count(self.text.tokens[block.t0 : block.t1]) for block in self.blocks if block.equal)


def run(text: Searched, wanted: Sequence[Token], *, start: int, lo: int, hi: int) -> Core:
    """Make a core of tokens [lo, hi) of the quotation that stand in the article from `start` on."""
    block = Block(True, lo, hi, start, start + hi - lo)
    return Core(text, (block,), _worth(wanted[lo:hi]))


def align(text: Searched, wanted: Sequence[Token], *, part: Offsets, place: Offsets) -> Core | None:
    """Align the tokens `part` of a quotation with the tokens `place` of an article; None where they share no word."""
    from rapidfuzz.distance import Indel, Levenshtein

    (lo, hi), (start, end) = part, place
    keys = [token.key for token in wanted[lo:hi]]
    # Indel keeps all that both have in common, but its memory goes with the product of the lengths.
    found = (Indel if hi - lo <= _LONG else Levenshtein).opcodes(keys, text.keys[start:end])
    raw = [Block(op.tag == "equal", op.src_start + lo, op.src_end + lo, op.dest_start + start, op.dest_end + start)
           for op in found]  # fmt: skip
    blocks = _merged(_drawn_together(_merged(raw), text.keys))
    return _best(text, wanted, blocks)


def _merged(blocks: Sequence[Block]) -> list[Block]:
    """Join neighbouring blocks of one sort."""
    joined: list[Block] = []
    for equal, group in groupby(
        (block for block in blocks if block.q0 < block.q1 or block.t0 < block.t1), lambda b: b.equal
    ):
        run = list(group)
        joined.append(Block(equal, run[0].q0, run[-1].q1, run[0].t0, run[-1].t1))
    return joined


def _drawn_together(blocks: list[Block], keys: Sequence[str]) -> list[Block]:
    """Move the first and the last equal block to their neighbours where the same words stand beside these.

    handles: "the pier" in "the board met. The pier is safe" (not: the … pier)
    """
    places = [number for number, block in enumerate(blocks) if block.equal]
    if len(places) < 2:
        return blocks
    first, last = places[0], places[-1]
    one, gap = blocks[first], blocks[first + 1]
    size = one.q1 - one.q0
    if gap.q0 == gap.q1 and keys[gap.t1 - size : gap.t1] == keys[one.t0 : one.t1]:
        moved = Block(True, one.q0, one.q1, gap.t1 - size, gap.t1)
        blocks[first], blocks[first + 1] = Block(False, one.q0, one.q0, one.t0, gap.t1 - size), moved
    one, gap = blocks[last], blocks[last - 1]
    size = one.q1 - one.q0
    if not gap.equal and gap.q0 == gap.q1 and keys[gap.t0 : gap.t0 + size] == keys[one.t0 : one.t1]:
        moved = Block(True, one.q0, one.q1, gap.t0, gap.t0 + size)
        blocks[last], blocks[last - 1] = Block(False, one.q1, one.q1, gap.t0 + size, one.t1), moved
    return blocks


def _best(text: Searched, wanted: Sequence[Token], blocks: Sequence[Block]) -> Core | None:
    """Keep the stretch of blocks that is worth most."""
    best: tuple[float, int, int] | None = None
    total, since = 0.0, 0
    for number, block in enumerate(blocks):
        if block.equal:
            if total < 0 or best is None:
                total, since = 0.0, number
            total += _worth(wanted[block.q0 : block.q1])
            if best is None or total >= best[0]:
                best = (total, since, number + 1)
        else:
            total -= _cost(text, wanted, block)
    if best is None or best[0] < 1:
        return None
    score, since, until = best
    while since >= 2 and _is_edge(text, wanted, blocks[:since], blocks[since - 1]):
        since -= 2
    while until + 1 < len(blocks) and _is_edge(text, wanted, blocks[until:], blocks[until]):
        until += 2
    return Core(text, tuple(blocks[since:until]), score)


def _is_edge(text: Searched, wanted: Sequence[Token], outside: Sequence[Block], gap: Block) -> bool:
    """Say whether what is outside of a core is so short, and so near beyond `gap`, that it still belongs to it.

    handles: "nobody believes it" where the article has "nobody on the island believes it"
    """
    few = count(wanted[outside[0].q0 : outside[-1].q1]) < LEAST_PIECE
    return few and count(text.tokens[gap.t0 : gap.t1]) <= EDGE_GAP


def _worth(tokens: Sequence[Token]) -> float:
    return sum(1.0 if token.kind == Kind.WORD else _POINT for token in tokens)


def _cost(text: Searched, wanted: Sequence[Token], block: Block) -> float:
    asked, there = wanted[block.q0 : block.q1], text.tokens[block.t0 : block.t1]
    if "".join(token.key for token in asked) == "".join(token.key for token in there):
        return 0.0
    added = _ADDED * count([token for token in asked if not token.aside])
    if any(token.kind == Kind.ELLIPSIS for token in asked):
        return added + min(_ELLIPSIS, _EXCUSED * count(there))
    voices = text.voices
    spoken = block.t0 > 0 and block.t1 < len(text.tokens) and voices.quoted(block.t0 - 1) and voices.quoted(block.t1)
    left = sum(
        _EXCUSED if token.aside or (spoken and not voices.quoted(number)) else _LEFT_OUT
        for number, token in enumerate(there, block.t0)
        if token.kind == Kind.WORD
    )
    return max(added, left)
