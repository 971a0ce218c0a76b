"""claimkit on Ray Data: one pass over a Dataset of articles, with one worker that keeps the model an actor.

    found = claimkit.engines.ray.extract(ray.data.read_parquet("news/"), columns={"text": "body"})
    found.write_parquet("found/")
    claims = claimkit.engines.ray.table(ray.data.read_parquet("found/"), "claims")

Needs the extra `claimkit[ray]`, on the machines of the cluster too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from claimkit.engines.nested import check_table, table_of
from claimkit.engines.worker import BATCH, TIMEOUT, Job, job, worked
from claimkit.errors import InputError
from claimkit.pipeline import DEFAULT_MODEL
from claimkit.reading import MAX_CHARS
from claimkit.tabular import optional

if TYPE_CHECKING:
    import pyarrow
    from ray.data import Dataset


def extract(  # noqa: PLR0913
    dataset: Dataset,
    *,
    columns: Mapping[str, str] | None = None,
    workers: int | None = None,
    timeout: float = TIMEOUT,
    fast: bool = False,
    model: str | os.PathLike[str] | None = DEFAULT_MODEL,
    pipeline: str | None = None,
    max_chars: int = MAX_CHARS,
    **remote: Any,
) -> Dataset:
    """Extract from every row of `dataset`, lazily; the Dataset that returns has one row an article.

    It has the column `key`, the article's id or else a hash of its row, and a column for each table (`articles`,
    `quotes`, `claims`, `speakers`, `problems`) with a list of rows; `table` makes a Dataset of one of them.

    `columns` names those that hold what is known of an article (`{"text": "body"}`) where they go by names of their
    own. `workers` is how many actors of one processor each there may be, as many as the cluster has room for unless
    given. `timeout` is in seconds for one article. `fast`, `model` and `pipeline` are as for `claimkit.extract`,
    `max_chars` is in code points, and `remote` goes to `map_batches` (`memory`, `runtime_env`, …).

    An article that fails is named in `problems`, has no other rows, and never ends the job. Raises `InputError` for
    what cannot be used and a Dataset without texts, `ClaimkitError` where Ray is not installed.
    """
    data = optional("ray.data", extra="ray")
    if workers is not None and workers < 1:
        raise InputError(f"workers must be at least 1, not {workers}")
    todo = job(
        named=columns,
        there=dataset.columns() or [],
        timeout=timeout,
        fast=fast,
        model=model,
        pipeline=pipeline,
        max_chars=max_chars,
    )
    found: Dataset = dataset.select_columns(todo.read()).map_batches(
        _Worker,
        fn_constructor_args=(todo,),
        # One at least and not all at once: workers on every processor would wait for ever for rows that nobody reads.
        compute=data.ActorPoolStrategy(min_size=1, max_size=workers),
        batch_size=BATCH,
        batch_format="pyarrow",
        **{"num_cpus": 1, **remote},
    )
    return found


def table(found: Dataset, name: str) -> Dataset:
    """Make a Dataset of the rows of one table of what `extract` found; its columns are those of `claimkit run`.

    `found` is worked out anew for each table unless it was kept: `found.materialize()`, or written and read again.
    Raises `InputError` where there is no such table.
    """
    check_table(name)
    rows: Dataset = found.select_columns([name]).map_batches(
        table_of, fn_args=(name,), batch_size=None, batch_format="pyarrow"
    )
    return rows


class _Worker:
    """What Ray makes once an actor, and calls with each batch."""

    def __init__(self, todo: Job) -> None:
        self._todo = todo

    def __call__(self, rows: pyarrow.Table) -> Iterator[pyarrow.Table]:
        yield from worked(rows, self._todo)
