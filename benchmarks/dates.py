"""Measure time expressions on MEANTIME: `python benchmarks/dates.py FOLDER [-v]`, FOLDER holding its CAT-XML files.

Prints the F1 of spans (overlapping, and exact but for articles and prepositions at the start), the F1 of values, and
the share of gold expressions given the right value by claimkit and, where installed, by dateparser on the gold spans.
Only the first six sentences of an article are annotated, so only they are read. A value is right if its EDTF string is
that of the TIMEX3 value; a gold date that is one end of a range which was found as a whole counts as found. Durations,
sets, times of day and values that name no calendar time (PRESENT_REF, XXXX-XX-XX) are counted neither way.
"""

from __future__ import annotations

import datetime
import importlib
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

from claimkit.dates import find_dates
from claimkit.models import Block, BlockKind, TimeExpression
from claimkit.parsing import load, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ANNOTATED_SENTENCES = 6
SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
LEADING = re.compile(r"(?:(?:since|from|between|on|in|the)\s+)+", re.IGNORECASE)
CLOSING = frozenset([".", ",", ";", ":", ")", "'s", "n't", "'", "%", "?", "!"])


class Gold(NamedTuple):
    """An annotated expression; `edtf` is None where it is counted neither way."""

    start: int
    end: int
    edtf: str | None


class Piece(NamedTuple):
    """The annotated part of an article."""

    text: str
    blocks: tuple[Block, ...]
    golds: tuple[Gold, ...]
    published: str | None
    dateline: int


def edtf_of(value: str) -> str | None:
    """Convert a TIMEX3 value; None for what names no calendar time."""
    if found := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = datetime.date.fromisocalendar(int(found[1]), int(found[2]), 1)
        first = monday + datetime.timedelta(days=5 if found[3] else 0)
        return f"{first}/{monday + datetime.timedelta(days=6)}"
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        last = 3 * int(found[2])
        return f"{found[1]}-{last - 2:02d}/{found[1]}-{last:02d}"
    if found := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        return f"{found[1]}-{SEASONS[found[2]]}"
    if re.fullmatch(r"\d{3}", value):
        return f"{value}X"
    if found := re.fullmatch(r"(\d\d)-(\d\d)-(\d{4})", value):
        return f"{found[3]}-{found[2]}-{found[1]}"
    value = value.removesuffix("-XX")
    return value if re.fullmatch(r"\d{4}(-\d\d){0,2}", value) else None


def piece_of(path: Path) -> Piece:
    """Read the annotated sentences of a file, joined as text is written."""
    root = ET.parse(path).getroot()  # noqa: S314 (files that the user names)
    text, spans, sentences = "", {}, {}
    for token in root.iter("token"):
        word, sentence = token.text or "", int(token.get("sentence", "0"))
        if sentence >= ANNOTATED_SENTENCES:
            break
        if sentence not in sentences:
            text += "\n\n" if text else ""
            sentences[sentence] = [len(text), len(text)]
        elif word not in CLOSING:
            text += " "
        spans[token.get("t_id")] = (len(text), len(text) + len(word))
        text += word
        sentences[sentence][1] = len(text)
    blocks = tuple(Block(start, end, BlockKind.PARAGRAPH) for start, end in sentences.values())
    golds, published = golds_of(root, spans)
    return Piece(text, blocks, golds, published, sentences.get(1, [0, 0])[1])


def golds_of(root: ET.Element, spans: dict[str | None, tuple[int, int]]) -> tuple[tuple[Gold, ...], str | None]:
    """Read the annotated expressions and the date of publication (the dateline where no other is marked)."""
    golds, published = [], None
    for timex in root.iter("TIMEX3"):
        places = [spans[anchor.get("t_id")] for anchor in timex.iter("token_anchor") if anchor.get("t_id") in spans]
        value = edtf_of(timex.get("value", "")) if timex.get("type") == "DATE" else None
        if timex.get("functionInDocument") == "CREATION_TIME":
            published = value or published
        if places:
            golds.append(Gold(min(start for start, _ in places), max(end for _, end in places), value))
    dates = [gold for gold in sorted(golds) if gold.edtf and len(gold.edtf) == 10]
    first_date = dates[0].edtf if dates else None
    return tuple(sorted(golds, key=lambda gold: gold[:2])), published or first_date


def overlap(one: Gold | TimeExpression, other: Gold | TimeExpression) -> bool:
    return one.start < other.end and other.start < one.end


def same_value(gold: str, found: str) -> bool:
    return gold == found or ("/" in found and "/" not in gold and gold in found.split("/"))


def trimmed(text: str, span: Gold | TimeExpression) -> tuple[int, int]:
    lead = LEADING.match(text, span.start, span.end)
    return (lead.end() if lead and lead.end() < span.end else span.start), span.end


def compare(piece: Piece, found: tuple[TimeExpression, ...], *, verbose: bool) -> Counter[str]:
    """Count what was found, right and wrong, in one article."""
    count: Counter[str] = Counter()
    scored = [gold for gold in piece.golds if gold.edtf]
    for gold in scored:
        touching = [time for time in found if overlap(gold, time)]
        right = any(same_value(gold.edtf or "", time.edtf) for time in touching)
        count["gold"] += 1
        count["gold_found"] += bool(touching)
        count["gold_exact"] += any(trimmed(piece.text, gold) == trimmed(piece.text, time) for time in touching)
        count["gold_right"] += right
        count["body_gold"] += gold.start >= piece.dateline
        count["body_right"] += right and gold.start >= piece.dateline
        if verbose and not right:
            context = piece.text[max(gold.start - 60, 0) : gold.end + 30]
            print("MISS", piece.published, gold.edtf, [time.edtf for time in touching], repr(context))
    for time in found:
        touching_golds = [gold for gold in piece.golds if overlap(gold, time)]
        values = [gold.edtf for gold in touching_golds if gold.edtf]
        if touching_golds and not values:
            continue
        right = any(same_value(value, time.edtf) for value in values)
        count["found"] += 1
        count["found_gold"] += bool(values)
        count["found_exact"] += any(trimmed(piece.text, gold) == trimmed(piece.text, time) for gold in touching_golds)
        count["found_right"] += right
        if verbose and not values:
            print("EXTRA", time.edtf, repr(piece.text[max(time.start - 60, 0) : time.end + 30]))
    return count


def f1(count: Counter[str], name: str) -> str:
    precision = count[f"found_{name}"] / max(count["found"], 1)
    gold_name = {"gold": "found"}.get(name, name)
    recall = count[f"gold_{gold_name}"] / max(count["gold"], 1)
    score = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"P {precision:.3f}  R {recall:.3f}  F1 {score:.3f}"


def dateparser_right(pieces: Iterable[Piece]) -> tuple[int, int] | None:
    """Count the gold expressions that dateparser gives the right value; first all, then those after the dateline."""
    try:
        dateparser = importlib.import_module("dateparser.date")
    except ImportError:
        return None
    everything = body = 0
    for piece in pieces:
        base = datetime.datetime.fromisoformat(piece.published) if piece.published else None
        settings: dict[str, Any] = {"PREFER_DATES_FROM": "past"} | ({"RELATIVE_BASE": base} if base else {})
        parser = dateparser.DateDataParser(languages=["en"], settings=settings)
        for gold in piece.golds:
            if gold.edtf:
                read = parser.get_date_data(piece.text[gold.start : gold.end])
                length = {"year": 4, "month": 7}.get(read.period, 10)
                right = bool(read.date_obj) and read.date_obj.date().isoformat()[:length] == gold.edtf
                everything += right
                body += right and gold.start >= piece.dateline
    return everything, body


def pieces_in(folder: Path) -> Iterator[Piece]:
    for path in sorted(folder.rglob("*.xml")):
        yield piece_of(path)


def main() -> None:
    folder, verbose = Path(sys.argv[1]), "-v" in sys.argv
    nlp, count, pieces = load(), Counter[str](), list(pieces_in(folder))
    for piece in pieces:
        found = find_dates(parse(piece.text, piece.blocks, nlp), published=piece.published)
        count += compare(piece, found, verbose=verbose)
    print(f"{len(pieces)} articles, {count['gold']} gold dates, {count['body_gold']} of them after the dateline")
    print(f"spans, overlapping  {f1(count, 'gold')}")
    print(f"spans, exact        {f1(count, 'exact')}")
    print(f"values              {f1(count, 'right')}")
    print("right value, of gold expressions (all; after the dateline)")
    print(f"  claimkit    {share(count['gold_right'], count['body_right'], count)}")
    other = dateparser_right(pieces)
    print(f"  dateparser  {share(*other, count) if other else 'not installed'}")


def share(everything: int, body: int, count: Counter[str]) -> str:
    return f"{everything / max(count['gold'], 1):.3f}  {body / max(count['body_gold'], 1):.3f}"


if __name__ == "__main__":
    main()
