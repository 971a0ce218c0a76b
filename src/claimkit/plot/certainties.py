"""How sure each holder is: claims counted by certainty."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from claimkit.models import Certainty, Form
from claimkit.plot.bars import Bar, Chart, Kind, chart_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claimkit.plot.voices import Holder, Voices

KINDS: Mapping[str, Kind] = MappingProxyType({
    Certainty.CERTAIN.value: Kind(0, 1, "certain"),
    Certainty.PROBABLE.value: Kind(0.25, 1, "probable"),
    Certainty.POSSIBLE.value: Kind(0.5, 1, "possible"),
    Certainty.UNKNOWN.value: Kind(0.75, 1, "unknown"),
})  # fmt: skip
"""The less certain, the lower."""


def certainties(voices: Voices, most: int | None = None) -> Chart:
    """Count the claims of each holder by certainty; those that only show an attitude have none."""
    counted: dict[Holder, Counter[str]] = {}
    without = 0
    for number, extraction in voices.each():
        for claim in extraction.claims:
            if claim.form is Form.ATTITUDE:
                without += 1
                continue
            held = counted.setdefault(voices.holder(number, claim.speaker), Counter())
            held[claim.certainty.value] += 1
    bars = [Bar(holder, tuple((k, held[k]) for k in KINDS if held[k])) for holder, held in counted.items()]
    kept, notes = chart_of(sorted(bars, key=lambda bar: -bar.total), most)
    if without:
        notes.append(("", f"Not counted: {without} that only show an attitude."))
    return Chart("Certainty by holder", voices.subject(), "claims", kept, (*notes, *voices.key()))
