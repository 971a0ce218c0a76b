"""The date of a talk given as questions and answers: what its introduction, or a note under it, says."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from claimkit.dates.places import beside, within
from claimkit.dates.words import listed
from claimkit.findings import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Span

    from claimkit.findings import Attribution, Block, TimeExpression

_TURNS = (BlockKind.QUESTION, BlockKind.ANSWER)
_GAP = 2
"""Blocks that may stand between turns of one talk."""
_INTRODUCTION = 3_000
"""Code points before the first turn within which the words that date the talk are looked for."""
_NOTE = 500
"""Code points behind the last turn within which a note on the talk is looked for."""


class _Talk(NamedTuple):
    start: int
    end: int
    edtf: str | None


class Interviews:
    """The talks of an article with their dates."""

    def __init__(self, times: Sequence[TimeExpression], doc: Doc, blocks: Sequence[Block]) -> None:
        """Find the talks among `blocks` and what dates them among `times`."""
        self._text: str = doc.text
        self._blocks = tuple(blocks)
        self._starts = [block.start for block in self._blocks]
        self._talks = [_Talk(start, end, _dated(times, doc, start, end)) for start, end in _stretches(self._blocks)]

    def date(self, one: Attribution) -> str | None:
        """Return the date of the talk that an answer, or an aside between answers, belongs to."""
        start = min(start for start, _ in one.content)
        place = bisect_right(self._talks, start, key=lambda talk: talk.start) - 1
        if place < 0 or start >= self._talks[place].end:
            return None
        talk, block = self._talks[place], self._blocks[bisect_right(self._starts, start) - 1]
        words = self._text[block.start : block.end].strip()
        answer = one.parent is None and (one.cue is None or self._text[slice(*one.cue)].strip() == ":")
        # handles: "(A colleague called that lunch was over.)" between answers / not: "Ives says so" in an answer
        aside = block.kind not in _TURNS or (words.startswith(("(", "[")) and words.endswith((")", "]")))
        return talk.edtf if answer or aside else None


def _stretches(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Return where the talks begin and end."""
    found: list[tuple[int, int]] = []
    last = -1 - _GAP
    for place, block in enumerate(blocks):
        if block.kind in _TURNS:
            goes_on = bool(found) and place - last - 1 <= _GAP
            found[-1:] = [(found[-1][0], block.end)] if goes_on else [*found[-1:], (block.start, block.end)]
            last = place
    return found


def _dated(times: Sequence[TimeExpression], doc: Doc, start: int, end: int) -> str | None:
    """Return the date that the words before or behind a talk give it.

    handles: "On 30 May we put three questions to her.", "This interview took place on 30 May."
    not: "She resigned on 30 May.", "In May she met the minister."
    """
    introduction = reversed(within(times, max(start - _INTRODUCTION, 0), start))
    for time in (*introduction, *within(times, end, end + _NOTE)):
        span = doc.char_span(time.start, time.end, alignment_mode="expand")
        if span and _tells_of_talk(beside(span)):
            return time.edtf
    return None


def _tells_of_talk(words: Span) -> bool:
    lemmas = {token.lemma_.lower() for token in words}
    ours = any(token.lower_ in ("i", "me", "our", "us", "we") for token in words)
    return bool(lemmas & listed("interviews")) or (ours and bool(lemmas & listed("interviewing")))
