"""Draw the picture that `claimkit plot` is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from claimkit.cli.running import NOTHING_READABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimkit.cli.running import Run

_ON_ISSUES = frozenset({"quoted", "positions"})


def ending_of(out: str, kind: str, issue: Sequence[str] | None, most: int | None) -> str:
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


def drawn(run: Run, kind: str, issue: Sequence[str] | None, ending: str, **how: Any) -> bytes | None:
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
