"""Mark the words in which two claims differ."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"\w+(?:[.,’'-]\w+)*")


class Piece(NamedTuple):
    """A run of words, and whether the other claim lacks it."""

    words: str
    differs: bool


def differing(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Cut two claims into runs that the other has and runs that it lacks; inflections of a word count as the same.

    >>> one, other = differing("The pier will be ready by May", "The piers will never be ready by June")
    >>> [piece.words for piece in one if piece.differs], [piece.words for piece in other if piece.differs]
    (['May'], ['never', 'June'])

    Where both have the same words in another order, the words that changed places differ.
    """
    words = [list(_WORD.finditer(text)) for text in (one, other)]
    stems = [[_stem(word[0]) for word in found] for found in words]
    known = [set(found) for found in reversed(stems)]
    lacking = [
        {n for n, stem in enumerate(here) if stem not in there} for here, there in zip(stems, known, strict=True)
    ]
    if not any(lacking):
        lacking = _moved(stems[0], stems[1])
    return _pieces(one, words[0], lacking[0]), _pieces(other, words[1], lacking[1])


def _moved(one: Sequence[str], other: Sequence[str]) -> list[set[int]]:
    """Return the places of the words that stand in another order."""
    from rapidfuzz.distance import Indel

    steps = [step for step in Indel.opcodes(one, other) if step.tag != "equal"]
    return [
        {place for step in steps for place in range(step.src_start, step.src_end)},
        {place for step in steps for place in range(step.dest_start, step.dest_end)},
    ]


def _pieces(text: str, words: Sequence[re.Match[str]], lacking: set[int]) -> list[Piece]:
    pieces: list[Piece] = []
    done = 0
    for number, word in enumerate(words):
        if number not in lacking:
            continue
        # Neighbours that differ make one run, with what stands between them.
        start = done if pieces and number - 1 in lacking else word.start()
        if start > done:
            pieces.append(Piece(text[done:start], differs=False))
        joined = pieces.pop().words if pieces and pieces[-1].differs else ""
        pieces.append(Piece(joined + text[start : word.end()], differs=True))
        done = word.end()
    return [*pieces, Piece(text[done:], differs=False)] if done < len(text) else pieces


@cache
def _stem(word: str) -> str:
    stem: str = _stemmer().stemWord(word.lower())
    return stem


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")
