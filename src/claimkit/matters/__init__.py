"""Compare the articles of a dataset: which tell of one event, and where their claims agree and differ.

`indexing` gives each article its terms, `partners` says who is compared with whom, `stored` places the claims,
`judging` reads the nearest of them together, `joining` writes what is told. Cost grows with the number of articles;
`limits` has the bounds.
"""

from __future__ import annotations

import os
import shutil
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from claimkit.errors import InputError
from claimkit.matters import dataset as datasets
from claimkit.matters import indexing, joining, judging, stored
from claimkit.matters.keeping import KEPT
from claimkit.matters.limits import Limits
from claimkit.matters.partners import Partners, database, load, meetings, paired, portions
from claimkit.matters.recording import Record, begun
from claimkit.matters.reporting import MattersReport, Step
from claimkit.matters.spreading import spread
from claimkit.tabular import optional

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimkit.matters.dataset import Dataset

__all__ = ["Limits", "MattersReport", "Step", "compare_dataset"]

_READINGS = 1_000
"""Pairs of claims that are read before what was found is kept."""


def compare_dataset(  # noqa: PLR0913
    dataset: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    days: int = 3,
    least: float | None = None,
    same_outlet: bool = True,
    workers: int | None = None,
    limits: Limits | None = None,
    progress: Callable[[Step], None] | None = None,
) -> MattersReport:
    """Compare the articles of a dataset that `run` has made, and write what is told to the folder `out`.

    Articles are compared that share telling words, names or dates and were published at most so many `days` from each
    other. `least` is the probability, in [0, 1], that a pair of claims must have to be told; `same_outlet` says whether
    two articles of one outlet are compared. The bounds are those of `limits`, `workers` are processes (as many as
    processors unless given), `progress` is called after each portion of work.

    `out` gets the tables `pairs` and `events`, Parquet, whole or not there. Stopped and called again in the same way,
    the comparison goes on; the result is the same with any number of workers. Raises `InputError` for a dataset that is
    not there or not finished, and for an `out` that is something else.
    """
    for name in ("duckdb", "pyarrow", "pyarrow.parquet"):
        optional(name, extra=datasets.EXTRA)
    if days < 0:
        raise InputError(f"days is 0 or more, not {days}")
    if least is not None and not 0 <= least <= 1:
        raise InputError(f"least is a probability from 0 to 1, not {least}")
    if workers is not None and workers < 1:
        raise InputError(f"workers is 1 or more, not {workers}")
    given = datasets.opened(Path(dataset))
    bounds = limits or Limits()
    record = Record.of(given.fingerprint, bounds, days=days, least=least, same_outlet=same_outlet)
    folder = Path(out)
    with begun(folder, record) as counts:
        if counts is not None:
            return MattersReport(folder, **counts)
        work = _Work(given, folder, workers or _processors(), progress)
        found = work.go(bounds, days=days, least=least, same_outlet=same_outlet)
        record.finished(found).write(folder)
        shutil.rmtree(folder / KEPT, ignore_errors=True)
    return MattersReport(folder, **found)


def _processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Work:
    """A comparison while it is made."""

    def __init__(self, given: Dataset, out: Path, workers: int, progress: Callable[[Step], None] | None) -> None:
        self._dataset, self._out, self._workers, self._progress = given, out, workers, progress

    def go(self, limits: Limits, *, days: int, least: float | None, same_outlet: bool) -> dict[str, int]:
        """Take the steps one after the other; those that were taken before cost next to nothing."""
        shards = range(len(self._dataset.shards))
        self._spread("terms", [partial(indexing.indexed, self._dataset, shard, self._out) for shard in shards])
        self._tell(Step("partners", 0, 1))
        connection = database(self._out, self._workers)
        try:
            load(connection, self._out, days)
            pairs = paired(meetings(connection, limits, days=days, same_outlet=same_outlet), limits)
            wanted = {number for pair in pairs for number in (pair.a, pair.b)}
            self._spread("places", [self._storing(shard, wanted) for shard in shards])
            cut = portions(pairs, _READINGS) or [[]]
            self._spread("pairs", [partial(_judge, self._dataset, self._out, *each, least) for each in enumerate(cut)])
            self._tell(Step("joins", 0, 1))
            told = joining.joined(connection, self._dataset.folder, self._out)
            (claims,) = connection.execute("select coalesce(sum(claims), 0) from articles").fetchone()
        finally:
            connection.close()
        read = sum(pair.most for pair in pairs)
        looked = {"articles": self._dataset.articles, "claims": int(claims), "compared": len(pairs), "read": read}
        return {**looked, **told._asdict()}

    def _storing(self, shard: int, wanted: set[int]) -> Callable[[], None]:
        first, end = self._dataset.starts[shard], self._dataset.starts[shard + 1]
        here = frozenset(number for number in range(first, end) if number in wanted)
        return partial(stored.store, self._dataset, shard, here, self._out)

    def _spread(self, name: str, works: Sequence[Callable[[], None]]) -> None:
        done = 0

        def told() -> None:
            nonlocal done
            done += 1
            self._tell(Step(name, done, len(works)))

        self._tell(Step(name, 0, len(works)))
        spread(works, min(self._workers, max(len(works), 1)), told)

    def _tell(self, step: Step) -> None:
        if self._progress is not None:
            self._progress(step)


def _judge(given: Dataset, out: Path, number: int, pairs: Sequence[Partners], least: float | None) -> None:
    judging.judge(_store(given, out), number, pairs, least, out)


@cache
def _store(given: Dataset, out: Path) -> stored.Store:
    return stored.Store(given, out)
