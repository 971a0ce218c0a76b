"""Tie a few quoted words to the verb that quotes them: "calls this “a fantasy”", "boasts of “cheap money”"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.attribution import cues
from claimkit.attribution.candidates import Candidate
from claimkit.attribution.sources import mention, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

    from claimkit.attribution.stretches import Stretch

_NEAR = 7
"""Tokens between the verb and the quoted words, such as the thing named."""
_BETWEEN = frozenset({"DET", "PRON", "ADJ", "NOUN", "PROPN", "ADP", "PART", "ADV", "NUM", "SCONJ"})


def fragments(doc: Doc, quoted: Sequence[Stretch], *, covered: set[int]) -> Iterator[Candidate]:
    """Yield an attribution for each quotation of which no token is in `covered` and that a quoting verb leads up to."""
    for stretch in quoted:
        if any(i in covered for part in stretch.parts for i in range(*part)):
            continue
        paper = _quoted_document(doc, stretch)
        if paper is not None:
            whole = mention(paper, without=set(range(paper.i + 1, stretch.end)))
            yield Candidate(paper.i + 1, "fragment", (paper.i + 1, paper.i + 2), whole, stretch.parts, 0.6)
            continue
        verb = _quoting_verb(doc, stretch)
        noun = source_of(verb) if verb is not None else None
        if verb is None or noun is None:
            continue
        source = mention(noun, without={verb.i} | set(range(stretch.start, stretch.end)))
        yield Candidate(verb.i, "fragment", cues.cue_range(verb), source, stretch.parts, 0.6)


def _quoted_document(doc: Doc, stretch: Stretch) -> Token | None:
    """Return the document that the quoted words are the predicate of.

    handles: The paper cited a report that “plays down the danger”. / not: She wore a coat that “shone”.
    """
    at = stretch.start - 2
    if at < stretch.left[0] or doc[at + 1].lower_ not in ("that", "which"):
        return None
    return doc[at] if cues.lemma(doc[at]) in cues.words("documents") else None


def _quoting_verb(doc: Doc, stretch: Stretch) -> Token | None:
    """Walk back from the quotation to the verb that quotes it.

    handles: The board called the plan “half a bridge”. / not: The board met in the “Old Mill”; the word “bridge” was
    used.
    """
    last = stretch.start - 1
    if last < stretch.left[0] or doc[last].lemma_.lower() in cues.words("words_as_words"):
        return None
    for i in range(last, max(stretch.left[0], last - _NEAR) - 1, -1):
        token = doc[i]
        if token.pos_ in ("VERB", "AUX"):
            return token if cues.lemma(token) in cues.words("quoting") and token.pos_ == "VERB" else None
        if token.pos_ not in _BETWEEN and not token.is_space and token.text != ":":
            return None
    return None
