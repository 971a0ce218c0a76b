"""Name the articles of a finished dataset whose id another one has, too; their rows are kept apart by `key`.

Memory is eight bytes an article, and the keys of those that share their ids.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from claimkit.corpus.shards import part
from claimkit.tables import Row
from claimkit.tabular import optional

FILE = "problems/duplicate-ids.parquet"
CODE = "duplicate-id"


def duplicates(folder: Path, shards: Sequence[int]) -> list[Row]:
    """Return a row of problems for each article whose id an earlier one has."""
    short = np.fromiter((_short(name) for _, name in _ids(folder, shards)), np.uint64)
    values, times = np.unique(short, return_counts=True)
    shared = {int(value) for value in values[times > 1]}
    if not shared:
        return []
    first: dict[str, str] = {}
    rows: list[Row] = []
    for key, name in _ids(folder, shards):
        if _short(name) in shared and first.setdefault(name, key) != key:
            message = f"the id {name!r} is also that of {first[name]}: tell them apart by key"
            rows.append({"key": key, "article_id": name, "code": CODE, "message": message})
    return rows


def _ids(folder: Path, shards: Sequence[int]) -> Iterator[tuple[str, str]]:
    library = optional("pyarrow.parquet", extra="corpus")
    for number in shards:
        found = library.ParquetFile(folder / "articles" / part(number)).read(columns=["key", "article_id"])
        yield from zip(found["key"].to_pylist(), found["article_id"].to_pylist(), strict=True)


def _short(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
