"""Read and extract the articles that a command is given, and tell how it went."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TextIO

import typer

from claimkit.cli.progress import Watch
from claimkit.cli.talking import again, hint, on_terminal, say
from claimkit.errors import ClaimkitError
from claimkit.export import FORMATS

if TYPE_CHECKING:
    from claimkit.models import Article
    from claimkit.results import Extraction

NOTHING_READABLE, USAGE, SOME_FAILED, INTERRUPTED = 1, 2, 3, 130


@dataclass
class Run:
    """The articles that a command reads, one after the other, and how that went."""

    context: typer.Context
    files: Sequence[str]
    reading: dict[str, Any]
    extracting: dict[str, Any]
    done: int = 0
    failed: int = 0

    @classmethod
    def of(cls, context: typer.Context) -> Run:
        """Take the options that commands share (`options.reads_articles`) out of `context`."""
        given = context.params
        _check(given)
        same = ("published", "outlet", "title", "url", "encoding", "max_chars", "allow_gzip", "input_format")
        reading = {**{name: given[name] for name in same}, "authors": given["author"] or None}
        extracting = {"pipeline": given["pipeline"]}
        if given["fast"] or given["model"] is not None:
            extracting["model"] = None if given["fast"] else Path(given["model"])
        return cls(context, given["files"] or standard_input(context), reading, extracting)

    def extractions(self) -> Iterator[Extraction]:
        """Yield the extraction of each article; say on standard error which could not be read, and how far it is."""
        from claimkit.models import FAILED
        from claimkit.pipeline import extract_many

        least = self.context.params["min_confidence"]
        watch = Watch(self.files, quiet=self.context.params["quiet"])
        try:
            for extraction in extract_many(self._articles(watch), **self.extracting):
                watch.rest()
                failures = [problem.message for problem in extraction.problems if problem.code == FAILED]
                for message in failures:
                    say(f"article {extraction.article.title or extraction.article.id}: {message}")
                self.failed += bool(failures)
                self.done += not failures
                yield extraction.at_least(least)
        finally:
            watch.rest()

    def _articles(self, watch: Watch) -> Iterator[Article]:
        from claimkit.reading import read_many

        for number, name in enumerate(self.files):
            watch.file(number)
            for found in read_many(name, **self.reading):
                if isinstance(found, ClaimkitError):
                    self.failed += 1
                    say(str(found))
                else:
                    watch.begin(found)
                    yield found

    def hint(self, words: str, command: str, *more: str, also: Collection[str] = ()) -> None:
        """Tell a person what to do next with these articles, unless they want no hints or nothing could be read."""
        if self.done and on_terminal() and not self.context.params["quiet"]:
            hint(words, again(self.context, command, *more, also=also))

    def finish(self) -> None:
        """Leave with the exit code that says how it went."""
        if self.failed:
            raise typer.Exit(SOME_FAILED if self.done else NOTHING_READABLE)


def _check(given: Mapping[str, Any]) -> None:
    from claimkit.reading.metadata import iso_date

    published, least = given["published"], given["min_confidence"]
    if published is not None and iso_date(published) is None:
        raise typer.BadParameter(f"--published is a date such as 2024-11-24, 2024-11 or 2024, not {published!r}")
    if given["fast"] and given["model"] is not None:
        raise typer.BadParameter("--fast uses no weights: leave out --fast or --model")
    if not 0 <= least <= 1:
        raise typer.BadParameter(f"--min-confidence is a number from 0 to 1, not {least}")


def standard_input(context: typer.Context) -> Sequence[str]:
    """Read standard input where no FILE is given and something may come from it: a person would wait for ever."""
    if sys.stdin is not None and not sys.stdin.isatty():
        return ["-"]
    raise typer.BadParameter("no FILE is given, and nothing is piped in: name one, or - to type the text", ctx=context)


def write(extractions: Iterable[Extraction], out: str, format_name: str) -> None:
    """Write the extractions to a file, to standard output, or to a folder where the format is one of files."""
    from claimkit.files import whole_folder

    chosen = FORMATS[format_name]
    if chosen.folder and (out.endswith(("/", os.sep)) or Path(out).is_dir()):
        with whole_folder(out) as folder:
            chosen.folder(extractions, folder)
        return
    with output(out, binary=chosen.binary) as stream:
        chosen.write(extractions, stream)


def output(out: str, *, binary: bool = False) -> AbstractContextManager[IO[Any]]:
    """Open what a command writes to: a file, whole or not at all, or standard output."""
    from claimkit.files import whole_file

    if out != "-":
        return whole_file(out, binary=binary)
    if binary:
        return nullcontext(sys.stdout.buffer)
    reconfigured(sys.stdout, encoding="utf-8", newline="")
    return nullcontext(sys.stdout)


def reconfigured(stream: TextIO, **settings: str) -> None:
    """Change how a stream writes, where it can be changed."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(**settings)  # type: ignore[arg-type]  # each setting is one that reconfigure takes
