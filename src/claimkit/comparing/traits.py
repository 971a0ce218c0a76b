"""Compare two claims trait by trait: words, names, figures, dates, and the stances of their holders."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from claimkit.comparing.figures import compared
from claimkit.comparing.terms import shared, terms
from claimkit.lexicon import entries, words
from claimkit.models import AUTHOR_ID, Attitude, Certainty, Claim, Form, Quote, Speaker
from claimkit.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from claimkit.results import Extraction

    Reals = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

_RANK = {Certainty.CERTAIN: 3, Certainty.PROBABLE: 2, Certainty.POSSIBLE: 1, Certainty.UNKNOWN: 0}
_SIGN = {Attitude.FAVOURABLE: 1, Attitude.NEUTRAL: 0, Attitude.UNFAVOURABLE: -1}
_NEAR = 30
"""Characters that may stand between a cue and what it takes."""
_TOKEN = re.compile(r"[\w’'-]+")


class Held(NamedTuple):
    """A claim with its holder, its article, and a sentence that says what is held."""

    claim: Claim
    holder: Speaker | None
    extraction: Extraction
    words: str

    @property
    def by_author(self) -> bool:
        """Whether the article says it in its own voice."""
        return self.claim.speaker == AUTHOR_ID


Candidate = tuple[Held, Held, float]
"""Two claims and the cosine of their places."""


def sentences(pairs: Sequence[Candidate]) -> list[tuple[str, str]]:
    """Return the sentences of pairs, in an order that does not hang on which article was named first.

    A network is not the same both ways.
    """
    both = ((one.words, other.words) for one, other, _ in pairs)
    return [(one, other) if one <= other else (other, one) for one, other in both]


class Side(NamedTuple):
    """An article, its claims with their holders, and the places of the claims, [claims, numbers]."""

    extraction: Extraction
    claims: list[Held]
    places: Reals


def held(extraction: Extraction) -> list[Held]:
    """Return the claims of an article with their holders."""
    speakers = {speaker.id: speaker for speaker in extraction.speakers}
    quotes = {quote.id: quote for quote in extraction.quotes}
    return [
        Held(claim, speakers.get(claim.speaker or ""), extraction, _words(claim, quotes.get(claim.quote or "")))
        for claim in extraction.claims
    ]


def _words(claim: Claim, quote: Quote | None) -> str:
    # handles: She [blamed the weather], [called it a rescue]. / not: The sale was wrong, she [said].
    cue = quote.cue if quote else None
    if claim.form is Form.ATTITUDE and cue is not None and 0 < claim.span.start - cue.end <= _NEAR:
        return f"{cue.text} {' '.join(claim.span.text.split())}"
    return wording(claim)


class Traits(NamedTuple):
    """What two claims have in common and where they part; each is a number of about 0 to 1, signs say which way."""

    words: float
    names: float
    figures_meet: float
    figures_part: float
    polarity_parts: float
    certainty_gap: float
    attitudes_meet: float
    attitudes_part: float
    degrees_part: float
    dates_meet: float
    dates_part: float
    causes: float
    same_holder: float
    own_voices: float
    no_clause: float
    short: float
    same_event: float


def traits(one: Held, other: Held) -> Traits:
    """Return the traits of a pair."""
    first, second = terms(one.words), terms(other.words)
    figures = compared(one.words, other.words)
    signs = _SIGN[one.claim.attitude] * _SIGN[other.claim.attitude]
    about = _dates(one.claim.about, other.claim.about)
    return Traits(
        words=shared(first, second),
        names=len(first.names & second.names) / max(1, min(len(first.names), len(second.names))),
        figures_meet=float(figures > 0),
        figures_part=float(figures < 0),
        polarity_parts=float(one.claim.polarity is not other.claim.polarity),
        certainty_gap=abs(_RANK[one.claim.certainty] - _RANK[other.claim.certainty]) / 3,
        attitudes_meet=float(signs > 0),
        attitudes_part=float(signs < 0),
        degrees_part=float(degree(one.words) * degree(other.words) < 0),
        dates_meet=float(about > 0),
        dates_part=float(about < 0),
        causes=(gives_cause(one.words) + gives_cause(other.words)) / 2,
        same_holder=float(_same_holder(one, other)),
        own_voices=(one.by_author + other.by_author) / 2,
        no_clause=float(Form.ATTITUDE in {one.claim.form, other.claim.form}),
        short=float(min(len(first.stems), len(second.stems)) < 3),
        same_event=same_event(one.extraction.article.text, other.extraction.article.text),
    )


@cache
def same_event(one: str, other: str) -> float:
    """Return the share of names that two articles have in common, in [0, 1]: how likely they tell of one event."""
    first, second = terms(one).names, terms(other).names
    return len(first & second) / max(1, min(len(first), len(second)))


def _dates(one: str | None, other: str | None) -> int:
    if not one or not other:
        return 0
    return 1 if one.startswith(other) or other.startswith(one) else -1


def _same_holder(one: Held, other: Held) -> bool:
    from rapidfuzz import fuzz

    if one.holder is None or other.holder is None or AUTHOR_ID in {one.claim.speaker, other.claim.speaker}:
        return False
    return fuzz.token_set_ratio(one.holder.name, other.holder.name) >= 90


@cache
def degree(text: str) -> int:
    """Return 1 where a sentence makes a thing great, -1 where slight, else 0.

    >>> degree("a substantial escalation"), degree("It hardly matters"), degree("not dramatically")
    (1, -1, -1)
    """
    known, negations = words("comparison"), words("stance")["negative_adverbs"]
    tokens = [token.lower() for token in _TOKEN.findall(text)]
    for place, token in enumerate(tokens):
        sign = (token in known["great"]) - (token in known["slight"])
        if sign:
            denied = any(
                before in negations or before.endswith(("n’t", "n't")) or before == "no"
                for before in tokens[max(0, place - 4) : place]
            )
            return -sign if denied else sign
    return 0


@cache
def gives_cause(text: str) -> bool:
    """Tell whether a sentence gives a cause or a motive."""
    padded = f" {text.lower()} "
    return any(f" {cause} " in padded for cause in entries("comparison")["causes"])
