"""Cover a quotation with stretches of articles, the largest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.verifying.aligning import EDGE_GAP, LEAST_PIECE, Block, Core, align, run
from claimkit.verifying.tokens import Kind, count, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimkit.models import Offsets
    from claimkit.verifying.texts import Searched
    from claimkit.verifying.tokens import Token

_LEAST = 3
"""Words that a quotation shares at least with an article whose words it alters."""
_MOST_PIECES = 12
_CANDIDATES = 3
"""Stretches of an article that are aligned."""
_MARGIN, _WIDE_MARGIN = 30, 120
"""Tokens beside such a stretch that are aligned, too: the second where an ellipsis leaves words out."""
_MOST_RUNS = 50


class _Near(NamedTuple):
    text: Searched
    place: int


def cover(wanted: Sequence[Token], texts: Sequence[Searched], *, lo: int, hi: int) -> list[Core]:
    """Return stretches that together cover tokens [lo, hi) of a quotation as far as they can, in its order.

    A stretch after the largest has at least `LEAST_PIECE` words in common with its article; the nearest is taken where
    its words stand more than once.
    """
    found: list[Core] = []
    todo: list[tuple[int, int, _Near | None]] = [(lo, hi, None)]
    while todo and len(found) < _MOST_PIECES:
        start, end, near = todo.pop(0)
        best = max(_candidates(wanted, texts, start, end, near), key=lambda core: core.score, default=None)
        if best is None or best.matched < (LEAST_PIECE if found else _LEAST):
            continue
        parted = _parted(wanted, texts, best)
        found += parted
        here = _Near(best.text, best.blocks[0].t0)
        for left, right in ((start, parted[0].blocks[0].q0), (parted[-1].blocks[-1].q1, end)):
            if count(wanted[left:right]) >= LEAST_PIECE:
                todo.append((left, right, here))
    return _joined(wanted, sorted(found, key=lambda core: core.blocks[0].q0))


def _joined(wanted: Sequence[Token], cores: Sequence[Core]) -> list[Core]:
    """Join cores that were found apart and stand beside each other: a word or two between them is no seam."""
    joined: list[Core] = []
    for core in cores:
        one, other = joined[-1] if joined else None, core.blocks[0]
        if one is not None and one.text is core.text:
            last = one.blocks[-1]
            few = count(wanted[last.q1 : other.q0]) < LEAST_PIECE
            if few and count(core.text.tokens[last.t1 : other.t0]) <= EDGE_GAP and last.t1 <= other.t0:
                gap = Block(False, last.q1, other.q0, last.t1, other.t0)
                joined[-1] = Core(one.text, (*one.blocks, gap, *core.blocks), one.score + core.score)
                continue
        joined.append(core)
    return joined


def candidates(
    wanted: Sequence[Token], text: Searched, *, lo: int, hi: int, margin: int | None = None
) -> Iterator[Core]:
    """Yield stretches of one article that have words in common with tokens [lo, hi) of a quotation.

    `margin` is how many tokens beside a stretch are aligned with it, too.
    """
    from claimkit.verifying.windows import windows

    ellipsis = any(token.kind == Kind.ELLIPSIS for token in wanted[lo:hi])
    if margin is None:
        margin = _WIDE_MARGIN if ellipsis else _MARGIN
    for start in windows([token.key for token in wanted[lo:hi]], text.keys, most=_CANDIDATES):
        place = max(0, start - margin), min(start + hi - lo + margin, len(text.tokens))
        core = align(text, wanted, part=(lo, hi), place=place)
        if core is not None:
            yield core


def _candidates(
    wanted: Sequence[Token], texts: Sequence[Searched], lo: int, hi: int, near: _Near | None
) -> Iterator[Core]:
    lo, hi = _words(wanted, lo, hi)
    if lo < hi:
        whole = _run(wanted, texts, lo, hi, near)
        if whole is not None:
            yield whole
            return
        for text in texts:
            yield from candidates(wanted, text, lo=lo, hi=hi)


def _run(wanted: Sequence[Token], texts: Sequence[Searched], lo: int, hi: int, near: _Near | None) -> Core | None:
    """Return where tokens [lo, hi) stand one after the other: in the article that is near, and there the nearest."""
    keys = [token.key for token in wanted[lo:hi]]
    for text in sorted(texts, key=lambda text: near is not None and text is not near.text):
        if starts := text.runs(keys, most=_MOST_RUNS):
            place = near.place if near is not None and near.text is text else 0
            return run(text, wanted, start=min(starts, key=lambda start: abs(start - place)), lo=lo, hi=hi)
    return None


def _parted(wanted: Sequence[Token], texts: Sequence[Searched], core: Core) -> list[Core]:
    """Part a core where words that it adds stand elsewhere: they are a piece, no addition."""
    parts: list[Core] = []
    since = 0
    for number, block in enumerate(core.blocks):
        if block.equal or count(wanted[block.q0 : block.q1]) < LEAST_PIECE:
            continue
        lo, hi = _words(wanted, block.q0, block.q1)
        piece = _run(wanted, texts, lo, hi, _Near(core.text, core.blocks[0].t0))
        if piece is not None:
            parts += [core._replace(blocks=core.blocks[since:number]), piece]
            since = number + 1
    return [*parts, core._replace(blocks=core.blocks[since:])]


def _words(wanted: Sequence[Token], lo: int, hi: int) -> Offsets:
    """Return tokens [lo, hi) without the points at their edges."""
    first, last = trimmed(wanted[lo:hi])
    return lo + first, lo + last
