"""Tell what only seems to clash: later counts of what grows, figures for other times, one length of time put twice."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from claimkit.comparing.durations import durations
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


def same_length(one: Held, other: Held) -> bool:
    """Tell whether the only time that either gives is a length, and the two lengths are the same.

    >>> from claimkit.comparing.traits import held
    >>> from claimkit.testing import Saying, build
    >>> first, = held(build(Saying("Ana Brill", "The pier will be open within 30 days")))
    >>> other, = held(build(Saying("Jon Vik", "The pier will be open inside a month")))
    >>> same_length(first, other)
    True
    """
    # handles: within 30 days / inside a month. / not: within 30 days / within 30 days of the vote in May.
    lengths = [list(durations(each.words)) for each in (one, other)]
    if one.claim.about or other.claim.about or any(len(each) != 1 for each in lengths):
        return False
    (first,), (second,) = lengths
    return abs(first.middle - second.middle) <= max(first.off, second.off)


def _both_count_what_grows(one: Held, other: Held) -> bool:
    grows = {stemmed(word) for word in words("comparison")["growing"]}
    return all(terms(each.words).stems & grows for each in (one, other))
