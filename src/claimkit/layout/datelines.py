"""Take the dateline off the paragraph that it opens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimkit.findings import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD = 12
"""Blocks at the top among which datelines are looked for."""
# handles: "HOLM, Oct. 3 (Northwire) - ", "Holm (NW) — ", "PORT ELLEN — "
# not: "Holm - a town that never slept", "NATO — which has no army — met"
_DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’]+(?:[ -][A-ZÀ-Þ.'’]{2,}){0,3}(?:, [^()\n—–]{1,30}?)?(?: \([^()\n]{1,30}\))?"
    r"|[^\W\d_][\w.'’]+(?:[ -][\w.'’]+){0,3}(?:, [^()\n—–]{1,30}?)? \([A-Z][^()\n]{1,30}\))\s?(?:-{1,2}|–|—)\s(?=\S)"
)
_DASH = re.compile(r"\s(?:-{1,2}|–|—)\s")


def without_datelines(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Make a byline block of the dateline that opens a paragraph near the top of `text`."""
    found: list[Block] = []
    for number, block in enumerate(blocks):
        match = _DATELINE.match(text, block.start, block.end) if number < _HEAD else None
        if match is None or block.kind is not BlockKind.PARAGRAPH or _is_aside(text, match.end(), block.end):
            found.append(block)
            continue
        dash = len(match.group().rstrip())
        found.append(Block(block.start, block.start + dash, BlockKind.BYLINE))
        found.append(block._replace(start=match.end()))
    return found


def _is_aside(text: str, start: int, end: int) -> bool:
    """handles: "PORT ELLEN — The pier is shut." / not: "NATO — which has no army — met"."""
    sentence = text[start : min(end, start + 200)].split(". ", maxsplit=1)[0]
    return sentence[:1].islower() and _DASH.search(sentence) is not None
