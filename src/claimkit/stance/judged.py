"""Look up what the tagger judges of a claim: of its words, its predicate, and the sentence that holds it."""

from __future__ import annotations

from bisect import bisect_right
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from claimkit.models import Attitude

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimkit.findings import Judgements, Sentence
    from claimkit.stance.clause import Clause

_ATTITUDES = (Attitude.FAVOURABLE, Attitude.UNFAVOURABLE, Attitude.NEUTRAL)
_LISTED = 1.0
"""What the verdict of the word lists adds to the log odds of an attitude: found best on labels of held-out articles."""


def sentence_of(judgements: Judgements, core: Token) -> Sentence | None:
    """Return what the tagger thinks of the sentence that holds a claim's predicate, None where it was not read."""
    at = bisect_right(judgements.sentences, core.idx, key=lambda sentence: sentence.start) - 1
    found = judgements.sentences[at] if at >= 0 else None
    return found if found is not None and core.idx < found.end else None


def attitude_of(judgements: Judgements, clause: Clause, listed: Attitude) -> Attitude:
    """Return the likeliest attitude of a claim's holder by its words, and by what the word lists say of it."""
    odds = judgements.attitudes[[token.i for token in clause.tokens]].astype(float)
    seen = odds[~np.isnan(odds[:, 0])]
    if not len(seen):
        return listed
    likely = zip(seen.mean(0).tolist(), _ATTITUDES, strict=True)
    return max(likely, key=lambda pair: pair[0] + _LISTED * (pair[1] is listed))[1]


def factuality_of(judgements: Judgements, core: Token) -> float | None:
    """Return how factual what a claim's predicate names is, -3 to 3, None where it was not read."""
    value = float(judgements.factuality[core.i])
    return None if isnan(value) else value
