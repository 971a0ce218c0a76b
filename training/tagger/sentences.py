"""Sentences with what is known of their words, and how they are packed into windows."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from claimkit.findings import Block, BlockKind
from claimkit.quotes import pair_marks
from claimkit.tagging.windows import SIZE, Window, windows

UNKNOWN = -100


class Sentence(NamedTuple):
    """A window of one sentence and what is known of it; words and sentences of which nothing is known have UNKNOWN.

    `value` is the factuality of words, -3 to +3 (nan where unknown); `negation` 1 where a cue stands; `scopes` for each
    cue its first word and the words in its scope; `subjective` 0 or 1; `checkable` 0 (no factual statement), 1, or 2
    (one worth checking); `valence` how good or bad words are, -4 to +4 (nan where unknown); `attitudes` words' ranges,
    each with the number of the holder's attitude.
    """

    window: Window
    value: np.ndarray
    negation: np.ndarray
    scopes: tuple[tuple[int, np.ndarray], ...] = ()
    subjective: int = UNKNOWN
    checkable: int = UNKNOWN
    valence: np.ndarray | None = None
    attitudes: tuple[tuple[int, int, int], ...] = ()


Run = tuple[Sentence, ...]
"""Sentences that follow one another in a text."""


def cut(sentences: Sequence[Sentence]) -> Iterator[Run]:
    """Cut sentences that follow one another into runs that fill a window at most."""
    run: list[Sentence] = []
    room = SIZE
    for sentence in sentences:
        if run and len(sentence.window.ids) > room:
            yield tuple(run)
            run, room = [], SIZE
        run.append(sentence)
        room -= len(sentence.window.ids)
    if run:
        yield tuple(run)


def window_of(text: str, tokenizer: Any) -> Window | None:
    """Return the window of a sentence, None where it is empty or too long for one."""
    blocks = (Block(0, len(text), BlockKind.PARAGRAPH),)
    found = windows(text, blocks, pair_marks(text, blocks)[0], tokenizer)
    return found[0] if len(found) == 1 and len(found[0].first) else None


def blank(window: Window) -> Sentence:
    """Return a sentence of which nothing is known."""
    words = len(window.first)
    return Sentence(window, np.full(words, np.nan, np.float32), np.full(words, UNKNOWN, np.int64))


def word_at(window: Window, offset: int) -> int:
    """Return the word that holds `offset`, or the next one."""
    return min(int(np.searchsorted(window.end, offset, side="right")), len(window.first) - 1)


def packs(
    corpora: dict[str, list[Run]], repeats: dict[str, int], size: int, chance: random.Random
) -> list[list[Sentence]]:
    """Deal the runs of sentences, each corpus' as often as `repeats` says, out to windows of many lengths."""
    pool = [run for name, runs in corpora.items() for run in runs * repeats[name]]
    chance.shuffle(pool)
    made: list[list[Sentence]] = []
    group: list[Sentence] = []
    room = 0
    for run in pool:
        pieces = sum(len(sentence.window.ids) for sentence in run)
        if group and pieces > room:
            made.append(group)
            group = []
        if not group:
            room = chance.choice((pieces, size // 4, size // 2, size, size))
        group += run
        room -= pieces
    return [*made, group] if group else made


def joined_window(group: Sequence[Sentence]) -> tuple[Window, list[int]]:
    """Join the windows of sentences; return also the number of the first word of each."""
    parts: dict[str, list[np.ndarray]] = {name: [] for name in Window._fields}
    pieces, words, begins = 0, 0, []
    for number, sentence in enumerate(group):
        window, skip = sentence.window, int(number > 0)
        begins.append(words)
        for name in ("ids", "case", "state", "kind"):
            parts[name].append(getattr(window, name)[skip:])
        parts["first"].append(window.first - skip + pieces)
        parts["start"].append(window.start)
        parts["end"].append(window.end)
        pieces += len(window.ids) - skip
        words += len(window.first)
    return Window(*(np.concatenate(parts[name]) for name in Window._fields)), begins
