"""Build small extractions for tests, and check them.

>>> extraction = build(Saying("Ana Brill", "the pier is safe", role="engineer"))
>>> extraction.article.text
'“the pier is safe,” said Ana Brill.'
>>> assert_spans_exact(extraction)
"""

from __future__ import annotations

from typing import Any, NamedTuple

from claimkit.models import (
    AUTHOR_ID,
    Article,
    Attitude,
    Certainty,
    Claim,
    Form,
    Polarity,
    Quote,
    QuoteKind,
    Span,
    Speaker,
    SpeakerKind,
)
from claimkit.results import Extraction


class Saying(NamedTuple):
    """A statement to build an article of; without a `speaker` it is the author's own."""

    speaker: str | None
    words: str
    role: str | None = None
    kind: QuoteKind = QuoteKind.DIRECT
    polarity: Polarity = Polarity.POSITIVE
    certainty: Certainty = Certainty.CERTAIN
    attitude: Attitude = Attitude.NEUTRAL
    form: Form = Form.PROPOSITION
    said: str | None = None
    about: str | None = None
    claims: tuple[str, ...] | None = None
    """Parts of `words` that are claims; None makes all of it one claim, an empty tuple none."""


def assert_spans_exact(extraction: Extraction) -> None:
    """Raise `AssertionError` where a span of `extraction` is not the exact text at its offsets (code points)."""
    text = extraction.article.text
    for where, span in extraction.spans():
        found = text[span.start : span.end]
        if found != span.text:
            raise AssertionError(f"{where}: [{span.start}, {span.end}) is {found!r}, not {span.text!r}")


def build(*sayings: Saying, **article: Any) -> Extraction:
    """Write an article that consists of `sayings`, and the extraction that is right for it.

    Other keywords are fields of the article. The words of a saying may be any text, quotation marks included.
    """
    pieces = [f"“{one.words},” said {one.speaker}." if one.speaker else one.words for one in sayings]
    whole = Article(text="\n\n".join(pieces), **article)
    names = list(dict.fromkeys(one.speaker for one in sayings))
    ids = {name: f"s{number}" if name else AUTHOR_ID for number, name in enumerate(names, start=1)}
    quotes: list[Quote] = []
    claims: list[Claim] = []
    start = 0
    for one, piece in zip(sayings, pieces, strict=True):
        quote = (
            _quote(whole.text, one, start, id=f"q{len(quotes) + 1}", speaker=ids[one.speaker]) if one.speaker else None
        )
        quotes += [quote] if quote else []
        for span in _claim_spans(whole.text, one, start + bool(quote)):
            claims.append(_claim(one, span, id=f"c{len(claims) + 1}", speaker=ids[one.speaker], quote=quote))
        start += len(piece) + 2
    speakers = tuple(_speaker(sayings, name, ids[name], quotes) for name in names)
    return Extraction(article=whole, speakers=speakers, quotes=tuple(quotes), claims=tuple(claims))


def example() -> Extraction:
    """Build the extraction of a short invented report, for trying things out."""
    return build(
        Saying(None, "The ferry to Holm has not sailed since Monday."),
        Saying(
            "Ana Brill",
            "The ferry is likely to sail again in May, and the pier will be repaired by then",
            role="head of the harbour board",
            certainty=Certainty.PROBABLE,
            said="2024-11-17",
            about="2025-05",
            claims=("The ferry is likely to sail again in May", "the pier will be repaired by then"),
        ),
        Saying("Jon Vik", "Nobody [in Holm] believes that", role="fisherman", polarity=Polarity.NEGATIVE),
        title="The ferry to Holm is late",
        outlet="Coast Post",
        authors=("Lea Moor",),
        published="2024-11-18",
    )


def _speaker(sayings: tuple[Saying, ...], name: str | None, speaker_id: str, quotes: list[Quote]) -> Speaker:
    role = next((one.role for one in sayings if one.speaker == name and one.role), None)
    kind = SpeakerKind.PERSON if name else SpeakerKind.AUTHOR
    mentions = tuple(quote.source for quote in quotes if quote.speaker == speaker_id and quote.source)
    return Speaker(id=speaker_id, name=name or AUTHOR_ID, kind=kind, role=role, mentions=mentions)


def _quote(text: str, one: Saying, start: int, **ids: Any) -> Quote:
    content = Span.of(text, start + 1, start + 1 + len(one.words))
    cue = Span.of(text, content.end + 3, content.end + 7)
    source = Span.of(text, cue.end + 1, cue.end + 1 + len(one.speaker or ""))
    return Quote(kind=one.kind, spans=(content,), cue=cue, source=source, said=one.said, **ids)


def _claim_spans(text: str, one: Saying, start: int) -> list[Span]:
    spans: list[Span] = []
    for words in (one.words,) if one.claims is None else one.claims:
        begin = start + one.words.index(words)
        spans.append(Span.of(text, begin, begin + len(words)))
    return spans


def _claim(one: Saying, span: Span, *, quote: Quote | None, **ids: Any) -> Claim:
    return Claim(
        span=span,
        quote=quote.id if quote else None,
        form=one.form,
        polarity=one.polarity,
        certainty=one.certainty,
        attitude=one.attitude,
        about=one.about,
        **ids,
    )
