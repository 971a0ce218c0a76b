"""Tell claims that say too little to be set beside others: a single word, or only that somebody will not comment."""

from __future__ import annotations

import re
from functools import cache

from claimkit.comparing.figures import figures
from claimkit.comparing.terms import terms
from claimkit.lexicon import entries

_FEWEST = 2
"""Words with a meaning of their own, and figures, that a claim must have."""


def is_bare(words: str) -> bool:
    """Tell whether a claim says too little for another to agree with it or differ from it.

    >>> [is_bare(each) for each in ("I understand it", "no request for comment was answered", "The quay is dry")]
    [True, True, False]
    """
    # handles: I understand it; the media / not: The quay is dry; 340 homes
    told = len(terms(words).stems) + len(figures(words))
    return told < _FEWEST or _pattern().search(words) is not None


@cache
def _pattern() -> re.Pattern[str]:
    # handles: declined to comment; a request for comment; no comment / not: her comments on the sale; he commented
    before, behind = ("|".join(map(re.escape, entries("comparison")["silence"][part])) for part in ("before", "behind"))
    return re.compile(rf"\b(?:{before})\s+comment\b|\bcomment\s+(?:{behind})\b", re.IGNORECASE)
