"""Find the time expressions of a text and settle which times they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.dates.grammar import expression
from claimkit.dates.phrase import Anchor, settled
from claimkit.dates.tense import direction, head_of
from claimkit.dates.words import Words, stem
from claimkit.findings import TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_NEAR = 600
"""Code points within which "the next day" is taken to look back at a date."""
_CLIMB = 8


def find_dates(doc: Doc, *, published: str | None) -> tuple[TimeExpression, ...]:
    """Find the time expressions of `doc`, in order, with their EDTF values; offsets in code points.

    >>> from claimkit.parsing import load
    >>> doc = load()("The council met on Thursday and will vote in September.")
    >>> [(doc.text[time.start : time.end], time.edtf) for time in find_dates(doc, published="2025-03-07")]
    [('Thursday', '2025-03-06'), ('September', '2025-09')]

    A date without a year takes it from `published` (`YYYY`, `YYYY-MM` or `YYYY-MM-DD`) and the tense of its verb; where
    that is not known the year stays open (`XXXX-11-17`), and what depends on it altogether ("yesterday") is left out.
    """
    words = Words(doc)
    events: dict[str, str] = {}
    found: list[TimeExpression] = []
    at = 0
    while at < len(words):
        phrase = expression(words, at)
        if not phrase:
            at += 1
            continue
        span = doc[words.tokens[at] : words.tokens[phrase.end - 1] + 1]
        anchor = Anchor(_previous(found, words.starts[at]), events)
        value = settled(phrase, published=published, pick=direction(span), anchor=anchor)
        if value:
            found.append(TimeExpression(words.starts[at], words.ends[phrase.end - 1], value))
            events.update(dict.fromkeys(_events(span), value))
        at = phrase.end
    return tuple(found)


def _previous(found: list[TimeExpression], start: int) -> str | None:
    return found[-1].edtf if found and start - found[-1].end < _NEAR else None


def _events(span: Span) -> list[str]:
    """Return the stems of what happened at the time `span`: the nouns above it, its verb, and that verb's subject.

    handles: "The cut of 6 March", "The vote will be held on 6 March" / not: "She said on 6 March that they voted"
    """
    stems: list[str] = []
    token = head_of(span)
    for _ in range(_CLIMB):
        if token.pos_ in ("VERB", "AUX"):
            subjects = [child for child in token.lefts if child.dep_ in ("nsubj", "nsubjpass")]
            return [*stems, *(stem(word.lower_) for word in (token, *subjects) if word.pos_ in ("VERB", "NOUN"))]
        if token.pos_ == "NOUN" and not span.start <= token.i < span.end:
            stems.append(stem(token.lower_))
        if token.head.i == token.i:
            break
        token = token.head
    return stems
