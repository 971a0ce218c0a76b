"""Read articles with annotated times: MEANTIME (CAT-XML), TimeML (`.tml`) and GUM (TEI-like XML)."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from claimkit.findings import Block, BlockKind
from corpus_tokens import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    Offsets = tuple[int, int]

MEANTIME_SENTENCES = 6
"""Only so many sentences of an article of MEANTIME are annotated."""
_SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")


class Gold(NamedTuple):
    """An annotated expression; `edtf` is None where it is counted neither way."""

    start: int
    end: int
    edtf: str | None


class Piece(NamedTuple):
    """The annotated part of an article; its `body` begins behind the dateline."""

    name: str
    text: str
    blocks: tuple[Block, ...]
    golds: tuple[Gold, ...]
    published: str | None
    body: int = 0


def pieces_of(paths: Iterable[Path]) -> Iterator[Piece]:
    """Read files, and those of folders, each by its format; a file without annotated times is left out."""
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in (".xml", ".tml") and (piece := piece_of(file)):
                yield piece


def piece_of(path: Path) -> Piece | None:
    """Read one file."""
    root = ET.parse(path).getroot()  # noqa: S314 (files that the user names)
    reader = {"TimeML": timeml, "Document": meantime, "text": gum}.get(root.tag)
    return reader(path.stem, root) if reader else None


def edtf_of(value: str) -> str | None:
    """Convert a TIMEX3 value; None for what names no calendar time.

    >>> edtf_of("1998-W08"), edtf_of("1998-Q1"), edtf_of("199"), edtf_of("1998-XX"), edtf_of("PRESENT_REF")
    ('1998-02-16/1998-02-22', '1998-01/1998-03', '199X', '1998', None)
    """
    if found := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = datetime.date.fromisocalendar(int(found[1]), int(found[2]), 1)
        first = monday + datetime.timedelta(days=5 if found[3] else 0)
        return f"{first}/{monday + datetime.timedelta(days=6)}"
    if found := re.fullmatch(r"(\d{4})-([QH])([1-4])", value):
        size = 3 if found[2] == "Q" else 6
        last = size * int(found[3])
        return f"{found[1]}-{last - size + 1:02d}/{found[1]}-{last:02d}" if last <= 12 else None
    if found := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        return f"{found[1]}-{_SEASONS[found[2]]}"
    if found := re.fullmatch(r"(\d\d)-(\d\d)-(\d{4})", value):
        return f"{found[3]}-{found[2]}-{found[1]}"
    value = value.removesuffix("-XX").removesuffix("-XX")
    if re.fullmatch(r"\d{2,3}", value):
        return value.ljust(4, "X")
    return value if re.fullmatch(r"\d{4}(-\d\d){0,2}", value) else None


def meantime(name: str, root: ET.Element) -> Piece:
    """Read the annotated sentences of an article of MEANTIME."""
    sentences: dict[int, list[ET.Element]] = {}
    for token in root.iter("token"):
        sentences.setdefault(int(token.get("sentence", "0")), []).append(token)
    lines = [tokens for number, tokens in sorted(sentences.items()) if number < MEANTIME_SENTENCES]
    text, blocks, spans = _laid_out([[token.text or "" for token in tokens] for tokens in lines])
    places = {token.get("t_id"): span for token, span in zip((t for line in lines for t in line), spans, strict=True)}
    golds, published = [], None
    for timex in root.iter("TIMEX3"):
        anchors = [places[each.get("t_id")] for each in timex.iter("token_anchor") if each.get("t_id") in places]
        value = edtf_of(timex.get("value", "")) if timex.get("type") == "DATE" else None
        if timex.get("functionInDocument") == "CREATION_TIME":
            published = value or published
        if anchors:
            golds.append(Gold(min(start for start, _ in anchors), max(end for _, end in anchors), value))
    golds.sort(key=lambda gold: gold[:2])
    body = blocks[1].end if len(blocks) > 1 else 0
    return Piece(name, text, blocks, tuple(golds), published or _first_day(golds), body)


def _first_day(golds: Iterable[Gold]) -> str | None:
    """Return the date that opens an article: that of publication where no other is marked."""
    return next((gold.edtf for gold in golds if gold.edtf and _DAY.fullmatch(gold.edtf)), None)


def _laid_out(lines: Iterable[Sequence[str]]) -> tuple[str, tuple[Block, ...], list[Offsets]]:
    """Join the tokens of sentences as text is written, an empty line between them."""
    text, blocks, spans = "", [], list[tuple[int, int]]()
    for tokens in lines:
        line, places = joined(tokens)
        start = len(text) + (2 if text else 0)
        text += ("\n\n" if text else "") + line
        spans.extend((start + begin, start + end) for begin, end in places)
        blocks.append(Block(start, len(text), BlockKind.PARAGRAPH))
    return text, tuple(blocks), spans


def timeml(name: str, root: ET.Element) -> Piece:
    """Read a TimeML file: its TEXT, or all of it where (as in TimeBank 1.2) there is none."""
    times = list(root.iter("TIMEX3"))
    made = next((time for time in times if time.get("functionInDocument") == "CREATION_TIME"), None)
    made = next(root.iterfind("DCT/TIMEX3"), made)
    published = edtf_of(made.get("value", "").partition("T")[0]) if made is not None else None
    body = root.find("TEXT")
    text, golds = "", []
    for part, element in _mixed(root if body is None else body):
        if element is not None and element.tag == "TIMEX3":
            value = edtf_of(element.get("value", "")) if element.get("type") == "DATE" else None
            golds.append(Gold(len(text), len(text) + len("".join(element.itertext())), value))
        text += part
    blocks = tuple(Block(found.start(), found.end(), BlockKind.PARAGRAPH) for found in _PARAGRAPH.finditer(text))
    return Piece(name, text, blocks, tuple(_trimmed(text, gold) for gold in golds), published)


def _mixed(element: ET.Element) -> Iterator[tuple[str, ET.Element | None]]:
    """Yield the text of `element` piece by piece, each with the element that it opens, if any."""
    yield element.text or "", element
    for child in element:
        yield from _mixed(child)
        yield child.tail or "", None


def _trimmed(text: str, gold: Gold) -> Gold:
    """Leave out the spaces inside an element's tags."""
    inside = text[gold.start : gold.end]
    start = gold.start + len(inside) - len(inside.lstrip())
    return Gold(start, max(start, gold.start + len(inside.rstrip())), gold.edtf)


def gum(name: str, root: ET.Element) -> Piece | None:
    """Read a document of GUM by its `date` elements; bounds (notBefore, notAfter) are counted neither way."""
    lines: list[list[str]] = []
    marks: list[tuple[int, int, str | None]] = []
    _gather(root, lines, marks)
    lines = [line for line in lines if line]
    text, blocks, spans = _laid_out(lines)
    golds = tuple(Gold(spans[first][0], spans[last - 1][1], value) for first, last, value in marks if first < last)
    published = root.get("dateCreated", "")
    return Piece(name, text, blocks, golds, published if _DAY.fullmatch(published) else None) if golds else None


def _gather(element: ET.Element, lines: list[list[str]], marks: list[tuple[int, int, str | None]]) -> None:
    """Gather the tokens below `element`, a line each paragraph, and the numbers of the tokens that a date spans."""
    if element.tag in ("p", "head", "caption", "item", "sp", "cell") or not lines:
        lines.append([])
    first = sum(map(len, lines))
    lines[-1].extend(_gum_tokens(element.text))
    for child in element:
        _gather(child, lines, marks)
        lines[-1].extend(_gum_tokens(child.tail))
    if element.tag in ("date", "time"):
        marks.append((first, sum(map(len, lines)), _gum_value(element) if element.tag == "date" else None))


def _gum_tokens(rows: str | None) -> list[str]:
    return [row.partition("\t")[0] for row in (rows or "").splitlines() if row.strip()]


def _gum_value(date: ET.Element) -> str | None:
    """Convert the attributes of a `date`: a time, or the two ends of one."""
    first, last = date.get("from"), date.get("to")
    value = date.get("when") or (f"{first}/{last}" if first and last else "")
    ends = [edtf_of(end.partition("T")[0]) for end in value.split("/")]
    return "/".join(end for end in ends if end) if all(ends) else None
