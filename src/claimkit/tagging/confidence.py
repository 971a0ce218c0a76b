"""Say how likely an attribution is right: logistic regressions over what the tagger sees of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claimkit.tagging.decoding import CONTENT, SOURCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claimkit.findings import Attribution
    from claimkit.models import Offsets
    from claimkit.tagging.decoding import Decoded
    from claimkit.tagging.running import Reals, Tied
    from claimkit.tagging.windows import Numbers, Window

FEATURES = (
    "one", "cue", "content", "edges", "source", "no source", "rules", "same content", "same source", "quoted", "short",
)  # fmt: skip
_EXTREME = 0.001


class Reading(NamedTuple):
    """An attribution, as offsets, with the probabilities of the roles of its window's words seen from its cue."""

    content: tuple[Offsets, ...]
    source: Offsets | None
    cue: Offsets
    tied: Tied
    window: Window


def features(
    reading: Reading, other: Attribution | Decoded | Reading | None, *, rules: float, quoted: float
) -> dict[str, float]:
    """Return what the confidence is made of.

    `other` is the attribution with the same cue that the rules have for one of the tagger's, and the other way round;
    `rules` is the confidence of the rules in theirs, `quoted` the share of the content inside marks, both in [0, 1].
    """
    roles = reading.tied.roles
    content = _words(reading.window, reading.content)
    source = _words(reading.window, [reading.source] if reading.source else [])
    length = sum(end - start for start, end in reading.content)
    return {
        "one": 1.0,
        "cue": _log_odds(reading.tied.probability),
        "content": _log_odds(_expected_overlap(roles[:, CONTENT], content)),
        "edges": _log_odds(_edges(roles[:, CONTENT], content)),
        "source": _log_odds(
            _expected_overlap(roles[:, SOURCE], source) if reading.source else float(1 - roles[:, SOURCE].max())
        ),
        "no source": float(reading.source is None),
        "rules": _log_odds(rules) if rules else 0.0,
        "same content": float(other is not None and _overlap(reading.content, other.content) >= 0.5),
        "same source": float(other is not None and _same(reading.source, other.source)),
        "quoted": quoted,
        "short": 1 / (1 + length / 20),
    }


def confidence(seen: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the probability that content and source are right, in [0, 1]."""
    total = sum(weights.get(name, 0.0) * value for name, value in seen.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _words(window: Window, spans: Sequence[Offsets]) -> Numbers:
    inside = np.zeros(len(window.start), bool)
    for start, end in spans:
        inside |= (window.start < end) & (window.end > start)
    return inside


def _expected_overlap(likely: Reals, inside: Numbers) -> float:
    """Return about how much of the words of a span and of what it should be both have, in [0, 1]."""
    return float(likely[inside].sum() / max(1e-9, inside.sum() + likely[~inside].sum()))


def _edges(likely: Reals, inside: Numbers) -> float:
    """Return how likely the first and last words of a span are inside and the words beyond outside, in [0, 1]."""
    steps = np.flatnonzero(np.diff(inside.astype(np.int64)))
    sides = [likely[k] if inside[k] else 1 - likely[k] for step in steps for k in (step, step + 1)]
    return float(np.mean(sides)) if sides else 0.5


def _log_odds(probability: float) -> float:
    safe = min(max(probability, _EXTREME), 1 - _EXTREME)
    return math.log(safe / (1 - safe))


def _same(one: Offsets | None, other: Offsets | None) -> bool:
    if one is None or other is None:
        return one is other
    return _overlap([one], [other]) >= 0.5


def _overlap(one: Sequence[Offsets], other: Sequence[Offsets]) -> float:
    """Return the code points that both have as a share of those that either has, in [0, 1]."""
    first, second = ({i for start, end in side for i in range(start, end)} for side in (one, other))
    return len(first & second) / max(1, len(first | second))
