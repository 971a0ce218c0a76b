"""Place the quotations among the tokens: their parts, and the frames of words beside them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from claimkit.attribution.candidates import Range, light
from claimkit.attribution.cues import lemma, speech

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from claimkit.findings import Block, Quotation

REACH = 60
"""Tokens beside a quotation among which its cue is looked for; a longer frame is narration."""

_TERMINATORS = frozenset(".!?")


class Stretch(NamedTuple):
    """A quotation in tokens: its parts without the marks, its edges with them, and the frames of words on both sides.

    `opens` tells that no word stands before it in its block. Then `left` is the block before, if that ends with a
    colon.
    """

    parts: tuple[Range, ...]
    start: int
    end: int
    left: Range
    right: Range
    opens: bool


def stretches(doc: Doc, blocks: Sequence[Block], quotations: Sequence[Quotation]) -> list[Stretch]:
    """Return the outermost quotations as token ranges with the words that frame them inside their blocks."""
    starts = [token.idx for token in doc]
    edges = [tokens_between(doc, starts, block.start, block.end) for block in blocks] or [(0, len(doc))]
    heads = [edge[0] for edge in edges]
    outer = (_place(doc, starts, quotation) for quotation in quotations if quotation.depth == 0)
    placed = [place for place in outer if place is not None and not _is_nickname(doc, place)]
    found = []
    for k, (parts, start, end) in enumerate(placed):
        at, last = (max(bisect_right(heads, i) - 1, 0) for i in (start, max(end - 1, start)))
        before = max(edges[at][0], placed[k - 1][2]) if k else edges[at][0]
        after = min(edges[last][1], placed[k + 1][1]) if k + 1 < len(placed) else edges[last][1]
        left = min(before, start), start
        opens = before == edges[at][0] and empty(doc, left)
        if opens and at and doc[edges[at - 1][1] - 1].text == ":":
            left = max(edges[at - 1][0], placed[k - 1][2]) if k else edges[at - 1][0], start
        found.append(Stretch(parts, start, end, left, (end, max(after, end)), opens))
    return found


def _place(doc: Doc, starts: list[int], quotation: Quotation) -> tuple[tuple[Range, ...], int, int] | None:
    parts = tuple(p for inner in quotation.inner if (p := tokens_between(doc, starts, *inner))[0] < p[1])
    if not parts:
        return None
    start = tokens_between(doc, starts, *quotation.parts[0])[0]
    end = tokens_between(doc, starts, *quotation.parts[-1])[1]
    if not quotation.closed and len(parts) == 1:
        end = _lost_close(doc, parts[0])
        parts = ((parts[0][0], end),)
    return parts, start, end


def _lost_close(doc: Doc, part: Range) -> int:
    """Return where a quotation without its closing mark ends: before a comma, a source and a cue.

    handles: “The dam is sound, said Ann Lowe on Monday. / not: “The dam, she says, is sound.” (it is closed)
    """
    for i in range(part[0] + 2, min(part[1], part[0] + REACH) - 2):
        if doc[i].text not in {",", "?", "!"}:
            continue
        near = [doc[k] for k in range(i + 1, min(i + 5, part[1]))]
        said = any(token.tag_ in ("VBD", "VBZ") and lemma(token) in speech() for token in near)
        if said and all(token.pos_ in ("PROPN", "PRON", "DET", "NOUN", "VERB") for token in near[:2]):
            return i + 1
    return part[1]


def _is_nickname(doc: Doc, place: tuple[tuple[Range, ...], int, int]) -> bool:
    """Tell whether the marks stand around a nickname.

    handles: Basil “Shorty” Lowe said it rained. / not: “Rain,” Basil Lowe said.
    """
    parts, start, end = place
    around = start > 0 and end < len(doc) and doc[start - 1].pos_ == doc[end].pos_ == "PROPN"
    words = [doc[i] for i in range(*parts[0])]
    return around and len(parts) == 1 and len(words) <= 3 and all(word.text[:1].isupper() for word in words)


def tokens_between(doc: Doc, starts: list[int], start: int, end: int) -> Range:
    """Return the tokens that have at least one character in [start, end)."""
    first = bisect_left(starts, start)
    if first and starts[first - 1] + len(doc[first - 1]) > start:
        first -= 1
    return first, bisect_left(starts, end)


def first_sentence(doc: Doc, frame: Range) -> Range:
    """Return the start of `frame` up to its first full stop."""
    start, end = frame
    for i in range(start, min(end, start + REACH)):
        if doc[i].text in _TERMINATORS:
            return start, i
    return start, min(end, start + REACH)


def last_sentence(doc: Doc, frame: Range) -> Range:
    """Return the end of `frame` from its last full stop on."""
    start, end = frame
    for i in range(end - 1, max(start, end - REACH) - 1, -1):
        if doc[i].text in _TERMINATORS:
            return i + 1, end
    return max(start, end - REACH), end


def empty(doc: Doc, frame: Range) -> bool:
    """Tell whether `frame` holds nothing but punctuation and white space."""
    return all(light(doc[i]) for i in range(*frame))
