"""Compare the times that were found in an article with those that were annotated."""

from __future__ import annotations

import datetime
import importlib
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.dates import edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimkit.findings import TimeExpression
    from dates_readers import Gold, Piece

_LEADING = re.compile(r"(?:(?:since|from|between|on|in|the)\s+)+", re.IGNORECASE)


def same_value(gold: str, found: str) -> bool:
    """Tell whether two EDTF strings cover the same days, or `gold` is one end of the range `found`.

    >>> same_value("199X", "1990/1999"), same_value("2019", "2019/2021"), same_value("2019", "2019-05")
    (True, True, False)
    """
    days = edtf.days_of(gold)
    ends = [found, *(found.split("/") if "/" in found else ())]
    return any(gold == end or (days is not None and days == edtf.days_of(end)) for end in ends)


def overlap(one: Gold | TimeExpression, other: Gold | TimeExpression) -> bool:
    return one.start < other.end and other.start < one.end


def trimmed(text: str, span: Gold | TimeExpression) -> tuple[int, int]:
    lead = _LEADING.match(text, span.start, span.end)
    return (lead.end() if lead and lead.end() < span.end else span.start), span.end


def compare(piece: Piece, found: Sequence[TimeExpression], *, verbose: bool) -> Counter[str]:
    """Count what was found, right and wrong, in one article."""
    count: Counter[str] = Counter()
    for gold in piece.golds:
        if gold.edtf:
            count += _of_gold(piece, gold, found, verbose=verbose)
    for time in found:
        count += _of_found(piece, time, verbose=verbose)
    return count


def _of_gold(piece: Piece, gold: Gold, found: Sequence[TimeExpression], *, verbose: bool) -> Counter[str]:
    touching = [time for time in found if overlap(gold, time)]
    right = any(same_value(gold.edtf or "", time.edtf) for time in touching)
    exact = any(trimmed(piece.text, gold) == trimmed(piece.text, time) for time in touching)
    body = gold.start >= piece.body
    if verbose and not right:
        print("MISS ", piece.name, gold.edtf, [time.edtf for time in touching], _context(piece, gold))
    return Counter(
        {
            "gold": 1,
            "gold_found": int(bool(touching)),
            "gold_exact": int(exact),
            "gold_right": int(right),
            "body_gold": int(body),
            "body_right": int(right and body),
        }
    )


def _of_found(piece: Piece, time: TimeExpression, *, verbose: bool) -> Counter[str]:
    touching = [gold for gold in piece.golds if overlap(gold, time)]
    values = [gold.edtf for gold in touching if gold.edtf]
    if touching and not values:
        return Counter()
    if verbose and not values:
        print("EXTRA", piece.name, time.edtf, _context(piece, time))
    exact = any(trimmed(piece.text, gold) == trimmed(piece.text, time) for gold in touching)
    right = any(same_value(value, time.edtf) for value in values)
    return Counter({"found": 1, "found_gold": int(bool(values)), "found_exact": int(exact), "found_right": int(right)})


def _context(piece: Piece, span: Gold | TimeExpression) -> str:
    inside = piece.text[span.start : span.end]
    return repr(f"{piece.text[max(span.start - 60, 0) : span.start]}[{inside}]{piece.text[span.end : span.end + 30]}")


class Figures(NamedTuple):
    """Precision, recall and F1, in [0, 1]."""

    precision: float
    recall: float
    f1: float

    def __str__(self) -> str:
        """Return them as a line."""
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"


def f1(count: Counter[str], name: str) -> Figures:
    """Return the figures of what `compare` counted under a name: gold (spans), exact, right (values)."""
    precision = count[f"found_{name}"] / max(count["found"], 1)
    gold_name = {"gold": "found"}.get(name, name)
    recall = count[f"gold_{gold_name}"] / max(count["gold"], 1)
    return Figures(precision, recall, 2 * precision * recall / max(precision + recall, 1e-9))


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
                body += right and gold.start >= piece.body
    return everything, body
