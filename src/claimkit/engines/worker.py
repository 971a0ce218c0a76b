"""What a worker of an engine does with a batch of rows: it works on each as `claimkit run` does.

The model lives in a process of its own, one a worker, kept to one thread, that gets articles and gives rows back. So an
article that ends its process, or takes longer than it may, costs only itself, while the engine's own process lives on:
engines begin a batch anew when a worker dies, and such an article would end worker after worker.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from claimkit.corpus import columns
from claimkit.corpus.items import Item
from claimkit.engines.nested import nested
from claimkit.errors import InputError

if TYPE_CHECKING:
    import os

    import pyarrow

    from claimkit.corpus.batch import Options
    from claimkit.corpus.pool import Pool

TIMEOUT = 300.0
"""Seconds that an article may take."""
BATCH = 32
"""Articles that a worker takes at a time."""


class Job(NamedTuple):
    """What all workers do: how to extract, where the columns of a row go, seconds that an article may take."""

    options: Options
    columns: tuple[tuple[str, str], ...] = ()
    timeout: float = TIMEOUT

    def read(self) -> list[str]:
        """Return the columns that are read."""
        return list(dict.fromkeys(column for _, column in self.columns))


def job(  # noqa: PLR0913
    *,
    named: Mapping[str, str] | None,
    there: list[str],
    timeout: float,
    fast: bool,
    model: str | os.PathLike[str] | None,
    pipeline: str | None,
    max_chars: int,
) -> Job:
    """Check what is asked for, before any worker starts.

    Raises `InputError` where the columns `there` hold no texts, or not what is `named`, and for what cannot be used.
    """
    from claimkit.corpus.batch import Options
    from claimkit.pipeline import DEFAULT_MODEL

    if fast and model != DEFAULT_MODEL:
        raise InputError("fast uses no weights: leave out fast or model")
    for name, value in {"timeout": timeout, "max_chars": max_chars}.items():
        if not value > 0:
            raise InputError(f"{name} must be more than 0, not {value}")
    named = dict(named or {})
    columns.check(named)
    try:
        chosen = columns.chosen(there, named, hint=columns.IN_PYTHON)
    except InputError as error:
        raise InputError(f"the dataset {error}") from error
    return Job(Options(None if fast else model, pipeline, max_chars), tuple(chosen.items()), timeout)


def items_of(rows: pyarrow.Table, chosen: Mapping[str, str]) -> Iterator[Item]:
    """Yield the articles of rows; the key of each is its id, or if it has none what its columns hash to.

    >>> import pyarrow
    >>> [item.key for item in items_of(pyarrow.table({"id": [7, None], "text": ["Fog.", "Rain."]}),
    ...                                {"id": "id", "text": "text"})]
    ['7', '8b96dbc5ce6fd2ce']
    """
    for batch in rows.to_batches(max_chunksize=BATCH):
        for row in batch.to_pylist():
            line = columns.line(row, chosen)
            name = row[chosen["id"]] if "id" in chosen else None
            key = hashlib.sha256(line).hexdigest()[:16] if name is None else str(name)
            yield Item(key, "jsonl", line)


def worked(rows: pyarrow.Table, todo: Job) -> Iterator[pyarrow.Table]:
    """Work on rows and yield one for each, in their order, at most `BATCH` at a time.

    The process that has the model starts with the first article and stays until the process that calls this ends.
    Raises `ModelError` where the model cannot be loaded.
    """
    with _pool(todo) as pool:
        results = pool.results(items_of(rows, dict(todo.columns)))
        while some := list(islice(results, BATCH)):
            yield nested([(item.key, batch) for item, batch in some])


_IDLE: dict[Job, Pool] = {}
"""The pool that this process had last, with its model; not while it is at work."""


@contextmanager
def _pool(todo: Job) -> Iterator[Pool]:
    """Give the pool of the job; where its results are not all taken, it is stopped and not kept."""
    from claimkit.corpus.pool import Pool

    kept = _IDLE.pop(todo, None)
    for other in [_IDLE.pop(key) for key in list(_IDLE)]:
        other.__exit__()
    with ExitStack() as stack:
        pool = stack.enter_context(kept or Pool(todo.options, workers=1, timeout=todo.timeout))
        yield pool
        stack.pop_all()
        _IDLE[todo] = pool
