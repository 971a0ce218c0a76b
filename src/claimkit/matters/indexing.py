"""The terms by which an article can be found: stems of the content words and names of its claims, and their dates.

Acts are among the content words. What a claim takes up from elsewhere in its article counts as its own.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from claimkit.comparing.terms import terms
from claimkit.matters.dataset import rows
from claimkit.matters.keeping import has, keep

if TYPE_CHECKING:
    from pathlib import Path

    from claimkit.matters.dataset import ArticleRows, Dataset, Rows

FOLDER = "terms"
COLUMNS = {
    "number": "int64",
    **dict.fromkeys(("key", "article_id", "title", "outlet", "published"), "string"),
    **dict.fromkeys(("day", "claims"), "int64"),
    "print": "string",
    "terms": "strings",
    "names": "strings",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DATED = re.compile(r"\d{4}-\d\d(-\d\d)?")


class Found(NamedTuple):
    """The terms of an article, and the names among them as they are written."""

    terms: set[str]
    names: set[str]


def terms_of(article: ArticleRows) -> Found:
    """Return the terms of an article.

    >>> from claimkit.matters.dataset import ArticleRows
    >>> row = {"start": 0, "end": 19, "text_in_context": None, "about": "2031-05"}
    >>> found = terms_of(ArticleRows({"text": "Floods reached Holm"}, [row], [], []))
    >>> sorted(found.terms), found.names
    (['2031-05', 'flood', 'holm', 'reach'], {'Holm'})
    """
    text = article.article["text"]
    made = Found(set(), set())
    for claim in article.claims:
        words = claim["text_in_context"] or text[claim["start"] : claim["end"]]
        found = terms(words)
        made.terms.update(found.stems)
        made.names.update(words[slice(*found.places[stem])] for stem in found.names)
        # handles: 2031-05, 2031-05-12 / not: 2031, which half of all articles are about
        if claim["about"] and _DATED.fullmatch(claim["about"]):
            made.terms.add(claim["about"])
    return made


def day(published: str | None) -> int | None:
    """Return the number of the day of a date of publication, None where it is not known to the day.

    >>> day("2031-05-02") - day("2031-04-30"), day("2031-05")
    (2, None)
    """
    return datetime.date.fromisoformat(published).toordinal() if published and _DAY.fullmatch(published) else None


def indexed(dataset: Dataset, shard: int, out: Path) -> None:
    """Keep the articles of a shard and their terms, unless they are kept already."""
    name = f"{FOLDER}/{dataset.shards[shard]}"
    if has(out, name):
        return
    found: Rows = []
    for place, each in enumerate(rows(dataset.folder, dataset.shards[shard])):
        row, told = each.article, terms_of(each)
        found.append({
            "number": dataset.starts[shard] + place,
            **{name: row[name] for name in ("key", "article_id", "title", "outlet", "published")},
            "day": day(row["published"]),
            "claims": len(each.claims),
            "print": hashlib.sha256(row["text"].encode()).hexdigest()[:16],
            "terms": sorted(told.terms),
            "names": sorted(told.names),
        })  # fmt: skip
    terms.cache_clear()  # else the words of the whole dataset would be kept
    keep(out, name, found, COLUMNS)
