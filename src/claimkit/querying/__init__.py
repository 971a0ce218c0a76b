"""SQL over results: claim tables, datasets, and extractions as JSON, read only and through DuckDB.

sources     which files hold which tables
tables      the rows of the tables that extractions are laid out in
functions   the functions that SQL may call besides DuckDB's own
locked      the connection, which reaches nothing but the tables
outcome     what a query gives, batch by batch
writing     the formats that it is written in, display the table on a terminal
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from claimkit.querying.locked import Locked
from claimkit.querying.sources import gathered

if TYPE_CHECKING:
    import pyarrow

    from claimkit.results import Extraction

__all__ = ["opened", "query"]


def query(sql: str, *results: str | os.PathLike[str] | Extraction) -> pyarrow.Table:
    """Run one SELECT over results and return an Arrow table; its `to_pandas()` and `to_pylist()` give frames and rows.

    >>> from claimkit.testing import example
    >>> query("select speaker, count(*) as claims from claims group by all order by all", example()).to_pylist()[0]
    {'speaker': 'Ana Brill', 'claims': 2}

    `results` are paths of what `extract` writes as Parquet, JSON or JSONL, folders of datasets, and extractions.
    `docs/query.md` says which tables they have. Raises `InputError` where one cannot be read or the SQL cannot be run,
    `ClaimkitError` where DuckDB is not installed.
    """
    with opened(*results) as tables:
        return tables.run(sql).table()


@contextmanager
def opened(*results: str | os.PathLike[str] | Extraction) -> Iterator[Locked]:
    """Open results as tables for the time of the block; the arguments and errors are those of `query`."""
    with tempfile.TemporaryDirectory(prefix="claimkit-", ignore_cleanup_errors=True) as scratch:
        found = gathered(results, Path(scratch))
        with Locked.over(found, Path(scratch)) as tables:
            yield tables
