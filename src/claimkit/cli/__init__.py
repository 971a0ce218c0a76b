"""The command line: `claimkit table`, `claimkit extract`, `claimkit run`, `claimkit compare`, `claimkit verify`,
`claimkit plot`, `claimkit schema`.

Data goes to standard output, talk to standard error. Exit codes: 0 done, 1 nothing readable, 2 usage, 3 some articles
failed and the others are written; `verify` has two of its own.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer
from typer import Argument, Option

import claimkit
from claimkit.cli import matters
from claimkit.cli.corpus import run as corpus_run
from claimkit.cli.options import (
    AllowGzip,
    Author,
    ComparedTo,
    Days,
    Encoding,
    Fast,
    Files,
    Format,
    Input,
    Kind,
    Least,
    MaxChars,
    Model,
    OtherOutlets,
    Outlet,
    Picture,
    Pipeline,
    Published,
    RawCsv,
    Schema,
    Title,
    Url,
    Workers,
)
from claimkit.cli.running import INTERRUPTED, NOTHING_READABLE, USAGE, Run, output, reconfigured, say, write
from claimkit.cli.verifying import verify
from claimkit.errors import ClaimkitError
from claimkit.export import FORMATS
from claimkit.frames import Sort

app = typer.Typer(
    help="Read news and analysis and say who claims what.",
    epilog="Exit codes: 0 done, 1 nothing readable, 2 usage, 3 some articles failed (the others are written).",
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)

LEAST_WIDTH, WIDE_WIDTH = 40, 160


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

    run = Run.of(context)
    reconfigured(sys.stdout, errors="backslashreplace")
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
    format_name: Format = None,
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
    """Write quotes, claims and speakers for other programs, in one of several formats."""
    run = Run.of(context)
    ending = Path(out).suffix.lower()
    name = format_name or next((name for name, each in FORMATS.items() if ending in each.endings), "json")
    if raw_csv and name not in ("csv", "raw-csv"):
        raise typer.BadParameter("--raw-csv goes with -f csv")
    if FORMATS[name].binary and out == "-" and sys.stdout.isatty():
        raise typer.BadParameter(f"{name} is not for a terminal: name a file with -o")
    # The first article decides whether there is anything to write at all.
    found = run.extractions()
    first = next(found, None)
    if first is not None:
        write(chain([first], found), out, "raw-csv" if raw_csv else name)
    run.finish()


app.command()(corpus_run)


@app.command()
def compare(
    context: typer.Context,
    files: Files = None,
    issue: Annotated[
        list[str] | None, Option(metavar="TEXT", help="A statement: who supports it, who disputes it. May be repeated.")
    ] = None,
    least: Annotated[
        float | None, Option(metavar="P", help="Show pairs at least as likely as this to be right, from 0 to 1.")
    ] = None,
    format_name: Annotated[
        Literal["table", "json", "html"] | None,
        Option(
            "-f", "--format", metavar="FORMAT", help="table, json or html; else table, or with -o what OUT ends in."
        ),
    ] = None,
    out: ComparedTo = "-",
    width: Annotated[int | None, Option(min=LEAST_WIDTH, metavar="N", help="Columns to fill.")] = None,
    days: Days = 3,
    workers: Workers = None,
    other_outlets: OtherOutlets = False,
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
    """Show where articles agree and differ, who holds what, and what only one of them has.

    One FILE that is a folder made by `claimkit run`: compare its articles with each other, into the folder OUT.
    """
    from rich.console import Console

    from claimkit.comparing import compare as compared
    from claimkit.side_by_side import side_by_side

    if files and matters.is_dataset(context, files):
        how = {"days": days, "least": least, "workers": workers, "same_outlet": not other_outlets}
        matters.compare(files[0], out, width=width, **how)
        return
    if format_name == "table" and out != "-":
        raise typer.BadParameter("-o writes JSON or HTML: leave out -f table")
    run = Run.of(context)
    extractions = list(run.extractions())
    if run.failed and len(extractions) < 2:
        raise typer.Exit(NOTHING_READABLE)
    found = compared(*extractions, issues=issue, least=least)
    as_page = format_name == "html" or (format_name is None and out.lower().endswith(".html"))
    if as_page or format_name == "json" or out != "-":
        with output(out) as stream:
            stream.write(found.to_html() if as_page else found.to_json() + "\n")
    else:
        reconfigured(sys.stdout, errors="backslashreplace")
        console = Console(width=width, highlight=False)
        console.print(side_by_side(found, width=console.width))
    run.finish()


app.command()(verify)


@app.command()
def plot(
    context: typer.Context,
    kind: Annotated[Picture, Argument(metavar="KIND", help="certainty, quoted, timeline or positions.")],
    files: Files = None,
    out: Annotated[
        str,
        Option("-o", "--output", metavar="OUT", help="File that ends in .svg or .png; - is standard output, SVG."),
    ] = "-",
    issue: Annotated[
        list[str] | None,
        Option(metavar="TEXT", help="A statement: positions on it, or words quoted by side of it. May be repeated."),
    ] = None,
    inches: Annotated[float, Option("--width", min=3.5, max=100, metavar="INCHES", help="How broad it is.")] = 6.7,
    most: Annotated[
        int | None, Option(min=1, metavar="N", help="Show no more holders than this (timeline: claims).")
    ] = None,
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
    """Draw what was found: certainty, words quoted, claims in time, positions."""
    from claimkit.cli.drawing import drawn, ending_of

    ending = ending_of(out, kind, issue, most)
    run = Run.of(context)
    picture = drawn(run, kind, issue, ending, width=inches, **({} if most is None else {"most": most}))
    if picture:
        with output(out, binary=True) as stream:
            stream.write(picture)
    run.finish()


@app.command()
def schema(
    name: Annotated[Schema, Argument(metavar="NAME", help="extraction, comparison or verification.")] = "extraction",
) -> None:
    """Print the JSON Schema of what `extract`, `compare` or `verify` writes."""
    from claimkit.schemas import json_schema

    typer.echo(json.dumps(json_schema(name), indent=2))


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    if arguments is None and hasattr(signal, "SIGPIPE"):
        # A program of its own ends quietly, as others do, when the one that it writes to has ended.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        code = app(arguments, prog_name="claimkit", standalone_mode=False) or 0
    except typer.TyperException as error:
        say(error.format_message().replace("Value error, ", "").rstrip(".") + ". See claimkit --help.")
        code = error.exit_code
    except ClaimkitError as error:
        say(str(error))
        code = USAGE
    except typer.Abort:
        code = INTERRUPTED
    sys.exit(code)
