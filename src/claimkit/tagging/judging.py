"""Judge the words and sentences of a window: how factual, negated by what, meant well or ill, a view or a fact.

The heads read what the encoder has read for the attributions: its one pass serves all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import numpy as np

from claimkit.findings import Judgements, Negation, Sentence
from claimkit.tagging.negating import cues

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc

    from claimkit.models import Offsets
    from claimkit.tagging.running import Read, Reals
    from claimkit.tagging.weights import Weights
    from claimkit.tagging.windows import Numbers, Window

_EVEN = 0.5
_SCOPED = 0.0
"""Log odds above which a word is in a scope."""
_CHECKABLE = 2
"""The kinds of sentences are: no fact, a fact of no weight, one worth checking."""


class Judging:
    """Judge one window after the other, and keep little of each."""

    def __init__(self, doc: Doc, weights: Weights) -> None:
        """Begin with a parsed text of which no window was judged."""
        self._weights, self._text = weights, doc.text
        self._starts = np.array([token.idx for token in doc])
        self._sentences = [(sent.start_char, sent.end_char) for sent in doc.sents] if len(doc) else []
        self._begins = [start for start, _ in self._sentences]
        self._ends = [end for _, end in self._sentences]
        self._factuality = np.full(len(doc), np.nan, np.float32)
        self._attitudes = np.full((len(doc), 3), np.nan, np.float32)
        self._negations: list[Negation] = []
        self._read: list[Sentence] = []

    def judge(self, read: Read) -> None:
        """Judge the words and sentences of a window."""
        window = read.window
        value, negation, attitude = self._weights.word.run(None, {"hidden": read.hidden})
        tokens = np.maximum(np.searchsorted(self._starts, window.start, side="right") - 1, 0)
        # The last word that is written for a token wins; for the first head the first is what it was taught.
        self._factuality[tokens[::-1]] = value.clip(-3, 3)[::-1]
        self._attitudes[tokens] = attitude
        inside = self._inside(window)
        self._negations += _negations(self._text, read, 1 / (1 + np.exp(-negation)), inside, self._weights)
        self._read += _sentences(read, inside, self._weights)

    def judgements(self) -> Judgements:
        """Return what was found in all windows."""
        return Judgements(self._factuality, self._attitudes, tuple(self._negations), tuple(self._read))

    def _inside(self, window: Window) -> list[tuple[Offsets, Numbers]]:
        """Return the sentences of a window and the numbers of their words."""
        low, high = int(window.start[0]), int(window.end[-1])
        found = []
        for k in range(bisect_right(self._ends, low), bisect_left(self._begins, high)):
            start, end = self._sentences[k]
            words = np.flatnonzero((window.start >= start) & (window.start < end))
            if len(words):
                found.append(((start, end), words))
        return found


def _negations(
    text: str, read: Read, likely: Reals, inside: Sequence[tuple[Offsets, Numbers]], weights: Weights
) -> Iterator[Negation]:
    """Yield the cues of negation, each with the words of its sentence that it negates."""
    for _, words in inside:
        for cue in cues(text, read.window, words, likely):
            (odds,) = weights.scope.run(
                None,
                {
                    "words": read.hidden[words],
                    "cue": np.broadcast_to(read.hidden[cue.at], (len(words), read.hidden.shape[1])),
                    "distance": words - cue.at,
                },
            )
            scope = [part for span in _spans(read.window, words[odds > _SCOPED]) for part in _beside(span, cue.spans)]
            yield Negation(cue.spans, tuple(sorted([*scope, *cue.rest])), float(likely[cue.at]))


def _spans(window: Window, words: Numbers) -> Iterator[Offsets]:
    return ((int(window.start[word]), int(window.end[word])) for word in words)


def _beside(span: Offsets, cue: Iterable[Offsets]) -> list[Offsets]:
    """Return what of a word is not the cue: "did" of "didn", which ends in the "n" of "n't"."""
    start, end = span
    for first, last in cue:
        if first < end and start < last:
            return [(start, first)] if start < first else []
    return [span]


def _sentences(read: Read, inside: Sequence[tuple[Offsets, Numbers]], weights: Weights) -> Iterator[Sentence]:
    if not inside:
        return
    member = np.zeros((len(inside), len(read.window.first)), np.float32)
    for number, (_, words) in enumerate(inside):
        member[number, words] = 1
    subjective, kinds = weights.sentence.run(None, {"hidden": read.hidden, "member": member})
    raised = np.exp(kinds - kinds.max(-1, keepdims=True))
    shares = raised / raised.sum(-1, keepdims=True)
    for ((start, end), _), view, kind in zip(inside, _share(subjective), shares.tolist(), strict=True):
        yield Sentence(start, end, view, sum(kind[1:]), kind[_CHECKABLE])


def _share(odds: Reals) -> Iterable[float]:
    return (1 / (1 + np.exp(-odds.astype(np.float64)))).tolist()  # type: ignore[no-any-return]
