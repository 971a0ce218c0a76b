"""Sort cues into families by the words in them: how PolNeAR's recall is told apart."""

from __future__ import annotations

import re

SAY, SPEECH, OTHER = FAMILIES = ("say", "other speech", "other cue")

_SAY = (
    *("say", "says", "said", "saying", "tell", "tells", "told", "telling", "add", "adds", "added", "adding"),
    *("write", "writes", "wrote", "asked", "tweeted", "according to"),
)
_SPEECH = (
    *("according", "ask", "asks", "asking", "tweet", "tweets", "tweeting", "writing", "reply", "replied"),
    *("call", "calls", "called", "calling", "deny", "denies", "denied", "denying", "urge", "urges", "urged", "urging"),
    *("notes", "noted", "noting", "states", "stated", "stating"),
)
_SPEECH_STEMS = (
    *("accus", "acknowledg", "admit", "alleg", "announc", "argu", "assert", "claim", "complain", "conced", "conclud"),
    *("confirm", "contend", "continu", "criticiz", "declar", "describ", "emphasiz", "explain", "insist", "mention"),
    *("predict", "promis", "quot", "remark", "report", "respond", "shout", "stress", "suggest", "testif", "tout"),
    *("vow", "warn"),
)


def _any_of(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


_PATTERNS = ((SAY, _any_of(*_SAY)), (SPEECH, _any_of(*_SPEECH, *(rf"{stem}\w*" for stem in _SPEECH_STEMS))))


def family(cue: str) -> str:
    """Return the family of a cue.

    >>> [family(cue) for cue in ("has Said", "according to", "explained", "fears", "")]
    ['say', 'say', 'other speech', 'other cue', 'other cue']
    """
    return next((name for name, pattern in _PATTERNS if pattern.search(cue)), OTHER)
