"""Tell figures that only seem to clash: later counts of what grows, and figures for different times."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from claimkit.comparing.figures import figures
from claimkit.comparing.terms import stemmed, terms
from claimkit.lexicon import words

if TYPE_CHECKING:
    from claimkit.comparing.traits import Held


def reconciled(one: Held, other: Held) -> bool:
    """Tell whether two different figures may both be right: the one is an update, or they are for different times.

    >>> from claimkit.comparing.traits import held
    >>> from claimkit.testing import Saying, build
    >>> first, = held(build(Saying("Ana Brill", "12 people were killed"), published="2031-03-01"))
    >>> later, = held(build(Saying("Jon Vik", "at least 17 people were killed"), published="2031-03-02"))
    >>> reconciled(first, later), reconciled(first, first)
    (True, False)
    """
    # handles: prices rose by 3 % in 2029 / by 5 % in 2030. / not: by 3 % in May 2030 / by 5 % in 2030.
    about = one.claim.about, other.claim.about
    if all(about) and not any(str(first).startswith(str(second)) for first, second in (about, about[::-1])):
        return True
    # handles: 12 killed on Monday, 17 killed on Tuesday. / not: 17 on Monday, 12 on Tuesday; 12 homes, then 17 homes.
    days = [each.extraction.article.published or "" for each in (one, other)]
    if not all(days) or days[0] == days[1] or not _both_count_what_grows(one, other):
        return False
    earlier, later = (one, other) if days[0] < days[1] else (other, one)
    pairs = product(figures(earlier.words), figures(later.words))
    alike = [(a, b) for a, b in pairs if a.unit == b.unit or not (a.unit and b.unit)]
    return bool(alike) and all(b.high >= a.low for a, b in alike)


def _both_count_what_grows(one: Held, other: Held) -> bool:
    grows = {stemmed(word) for word in words("comparison")["growing"]}
    return all(terms(each.words).stems & grows for each in (one, other))
