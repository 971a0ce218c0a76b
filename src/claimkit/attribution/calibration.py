"""Turn how sure the rules are of an attribution into how likely it is right."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimkit.findings import Attribution

SHIFT, SCALE = 0.54, 0.429
"""Of the log odds (Platt 1999), as `training/tagger` fits and prints them: on 84 articles of PolNeAR's train part."""
_EXTREME = 0.01


def calibrated(attributions: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Return the rules' attributions with the probability, in [0, 1], that content and source are right.

    >>> from claimkit.findings import Attribution
    >>> from claimkit.models import QuoteKind
    >>> sure = Attribution(((0, 4),), None, None, QuoteKind.DIRECT, "after", confidence=0.97)
    >>> [round(each.confidence, 2) for each in calibrated([sure])]
    [0.88]
    """
    return tuple(each._replace(confidence=likely(each.confidence)) for each in attributions)


def likely(confidence: float) -> float:
    """Return the probability that an attribution is right of which the rules are so sure; both in [0, 1]."""
    safe = min(max(confidence, _EXTREME), 1 - _EXTREME)
    return 1 / (1 + math.exp(-SHIFT - SCALE * math.log(safe / (1 - safe))))
