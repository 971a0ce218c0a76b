"""Rows of the claim table: one for each claim, and one for each quote that states none.

Rows are data; `lines` arranges them for the eye: the lines of a quote, read in order, give its words whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from claimkit.errors import InputError
from claimkit.models import Attitude, Certainty, Form, Polarity

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from claimkit.models import Article, Claim, Quote, Speaker
    from claimkit.results import Extraction

Sort = Literal["text", "speaker", "date", "certainty"]

OWN = "own"
"""The kind of a claim that the author makes in the article's own voice."""
KINDS = ("direct", "indirect", "mixed", OWN)
OMITTED = " […] "
"""Stands between the parts of a quote that its cue interrupts."""

_MARKS = {Attitude.FAVOURABLE: " +", Attitude.UNFAVOURABLE: " −", Attitude.NEUTRAL: ""}
_RANKS = {certainty.value: rank for rank, certainty in enumerate(Certainty)}
# Not all that `str.strip` takes: it would take control characters that have to be shown.
_BLANKS = " \t\n\r\v\f\x85\u2028\u2029"
_WORD = re.compile(r"\w+")
_CLOSING = re.compile(r"[^\w\s(\[{“‘«]*\s*")
_PHRASE = 3
"""Words between two claims that make a line of their own; fewer ("and that") go with the claim beside them."""


class Row(NamedTuple):
    """A row of the claim table; `docs/columns.md` says what each column holds. Offsets are code points, half-open."""

    speaker: str | None = None
    role: str | None = None
    kind: str = OWN
    stance: str | None = None
    claim: str | None = None
    said: str | None = None
    about: str | None = None
    quote: str | None = None
    source: str | None = None
    cue: str | None = None
    polarity: str | None = None
    certainty: str | None = None
    attitude: str | None = None
    form: str | None = None
    speaker_kind: str | None = None
    affiliation: str | None = None
    outlet: str | None = None
    published: str | None = None
    article_id: str | None = None
    speaker_id: str | None = None
    quote_id: str | None = None
    claim_id: str | None = None
    start: int | None = None
    end: int | None = None
    quote_start: int | None = None
    quote_end: int | None = None


COLUMNS = Row._fields
OFFSET_COLUMNS = ("start", "end", "quote_start", "quote_end")


class Line(NamedTuple):
    """A row as it is printed: `parts` are its words, in pieces where a cue interrupts them.

    `rest` holds words of a quote that no claim states; `within` a claim whose words the line before already gives.
    """

    row: Row
    parts: tuple[str, ...]
    rest: bool = False
    within: bool = False


def stance(claim: Claim) -> str:
    """Say the stance of `claim` in few words: `certain`, `not · probable`, with + or − for the holder's attitude.

    >>> from claimkit.models import Claim, Span
    >>> stance(Claim(id="c1", span=Span.of("Rain fell.", 0, 9), speaker=None, certainty=Certainty.PROBABLE))
    'probable'
    """
    if claim.form is Form.ATTITUDE:
        return claim.attitude.value + _MARKS[claim.attitude]
    negated = "not · " if claim.polarity is Polarity.NEGATIVE else ""
    return f"{negated}{claim.certainty.value}{_MARKS[claim.attitude]}"


def rows(
    extraction: Extraction,
    *,
    speaker: str | None = None,
    kind: str | Collection[str] | None = None,
    sort: Sort = "text",
) -> list[Row]:
    """Give the rows of the claim table.

    `speaker` keeps the speakers whose name holds that text, in any case; `kind` keeps one or several of `KINDS`; `sort`
    is `text` (the order of the article), `speaker`, `date` (said, else about) or `certainty`, rows without one last.

    Raises `InputError` on a `kind` or `sort` that there is not.
    """
    return [line.row for line in lines(extraction, speaker=speaker, kind=kind, sort=sort) if not line.rest]


def lines(
    extraction: Extraction,
    *,
    speaker: str | None = None,
    kind: str | Collection[str] | None = None,
    sort: Sort = "text",
) -> list[Line]:
    """Give the same rows as they are printed, and the words of quotes that no claim states."""
    kinds = {kind} if isinstance(kind, str) else set(kind or KINDS)
    if unknown := sorted(kinds.difference(KINDS)):
        raise InputError(f"kind {unknown[0]!r} is not one of {', '.join(KINDS)}")
    if sort not in _ORDERS:
        raise InputError(f"sort {sort!r} is not one of {', '.join(_ORDERS)}")
    wanted = (speaker or "").casefold()
    kept = (
        line
        for line in _in_text_order(extraction)
        if line.row.kind in kinds and wanted in (line.row.speaker or "").casefold()
    )
    return sorted(kept, key=lambda line: _ORDERS[sort](line.row))


_ORDERS: dict[str, Callable[[Row], tuple[bool, str | int]]] = {
    "text": lambda _: (False, 0),
    "speaker": lambda row: (row.speaker is None, (row.speaker or "").casefold()),
    "date": lambda row: (not (row.said or row.about), row.said or row.about or ""),
    "certainty": lambda row: (row.certainty is None, _RANKS.get(row.certainty or "", 0)),
}


def _in_text_order(extraction: Extraction) -> list[Line]:
    """Order by where a quote or own claim begins; the lines of a quote stay together."""
    speakers = {speaker.id: speaker for speaker in extraction.speakers}
    claims_of: dict[str | None, list[Claim]] = {}
    for claim in sorted(extraction.claims, key=lambda claim: (claim.span.start, -claim.span.end)):
        claims_of.setdefault(claim.quote, []).append(claim)

    def row(quote: Quote | None, claim: Claim | None) -> Row:
        holder = (claim.speaker if claim else None) or (quote.speaker if quote else None)
        return _row(extraction.article, speakers.get(holder or ""), quote, claim)

    groups = [(claim.span.start, [Line(row(None, claim), (claim.span.text,))]) for claim in claims_of.get(None, ())]
    for quote in extraction.quotes:
        claims = claims_of.get(quote.id, [])
        start = min((span.start for span in (*quote.spans, *(claim.span for claim in claims))), default=0)
        groups.append((start, list(_quote_lines(quote, claims, row))))
    return [line for _, group in sorted(groups, key=lambda group: group[0]) for line in group]


def _row(article: Article, speaker: Speaker | None, quote: Quote | None, claim: Claim | None) -> Row:
    return Row(
        outlet=article.outlet,
        published=article.published,
        article_id=article.id,
        **(speaker_columns(speaker) if speaker else {}),
        **(quote_columns(quote) if quote else {}),
        **(_claim_columns(claim) if claim else {}),
    )


def speaker_columns(speaker: Speaker) -> dict[str, Any]:
    """Give what the columns of a row hold that are about the speaker."""
    return {
        "speaker": speaker.name,
        "role": speaker.role,
        "speaker_kind": speaker.kind.value,
        "affiliation": speaker.affiliation,
        "speaker_id": speaker.id,
    }


def quote_columns(quote: Quote) -> dict[str, Any]:
    """Give what the columns of a row hold that are about the quote."""
    return {
        "kind": quote.kind.value,
        "said": quote.said,
        "quote": OMITTED.join(span.text for span in quote.spans),
        "source": quote.source.text if quote.source else None,
        "cue": quote.cue.text if quote.cue else None,
        "quote_id": quote.id,
        "quote_start": quote.spans[0].start if quote.spans else None,
        "quote_end": quote.spans[-1].end if quote.spans else None,
    }


def _claim_columns(claim: Claim) -> dict[str, Any]:
    return {
        "stance": stance(claim),
        "claim": claim.span.text,
        "about": claim.about,
        "polarity": claim.polarity.value,
        "certainty": claim.certainty.value,
        "attitude": claim.attitude.value,
        "form": claim.form.value,
        "claim_id": claim.id,
        "start": claim.span.start,
        "end": claim.span.end,
    }


def _quote_lines(
    quote: Quote, claims: Sequence[Claim], row: Callable[[Quote | None, Claim | None], Row]
) -> Iterator[Line]:
    words = _Words(quote)
    if not claims:
        yield Line(row(quote, None), words.parts(0, len(words.text)))
        return
    for tile in _tiles(words, claims):
        yield Line(row(quote, tile.claim), words.parts(tile.start, tile.end), rest=tile.claim is None)
        for claim in tile.inner:
            yield Line(row(quote, claim), (claim.span.text,), within=True)


class _Words:
    """The words of a quote as one run, and where each offset of the article falls in it."""

    def __init__(self, quote: Quote) -> None:
        self._spans = sorted(quote.spans, key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]
        self._bases = [0, *accumulate(len(span.text) for span in self._spans)]
        self.text = "".join(span.text for span in self._spans)

    def place(self, offset: int) -> int:
        number = bisect_right(self._starts, offset) - 1
        if number < 0:
            return 0
        return min(self._bases[number] + offset - self._starts[number], self._bases[number + 1])

    def parts(self, start: int, end: int) -> tuple[str, ...]:
        borders = [start, *(base for base in self._bases if start < base < end), end]
        pieces = (self.text[low:high].strip(_BLANKS) for low, high in pairwise(borders))
        return tuple(piece for piece in pieces if piece)


class _Tile(NamedTuple):
    """A stretch of a quote's words that goes on one line, its claim, and the claims inside that."""

    start: int
    end: int
    claim: Claim | None = None
    inner: tuple[Claim, ...] = ()


def _tiles(words: _Words, claims: Sequence[Claim]) -> list[_Tile]:
    """Cut the words of a quote so that each outer claim has a tile and no word is left out."""
    tiles: list[_Tile] = []
    done = 0
    for claim in claims:
        start, end = words.place(claim.span.start), words.place(claim.span.end)
        if tiles and (start < done or start == end):
            tiles[-1] = tiles[-1]._replace(inner=(*tiles[-1].inner, claim))
            continue
        done = _bridge(tiles, words.text, done, start)
        tiles.append(_Tile(done, end, claim))
        done = end
    _bridge(tiles, words.text, done, len(words.text))
    tiles[-1] = tiles[-1]._replace(end=len(words.text))
    return tiles


def _bridge(tiles: list[_Tile], text: str, start: int, end: int) -> int:
    """Deal out the words between two claims; return where those that go with the next claim begin.

    handles: "The pier is shut. How long? Nobody knows," / not: "The pier is shut and the quay is open," as three lines
    """
    if tiles:
        closing = _CLOSING.match(text, start, end)
        start = closing.end() if closing else start
        tiles[-1] = tiles[-1]._replace(end=start)
    if len(_WORD.findall(text, start, end)) < _PHRASE:
        return start
    tiles.append(_Tile(start, end))
    return end
