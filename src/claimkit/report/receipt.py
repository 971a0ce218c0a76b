"""Say how much of an article was read, what came of it, and what was left aside and why: the coverage receipt."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from claimkit.findings import BlockKind
from claimkit.models import AUTHOR_ID, FAILED
from claimkit.report.cast import Cast, is_unnamed
from claimkit.report.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimkit.findings import Block, Quotation
    from claimkit.models import Offsets, Quote
    from claimkit.results import Extraction

SKIPPED = {
    BlockKind.HEADING: "headings",
    BlockKind.BYLINE: "bylines and date lines",
    BlockKind.FURNITURE: "page furniture, such as captions, links and notices",
    BlockKind.QUESTION: "questions of an interviewer",
}
_ODD_MARKS = {
    "unclosed-quote": "opening marks without a closing one",
    "unopened-quote": "closing marks without an opening one",
}


class Count(NamedTuple):
    """A line of the receipt: how many of what, with the reasons beneath and the passages that it is about."""

    number: int
    what: str
    under: tuple[Count, ...] = ()
    passages: tuple[str, ...] = ()


class Receipt(NamedTuple):
    """The receipt of one article; `failed` where a stage gave up, so that nothing was read."""

    failed: bool
    counts: tuple[Count, ...]


class Covered:
    """The offsets, in code points, that some spans cover."""

    def __init__(self, spans: Iterable[Offsets]) -> None:
        """Sort `spans`, which may overlap."""
        kept = sorted(spans)
        self._starts = [start for start, _ in kept]
        self._ends = list(accumulate((end for _, end in kept), max))

    def meets(self, start: int, end: int) -> bool:
        """Say whether a stretch shares a character with one of the spans.

        >>> covered = Covered([(3, 5), (9, 12)])
        >>> covered.meets(4, 9), covered.meets(5, 9)
        (True, False)
        """
        last = bisect_right(self._starts, end - 1) - 1
        return start < end and last >= 0 and self._ends[last] > start


def receipt(extraction: Extraction, blocks: Sequence[Block], quotations: Sequence[Quotation], cast: Cast) -> Receipt:
    """Count what was read in `extraction`, whose text has these blocks and quotation marks."""
    failed = any(problem.code == FAILED for problem in extraction.problems)
    quoted = Covered((span.start, span.end) for quote in extraction.quotes for span in quote.spans)
    read = _read(extraction, blocks, quoted)
    return Receipt(failed, (read, _skipped(extraction, blocks), _marks(extraction, quotations, quoted),
                            _quotes(extraction, cast)))  # fmt: skip


def _read(extraction: Extraction, blocks: Sequence[Block], quoted: Covered) -> Count:
    text = extraction.article.text
    own = Covered((claim.span.start, claim.span.end) for claim in extraction.claims if claim.speaker == AUTHOR_ID)
    found = [each for block in blocks if block.kind not in SKIPPED for each in sentences(text, block.start, block.end)]
    with_quote = [each for each in found if quoted.meets(*each)]
    others = [each for each in found if not quoted.meets(*each)]
    stating = [each for each in others if own.meets(*each)]
    silent = [text[start:end] for start, end in others if not own.meets(start, end)]
    asking = tuple(words for words in silent if "?" in words[-3:])
    empty = tuple(words for words in silent if "?" not in words[-3:])
    return Count(len(found), "Sentences read", (
        Count(len(with_quote), "with somebody’s words or thoughts"),
        Count(len(stating), "with a claim in the article’s own voice"),
        Count(len(asking), "without a claim, because they ask", passages=asking),
        Count(len(empty), "without a claim, because no statement was found in them", passages=empty),
    ))  # fmt: skip


def _skipped(extraction: Extraction, blocks: Sequence[Block]) -> Count:
    text = extraction.article.text
    passages = {kind: tuple(text[each.start : each.end] for each in blocks if each.kind is kind) for kind in SKIPPED}
    under = tuple(Count(len(found), SKIPPED[kind], passages=found) for kind, found in passages.items())
    return Count(sum(each.number for each in under), "Blocks set apart, out of which no claim is read", under)


def _marks(extraction: Extraction, quotations: Sequence[Quotation], quoted: Covered) -> Count:
    text = extraction.article.text
    outer = [each for each in quotations if not each.depth]
    free = [each for each in outer if not any(quoted.meets(*part) for part in each.inner)]
    passages = tuple(text[each.parts[0][0] : each.parts[-1][1]] for each in free)
    odd = Counter(problem.code for problem in extraction.problems)
    return Count(len(quotations), "Quotations read between quotation marks", (
        Count(len(outer) - len(free), "given as somebody’s words"),
        Count(len(quotations) - len(outer), "inside another quotation"),
        Count(len(free), "left to nobody (a name, a title, a word set apart, or missed)",
              passages=passages),
        *(Count(odd[code], what) for code, what in _ODD_MARKS.items()),
    ))  # fmt: skip


def _quotes(extraction: Extraction, cast: Cast) -> Count:
    quotes = extraction.quotes
    named = [quote for quote in quotes if quote.speaker is not None and not is_unnamed(cast.voice(quote.speaker))]
    unnamed = [quote for quote in quotes if is_unnamed(cast.voice(quote.speaker))]
    unresolved = [quote for quote in quotes if quote.speaker is None and quote.source is not None]
    bare = [quote for quote in quotes if quote.speaker is None and quote.source is None]
    return Count(len(quotes), "Quotes found, with quotation marks or without", (
        Count(len(named), "attributed to a speaker with a name"),
        Count(len(unnamed), "attributed to a source that the article does not name", passages=_sources(unnamed)),
        Count(len(unresolved), "unattributed, because their source leads to no speaker", passages=_sources(unresolved)),
        Count(len(bare), "unattributed, because no source stands beside them", passages=_words(bare)),
    ))  # fmt: skip


def _sources(quotes: Iterable[Quote]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(quote.source.text for quote in quotes if quote.source))


def _words(quotes: Iterable[Quote]) -> tuple[str, ...]:
    return tuple(span.text for quote in quotes for span in quote.spans[:1])
