"""Put what the holder of a claim holds into one sentence, stance included."""

from __future__ import annotations

import re

from claimkit.models import Attitude, Certainty, Claim, Form, Polarity

_SURE = {Certainty.PROBABLE: "probably", Certainty.POSSIBLE: "possibly", Certainty.UNKNOWN: "it is not known whether"}
_OPENING = re.compile(r"^(?:that|whether|if)\s+", re.I)


def wording(claim: Claim) -> str:
    """Return a sentence that says what the holder of a claim holds.

    >>> from claimkit.testing import example
    >>> wording(example().claims[0])
    'The ferry to Holm has not sailed since Monday.'

    A denial or a doubt that stands outside the claim's words, and an attitude without a clause, are put into words.
    """
    words = " ".join((claim.text_in_context or claim.span.text).split())
    if claim.form is Form.ATTITUDE and claim.attitude is not Attitude.NEUTRAL:
        return f"{words} is {'right' if claim.attitude is Attitude.FAVOURABLE else 'wrong'}"
    # handles: She denied that [the gate had failed]. / not: She said [the gate had not failed].
    inside = any(claim.span.start <= cue.start < claim.span.end for cue in claim.stance_cues)
    if not claim.stance_cues or inside:
        return words
    words = _OPENING.sub("", words)
    if claim.polarity is Polarity.NEGATIVE:
        return f"It is not true that {words}"
    return f"{_SURE[claim.certainty]}, {words}" if claim.certainty in _SURE else words
