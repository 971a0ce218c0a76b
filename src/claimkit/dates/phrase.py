"""Words read as a time, before it is known which one; and how it becomes known.

"6 March 2025" stands by itself; "6 March" needs a day to count from and the way the verb looks; "the next day" needs a
date told before. A phrase carries what it needs as functions, so that rules compose ("since", "the end of", ranges).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from claimkit.dates import edtf
from claimkit.dates.edtf import Pick

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from claimkit.dates.words import Words


class Now(NamedTuple):
    """The day to count from, and which of recurring times is meant."""

    today: date
    pick: Pick


class Anchor(NamedTuple):
    """What was told before: the last date, and the dates of events by their stems."""

    previous: str | None
    events: Mapping[str, str]


class Phrase(NamedTuple):
    """Words that end before the word `end` and name a time.

    `value` is what they say without a day to count from, `near` what they say with one, `back` what they say after
    other dates. `floating` times recur (6 March, Friday) and are fitted to the other end of a range.
    """

    end: int
    value: str | None = None
    near: Callable[[Now], str | None] | None = None
    back: Callable[[Anchor], str | None] | None = None
    floating: bool = False

    def at(self, now: Now) -> str | None:
        """Return the time as seen from `now`."""
        return self.near(now) if self.near else self.value

    def written(self, write: Callable[[str], str | None], *, end: int) -> Phrase:
        """Return the phrase with its time rewritten: for "about", "the first half of"."""
        near, back = self.near, self.back

        def through(value: str | None) -> str | None:
            return write(value) if value else None

        return self._replace(
            end=end,
            value=through(self.value),
            near=(lambda now: through(near(now))) if near else None,
            back=(lambda anchor: through(back(anchor))) if back else None,
        )


def settled(phrase: Phrase, *, published: str | None, pick: Pick, anchor: Anchor) -> str | None:
    """Return the time of `phrase`: what it is from every day of `published`, else what stays open."""
    if phrase.back and (told := phrase.back(anchor)):
        return told
    days = edtf.days_of(published) if published else None
    if not phrase.near or not days:
        return phrase.value
    seen = {phrase.near(Now(day, pick)) for day in set(days)}
    return next(iter(seen)) or phrase.value if len(seen) == 1 else phrase.value


def first(words: Words, i: int, *rules: Callable[[Words, int], Phrase | None]) -> Phrase | None:
    """Return what the first of `rules` that reads anything at `i` reads."""
    for rule in rules:
        if phrase := rule(words, i):
            return phrase
    return None
