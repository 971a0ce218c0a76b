"""The command `claimkit plot`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

from claimkit.cli.options import Files, Picture, output_to, reads_articles
from claimkit.cli.running import NOTHING_READABLE, Run, output

if TYPE_CHECKING:
    from collections.abc import Sequence

_ON_ISSUES = frozenset({"quoted", "positions"})


@reads_articles
def plot(
    context: typer.Context,
    kind: Annotated[Picture, Argument(metavar="KIND", help="certainty, quoted, timeline or positions.")],
    files: Files = None,
    out: Annotated[
        str,
        output_to("File that ends in .svg or .png; - is standard output, SVG."),
    ] = "-",
    issue: Annotated[
        list[str] | None,
        Option(metavar="TEXT", help="A statement: positions on it, or words quoted by side of it. May be repeated."),
    ] = None,
    inches: Annotated[float, Option("--width", min=3.5, max=100, metavar="INCHES", help="How broad it is.")] = 6.7,
    most: Annotated[
        int | None, Option(min=1, metavar="N", help="Show no more holders than this (timeline: claims).")
    ] = None,
) -> None:
    """Draw what was found: certainty, words quoted, claims in time, positions."""
    ending = _ending(out, kind, issue, most)
    run = Run.of(context)
    picture = _drawn(run, kind, issue, ending, width=inches, **({} if most is None else {"most": most}))
    if picture:
        with output(out, binary=True) as stream:
            stream.write(picture)
    run.finish()


def _ending(out: str, kind: str, issue: Sequence[str] | None, most: int | None) -> str:
    """Return what the picture is written as, or refuse before anything is read what cannot be drawn."""
    from claimkit.plot import ENDINGS
    from claimkit.tabular import optional

    optional("matplotlib")
    ending = ".svg" if out == "-" else Path(out).suffix.lower()
    if ending not in ENDINGS:
        raise typer.BadParameter(f"-o names a file that ends in {' or '.join(ENDINGS)}, not {out!r}")
    if issue and kind not in _ON_ISSUES:
        raise typer.BadParameter(f"--issue goes with {' or '.join(sorted(_ON_ISSUES))}, not with {kind}")
    if issue and kind == "quoted" and len(issue) > 1:
        raise typer.BadParameter("sides are taken on one statement: give one --issue")
    if most is not None and kind == "positions":
        raise typer.BadParameter("--most does not go with positions: all holders who take one are shown")
    return ending


def _drawn(run: Run, kind: str, issue: Sequence[str] | None, ending: str, **how: Any) -> bytes | None:
    """Return the bytes of a picture of what `run` reads, None where that is nothing; `how` goes to `claimkit.plot`."""
    from claimkit import plot
    from claimkit.comparing import compare

    extractions = [each for each, failed in _read(run) if not failed]
    if not extractions:
        return None
    if kind == "positions" or issue:
        if run.failed and len(extractions) < 2:
            raise typer.Exit(NOTHING_READABLE)
        results: Sequence[Any] = [compare(*extractions, issues=issue)]
    else:
        results = extractions
    return plot.written(plot.KINDS[kind](*results, **how), ending)


def _read(run: Run) -> list[tuple[Any, bool]]:
    from claimkit.models import FAILED

    return [
        (extraction, any(problem.code == FAILED for problem in extraction.problems)) for extraction in run.extractions()
    ]
