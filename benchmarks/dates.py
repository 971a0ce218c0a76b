"""Measure time expressions against annotated ones: `python benchmarks/dates.py FILE_OR_FOLDER... [-v]`.

Reads MEANTIME's CAT-XML and GUM's XML (`.xml`) and TimeML (`.tml`); folders are searched with all below them.

Prints the F1 of spans (overlapping, and exact but for articles and prepositions at the start), the F1 of values, and
the share of gold expressions given the right value by claimkit and, where installed, by dateparser on the gold spans.
A value is right if it covers the days that the gold value does. A gold date that is one end of a range which was found
as a whole counts as found. Counted neither way, because claimkit gives only calendar times no finer than a day: TIMEX3
of the types DURATION, SET and TIME, values that name no calendar time (PRESENT_REF, XXXX-XX-XX, P3D), GUM's `time` and
its dates that are bounds, and what is found there. Of MEANTIME only the first six sentences of an article are
annotated, so only they are read; of TimeML what stands in TEXT.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from claimkit.dates import find_dates
from claimkit.parsing import load, parse
from dates_readers import Piece, pieces_of
from dates_scores import compare, dateparser_right, f1


def counted(pieces: Iterable[Piece], *, verbose: bool = False) -> Counter[str]:
    """Count what is found and right in the pieces."""
    nlp, count = load(), Counter[str]()
    for piece in pieces:
        found = find_dates(parse(piece.text, piece.blocks, nlp), published=piece.published)
        count += compare(piece, found, verbose=verbose)
    return count


def measure(folder: Path) -> dict[str, float]:
    """Return the F1 of spans and values on the files under a folder."""
    count = counted(pieces_of([folder]))
    names = {"spans": "gold", "spans exact": "exact", "values": "right"}
    return {f"{name} F1": f1(count, key).f1 for name, key in names.items()}


def main() -> None:
    verbose = "-v" in sys.argv
    pieces = list(pieces_of(Path(name) for name in sys.argv[1:] if name != "-v"))
    count = counted(pieces, verbose=verbose)
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
