"""Run the graphs over windows: what the encoder reads, where cues begin, which words each cue ties together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from claimkit.tagging.evidence import BEGINNINGS, cue_marks, seen_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimkit.tagging.evidence import Evidence
    from claimkit.tagging.weights import Weights
    from claimkit.tagging.windows import Numbers, Window

Reals = np.ndarray[tuple[int, ...], np.dtype[np.floating[Any]]]


class Read(NamedTuple):
    """A window as the encoder read it, a row for each word; `entity` is the likeliest kind of entity."""

    window: Window
    cue: Reals
    word: Reals
    anchor: Reals
    entity: Numbers
    hidden: Reals


class Tied(NamedTuple):
    """A word that may begin a cue, how likely it does, and the probabilities of the roles of all words."""

    at: int
    probability: float
    roles: Reals


def read(cut: Iterable[Window], weights: Weights) -> Iterator[Read]:
    """Run the encoder over windows, one after the other: what it says of a long text would fill the memory.

    A batch would also share the ranges that numbers are rounded to, and so what is found in one paragraph would depend
    on others.
    """
    return (_read(window, weights) for window in cut)


def _read(window: Window, weights: Weights) -> Read:
    pieces = {name: getattr(window, name)[None] for name in ("ids", "case", "state", "kind")}
    outputs = weights.encoder.run(None, pieces | {"mask": np.ones_like(pieces["ids"])})
    cue, word, anchor, entity, hidden = (output[0][window.first] for output in outputs)
    return Read(window, cue, word, anchor, entity.argmax(-1), hidden)


def tie(read: Read, evidence: Evidence, weights: Weights, *, least: float) -> list[Tied]:
    """Return the cues of a window, in order: those at least as likely as `least`, in [0, 1], and those of the rules.

    Where the rules were asked, the cues are looked at once with and once without what they say, and the mean counts: so
    that a verb which the rules do not know, or the parse takes for a noun, can be a cue all the same.
    """
    looks = (evidence, evidence._replace(asked=False)) if evidence.asked else (evidence,)
    likely = _sigmoid(np.asarray(np.mean([_cue_odds(read, look, weights) for look in looks], axis=0)))
    places = np.flatnonzero((likely >= least) | np.isin(cue_marks(evidence), BEGINNINGS))
    if not len(places):
        return []
    roles = _roles(read, evidence, places, weights)
    return [Tied(int(at), float(likely[at]), each) for at, each in zip(places, roles, strict=True)]


def _cue_odds(read: Read, evidence: Evidence, weights: Weights) -> Reals:
    """Return for each word the log odds that a cue begins with it."""
    (odds,) = weights.cue.run(None, {"seen": read.cue[None], "marks": cue_marks(evidence)[None]})
    return np.asarray(odds[0], np.float64)


def _roles(read: Read, evidence: Evidence, places: Numbers, weights: Weights) -> Reals:
    """Return the probabilities of the roles of all words, seen from each of `places`: [cues, words, roles]."""
    parts, paths = (np.stack(side) for side in zip(*(seen_from(evidence, int(at)) for at in places), strict=True))
    (tied,) = weights.tie.run(
        None,
        {
            "words": np.broadcast_to(read.word, (len(places), *read.word.shape)),
            "anchor": read.anchor[places],
            "at": places,
            "mask": np.ones(parts.shape, np.int64),
            "parts": parts,
            "paths": paths,
        },
    )
    return _softmax(tied)


def _sigmoid(odds: Reals) -> Reals:
    return np.asarray(1 / (1 + np.exp(-odds)))


def _softmax(logits: Reals) -> Reals:
    raised: Reals = np.exp(logits.astype(np.float64) - logits.max(-1, keepdims=True))
    raised /= raised.sum(-1, keepdims=True)
    return raised
