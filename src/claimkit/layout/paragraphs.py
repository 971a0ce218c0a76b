"""Cut a text into paragraphs: at blank lines, and at those single line breaks that are no mere wrapping.

A line is wrapped when the next line's first word would not have fitted behind it. Where most line breaks obey that law
for one width, the text is hard-wrapped and such breaks stay inside the paragraph; in any other text each line is a
paragraph.
Method: our own. Linear in the length of the text.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from claimkit.models import Offsets

WIDEST = 120
"""The widest line, in code points, that is still taken for wrapped by hand or by a mail program."""

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_BULLETS = ("- ", "* ", "• ", "– ", "— ", "· ", "▪ ", "> ")
_FINAL = re.compile(r"[.!?…:;][\"'”’»)\]*_]*$")


class Line(NamedTuple):
    """A line without its outer white space; `apart`: a blank line or an indent parts it from the one before."""

    start: int
    end: int
    apart: bool


def lines(text: str) -> list[Line]:
    """Return the lines of `text` that hold more than white space, offsets in code points.

    >>> lines("One\\n\\n  two ")
    [Line(start=0, end=3, apart=True), Line(start=7, end=10, apart=True)]
    """
    found: list[Line] = []
    last = 0
    indent = 0
    for match in _LINE.finditer(text):
        raw = match.group()
        body = raw.strip()
        if not body:
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        deeper = start - match.start() > indent + 1
        breaks = text[last : match.start()].replace("\r\n", "\n")
        apart = not found or deeper or sum(breaks.count(mark) for mark in "\n\r\x85\u2028") > 1 or "\u2029" in breaks
        found.append(Line(start, start + len(body), apart))
        last, indent = start + len(body), start - match.start()
    return found


def joined(text: str, found: Sequence[Line], *, forced: Collection[int] = ()) -> list[Offsets]:
    """Join wrapped lines to paragraphs; a line that starts at an offset in `forced` always opens one."""
    width = _width(text, found)
    paragraphs: list[Offsets] = []
    for number, line in enumerate(found):
        if line.apart or line.start in forced or not _continues(text, found[number - 1], line, width):
            paragraphs.append((line.start, line.end))
        else:
            paragraphs[-1] = (paragraphs[-1][0], line.end)
    return paragraphs


def _width(text: str, found: Sequence[Line]) -> int | None:
    """Return the width at which the text is wrapped, or None."""
    pairs = [(before, line) for before, line in pairwise(found) if not line.apart]
    if len(pairs) < 4:
        return None
    lengths = sorted(before.end - before.start for before, _ in pairs)
    width = lengths[(len(lengths) - 1) * 19 // 20]
    full = sum(_is_full(text, before, line, width) for before, line in pairs)
    return width if width <= WIDEST and full * 5 >= len(pairs) * 3 else None


def _is_full(text: str, before: Line, line: Line, width: int) -> bool:
    """Tell whether the first word of `line` would not have fitted behind `before`."""
    word = text[line.start : min(line.end, line.start + width)].split(None, 1)[0]
    return before.end - before.start + 1 + len(word) > width


def _continues(text: str, before: Line, line: Line, width: int | None) -> bool:
    """Tell whether `line` goes on with the paragraph of `before`.

    handles: "The bank said that\\nrates would rise." / not: "Mara Ives, Chief Reporter\\nThe Vale Courier, 3 May 2024"
    """
    if text.startswith(_BULLETS, line.start):
        return False
    if width is not None and _is_full(text, before, line, width):
        return True
    return text[line.start].islower() and not is_final(text[before.start : before.end])


def is_final(piece: str) -> bool:
    """Tell whether `piece` ends as a sentence, a clause or an introduction does.

    >>> is_final("“Rain fell.”"), is_final("Rain in the hills")
    (True, False)
    """
    return _FINAL.search(piece[-8:]) is not None
