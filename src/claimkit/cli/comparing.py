"""The command `claimkit compare`."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer
from typer import Option

from claimkit.cli import matters
from claimkit.cli.options import ComparedTo, Days, Files, OtherOutlets, Width, Workers, reads_articles
from claimkit.cli.running import NOTHING_READABLE, Run, output, reconfigured


@reads_articles
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
    width: Width = None,
    days: Days = 3,
    workers: Workers = None,
    other_outlets: OtherOutlets = False,
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
    if least is not None and not 0 <= least <= 1:
        raise typer.BadParameter(f"--least is a number from 0 to 1, not {least}")
    if not all(map(str.strip, issue or ())):
        raise typer.BadParameter("--issue is a statement: give its words")
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
        run.hint("As a page to hand on:", "compare", "-o", "report.html", also=("issue", "least"))
    run.finish()
