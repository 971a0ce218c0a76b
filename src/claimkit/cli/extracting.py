"""The command `claimkit extract`."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from claimkit.cli.options import Files, Format, RawCsv, output_to, reads_articles
from claimkit.cli.running import Run, write
from claimkit.export import FORMATS


@reads_articles
def extract(
    context: typer.Context,
    files: Files = None,
    format_name: Format = None,
    out: Annotated[
        str,
        output_to("File to write, whole or not at all; - is standard output."),
    ] = "-",
    raw_csv: RawCsv = False,
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
    if out == "-" and sys.stdout.isatty():
        run.hint("For people to read:", "table")
    run.finish()
