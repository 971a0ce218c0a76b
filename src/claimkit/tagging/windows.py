"""Cut a text into windows of word pieces: what the encoder reads.

The encoder reads a copy of the text of the same length in which every outermost quotation stands between plain double
marks, so that it need not know the styles of marks; so all offsets are those of the article.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claimkit.findings import BlockKind
from claimkit.parsing import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tokenizers import Encoding, Tokenizer

    from claimkit.findings import Block, Quotation

SIZE = 256
"""Pieces in a window at most."""
OUTSIDE, INSIDE, DEEPER, OPENING, CLOSING = range(5)
"""Where a piece stands: in no quotation, in one, in one inside another, or in an outermost mark."""
CASES = 4
STATES = 5
KINDS = 3
_KIND = {BlockKind.HEADING: 1, BlockKind.QUESTION: 2}
_SKIPPED = frozenset({BlockKind.FURNITURE, BlockKind.BYLINE})
_STOPS = frozenset({".", "?", "!"})

Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


class Window(NamedTuple):
    """Pieces of consecutive blocks with a separator after each, and the words that they make up.

    `ids`, `case`, `state` and `kind` have one number for each piece; `first` is the piece that a word begins with,
    `start` and `end` are its code points in the article.
    """

    ids: Numbers
    case: Numbers
    state: Numbers
    kind: Numbers
    first: Numbers
    start: Numbers
    end: Numbers

    def words(self, numbers: Numbers) -> Numbers:
        """Return what `numbers` says of the first piece of each word."""
        return numbers[self.first]


class _Piece(NamedTuple):
    id: int
    start: int
    end: int
    first: bool


def windows(
    text: str, blocks: Sequence[Block], quotations: Sequence[Quotation], tokenizer: Tokenizer
) -> tuple[Window, ...]:
    """Return the windows of `text`, in order, without furniture and bylines.

    Blocks stay whole where they fit into a window; a longer one is cut after a sentence where it can be.
    """
    seen, states = view(text, quotations), _states(text, quotations)
    marks = [int(tokenizer.token_to_id(token) or 0) for token in ("[CLS]", "[SEP]")]
    read = (block for block in blocks if block.kind not in _SKIPPED)
    return tuple(_window(group, seen, states, *marks) for group in _packed(read, seen, tokenizer))


def _packed(blocks: Iterable[Block], seen: str, tokenizer: Tokenizer) -> Iterator[list[tuple[Block, list[_Piece]]]]:
    """Yield as many blocks at a time, in pieces, as a window holds."""
    group: list[tuple[Block, list[_Piece]]] = []
    room = SIZE - 1
    for block in blocks:
        encoding = tokenizer.encode(seen[block.start : block.end], add_special_tokens=False)
        for pieces in _cut(_pieces(block, encoding), seen):
            if len(pieces) + 1 > room and group:
                yield group
                group, room = [], SIZE - 1
            group.append((block, pieces))
            room -= len(pieces) + 1
    if group:
        yield group


def view(text: str, quotations: Iterable[Quotation]) -> str:
    """Return a copy of `text`, equally long, with `"` at the edges of outermost quotations and `'` at those inside.

    >>> from claimkit.findings import Quotation
    >>> view("‘No,’ he said.", [Quotation(((0, 5),), ((1, 4),), 0, True, "‘")])
    '"No," he said.'
    """
    characters = list(plain(text))
    for quotation in quotations:
        mark = "'" if quotation.depth else '"'
        for (start, end), (first, last) in zip(quotation.parts, quotation.inner, strict=True):
            for left, right in ((start, first), (last, end)):
                characters[left:right] = [mark, *" " * (right - left - 1)][: right - left]
    return "".join(characters)


def _states(text: str, quotations: Iterable[Quotation]) -> bytearray:
    states = bytearray(len(text))
    for quotation in sorted(quotations, key=lambda each: each.depth):
        for (start, end), (first, last) in zip(quotation.parts, quotation.inner, strict=True):
            states[first:last] = bytes([DEEPER if quotation.depth else INSIDE]) * (last - first)
            if not quotation.depth:
                states[start:first] = bytes([OPENING]) * (first - start)
                states[last:end] = bytes([CLOSING]) * (end - last)
    return states


def _pieces(block: Block, encoding: Encoding) -> list[_Piece]:
    found: list[_Piece] = []
    before = None
    for number, (start, end), word in zip(encoding.ids, encoding.offsets, encoding.word_ids, strict=True):
        found.append(_Piece(number, block.start + start, block.start + end, word != before))
        before = word
    return found


def _cut(pieces: list[_Piece], seen: str) -> Iterator[list[_Piece]]:
    """Cut what is too long for a window, after a full stop in its second half, else between words, else anywhere."""
    most = SIZE - 2
    while len(pieces) > most:
        half = range(most, most // 2, -1)
        at = next((k for k in half if seen[pieces[k - 1].start] in _STOPS and pieces[k].first), 0)
        at = at or next((k for k in half if pieces[k].first), most)
        yield pieces[:at]
        pieces = pieces[at:]
    if pieces:
        yield pieces


def _window(
    group: Sequence[tuple[Block, list[_Piece]]], seen: str, states: bytearray, opening: int, separator: int
) -> Window:
    ids, case, state, kind = [opening], [0], [OUTSIDE], [0]
    first: list[int] = []
    start: list[int] = []
    end: list[int] = []
    for block, pieces in group:
        begins = [k for k, piece in enumerate(pieces) if piece.first or k == 0]
        for k, after in pairwise([*begins, len(pieces)]):
            first.append(len(ids) + k)
            start.append(pieces[k].start)
            end.append(pieces[after - 1].end)
            case += [_case(seen[pieces[k].start : pieces[after - 1].end])] * (after - k)
        ids += [*(piece.id for piece in pieces), separator]
        state += [*(states[piece.start] for piece in pieces), OUTSIDE]
        case.append(0)
        kind += [_KIND.get(block.kind, 0)] * (len(pieces) + 1)
    return Window(*(np.array(numbers, np.int64) for numbers in (ids, case, state, kind, first, start, end)))


def _case(word: str) -> int:
    """Tell how a word is written: 0 small or without letters, 1 capital first, 2 capitals, 3 other."""
    if not word[:1].isalpha() or word.islower():
        return 0
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return 1
    return 2 if word.isupper() else 3
