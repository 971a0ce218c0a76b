"""Tell an article's paragraphs from its headings, bylines, labelled turns, signed quotations and page furniture.

One pass cuts the text into blocks (`paragraphs`), later ones name their kinds: turns first, then bylines, then
furniture, then headings; what no rule claims is a paragraph. Linear in the length of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.findings import BlockKind, Layout
from claimkit.layout.bylines import Byline, is_name, opened, read_date_line, read_line
from claimkit.layout.datelines import without_datelines
from claimkit.layout.furniture import is_authors_note, is_furniture, is_heading
from claimkit.layout.paragraphs import is_final, joined, lines
from claimkit.layout.turns import labels, signed, turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimkit.findings import Block

__all__ = ["layout"]

_HEAD = 12
"""Blocks at the top among which bylines without "By" are looked for."""


def layout(text: str, *, title: str | None = None) -> Layout:
    """Cut `text` into blocks, in code points, and read its byline.

    Blocks are in order, do not overlap, have no white space at their edges and hold every other character of the text.

    >>> found = layout("Fog on the quay\\n\\nBy Mara Ives | 3 May 2024\\n\\nThe port of Ulm is shut, its owner said.")
    >>> [block.kind.value for block in found.blocks], found.authors, found.published
    (['heading', 'byline', 'paragraph'], ('Mara Ives',), '2024-05-03')
    """
    found = lines(text)
    labelled = labels(text, found)
    blocks = signed(text, turns(text, joined(text, found, forced=labelled), labelled))
    bylines = _bylines(text, blocks)
    blocks = [_named(text, blocks, number, bylines, title) for number in range(len(blocks))]
    authors = tuple(dict.fromkeys(author for byline in bylines.values() for author in byline.authors))
    blocks = without_datelines(text, _without_notes(text, blocks, authors))
    role = next((byline.role for byline in bylines.values() if byline.role), None)
    dates = sorted((byline.updated, number, byline.published) for number, byline in bylines.items() if byline.published)
    return Layout(tuple(blocks), authors, role, dates[0][2] if dates else None)


def _bylines(text: str, blocks: Sequence[Block]) -> dict[int, Byline]:
    """Read the bylines among `blocks`, by their place in it."""
    found: dict[int, Byline] = {}
    body = next((number for number, block in enumerate(blocks) if _is_prose(text, block)), len(blocks))
    announced = 0
    for number, block in enumerate(blocks):
        if block.kind is not BlockKind.PARAGRAPH or block.end - block.start > 200:
            announced = 0
            continue
        line = " ".join(text[block.start : block.end].split())
        byline = _announced(line) if announced else None
        byline = byline or read_line(line)
        if byline is None and number < min(body, _HEAD):
            byline = _bare_byline(text, blocks, number, line)
        announced = 3 if opened(line) == "" and line.rstrip("*_ ")[-1:] in ":yY" else max(0, announced - 1)
        if byline is None and announced == 3:
            byline = Byline()
        if byline is None:
            announced = 0
            continue
        found[number] = byline
    return found


def _is_prose(text: str, block: Block) -> bool:
    piece = text[block.start : block.end]
    return block.kind is not BlockKind.PARAGRAPH or len(piece) > 250 or (is_final(piece) and piece.count(" ") >= 10)


def _announced(line: str) -> Byline | None:
    """Read a line that follows "Written by:" on a line of its own: a name or a role."""
    if is_final(line) and not line.endswith("."):
        return None
    if is_name(line.strip(" .,")):
        return Byline(authors=(line.strip(" .,"),))
    return read_line(line, opening=False)


def _bare_byline(text: str, blocks: Sequence[Block], number: int, line: str) -> Byline | None:
    """Read a byline without "By" at the head of the article: a date line, "Name, Role", or a name by itself.

    handles: "Mara Ives / Sunday, 9 March 2025" under the title / not: "Night Falls" as the title
    """
    dated = read_date_line(line)
    if dated is not None:
        return dated
    if is_final(line) or line.isupper():
        return None
    byline = read_line(line, opening=False)
    if byline is None or not number:
        return None
    if byline.role or byline.published:
        return byline if byline.authors else None
    after = blocks[number + 1] if number + 1 < len(blocks) else None
    if after is None:
        return None
    following = text[after.start : after.end]
    return (
        byline if _is_prose(text, after) or read_date_line(following) or read_line(following, opening=False) else None
    )


def _named(text: str, blocks: Sequence[Block], number: int, bylines: dict[int, Byline], title: str | None) -> Block:
    """Give a paragraph its kind."""
    block = blocks[number]
    if block.kind is not BlockKind.PARAGRAPH:
        return block
    piece = text[block.start : block.end]
    if number in bylines:
        return block._replace(kind=BlockKind.BYLINE)
    if title is not None and " ".join(piece.split()).casefold() == " ".join(title.split()).casefold():
        return block._replace(kind=BlockKind.HEADING)
    if is_furniture(piece):
        return block._replace(kind=BlockKind.FURNITURE)
    if is_heading(piece, first=number == 0, last=number == len(blocks) - 1):
        return block._replace(kind=BlockKind.HEADING)
    return block


def _without_notes(text: str, blocks: list[Block], authors: Sequence[str]) -> list[Block]:
    """Call the authors' notes that close the article furniture; stop at the last paragraph that is none."""
    result = list(blocks)
    for number in range(len(blocks) - 1, 0, -1):
        block = blocks[number]
        if block.kind in (BlockKind.FURNITURE, BlockKind.BYLINE, BlockKind.HEADING):
            continue
        if block.kind is not BlockKind.PARAGRAPH or not is_authors_note(text[block.start : block.end], authors):
            break
        result[number] = block._replace(kind=BlockKind.FURNITURE)
    return result
