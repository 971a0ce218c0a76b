"""The nouns of claimkit: the frozen records that its users read. They are the JSON contract.

Offsets are Unicode code points into the article's text, half-open.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

SCHEMA_VERSION = "1.0"
AUTHOR_ID = "author"
FAILED = "extraction-failed"  # code of the problem on an article that could not be read or extracted from

Offsets = tuple[int, int]
Confidence = Annotated[float, Field(ge=0.0, le=1.0)]


class QuoteKind(StrEnum):
    """How much of a quote stands inside quotation marks: all, none, or part of it."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class SpeakerKind(StrEnum):
    """What a speaker is."""

    PERSON = "person"
    GROUP = "group"
    ORGANIZATION = "organization"
    DOCUMENT = "document"
    UNNAMED = "unnamed"
    AUTHOR = "author"


class Form(StrEnum):
    """Whether a claim states a proposition or only shows an attitude to its target."""

    PROPOSITION = "proposition"
    ATTITUDE = "attitude"


class Polarity(StrEnum):
    """Whether the holder puts the proposition forward as so or as not so."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Certainty(StrEnum):
    """How sure the holder is, on the scale of FactBank (Saurí and Pustejovsky 2009)."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"


class Attitude(StrEnum):
    """The holder's evaluation of the claim's target."""

    FAVOURABLE = "favourable"
    UNFAVOURABLE = "unfavourable"
    NEUTRAL = "neutral"


class Tenure(StrEnum):
    """Whether a speaker holds a role no longer, for the time being, or not yet; null where nothing is said."""

    FORMER = "former"
    ACTING = "acting"
    FUTURE = "future"


class Relation(StrEnum):
    """How two claims of two articles that assess the same stand to each other."""

    DIFFER = "differ"
    AGREE = "agree"


class Aspect(StrEnum):
    """In what two claims differ."""

    POLARITY = "polarity"
    DEGREE = "degree"
    CERTAINTY = "certainty"
    CAUSE = "cause"
    QUANTITY = "quantity"
    TIME = "time"
    ACTOR = "actor"
    EVALUATION = "evaluation"


class Stand(StrEnum):
    """What a holder holds on an issue."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    MIXED = "mixed"
    SILENT = "silent"


class Record(BaseModel):
    """Base of the records: frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Record):
    """An exact stretch of an article's text, in code points, half-open.

    >>> Span.of("Rain fell.", 0, 4)
    Span(start=0, end=4, text='Rain')
    """

    start: int = Field(ge=0)
    end: int
    text: str

    @model_validator(mode="after")
    def _length_matches(self) -> Span:
        if self.end - self.start != len(self.text):
            raise ValueError(f"span [{self.start}, {self.end}) does not fit a text of {len(self.text)} code points")
        return self

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Cut the span [start, end) out of `text`."""
        return cls(start=start, end=end, text=text[start:end])


class Problem(Record):
    """Something odd about the text that the reader of the results should know."""

    code: str
    message: str
    span: Span | None = None


_EDTF_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
SURROGATE = re.compile("[\ud800-\udfff]")


class Article(Record):
    """A text with what is known of it.

    >>> Article(text="The bridge is closed.", published="2024-11-24")
    Article(published='2024-11-24', characters=21)

    `published` is a date as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. `id` is a hash of the text unless given.
    Raises `ValueError` (pydantic's `ValidationError`) on a lone surrogate or a bad date.
    """

    id: str = ""
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    published: str | None = None
    text: str
    problems: tuple[Problem, ...] = Field(default=(), exclude=True, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _hash_id(cls, values: Any) -> Any:
        if isinstance(values, dict) and not values.get("id") and isinstance(values.get("text"), str):
            return {**values, "id": hashlib.sha256(values["text"].encode("utf-8", "surrogatepass")).hexdigest()[:16]}
        return values

    @field_validator("published", mode="before")
    @classmethod
    def _is_date(cls, value: Any) -> Any:
        if isinstance(value, datetime.date):
            return value.strftime("%Y-%m-%d")
        if isinstance(value, str):
            if not _EDTF_DATE.fullmatch(value):
                raise ValueError(f"published must be YYYY, YYYY-MM or YYYY-MM-DD, not {value!r}")
            datetime.date.fromisoformat((value + "-01-01")[:10])
        return value

    @field_validator("id", "title", "outlet", "authors", "url", "text")
    @classmethod
    def _no_lone_surrogate(cls, value: Any) -> Any:
        # Records that hold one could not be written as JSON.
        if any(SURROGATE.search(part) for part in (value if isinstance(value, tuple) else (value or "",))):
            raise ValueError("holds a lone surrogate; read() replaces them")
        return value

    def _repr_html_(self) -> str:
        from claimkit.report import fragments

        return fragments.article_fragment(self)

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        """Give what is known of the article and how long it is: its text would fill pages."""
        known = [(name, getattr(self, name)) for name in ("title", "outlet", "published")]
        return [*((name, value[:80]) for name, value in known if value), ("characters", len(self.text))]


class Speaker(Record):
    """A person, group, body, document or unnamed person whose words or thoughts are given."""

    id: str
    name: str
    kind: SpeakerKind
    role: str | None = None
    affiliation: str | None = None
    party: str | None = None
    tenure: Tenure | None = None
    mentions: tuple[Span, ...] = ()


class Quote(Record):
    """An attribution: content given as somebody's words or thoughts; `confidence` is a probability in [0, 1]."""

    id: str
    kind: QuoteKind
    spans: tuple[Span, ...]
    speaker: str | None = None
    source: Span | None = None
    cue: Span | None = None
    said: str | None = None
    parent: str | None = None
    confidence: Confidence = 1.0


class Claim(Record):
    """One proposition put forward by a speaker in a quote, or by the author; `about` is an EDTF date.

    `factuality` says whether what its predicate names happened, as far as the sentence tells: from -3 (did not, surely)
    over 0 (open) to 3 (did, surely). `subjectivity` and `check_worthiness` are the probabilities, in [0, 1], that its
    sentence gives a view rather than a fact, and that it states a fact worth checking. All three are None with rules
    alone.
    """

    id: str
    span: Span
    speaker: str | None
    quote: str | None = None
    form: Form = Form.PROPOSITION
    text_in_context: str | None = None
    polarity: Polarity = Polarity.POSITIVE
    certainty: Certainty = Certainty.CERTAIN
    attitude: Attitude = Attitude.NEUTRAL
    stance_cues: tuple[Span, ...] = ()
    target: Span | None = None
    about: str | None = None
    factuality: Annotated[float, Field(ge=-3.0, le=3.0)] | None = None
    subjectivity: Confidence | None = None
    check_worthiness: Confidence | None = None
    confidence: Confidence = 1.0


class ClaimRef(Record):
    """A claim of one of several articles, by the ids of both."""

    article: str
    claim: str


class Pair(Record):
    """Two claims of two articles that assess the same; `score` is the probability, in [0, 1], that it is so.

    `about` says in words of the texts what both assess, `why` in one sentence how they stand to each other.
    """

    relation: Relation
    aspect: Aspect | None = None
    score: Confidence
    about: str
    a: ClaimRef
    b: ClaimRef
    why: str


class IssuePosition(Record):
    """What one holder of one article holds on an issue, with the ids of the claims that show it."""

    issue: str
    article: str
    speaker: str
    position: Stand
    claims: tuple[str, ...] = ()


class Alone(Record):
    """What only one article has: ids of its claims that no other takes up, and of speakers whom no other lets speak."""

    article: str
    claims: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
