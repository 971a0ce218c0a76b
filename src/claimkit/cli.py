"""The command line: `claimkit table`, `claimkit extract`, `claimkit schema`.

Data goes to standard output, talk to standard error. Exit codes: 0 done, 1 nothing readable, 2 usage, 3 some articles
failed and the others are written.
"""

from __future__ import annotations

import io
import json
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn, TextIO, get_args

import typer
from typer import Argument, Option

import claimkit
from claimkit.errors import ClaimkitError
from claimkit.frames import Sort

if TYPE_CHECKING:
    from claimkit.models import Article
    from claimkit.results import Extraction

app = typer.Typer(
    help="Read news and analysis and say who claims what.",
    epilog="Exit codes: 0 done, 1 nothing readable, 2 usage, 3 some articles failed (the others are written).",
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)

NOTHING_READABLE, USAGE, SOME_FAILED, INTERRUPTED = 1, 2, 3, 130
LEAST_WIDTH, WIDE_WIDTH = 40, 160

Kind = StrEnum("Kind", ["direct", "indirect", "mixed", "own"])
Format = Literal["json", "jsonl", "csv"]
InputFormat = Literal["text", "html", "jsonl"]

Files = Annotated[list[str] | None, Argument(metavar="FILE", help="Articles to read; - is standard input.")]
Published = Annotated[str | None, Option(metavar="DATE", help="Date of publication: 2024-11-24, 2024-11 or 2024.")]
Outlet = Annotated[str | None, Option(metavar="NAME", help="Who published the article.")]
Author = Annotated[list[str] | None, Option(metavar="NAME", help="Who wrote it; give it once for each author.")]
Title = Annotated[str | None, Option(metavar="TEXT", help="Its title.")]
Url = Annotated[str | None, Option(metavar="URL", help="Where it stands. Nothing is fetched.")]
Model = Annotated[
    str | None,
    Option(metavar="DIR", help="Folder of the tagger's weights to use instead of those that come with claimkit."),
]
Fast = Annotated[bool, Option("--fast", help="Rules alone: half the time, finds less.")]
Least = Annotated[float, Option(metavar="P", help="Leave out quotes less likely to be right than this, from 0 to 1.")]
Pipeline = Annotated[str | None, Option(metavar="NAME", help="spaCy pipeline to parse with.")]
Input = Annotated[InputFormat | None, Option(metavar="KIND", help="text, html or jsonl, if FILE does not tell.")]
Encoding = Annotated[str | None, Option(metavar="NAME", help="Encoding of FILE, if it is read wrongly.")]
MaxChars = Annotated[int, Option(min=1, metavar="N", help="Longest article to accept, in characters.")]
AllowGzip = Annotated[bool, Option("--allow-gzip", help="Unpack FILE if it is gzip.")]
RawCsv = Annotated[bool, Option("--raw-csv", help="Leave cells that a spreadsheet would run as formulas as they are.")]


@dataclass
class _Run:
    """The articles that a command reads, one after the other, and how that went."""

    files: Sequence[str]
    reading: dict[str, Any]
    extracting: dict[str, Any]
    least: float
    done: int = 0
    failed: int = 0

    @classmethod
    def of(cls, context: typer.Context) -> _Run:
        """Take the options that `table` and `extract` share out of `context`."""
        given = context.params
        _check(given)
        same = ("published", "outlet", "title", "url", "encoding", "max_chars", "allow_gzip", "input_format")
        reading = {**{name: given[name] for name in same}, "authors": given["author"] or None}
        extracting = {"pipeline": given["pipeline"]}
        if given["fast"] or given["model"] is not None:
            extracting["model"] = None if given["fast"] else Path(given["model"])
        return cls(given["files"] or _standard_input(context), reading, extracting, given["min_confidence"])

    def extractions(self) -> Iterator[Extraction]:
        """Yield the extraction of each article; say on standard error which could not be read."""
        from claimkit.models import FAILED
        from claimkit.pipeline import extract_many

        for extraction in _watched(extract_many(self._articles(), **self.extracting)):
            failures = [problem.message for problem in extraction.problems if problem.code == FAILED]
            for message in failures:
                _say(f"article {extraction.article.title or extraction.article.id}: {message}")
            self.failed += bool(failures)
            self.done += not failures
            yield extraction.at_least(self.least)

    def _articles(self) -> Iterator[Article]:
        from claimkit.reading import read_many

        for name in self.files:
            for found in read_many(name, **self.reading):
                if isinstance(found, ClaimkitError):
                    self.failed += 1
                    _say(str(found))
                else:
                    yield found

    def finish(self) -> None:
        """Leave with the exit code that says how it went."""
        if self.failed:
            raise typer.Exit(SOME_FAILED if self.done else NOTHING_READABLE)


@app.callback(invoke_without_command=True)
def _claimkit(
    context: typer.Context,
    version: Annotated[bool, Option("--version", help="Show the version of claimkit and of its schema.")] = False,
) -> None:
    if version:
        typer.echo(f"claimkit {claimkit.__version__} (schema {claimkit.SCHEMA_VERSION})")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(USAGE)


@app.command()
def table(
    context: typer.Context,
    files: Files = None,
    wide: Annotated[bool, Option("--wide", help=f"Give each fact a column ({WIDE_WIDTH} columns).")] = False,
    speaker: Annotated[str | None, Option(metavar="NAME", help="Only speakers with this in their name.")] = None,
    kind: Annotated[list[Kind] | None, Option(metavar="KIND", help="Only direct, indirect, mixed or own.")] = None,
    sort: Annotated[Sort, Option(metavar="ORDER", help="text, speaker, date or certainty.")] = "text",
    width: Annotated[int | None, Option(min=LEAST_WIDTH, metavar="N", help="Columns to fill.")] = None,
    published: Published = None,
    outlet: Outlet = None,
    author: Author = None,
    title: Title = None,
    url: Url = None,
    model: Model = None,
    fast: Fast = False,
    min_confidence: Least = 0.0,
    pipeline: Pipeline = None,
    input_format: Input = None,
    encoding: Encoding = None,
    max_chars: MaxChars = 200_000,
    allow_gzip: AllowGzip = False,
) -> None:
    """Print who claims what: speaker, role, kind, stance, claim and dates."""
    from rich.console import Console

    from claimkit.frames import lines
    from claimkit.render import table as claim_table

    run = _Run.of(context)
    _reconfigured(sys.stdout, errors="backslashreplace")
    console = Console(width=width or (WIDE_WIDTH if wide else None), highlight=False)
    for number, extraction in enumerate(run.extractions()):
        if number:
            console.print()
        shown = lines(extraction, speaker=speaker, kind=kind, sort=sort)
        console.print(claim_table(extraction, shown, width=console.width))
    run.finish()


@app.command()
def extract(
    context: typer.Context,
    files: Files = None,
    format_name: Annotated[
        Format | None,
        Option("-f", "--format", metavar="FORMAT", help="json, jsonl or csv; else what OUT ends in, else json."),
    ] = None,
    out: Annotated[
        str, Option("-o", "--output", metavar="OUT", help="File to write, whole or not at all; - is standard output.")
    ] = "-",
    raw_csv: RawCsv = False,
    published: Published = None,
    outlet: Outlet = None,
    author: Author = None,
    title: Title = None,
    url: Url = None,
    model: Model = None,
    fast: Fast = False,
    min_confidence: Least = 0.0,
    pipeline: Pipeline = None,
    input_format: Input = None,
    encoding: Encoding = None,
    max_chars: MaxChars = 200_000,
    allow_gzip: AllowGzip = False,
) -> None:
    """Write quotes, claims and speakers for other programs: an object an article, or the claim table as CSV."""
    from claimkit.export import write

    run = _Run.of(context)
    suffix = Path(out).suffix.removeprefix(".").lower()
    name: str = format_name or (suffix if suffix in get_args(Format) else "json")
    if raw_csv and name != "csv":
        raise typer.BadParameter("--raw-csv goes with -f csv")
    # The first article decides whether there is anything to write at all.
    found = run.extractions()
    first = next(found, None)
    if first is not None:
        with _output(out) as stream:
            write(chain([first], found), stream, "raw-csv" if raw_csv else name)
    run.finish()


@app.command()
def schema() -> None:
    """Print the JSON Schema of what `extract` writes for an article."""
    from claimkit.results import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))


def _check(given: Mapping[str, Any]) -> None:
    from claimkit.reading.metadata import iso_date

    published, least = given["published"], given["min_confidence"]
    if published is not None and iso_date(published) is None:
        raise typer.BadParameter(f"--published is a date such as 2024-11-24, 2024-11 or 2024, not {published!r}")
    if given["fast"] and given["model"] is not None:
        raise typer.BadParameter("--fast uses no weights: leave out --fast or --model")
    if not 0 <= least <= 1:
        raise typer.BadParameter(f"--min-confidence is a number from 0 to 1, not {least}")


def _standard_input(context: typer.Context) -> Sequence[str]:
    """Read standard input where no FILE is given; show the help where that is a terminal nobody writes to."""
    if sys.stdin is not None and not sys.stdin.isatty():
        return ["-"]
    typer.echo(context.get_help(), err=True)
    raise typer.Exit(USAGE)


def _output(out: str) -> AbstractContextManager[TextIO]:
    from claimkit.export.files import whole_file

    if out != "-":
        return whole_file(out)
    _reconfigured(sys.stdout, encoding="utf-8", newline="")
    return nullcontext(sys.stdout)


def _reconfigured(stream: TextIO, **settings: str) -> None:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(**settings)  # type: ignore[arg-type]  # each setting is one that reconfigure takes


def _watched(extractions: Iterator[Extraction]) -> Iterator[Extraction]:
    """Show which article is at work while one is, on a terminal only."""
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True)
    if not console.is_terminal:
        yield from extractions
        return
    for number in count(1):
        with console.status(Text(f"reading article {number}")):
            extraction = next(extractions, None)
        if extraction is None:
            return
        yield extraction


def _say(message: str) -> None:
    from claimkit.render import visible

    typer.echo(f"claimkit: {visible(message)}", err=True)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    if arguments is None and hasattr(signal, "SIGPIPE"):
        # A program of its own ends quietly, as others do, when the one that it writes to has ended.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        code = app(arguments, prog_name="claimkit", standalone_mode=False) or 0
    except typer.TyperException as error:
        _say(error.format_message().replace("Value error, ", "").rstrip(".") + ". See claimkit --help.")
        code = error.exit_code
    except ClaimkitError as error:
        _say(str(error))
        code = USAGE
    except typer.Abort:
        code = INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    main()
