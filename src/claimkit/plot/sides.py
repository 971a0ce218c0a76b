"""How many words each speaker is quoted with, and on which side."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from claimkit.errors import InputError
from claimkit.models import Attitude, Stand
from claimkit.plot.bars import Bar, Chart, Kind, chart_of
from claimkit.plot.look import line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claimkit.models import Claim
    from claimkit.plot.voices import Holder, Voices
    from claimkit.results import Comparison

_ABOVE, _BELOW, _ALL, _THIN = (0.0, 0.7), (0.3, 1.0), (0.0, 1.0), (0.4, 0.6)
ATTITUDES: Mapping[str, Kind] = MappingProxyType({
    "favourable": Kind(*_ABOVE, "supports", "+"),
    "unfavourable": Kind(*_BELOW, "disputes", "−"),
    "both": Kind(*_ALL, "mixed", "±"),
    "neither": Kind(*_THIN, "silent"),
})  # fmt: skip
"""What is for something stands above the middle, what is against it hangs below."""
STANDS: Mapping[str, Kind] = MappingProxyType(
    dict(zip((stand.value for stand in Stand), ATTITUDES.values(), strict=True))
)
TITLE = "Words quoted by speaker and side"


def attitudes(voices: Voices, most: int | None = None) -> Chart:
    """Count the words of each speaker by the attitude that their claims show, to whatever they are about."""
    counted: dict[Holder, Counter[str]] = {}
    for number, extraction in voices.each():
        claims: dict[str | None, list[Claim]] = {}
        for claim in extraction.claims:
            claims.setdefault(claim.quote, []).append(claim)
        for quote in extraction.quotes:
            if quote.parent is None:
                held = counted.setdefault(voices.holder(number, quote.speaker), Counter())
                held[_shown(claims.get(quote.id, []))] += sum(len(span.text.split()) for span in quote.spans)
    bars = [Bar(holder, tuple((k, held[k]) for k in ATTITUDES if held[k])) for holder, held in counted.items()]
    kept, notes = chart_of(sorted((bar for bar in bars if bar.total), key=lambda bar: -bar.total), most)
    notes.append(("", "Favourable or unfavourable: to what the claims in the words are about."))
    return Chart(TITLE, voices.subject(), "words", kept, (*notes, *voices.key()))


def stands(voices: Voices, comparison: Comparison, issue: str | None, most: int | None = None) -> Chart:
    """Count the words of each speaker by the position that they take on an issue, the first one unless given.

    Raises `InputError` on an issue that the comparison does not have.
    """
    known = list(dict.fromkeys(each.issue for each in comparison.positions))
    chosen = issue if issue is not None else known[0]
    if chosen not in known:
        raise InputError("the comparison has no such issue: give one of those that its positions name")
    taken = {(each.article, each.speaker): each.position for each in comparison.positions if each.issue == chosen}
    counted: Counter[tuple[str, Holder]] = Counter()
    for number, extraction in voices.each():
        for quote in extraction.quotes:
            if quote.parent is None:
                side = taken.get((extraction.article.id, quote.speaker or ""), Stand.SILENT)
                place = (side.value, voices.holder(number, quote.speaker))
                counted[place] += sum(len(span.text.split()) for span in quote.spans)
    order = list(STANDS)
    listed = sorted(counted.items(), key=lambda item: (order.index(item[0][0]), -item[1]))
    kept, notes = chart_of([Bar(holder, ((side, words),)) for (side, holder), words in listed if words], most)
    return Chart(TITLE, voices.subject(), "words", kept, (*notes, *voices.key()), line(chosen))


def _shown(claims: list[Claim]) -> str:
    found = {claim.attitude for claim in claims} - {Attitude.NEUTRAL}
    if len(found) > 1:
        return "both"
    return next((attitude.value for attitude in found), "neither")
