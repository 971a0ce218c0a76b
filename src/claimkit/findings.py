"""What the stages find and hand on to each other: tuples of offsets only.

Offsets are Unicode code points into the article's text, half-open. They become the records of `models` at the end.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from claimkit.models import Attitude, Certainty, Form, Offsets, Polarity, QuoteKind

if TYPE_CHECKING:
    import numpy as np

    Reals = np.ndarray[tuple[int, ...], np.dtype[np.floating]]


class BlockKind(StrEnum):
    """What a block of an article's text is for."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BYLINE = "byline"
    FURNITURE = "furniture"
    QUOTATION = "quotation"
    QUESTION = "question"
    ANSWER = "answer"


class Block(NamedTuple):
    """A paragraph-sized stretch of text.

    `label` is the speaker's label that opens a turn, or the name at the end of a signed quotation. An answer without a
    label goes on with the answer before it.
    """

    start: int
    end: int
    kind: BlockKind
    label: Offsets | None = None


class Layout(NamedTuple):
    """The blocks of a text, in order, and what its byline says."""

    blocks: tuple[Block, ...]
    authors: tuple[str, ...] = ()
    author_role: str | None = None
    published: str | None = None


class Quotation(NamedTuple):
    """A stretch between quotation marks, one part for each paragraph that it runs through.

    `parts` hold the marks, `inner` do not. `depth` is 0 for the outermost. A quotation whose closing mark is missing
    has `closed` False and ends where its paragraph does, or sooner where a later mark shows that it was lost.
    """

    parts: tuple[Offsets, ...]
    inner: tuple[Offsets, ...]
    depth: int
    closed: bool
    mark: str


class Attribution(NamedTuple):
    """A quote before its speaker is known. `parent` is the index of the attribution that holds it."""

    content: tuple[Offsets, ...]
    source: Offsets | None
    cue: Offsets | None
    kind: QuoteKind
    rule: str
    confidence: float = 1.0
    parent: int | None = None


class Tagged(NamedTuple):
    """An attribution as the tagger reads it, or (with its index) judges the rules'; `confidence` is in [0, 1]."""

    content: tuple[Offsets, ...]
    source: Offsets | None
    cue: Offsets
    confidence: float
    ruled: int | None = None


class Proposition(NamedTuple):
    """A stretch that states something, and the index of the attribution that it lies in (None: the author's own)."""

    start: int
    end: int
    attribution: int | None
    form: Form = Form.PROPOSITION


class Stance(NamedTuple):
    """How a holder stands to a proposition, with the spans that decided it."""

    polarity: Polarity
    certainty: Certainty
    attitude: Attitude
    cues: tuple[Offsets, ...] = ()
    target: Offsets | None = None
    factuality: float | None = None
    subjectivity: float | None = None
    check_worthiness: float | None = None


class TimeExpression(NamedTuple):
    """Words that name a time, and their EDTF value."""

    start: int
    end: int
    edtf: str


class Negation(NamedTuple):
    """What negates ("not"; "neither", "nor"), and the words that it negates; `surety` is a probability in [0, 1]."""

    cue: tuple[Offsets, ...]
    scope: tuple[Offsets, ...]
    surety: float


class Sentence(NamedTuple):
    """What the tagger thinks of a sentence: probabilities, in [0, 1].

    `subjective`: it gives a view rather than a fact; `factual`: it states a fact; `checkable`: one worth checking.
    """

    start: int
    end: int
    subjective: float
    factual: float
    checkable: float


class Judgements(NamedTuple):
    """What the tagger thinks of words and sentences, with a row for each token of the parse, nan where it was not read.

    `factuality` says whether what a word names happened, -3 to 3; `attitudes` the log odds that who puts a word forward
    holds what it is about to be good, bad, or neither: [words, 3]. Negations and sentences are in the text's order.
    """

    factuality: Reals
    attitudes: Reals
    negations: tuple[Negation, ...]
    sentences: tuple[Sentence, ...]
