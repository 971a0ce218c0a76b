"""Look up what the tagger judges of a claim: of its predicate, and of the sentence that holds it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimkit.findings import Judgements, Sentence


def sentence_of(judgements: Judgements, core: Token) -> Sentence | None:
    """Return what the tagger thinks of the sentence that holds a claim's predicate, None where it was not read."""
    at = bisect_right(judgements.sentences, core.idx, key=lambda sentence: sentence.start) - 1
    found = judgements.sentences[at] if at >= 0 else None
    return found if found is not None and core.idx < found.end else None
