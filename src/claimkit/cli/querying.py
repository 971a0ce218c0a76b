"""The command `claimkit query`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from typer import Argument, Option

from claimkit.cli.running import output, reconfigured, standard_input

if TYPE_CHECKING:
    from rich.console import Console

    from claimkit.querying.outcome import Outcome

_FormatName = Literal["table", "csv", "raw-csv", "json", "jsonl", "parquet"]


def query(
    context: typer.Context,
    sql: Annotated[str, Argument(metavar="SQL", help="One SELECT, in quotation marks of the shell.")],
    results: Annotated[
        list[str] | None,
        Argument(
            metavar="RESULTS",
            help="Parquet, JSON or JSONL that extract wrote, or a folder with a dataset; - is standard input.",
        ),
    ] = None,
    tables: Annotated[
        bool, Option("--tables", help="List tables and columns of RESULTS instead; give no SQL.")
    ] = False,
    format_name: Annotated[
        _FormatName | None,
        Option(
            "-f",
            "--format",
            metavar="FORMAT",
            help="table, csv, raw-csv, json, jsonl or parquet; else table, or what OUT ends in.",
        ),
    ] = None,
    out: Annotated[
        str, Option("-o", "--output", metavar="OUT", help="File to write, whole or not at all; - is standard output.")
    ] = "-",
    most: Annotated[int, Option(min=1, metavar="N", help="Show no more rows than this in the table.")] = 100,
    width: Annotated[int | None, Option(min=40, metavar="N", help="Columns to fill.")] = None,
) -> None:
    """Ask results in SQL: who is quoted most, what is claimed of what and when.

    The tables are articles, quotes, claims, speakers and problems. Only RESULTS are read, and nothing is changed.
    """
    from claimkit.querying import opened
    from claimkit.querying.display import listing, shown

    name = _format_of(format_name, out)
    given = [sql, *(results or [])] if tables else results or standard_input(context)
    if not tables and Path(sql).exists():
        raise typer.BadParameter(f"the SQL comes first, then RESULTS: {sql!r} is a file or folder")
    with opened(*given) as found:
        if name != "table":
            _write(found.columns() if tables else found.run(sql), name, out)
            return
        console = _console(width)
        console.print(listing(found.tables) if tables else shown(found.run(sql), width=console.width, most=most))


def _format_of(format_name: str | None, out: str) -> str:
    """Return the format that is asked for, or refuse before anything is read what cannot be written."""
    from claimkit.querying.writing import FORMATS

    ending = Path(out).suffix.lower().removeprefix(".")
    name = format_name or (ending if ending in FORMATS else "table")
    if name == "table" and out != "-":
        raise typer.BadParameter(
            "-o writes csv, json, jsonl or parquet: name a file that ends so, or say which with -f"
        )
    if name == "parquet" and out == "-" and sys.stdout.isatty():
        raise typer.BadParameter("parquet is not for a terminal: name a file with -o")
    return name


def _write(outcome: Outcome, name: str, out: str) -> None:
    from claimkit.querying.writing import FORMATS

    chosen = FORMATS[name]
    with output(out, binary=chosen.binary) as stream:
        chosen.write(outcome, stream)


def _console(width: int | None) -> Console:
    from rich.console import Console

    reconfigured(sys.stdout, errors="backslashreplace")
    return Console(width=width, highlight=False)
