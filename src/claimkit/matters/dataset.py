"""The dataset that is compared: its shards, the articles in them by number, and their rows.

Articles are numbered from 0 in the order of the shards and of the rows in them.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from claimkit.corpus import manifest
from claimkit.errors import InputError
from claimkit.tabular import optional

EXTRA = "scale"
Rows = list[dict[str, Any]]

_COLUMNS = {
    "articles": ("key", "article_id", "title", "outlet", "published", "text"),
    "claims": (
        *("key", "claim_id", "speaker_id", "quote_id", "start", "end", "form", "text_in_context", "polarity"),
        *("certainty", "attitude", "stance_cues", "target_start", "target_end", "about"),
    ),
    "speakers": ("key", "speaker_id", "name", "kind", "role"),
    "quotes": ("key", "quote_id", "kind", "cue_start", "cue_end"),
}


class ArticleRows(NamedTuple):
    """An article's row and those of what was found in it."""

    article: dict[str, Any]
    claims: Rows
    speakers: Rows
    quotes: Rows


class Dataset(NamedTuple):
    """A finished dataset: its folder, the names of its shards, and the number of the first article of each."""

    folder: Path
    shards: tuple[str, ...]
    starts: tuple[int, ...]
    fingerprint: str

    @property
    def articles(self) -> int:
        """How many articles it has."""
        return self.starts[-1]

    def place(self, number: int) -> tuple[int, int]:
        """Return in which shard an article is, and which of its articles it is.

        >>> Dataset(Path(), ("part-000000.parquet", "part-000001.parquet"), (0, 3, 5), "").place(4)
        (1, 1)
        """
        shard = bisect_right(self.starts, number) - 1
        return shard, number - self.starts[shard]


def opened(folder: Path) -> Dataset:
    """Open the dataset in a folder. Raises `InputError` where there is none, and where it is not finished."""
    found = manifest.read(folder)
    if found is None:
        raise InputError(f"{folder} is no dataset of claimkit (it has no {manifest.NAME}): name one that run has made")
    if found.state != "finished":
        raise InputError(f"the dataset {folder} is not finished: run the same claimkit run again first")
    library = optional("pyarrow.parquet", extra=EXTRA)
    shards = tuple(sorted(path.name for path in (folder / "articles").glob("part-*.parquet")))
    if not shards:
        raise InputError(f"the dataset {folder} holds no articles: name another")
    counts = (library.read_metadata(folder / "articles" / shard).num_rows for shard in shards)
    mark = hashlib.sha256((folder / manifest.NAME).read_bytes()).hexdigest()
    return Dataset(folder, shards, tuple(accumulate(counts, initial=0)), mark)


def rows(folder: Path, shard: str) -> Iterator[ArticleRows]:
    """Yield the articles of a shard with what was found in them, in order. Raises `InputError` on a damaged shard."""
    library = optional("pyarrow.parquet", extra=EXTRA)
    tables: dict[str, Rows] = {}
    for name, columns in _COLUMNS.items():
        try:
            tables[name] = library.ParquetFile(folder / name / shard).read(columns=list(columns)).to_pylist()
        except (OSError, ValueError) as error:  # pyarrow's own errors are among these
            raise InputError(f"{folder / name / shard} cannot be read: run the same claimkit run again") from error
    found = {row["key"]: ArticleRows(row, [], [], []) for row in tables["articles"]}
    for name in ("claims", "speakers", "quotes"):
        for row in tables[name]:
            getattr(found[row["key"]], name).append(row)
    yield from found.values()
