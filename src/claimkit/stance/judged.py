"""Look up what the tagger judges of a claim: of its words, its predicate, and the sentence that holds it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

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
    seen = [odds for token in clause.tokens if (odds := judgements.attitudes.get(token.i)) is not None]
    if not seen:
        return listed
    sums = [sum(odds) / len(seen) for odds in zip(*seen, strict=True)]
    return max(zip(sums, _ATTITUDES, strict=True), key=lambda pair: pair[0] + _LISTED * (pair[1] is listed))[1]
