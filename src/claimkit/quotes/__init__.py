"""Find and pair quotation marks: one scan of the characters, no parse, time linear in the text.

`marks` gives each mark a lean, opening or closing, from its shape and the characters on both sides; `pairing` pairs
them with a stack, as brackets are. What could as well be an apostrophe or a measure is soft: it counts only where its
paragraph needs it. A mark without a partner is a problem and costs its own quotation at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.quotes.pairing import Pairing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimkit.findings import Block, Quotation
    from claimkit.models import Problem

__all__ = ["pair_marks"]


def pair_marks(text: str, blocks: Sequence[Block]) -> tuple[tuple[Quotation, ...], tuple[Problem, ...]]:
    """Pair the quotation marks of `text` within its blocks; offsets are code points, quotations are sorted by start.

    >>> from claimkit.findings import Block, BlockKind
    >>> text = "“We call it ‘the hill’,” she said."
    >>> quotations, problems = pair_marks(text, [Block(0, len(text), BlockKind.PARAGRAPH)])
    >>> [(text[slice(*quotation.inner[0])], quotation.depth) for quotation in quotations]
    [('We call it ‘the hill’,', 0), ('the hill', 1)]

    Blocks are in order and do not overlap. A quotation runs on where the next paragraph repeats its opening mark;
    headings and furniture between do not end it. One that is never closed ends with its paragraph, or before the next
    opening mark like its own. A pair with nothing between is left out. Nothing raises: odd marks give the problems
    "unclosed-quote" and "unopened-quote".
    """
    pairing = Pairing(text)
    pairing.read(blocks)
    return pairing.quotations(), pairing.problems()
