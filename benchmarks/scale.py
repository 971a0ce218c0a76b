"""Measure what comparing a dataset costs: `python benchmarks/scale.py [--claims N …] [--dataset DIR …] [--workers N]`.

For each N (1,000 and 10,000 unless given) a dataset of about so many claims is invented: events at places with names of
their own, most of them told by one article, some by a dozen, over a year; an article has twenty claims on its event, in
words, figures and stances drawn by lot. `--dataset` names folders that `claimkit run` has made. Each is compared in a
process of its own. Printed are, step by step, the seconds of CPU time of all processes, the seconds that passed, the
most memory that one process had, the pairs of articles that were compared, the pairs of claims that were read and that
are told, and the share of invented events of several articles that are found.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from claimkit.corpus import run
from claimkit.matters import compare_dataset
from scale_invented import invented, written

if TYPE_CHECKING:
    from claimkit.matters import Step

STEPS = ("terms", "partners", "places", "pairs", "joins")


def cpu() -> float:
    """Return the CPU seconds of this process and of those that it has ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def measured(dataset: Path, workers: int) -> dict[str, float]:
    """Compare a dataset and return what that took and found."""
    began: dict[str, float] = {}

    def told(step: Step) -> None:
        began.setdefault(step.name, cpu())

    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as out:
        report = compare_dataset(dataset, Path(out) / "compared", workers=workers, progress=told)
        found = {"seconds": time.perf_counter() - start, "found": _found(dataset, report.out)}
    ends = [*list(began.values())[1:], cpu()]
    cost = {name: end - first for (name, first), end in zip(began.items(), ends, strict=True)}
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    counts = {name: getattr(report, name) for name in ("compared", "read", "agree", "differ")}
    return {**counts, **found, **cost, "megabytes": memory / 1024}


def _found(dataset: Path, out: Path) -> float:
    """Return the share of invented events of several articles of which a pair of claims is told."""
    import duckdb

    event = "split_part({0}, '-', 1)"
    with duckdb.connect() as connection:
        told = connection.execute(
            f"select distinct {event.format('a_article_id')} from read_parquet($files) "  # noqa: S608
            f"where {event.format('a_article_id')} = {event.format('b_article_id')}",
            {"files": str(out / "pairs" / "*.parquet")},
        ).fetchall()
        every = connection.execute(
            f"select {event.format('article_id')} as event from read_parquet($files) "  # noqa: S608
            "group by event having count(*) > 1",
            {"files": str(dataset / "articles" / "part-*.parquet")},
        ).fetchall()
    return len(told) / max(len(every), 1)


def shown(name: str, found: dict[str, float]) -> None:
    """Print a row of the table."""
    cells = [f"{found[step]:9.1f}" for step in STEPS]
    cells += [f"{sum(found[step] for step in STEPS):9.1f}", f"{found['seconds']:9.1f}", f"{found['megabytes']:7.0f}"]
    cells += [f"{found['compared']:9.0f}", f"{found['read']:8.0f}", f"{found['agree'] + found['differ']:8.0f}"]
    print(f"{name:>9} {' '.join(cells)} {found['found']:6.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--dataset", type=Path, nargs="*", default=[])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measured(options.one, options.workers)))
        return
    heads = " ".join(f"{name:>9}" for name in (*STEPS, "CPU s", "seconds"))
    print(f"{'claims':>9} {heads} {'MB':>7} {'compared':>9} {'read':>8} {'told':>8} {'found':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for number in options.claims:
            source = Path(folder) / f"{number}.jsonl"
            written(number, source)
            run(source, Path(folder) / str(number), workers=1, extractor=invented)
            options.dataset.append(Path(folder) / str(number))
        for dataset in options.dataset:
            command = [sys.executable, __file__, "--one", str(dataset), "--workers", str(options.workers)]
            made = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            shown(dataset.name, json.loads(made.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
