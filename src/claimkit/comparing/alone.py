"""Find what only one of several articles has: claims and speakers that the others leave out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimkit.models import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimkit.models import Speaker
    from claimkit.results import Extraction

_ARTICLE = re.compile(r"^(?:an?|the|this|that|these|those|its|his|her|their|our|my)\s+", re.I)
_SAME_NAME = 90
"""Similarity, of 100, from which two names are those of one speaker."""


def speakers_alone(here: Extraction, others: Sequence[Extraction]) -> list[Speaker]:
    """Return the speakers with a name of their own whom no other article lets speak, in order.

    >>> from claimkit.testing import Saying, build
    >>> one = build(Saying("Ana Brill", "it is safe"))
    >>> other = build(Saying("Mrs Brill", "it is"), Saying("Jon Vik", "no"))
    >>> [speaker.name for speaker in speakers_alone(other, [one])]
    ['Jon Vik']
    """
    from rapidfuzz import fuzz

    known = [speaker.name for extraction in others for speaker in _heard(extraction)]
    return [
        speaker
        for speaker in _heard(here)
        if all(fuzz.token_set_ratio(_bare(speaker.name), _bare(name)) < _SAME_NAME for name in known)
    ]


def _bare(name: str) -> str:
    """Return a name without titles of one short word and points."""
    return " ".join(part for part in name.replace(".", " ").split() if len(part) > 3) or name


def _heard(extraction: Extraction) -> list[Speaker]:
    heard = {quote.speaker for quote in extraction.quotes}
    kinds = {SpeakerKind.PERSON, SpeakerKind.ORGANIZATION, SpeakerKind.DOCUMENT}
    known = (speaker for speaker in extraction.speakers if speaker.id in heard and speaker.kind in kinds)
    return [each for each in known if _has_name(each, extraction.article.text)]


def _has_name(speaker: Speaker, text: str) -> bool:
    """Tell whether a speaker is called by a name, not by words of which one stands at the head of a sentence."""
    first, *rest = _ARTICLE.sub("", speaker.name).split() or [""]
    # handles: Ana Brill, the Harbour Board. / not: the operator, A notice.
    if any(part[0].isupper() for part in rest) or not first[:1].isupper():
        return any(part[0].isupper() for part in (first, *rest) if part)
    # handles: Brenwick said no; it asked Brenwick. / not: Half of them said so; Last winter's report.
    inside = re.search(rf"(?<=[\w,;])\s+{re.escape(first)}\b", text)
    return inside is not None or (speaker.kind is SpeakerKind.PERSON and first.lower() not in text.split())
