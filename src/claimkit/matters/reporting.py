"""What a comparison of many articles tells while it goes on, and at its end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from claimkit.matters import joining
from claimkit.matters.dataset import EXTRA
from claimkit.tabular import optional

_SUREST = """
select * from read_parquet($files)
order by relation = 'agree', score desc, a_key, b_key, a_start, b_start limit $most
"""


class Step(NamedTuple):
    """How far a comparison is: what it does now, and how many of how many portions of that are done."""

    name: str
    done: int
    of: int


@dataclass(frozen=True)
class MattersReport:
    """What a comparison has done: the articles and claims that it looked at, what it compared, what it tells.

    `compared` are pairs of articles, `read` pairs of claims that were read together (at most), `agree` and `differ`
    those that are told, `events` the groups of articles that they make.
    """

    out: Path
    articles: int
    claims: int
    compared: int
    read: int
    agree: int
    differ: int
    events: int

    def surest(self, most: int = 10) -> list[dict[str, Any]]:
        """Return the rows of the pairs that are the likeliest to be right, differences first, at most so many."""
        files = str(self.out / joining.PAIRS / "*.parquet")
        with optional("duckdb", extra=EXTRA).connect() as connection:
            found = connection.sql(_SUREST, params={"files": files, "most": most}).to_arrow_table().to_pylist()
        return list(found)
