"""Gather what the page shows of one article."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from claimkit.layout import layout
from claimkit.quotes import pair_marks
from claimkit.render import counts, headline, when
from claimkit.report.cast import Cast, Part, Voice, facts
from claimkit.report.pane import pane
from claimkit.report.pictures import article_pictures
from claimkit.report.places import Places
from claimkit.report.receipt import Receipt, receipt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from claimkit.findings import Block
    from claimkit.frames import Row
    from claimkit.models import Claim, Problem
    from claimkit.results import Extraction


class ClaimRow(NamedTuple):
    """A row of the claim table: its own place, and that of its highlight in the text."""

    place: str
    highlight: str
    label: str
    voice: Voice
    facts: str
    kind: str
    stance: str
    words: str
    in_context: str | None
    dates: str
    confidence: str


class Fault(NamedTuple):
    """A problem, its place in the list, and its place in the text if it has one."""

    place: str
    highlight: str | None
    problem: Problem


class ArticleView:
    """One article as the templates read it; `prefix` opens the names of its places."""

    def __init__(self, extraction: Extraction, prefix: str, *, letter: str = "", drawn: bool = True) -> None:
        """Read what is known of the article; the longer parts are made when a template asks for them."""
        self.extraction = extraction
        self.places = Places(extraction, prefix)
        self.prefix = prefix
        self.letter = letter
        known = headline(extraction.article)
        self.title = known[0]
        self.url = extraction.article.url
        self.known = " · ".join(line for line in known[1:] if line != self.url)
        self.counts = counts(extraction)
        self.pictures = article_pictures(extraction, prefix) if drawn else []
        self._cast = Cast(extraction)

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        """The layout, read again as it was read for the extraction."""
        return layout(self.extraction.article.text, title=self.extraction.article.title).blocks

    @cached_property
    def text(self) -> Markup:
        """The text with its marks."""
        return pane(self.extraction, self._blocks, self._cast, self.places)

    @cached_property
    def speakers(self) -> list[Part]:
        """The rows of the table of speakers."""
        return self._cast.parts()

    @cached_property
    def receipt(self) -> Receipt:
        """What was read and what was not."""
        quotations, _ = pair_marks(self.extraction.article.text, self._blocks)
        return receipt(self.extraction, self._blocks, quotations, self._cast)

    def rows(self) -> Iterator[ClaimRow]:
        """Yield the rows of the claim table in the order of the text."""
        claims = {claim.id: claim for claim in self.extraction.claims}
        sure = {quote.id: quote.confidence for quote in self.extraction.quotes}
        for number, row in enumerate(self.places.rows, start=1):
            voice = self._cast.voice(row.speaker_id)
            claim = claims.get(row.claim_id or "")
            confidence = sure.get(row.quote_id or "")
            yield ClaimRow(
                f"{self.prefix}-row{number}", self.places.back(row), row.claim_id or row.quote_id or "", voice,
                facts(voice.speaker), row.kind, row.stance or "", _squeezed(row.claim or row.quote or ""),
                _context(claim), _dates(row), "" if confidence is None else f"{confidence:.2f}",
            )  # fmt: skip

    def problems(self) -> Iterator[Fault]:
        """Yield the problems of the article."""
        for number, problem in enumerate(self.extraction.problems, start=1):
            place = self.places.problem(number)
            yield Fault(place, f"{place}-at" if problem.span else None, problem)


def _squeezed(words: str) -> str:
    return " ".join(words.split(" "))


def _context(claim: Claim | None) -> str | None:
    return claim.text_in_context if claim else None


def _dates(row: Row) -> str:
    named = (("said", when(row.said)), ("about", when(row.about)))
    return " · ".join(f"{name} {date}" for name, date in named if date)
