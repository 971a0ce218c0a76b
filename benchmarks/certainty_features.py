"""What claimkit says of an event in news, as numbers: factuality, the rules' stance, time, and who tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.findings import Proposition
from claimkit.models import Certainty, Polarity
from claimkit.stance import assess

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimkit.findings import Attribution
    from judged import Judged

_SURETIES = (Certainty.PROBABLE, Certainty.POSSIBLE, Certainty.UNKNOWN)
_FUTURE = frozenset({"will", "shall", "'ll", "wo"})
_HIGHEST = 4


def features_of(read: Judged, token: Token) -> list[float]:
    """Return the features of the event that a token names."""
    start, end = token.left_edge.idx, token.right_edge.idx + len(token.right_edge)
    around = _attribution(read, token)
    stance = assess(read.doc, Proposition(start, end, None), attribution=None)
    told = assess(read.doc, Proposition(start, end, None), attribution=around) if around is not None else stance
    value = read.factuality(token)
    above = list(_above(token))
    return [
        value,
        abs(value),
        min(value, 0.0),
        *(read.factuality(head) for head in (above + [token] * 2)[:2]),
        float(stance.polarity is Polarity.NEGATIVE),
        float(told.polarity is Polarity.NEGATIVE),
        *(float(stance.certainty is surety) for surety in _SURETIES),
        *(float(told.certainty is surety) for surety in _SURETIES),
        float(around is not None),
        float(token.pos_ in {"NOUN", "PROPN"}),
        float(any(child.lower_ in _FUTURE for child in token.children)),
        float(any(child.tag_ == "MD" and child.lower_ not in _FUTURE for child in token.children)),
        float(any(child.tag_ == "TO" for child in token.children)),
        float(token.tag_ in {"VBD", "VBN"}),
        float(token.dep_ in {"xcomp", "ccomp", "pcomp"}),
        float(any(child.lower_ in _FUTURE for head in above for child in head.children)),
        float(any(child.tag_ == "MD" for head in above for child in head.children)),
        float(token.dep_ == "advcl" and any(child.lower_ in {"if", "unless"} for child in token.children)),
        _negated(read, token),
    ]


def _above(token: Token) -> list[Token]:
    found: list[Token] = []
    while token.head.i != token.i and len(found) < _HIGHEST:
        token = token.head
        found.append(token)
    return found


def _attribution(read: Judged, token: Token) -> Attribution | None:
    """Return the smallest attribution whose content holds a token."""
    holding = [each for each in read.attributions if any(start <= token.idx < end for start, end in each.content)]
    return min(holding, key=lambda each: sum(end - start for start, end in each.content), default=None)


def _negated(read: Judged, token: Token) -> float:
    scopes = (scope for negation in read.judgements.negations for scope in negation.scope)
    return float(any(start <= token.idx < end for start, end in scopes))
