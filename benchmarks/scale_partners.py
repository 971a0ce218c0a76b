"""Measure whether the right articles are compared: `python benchmarks/scale_partners.py FILE… [--days N …]`.

FILE is one of ClaimDiff's (Ko et al. 2023), JSON of pairs of claims by two articles on one topic. An article is made of
the claims that are given of it. Printed are, for windows of 3 days and of 14 years, how many of the pairs of articles
on one topic are compared, and how many of the pairs that are compared are on one topic. Two topics may be one event.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from claimkit.matters import Limits, indexing
from claimkit.matters.dataset import ArticleRows
from claimkit.matters.keeping import KEPT, keep
from claimkit.matters.partners import database, load, meetings, paired


class Source(NamedTuple):
    """An article: its topic, the day of the topic, its title."""

    topic: str
    day: str
    title: str


def articles(paths: list[Path]) -> dict[Source, list[str]]:
    """Return the claims that are given of each article, each once."""
    found: dict[Source, dict[str, None]] = {}
    for path in paths:
        for row in json.loads(path.read_text(encoding="utf-8"))["data"]:
            for side in ("a", "b"):
                source = Source(row["topic"], row["date"], row[f"article_{side}"])
                found.setdefault(source, {})[row[f"claim_{side}"]] = None
    return {source: list(claims) for source, claims in sorted(found.items())}


def indexed(found: dict[Source, list[str]], out: Path) -> None:
    """Keep the articles and their terms, as a comparison does."""
    rows = []
    for number, (source, claims) in enumerate(found.items()):
        given = [{"text_in_context": words, "about": None} for words in claims]
        told = indexing.terms_of(ArticleRows({"text": ""}, given, [], []))
        head = {"number": number, "key": str(number), "article_id": str(number), "print": str(number)}
        dated = {"published": source.day, "day": indexing.day(source.day), "claims": len(claims)}
        rows.append({**head, **dated, "terms": sorted(told.terms), "names": sorted(told.names)})
    (out / KEPT / indexing.FOLDER).mkdir(parents=True)
    keep(out, f"{indexing.FOLDER}/part-000000.parquet", rows, indexing.COLUMNS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--days", type=int, nargs="*", default=[3, 5000])
    options = parser.parse_args()
    found = articles(options.paths)
    topics = [source.topic for source in found]
    right = {pair for pair in combinations(range(len(topics)), 2) if topics[pair[0]] == topics[pair[1]]}
    print(f"{len(found)} articles, {sum(map(len, found.values()))} claims, {len(right)} pairs of articles on one topic")
    with tempfile.TemporaryDirectory() as folder:
        indexed(found, Path(folder))
        for days in options.days:
            with database(Path(folder), 1) as connection:
                load(connection, Path(folder), days)
                pairs = paired(meetings(connection, Limits(), days=days, same_outlet=True), Limits())
            hits = len(right & {(pair.a, pair.b) for pair in pairs})
            print(f"{days} days: {hits / len(right):.1%} found, {hits / max(len(pairs), 1):.1%} of {len(pairs)} right")


if __name__ == "__main__":
    main()
