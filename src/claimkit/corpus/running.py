"""Run over a corpus: from a source to a dataset, and on from where an earlier run was stopped."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

from claimkit.corpus import durable, manifest
from claimkit.corpus.batch import Batch, Extractor, Failure, Options
from claimkit.corpus.duplicates import FILE, duplicates
from claimkit.corpus.items import Item, is_sampled
from claimkit.corpus.manifest import Manifest
from claimkit.corpus.planning import Planner
from claimkit.corpus.pool import Pool
from claimkit.corpus.progress import Progress, RunReport, Told
from claimkit.corpus.shards import FOLDERS, RECEIPTS, Shards, parquet
from claimkit.corpus.sources import Source
from claimkit.errors import InputError
from claimkit.pipeline import DEFAULT_MODEL
from claimkit.reading import MAX_CHARS
from claimkit.tabular import optional

SHARD_SIZE = 200
TIMEOUT = 300.0
_OFTEN = 100
"""Articles that are found to be there already are told in so many at a time."""


def run(  # noqa: PLR0913
    source: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    workers: int | None = None,
    shard_size: int = SHARD_SIZE,
    timeout: float = TIMEOUT,
    limit: int | None = None,
    sample: float | None = None,
    fail_fast: bool = False,
    retry: bool = False,
    restart: bool = False,
    fast: bool = False,
    model: str | os.PathLike[str] | None = DEFAULT_MODEL,
    pipeline: str | None = None,
    max_chars: int = MAX_CHARS,
    columns: Mapping[str, str] | None = None,
    extractor: Extractor | None = None,
    progress: Told | None = None,
) -> RunReport:
    """Extract from every article of `source` and write a Parquet dataset to the folder `out`.

    `source` is a folder, a file (text, page, JSONL, Parquet; `.gz` and `.zst`) or a pattern. The dataset has a folder
    for each table, and a file for each `shard_size` articles, whole or not there. Stopped at any moment and called
    again in the same way, it goes on where it was, and the dataset is the same to the byte as of a run that was never
    stopped, with any number of `workers` (processes; as many as processors unless given).

    `timeout` is in seconds for one article. `limit` stops after so many articles, `sample` takes a share of them, in
    (0, 1], always the same. `fail_fast` stops at the first article that fails, `retry` works again on those that failed
    before, `restart` removes the dataset first. `fast`, `model` and `pipeline` are as for `extract`, `columns` names
    those of Parquet (`{"text": "body"}`). `extractor` takes the place of `extract`: a function that a module defines.
    `progress` is called after each article.

    An article that fails is named in the table of problems and never ends the run. Raises `InputError` on what cannot
    be read or written and where `out` was made otherwise, `ModelError` for a pipeline or weights that are missing.
    """
    for name in ("pyarrow", "pyarrow.parquet"):
        optional(name, extra="corpus")
    _check(workers=workers, shard_size=shard_size, timeout=timeout, limit=limit, sample=sample)
    if fast and model != DEFAULT_MODEL:
        raise InputError("fast uses no weights: leave out fast or model")
    options = Options(None if fast else model, pipeline, max_chars, extractor)
    folder = Path(out)
    given = Source(os.fspath(source), str(folder), dict(columns or {}), max_chars)
    total = given.size()  # that it is there is found out before anything is written
    wanted = Manifest(
        manifest.versions(options),
        {
            "fast": options.model is None,
            "max_chars": max_chars,
            "columns": dict(given.columns),
            "shard_size": shard_size,
            "sample": sample,
        },
    )
    making = _Making(folder, wanted, total, limit, progress)
    _make(folder)
    with durable.locked(folder):
        making.begin(restart=restart)
        with Pool(options, workers=workers or _processors(), timeout=timeout) as pool:
            return making.go(_items(given, sample, limit), pool, shard_size, retry=retry, fail_fast=fail_fast)


def _items(given: Source, sample: float | None, limit: int | None) -> Iterator[Item]:
    found = given.items()
    if sample is not None:
        found = (item for item in found if item.failure is not None or is_sampled(item.key, sample))
    return islice(found, limit)


def _processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _check(**numbers: float | None) -> None:
    for name, value in numbers.items():
        if value is not None and not value > 0:
            raise InputError(f"{name} must be more than 0, not {value}")
    if (share := numbers["sample"]) is not None and share > 1:
        raise InputError(f"sample is a share of at most 1, not {share}")


def _make(folder: Path) -> None:
    """Make the folder of a dataset. Raises `InputError` where it is there and something else."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        durable.settle(folder.resolve().parent)
        there = {path.name for path in folder.iterdir()} - {durable.LOCK}
        if there and not there & {manifest.NAME, RECEIPTS}:
            raise InputError(f"{folder} is there and no dataset of claimkit: name a new folder")
    except OSError as error:
        raise durable.cannot(folder, error) from error


class _Making:
    """A dataset while it is made."""

    def __init__(self, folder: Path, wanted: Manifest, total: int, limit: int | None, told: Told | None) -> None:
        self._folder, self._manifest, self._told = folder, wanted, told
        self._total, self._limit = total, limit
        self._shards = Shards(folder)
        self._done = self._failed = self._kept = 0

    def begin(self, *, restart: bool) -> None:
        """Take up what is there. Raises `InputError` where that was made otherwise."""
        try:
            if restart:
                durable.remove(self._folder / manifest.NAME)
                for name in reversed(FOLDERS):
                    shutil.rmtree(self._folder / name, ignore_errors=True)
            before = self._before()
            for name in FOLDERS:
                (self._folder / name).mkdir(exist_ok=True)
            for path in list(self._shards.leftovers()):
                path.unlink()
        except OSError as error:
            raise durable.cannot(self._folder, error) from error
        if before is None:
            self._manifest.write(self._folder)
        else:
            self._manifest = before

    def _before(self) -> Manifest | None:
        """Return the manifest of what is there; what has no shard yet can still become anything."""
        before = manifest.read(self._folder)
        if bool(self._shards.numbers()) != (before is not None) and (before is None or before.state == "finished"):
            lost = manifest.NAME if before is None else RECEIPTS
            raise InputError(f"{self._folder} has lost its {lost}: name another folder, or begin anew with --restart")
        if before is None or not self._shards.numbers():
            return None
        before.check(self._manifest, self._folder)
        return before

    def go(self, items: Iterator[Item], pool: Pool, size: int, *, retry: bool, fail_fast: bool) -> RunReport:
        """Work on what is not there yet, and write each shard when it is whole."""
        planner = Planner(self._shards, self._folder, size=size, retry=retry, kept=self._keep, changing=self._unfinish)
        for item, batch in pool.results(planner.todo(items)):
            plan = next(plan for plan in planner.plans if plan.awaited)
            plan.found[plan.awaited.pop(0)] = batch
            self._tell(item, batch)
            if fail_fast and batch.failures:
                return self._report(stopped_by=batch.failures[0])
            self._write(planner)
        self._write(planner)
        self._finish(planner.count)
        return self._report()

    def _write(self, planner: Planner) -> None:
        while planner.plans and planner.plans[0].is_done():
            self._unfinish()
            planner.plans.pop(0).write(self._shards)

    def _unfinish(self) -> None:
        """Take back that the dataset is finished, before anything in it changes."""
        if self._manifest.state == "finished":
            self._manifest = self._manifest.unfinished()
            self._manifest.write(self._folder)
        durable.remove(self._folder / FILE)

    def _finish(self, count: int) -> None:
        """Write what holds for the whole dataset, where that is not there yet."""
        totals = self._shards.totals()
        if totals.items > count:
            if self._limit is None:
                raise InputError(
                    f"{self._folder} holds more articles than the source gives now: name another folder, or begin anew "
                    "with --restart"
                )
            return
        rows = parquet("problems", duplicates(self._folder, self._shards.numbers()))
        inputs, hashed = totals.inputs, hashlib.sha256(rows).hexdigest()
        finished = replace(self._manifest, state="finished", counts=totals.counts(), inputs=inputs, duplicates=hashed)
        if totals.items and (finished != self._manifest or not (self._folder / FILE).exists()):
            durable.write(self._folder, FILE, rows)
            self._manifest = finished
            finished.write(self._folder)

    def _keep(self, item: Item) -> None:
        self._kept += 1
        if self._kept % _OFTEN == 0:
            self._say(item.position, None)

    def _tell(self, item: Item, batch: Batch) -> None:
        failure = batch.failures[0] if batch.failures else None
        self._done += failure is None
        self._failed += failure is not None
        self._say(item.position, failure)

    def _say(self, position: int, failure: Failure | None) -> None:
        if self._told is not None:
            share = position / self._total if self._total else 0.0
            if self._limit is not None:
                share = max(share, (self._done + self._failed + self._kept) / self._limit)
            self._told(Progress(self._done, self._failed, self._kept, min(share, 1.0), failure))

    def _report(self, stopped_by: Failure | None = None) -> RunReport:
        return RunReport(
            out=self._folder,
            done=self._done,
            failed=self._failed,
            kept=self._kept,
            counts=self._shards.totals().counts(),
            finished=stopped_by is None,
            stopped_by=stopped_by,
        )
