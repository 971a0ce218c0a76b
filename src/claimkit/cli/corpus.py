"""The command `claimkit run`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from claimkit.cli.options import Fast, MaxChars, Model, Pipeline
from claimkit.cli.running import NOTHING_READABLE, SOME_FAILED
from claimkit.cli.talking import say

if TYPE_CHECKING:
    from claimkit.corpus import Progress, RunReport
    from claimkit.corpus.progress import Told

NAMED = 20
"""Failures that are said one by one; the table of problems has them all."""
PAUSE = 30.0
"""Seconds between two lines about how far it is, where standard error is no terminal."""


def run(
    source: Annotated[
        str, Argument(metavar="SOURCE", help="Folder, file (text, page, JSONL, Parquet; .gz, .zst), or quoted pattern.")
    ],
    out: Annotated[str, Option("-o", "--output", metavar="OUT", help="Folder of the dataset; what is there goes on.")],
    workers: Annotated[int | None, Option(min=1, metavar="N", help="Processes; as many as processors.")] = None,
    timeout: Annotated[float, Option(min=0.1, metavar="SECONDS", help="Time limit for an article.")] = 300.0,
    limit: Annotated[int | None, Option(min=1, metavar="N", help="Stop after this many articles.")] = None,
    sample: Annotated[
        float | None, Option(metavar="SHARE", help="Take a share of the articles, from 0 to 1; always the same.")
    ] = None,
    shard_size: Annotated[int, Option(min=1, metavar="N", help="Articles in a file of the dataset.")] = 200,
    fail_fast: Annotated[bool, Option("--fail-fast", help="Stop at the first article that fails.")] = False,
    retry: Annotated[bool, Option("--retry", help="Work again on the articles that failed before.")] = False,
    restart: Annotated[bool, Option("--restart", help="Remove the dataset in OUT and begin anew.")] = False,
    text_column: Annotated[str | None, Option(metavar="NAME", help="Column of Parquet that holds the text.")] = None,
    id_column: Annotated[str | None, Option(metavar="NAME", help="The one that holds the article's id.")] = None,
    title_column: Annotated[str | None, Option(metavar="NAME", help="Its title.")] = None,
    author_column: Annotated[str | None, Option(metavar="NAME", help="Who wrote it.")] = None,
    outlet_column: Annotated[str | None, Option(metavar="NAME", help="Who published it.")] = None,
    url_column: Annotated[str | None, Option(metavar="NAME", help="Where it stands.")] = None,
    date_column: Annotated[str | None, Option(metavar="NAME", help="Its date of publication.")] = None,
    model: Model = None,
    fast: Fast = False,
    pipeline: Pipeline = None,
    max_chars: MaxChars = 200_000,
) -> None:
    """Extract from all articles of a corpus to a Parquet dataset; stopped at any moment, the same command goes on."""
    from claimkit.corpus import run as run_over
    from claimkit.pipeline import DEFAULT_MODEL

    named = {
        "text": text_column,
        "id": id_column,
        "title": title_column,
        "authors": author_column,
        "outlet": outlet_column,
        "url": url_column,
        "published": date_column,
    }
    with _shown() as progress:
        report = run_over(
            source,
            out,
            workers=workers,
            shard_size=shard_size,
            timeout=timeout,
            limit=limit,
            sample=sample,
            fail_fast=fail_fast,
            retry=retry,
            restart=restart,
            fast=fast,
            model=DEFAULT_MODEL if model is None else Path(model),
            pipeline=pipeline,
            max_chars=max_chars,
            columns={field: name for field, name in named.items() if name is not None},
            progress=progress,
        )
    _finish(report, source)


def _finish(report: RunReport, source: str) -> None:
    """Say what was done and leave with the exit code that tells it."""
    articles, failed = report.counts["articles"], report.counts["failed"]
    if report.stopped_by is not None:
        say(f"stopped at the first failure (--fail-fast): {report.stopped_by.message}")
    elif not articles + failed:
        say(f"{source} holds no articles that claimkit reads: name files that end in .txt, .html, .jsonl or .parquet")
    else:
        now = f"{_many(report.done + report.failed)} now" if report.done + report.failed else "nothing to do"
        held = f"{_many(articles)} and {_many(report.counts['claims'], 'claim')}"
        say(f"{now}; {report.out} holds {held}; {failed} failed")
        if failed > NAMED or (failed and not report.failed):
            say(f"why stands in {report.out}/problems; --retry works on them again")
    if failed or report.stopped_by is not None or not articles:
        raise typer.Exit(SOME_FAILED if articles else NOTHING_READABLE)


@contextmanager
def _shown() -> Iterator[Told]:
    """Show how far a run is: a bar on a terminal, else a line now and then."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    pace = _Pace()
    if not console.is_terminal:
        yield _Lines(pace)
        return
    with Bar(BarColumn(), TextColumn("{task.description}", markup=False), console=console, transient=True) as bar:
        task = bar.add_task("reading", total=1.0)

        def told(progress: Progress) -> None:
            _say_failure(progress)
            bar.update(task, completed=progress.share, description=pace.said(progress))

        yield told


class _Lines:
    """Says how far a run is, every `PAUSE` seconds."""

    def __init__(self, pace: _Pace) -> None:
        self._pace, self._last = pace, time.monotonic()

    def __call__(self, progress: Progress) -> None:
        _say_failure(progress)
        line = self._pace.said(progress)
        if time.monotonic() - self._last >= PAUSE:
            self._last = time.monotonic()
            say(line)


class _Pace:
    """How fast a run is, from the first article that it does; those that were there already do not count."""

    def __init__(self) -> None:
        self._since, self._from = time.monotonic(), 0.0

    def said(self, progress: Progress) -> str:
        """Say how far a run is, how fast, and how long it will take."""
        done = progress.done + progress.failed
        if not done:
            self._since, self._from = time.monotonic(), progress.share
            return f"{_many(progress.kept)} there already"
        passed = max(time.monotonic() - self._since, 1e-9)
        share = progress.share - self._from
        left = f", about {_duration(passed * (1 - progress.share) / share)} left" if share > 0 else ""
        failed = f", {progress.failed} failed" if progress.failed else ""
        return f"{_many(done)}, {_rate(done / passed)} a second{failed}{left}"


def _say_failure(progress: Progress) -> None:
    if progress.failure is not None and progress.failed <= NAMED:
        say(progress.failure.message)


def _many(number: int, noun: str = "article") -> str:
    """Say how many there are of something.

    >>> _many(1), _many(20, "claim")
    ('1 article', '20 claims')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _rate(each_second: float) -> str:
    """Say a rate with two digits at least.

    >>> _rate(0.0412), _rate(123.4)
    ('0.041', '123')
    """
    return f"{each_second:.2g}" if each_second < 10 else f"{each_second:.0f}"


def _duration(seconds: float) -> str:
    """Say a duration in few words.

    >>> _duration(50), _duration(600), _duration(9000)
    ('50 s', '10 min', '2.5 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
