"""Gather the claims that have a date, in the order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.plot.look import line
from claimkit.plot.times import Stretch, stretch

if TYPE_CHECKING:
    from claimkit.models import Claim
    from claimkit.plot.voices import Holder, Voices

TITLE = "Claims on a timeline"


class Event(NamedTuple):
    """A claim with its dates: EDTF as the claim table has them, and the days that they cover."""

    holder: Holder
    claim: str
    """The claim's id."""
    words: str
    about: str | None
    said: str | None
    about_days: Stretch | None
    said_days: Stretch | None

    @property
    def place(self) -> float:
        """Where it stands in time: what it is about, else when it was said."""
        days = self.about_days or self.said_days
        return days.middle if days else 0.0


class Timeline(NamedTuple):
    """The data of the picture; `published` are the days on which the articles came out, with their letters."""

    title: str
    subject: str
    events: tuple[Event, ...]
    published: tuple[tuple[str, int], ...]
    yearless: bool
    notes: tuple[tuple[str, str], ...]


def dated(voices: Voices, most: int | None = None) -> Timeline:
    """Place the claims of the articles in time; of more than `most` dated ones the first in the text are kept."""
    found = [_event(voices, number, claim) for number, each in voices.each() for claim in each.claims]
    known = [event for event in found if event.about_days or event.said_days]
    # Days of no year have a place among each other only.
    yearless = bool(known) and all(days.yearless for event in known for days in _both(event))
    placed = [event for event in map(_with_year, known) if event] if not yearless else known
    kept = sorted(placed if most is None else placed[:most], key=lambda event: event.place)
    left = (
        (len(found) - len(known), "{} without a date"), (len(known) - len(placed), "{} without a year"),
        (len(placed) - len(kept), "{} more with a date"),
    )  # fmt: skip
    missing = ", ".join(words.format(number) for number, words in left if number)
    notes = [("", f"Claims not shown: {missing}.")] if missing else []
    published = () if yearless else tuple(_published(voices))
    return Timeline(TITLE, voices.subject(), tuple(kept), published, yearless, (*notes, *voices.key()))


def _event(voices: Voices, article: int, claim: Claim) -> Event:
    said = next((quote.said for quote in voices.articles[article].quotes if quote.id == claim.quote), None)
    holder = voices.holder(article, claim.speaker)
    return Event(holder, claim.id, line(claim.span.text), claim.about, said, stretch(claim.about), stretch(said))


def _both(event: Event) -> list[Stretch]:
    return [days for days in (event.about_days, event.said_days) if days]


def _with_year(event: Event) -> Event | None:
    about, said = (days if days and not days.yearless else None for days in (event.about_days, event.said_days))
    return event._replace(about_days=about, said_days=said) if about or said else None


def _published(voices: Voices) -> list[tuple[str, int]]:
    days = ((voices.letters[number], stretch(each.article.published)) for number, each in voices.each())
    return [(letter, found.start) for letter, found in days if found and found.start is not None]
