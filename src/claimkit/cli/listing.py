"""The command `claimkit table`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from typer import Option

from claimkit.cli.options import Files, Kind, Width, reads_articles
from claimkit.cli.running import Run, reconfigured
from claimkit.frames import Sort

WIDE_WIDTH = 160


@reads_articles
def table(
    context: typer.Context,
    files: Files = None,
    wide: Annotated[bool, Option("--wide", help=f"Give each fact a column ({WIDE_WIDTH} columns).")] = False,
    speaker: Annotated[str | None, Option(metavar="NAME", help="Only speakers with this in their name.")] = None,
    kind: Annotated[list[Kind] | None, Option(metavar="KIND", help="Only direct, indirect, mixed or own.")] = None,
    sort: Annotated[Sort, Option(metavar="ORDER", help="text, speaker, date or certainty.")] = "text",
    width: Width = None,
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
    run.hint("For a spreadsheet:", "extract", "-o", "claims.csv")
    run.finish()
