"""Say in words what two claims both assess, and in one plain sentence how they stand to each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimkit.comparing.figures import compared, figures
from claimkit.comparing.terms import terms
from claimkit.comparing.traits import degree
from claimkit.models import AUTHOR_ID, Aspect, Certainty, Polarity, Relation

if TYPE_CHECKING:
    from claimkit.comparing.traits import Held

LONGEST = 10
"""Words of an article that a subject may have."""
_QUOTED = 14
_VERBS = {
    Certainty.CERTAIN: ("holds it certain", "rules it out"),
    Certainty.PROBABLE: ("thinks it likely", "thinks it unlikely"),
    Certainty.POSSIBLE: ("holds it possible", "doubts it"),
    Certainty.UNKNOWN: ("leaves it open", "leaves it open"),
}
_SPACES = re.compile(r"\s+")
_EDGES = " ,;:.!?–—-“”‘’\"'()"


def subject(one: Held, other: Held) -> str:
    """Return what both claims assess, in words of one of the texts: the shortest stretch with the words they share."""
    stretches = [stretch for each in (one, other) if (stretch := _shared_stretch(each, one, other))]
    if stretches:
        return min(stretches, key=lambda words: (len(words.split()), words))
    targets = [each.claim.target.text for each in (one, other) if each.claim.target is not None]
    shortest = min((one.claim.span.text, other.claim.span.text), key=len)
    return cut(targets[0] if targets else shortest, LONGEST)


def _shared_stretch(here: Held, one: Held, other: Held) -> str:
    """Return the words of a claim from the first to the last content word that the other has too, if they are few."""
    text = here.claim.span.text
    common = terms(one.words).stems & terms(other.words).stems
    places = [place for stem, place in terms(text).places.items() if stem in common]
    # handles: the cost of the bridge / the bridge’s cost. / not: two claims that share but "bridge".
    if len(places) < 2:
        return ""
    stretch = _plain(text[min(start for start, _ in places) : max(end for _, end in places)])
    return stretch if len(stretch.split()) <= LONGEST else ""


def holder(one: Held) -> str:
    """Name whose claim it is: a speaker, or the author with the outlet."""
    article = one.extraction.article
    if one.claim.speaker == AUTHOR_ID or one.holder is None:
        name = one.holder.name if one.holder and one.holder.name != AUTHOR_ID else None
        if name:
            return name
        return f"the author in {article.outlet}" if article.outlet else "the author"
    return one.holder.name


def why(one: Held, other: Held, relation: Relation, aspect: Aspect | None) -> str:
    """Return one sentence for the reader.

    >>> from claimkit.testing import example
    >>> from claimkit.comparing.traits import held
    >>> first, second, _, _ = held(example())
    >>> why(first, second, Relation.DIFFER, Aspect.CERTAINTY)
    'They differ in how sure they are: the author in Coast Post holds it certain; Ana Brill thinks it likely.'
    """
    who = _names(one, other)
    if relation is Relation.AGREE:
        same = compared(one.words, other.words) > 0
        return f"Both {'give the same figure' if same else 'say so'}: {who[0]} and {who[1]}."
    ways = {
        Aspect.CERTAINTY: _by_certainty, Aspect.QUANTITY: _by_figures, Aspect.TIME: _by_dates,
        Aspect.DEGREE: _by_degree, Aspect.POLARITY: _by_polarity,
    }  # fmt: skip
    said = ways[aspect](one, other, who) if aspect in ways else ""
    head = _HEADS[aspect] if aspect else "They differ"
    return f"{head}: {said or f'{who[0]} says “{_quoted(one)}”; {who[1]} says “{_quoted(other)}”'}."


_HEADS = {
    Aspect.POLARITY: "What the one says, the other denies",
    Aspect.DEGREE: "They differ in how great it is",
    Aspect.CERTAINTY: "They differ in how sure they are",
    Aspect.CAUSE: "They give different causes or motives",
    Aspect.QUANTITY: "They give different figures",
    Aspect.TIME: "They give different times",
    Aspect.ACTOR: "They name different actors",
    Aspect.EVALUATION: "They judge it differently",
}


def _names(one: Held, other: Held) -> tuple[str, str]:
    first, second = holder(one), holder(other)
    if first == second:
        outlets = [each.extraction.article.outlet for each in (one, other)]
        if outlets[0] != outlets[1] and all(outlets):
            return f"{first} in {outlets[0]}", f"{second} in {outlets[1]}"
        return f"{first} in the first article", f"{second} in the second"
    return first, second


def _by_certainty(one: Held, other: Held, who: tuple[str, str]) -> str:
    said = [_VERBS[each.claim.certainty][each.claim.polarity is Polarity.NEGATIVE] for each in (one, other)]
    return f"{who[0]} {said[0]}; {who[1]} {said[1]}" if said[0] != said[1] else ""


def _by_polarity(one: Held, other: Held, who: tuple[str, str]) -> str:
    denied = [each.claim.polarity is Polarity.NEGATIVE for each in (one, other)]
    if denied[0] == denied[1]:
        return ""
    first, second = ((one, who[0]), (other, who[1])) if denied[1] else ((other, who[1]), (one, who[0]))
    return f"{first[1]} says “{_quoted(first[0])}”; {second[1]} says no, “{_quoted(second[0])}”"


def _by_figures(one: Held, other: Held, who: tuple[str, str]) -> str:
    for first in figures(one.words):
        for second in figures(other.words):
            if first.unit == second.unit and not first.meets(second):
                return f"{who[0]} gives {first.text}, {who[1]} {second.text}"
    return ""


def _by_dates(one: Held, other: Held, who: tuple[str, str]) -> str:
    dates = one.claim.about, other.claim.about
    return f"{who[0]} says {dates[0]}, {who[1]} {dates[1]}" if all(dates) and dates[0] != dates[1] else ""


def _by_degree(one: Held, other: Held, who: tuple[str, str]) -> str:
    degrees = degree(one.words), degree(other.words)
    if degrees[0] * degrees[1] >= 0:
        return ""
    great, slight = (0, 1) if degrees[0] > 0 else (1, 0)
    both = (one, other)
    return f"{who[great]} makes it great, “{_quoted(both[great])}”; {who[slight]} small, “{_quoted(both[slight])}”"


def _quoted(one: Held) -> str:
    return cut(one.claim.span.text, _QUOTED)


def cut(text: str, most: int) -> str:
    """Return the first words of a text, at most so many, with an ellipsis where some are left out."""
    parts = _plain(text).split(" ")
    return " ".join(parts) if len(parts) <= most else " ".join(parts[:most]).rstrip(_EDGES) + " …"


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip(_EDGES)
