"""Measure attitudes: `python benchmarks/attitudes.py [FILE] [--model DIR]`.

FILE holds JSON lines with a text, its `claims` (start, end, and + - or 0 for the holder's attitude; offsets in code
points) and its `sentences` (start, end, and V where they give the writer's view, F where they do not); unless one is
given, those of `training/attitudes/articles.jsonl` that are kept out of training are read. Prints the share of claims
whose attitude is right, that of the word lists alone and of the commonest attitude, and macro F1 over views and facts.
"""

from __future__ import annotations

import argparse
import json
from bisect import bisect_right
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimkit.findings import Proposition
from claimkit.models import Attitude
from claimkit.stance import assess
from claims import f1, mean_of
from judged import judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimkit.findings import Attribution
    from judged import Judged

ARTICLES = Path(__file__).resolve().parents[1] / "training" / "attitudes" / "articles.jsonl"
KEPT_BACK = 12
"""One article in so many is kept out of training."""
SIGNS = {"+": Attitude.FAVOURABLE, "-": Attitude.UNFAVOURABLE, "0": Attitude.NEUTRAL}


def rows_of(path: Path | None) -> list[dict[str, Any]]:
    """Read the rows of a file, or those of the project's that are kept back."""
    with (path or ARTICLES).open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return rows if path else rows[::KEPT_BACK]


def around(read: Judged, start: int, end: int) -> Attribution | None:
    """Return the smallest attribution that holds the middle of a stretch."""
    middle = (start + end) // 2
    holding = [each for each in read.attributions if any(a <= middle < b for a, b in each.content)]
    return min(holding, key=lambda each: sum(b - a for a, b in each.content), default=None)


def attitudes(row: dict[str, Any], read: Judged) -> Iterator[tuple[Attitude, Attitude, Attitude]]:
    """Yield for each claim its attitude, what claimkit says, and what its word lists say."""
    for start, end, sign in row["claims"]:
        claim, holder = Proposition(start, end, None), around(read, start, end)
        said = assess(read.doc, claim, attribution=holder, judgements=read.judgements)
        yield SIGNS[sign], said.attitude, assess(read.doc, claim, attribution=holder).attitude


def views(row: dict[str, Any], read: Judged) -> Iterator[tuple[str, str]]:
    """Yield for each sentence what it is, and what claimkit says."""
    found = read.judgements.sentences
    starts = [each.start for each in found]
    for start, end, kind in row["sentences"]:
        near = found[max(bisect_right(starts, start) - 1, 0) : bisect_right(starts, end)]
        told = mean_of([each for each in near if each.start < end and start < each.end])
        yield kind, "V" if told is not None and told.subjective >= 0.5 else "F"


def measure(path: Path | None = None, model: str | None = None) -> dict[str, float]:
    """Return the figures."""
    claims: list[tuple[Attitude, Attitude, Attitude]] = []
    kinds: list[tuple[str, str]] = []
    for row in rows_of(path):
        read = judged(row["text"], model)
        claims += attitudes(row, read)
        kinds += views(row, read)
    gold = [wanted for wanted, _, _ in claims]
    return {
        "attitude": share([wanted is said for wanted, said, _ in claims]),
        "word lists": share([wanted is said for wanted, _, said in claims]),
        "commonest": max(Counter(gold).values()) / len(gold),
        "claims": float(len(gold)),
        "views": f1([kind for kind, _ in kinds], [said for _, said in kinds])["macro"],
        "sentences": float(len(kinds)),
    }


def share(right: Sequence[bool]) -> float:
    return sum(right) / len(right)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--model", help="folder of weights; those that come with claimkit unless given")
    options = parser.parse_args()
    for name, value in measure(options.file, options.model).items():
        print(f"{name:12} {value:.3f}")


if __name__ == "__main__":
    main()
