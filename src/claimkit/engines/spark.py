"""claimkit on Spark: one pass over a DataFrame of articles, with one worker that keeps the model a Python worker.

    found = claimkit.engines.spark.extract(spark.read.parquet("news/"), columns={"text": "body"})
    found.write.parquet("found/")
    claims = claimkit.engines.spark.table(spark.read.parquet("found/"), "claims")

Needs the extra `claimkit[spark]`, on the machines of the cluster too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from claimkit.engines.nested import check_table, sql_schema
from claimkit.engines.worker import TIMEOUT, Job, job, worked
from claimkit.pipeline import DEFAULT_MODEL
from claimkit.reading import MAX_CHARS
from claimkit.tabular import optional

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame


def extract(  # noqa: PLR0913
    frame: DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT,
    fast: bool = False,
    model: str | os.PathLike[str] | None = DEFAULT_MODEL,
    pipeline: str | None = None,
    max_chars: int = MAX_CHARS,
) -> DataFrame:
    """Extract from every row of `frame`, lazily; the DataFrame that returns has one row an article.

    It has the column `key`, the article's id or else a hash of its row, and a column for each table (`articles`,
    `quotes`, `claims`, `speakers`, `problems`) with an array of rows; `table` makes a DataFrame of one of them.

    `columns` names those that hold what is known of an article (`{"text": "body"}`) where they go by names of their
    own. `timeout` is in seconds for one article. `fast`, `model` and `pipeline` are as for `claimkit.extract`,
    `max_chars` is in code points. Spark works on as many partitions at a time as it has processors.

    An article that fails is named in `problems`, has no other rows, and never ends the job. Raises `InputError` for
    what cannot be used and a DataFrame without texts, `ClaimkitError` where Spark is not installed.
    """
    optional("pyspark", extra="spark")
    todo = job(
        named=columns,
        there=frame.columns,
        timeout=timeout,
        fast=fast,
        model=model,
        pipeline=pipeline,
        max_chars=max_chars,
    )
    chosen = frame.select([f"`{name}`" for name in todo.read()])
    # Arrow and not pandas: pandas makes fractions of whole numbers where one of them is missing.
    return chosen.mapInArrow(partial(_worked, todo), sql_schema())


def table(found: DataFrame, name: str) -> DataFrame:
    """Make a DataFrame of the rows of one table of what `extract` found; its columns are those of `claimkit run`.

    `found` is worked out anew for each table unless it was kept: `found.cache()`, or written and read again. Raises
    `InputError` where there is no such table.
    """
    check_table(name)
    return found.selectExpr(f"inline({name})")


def _worked(todo: Job, batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """Do what Spark has a Python worker do with a partition."""
    arrow = optional("pyarrow", extra="corpus")
    for batch in batches:
        for found in worked(arrow.Table.from_batches([batch]), todo):
            yield from found.to_batches()
