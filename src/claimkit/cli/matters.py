"""What `claimkit compare` does with a dataset that `claimkit run` has made."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from claimkit.cli.running import reconfigured
from claimkit.cli.talking import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.table import Table

    from claimkit.matters import Step

GIVEN = frozenset({"files", "out", "least", "width", "quiet"})
"""The options of `claimkit compare` that hold for a dataset, too."""
ONLY = frozenset({"days", "workers", "other_outlets"})
"""Those that hold for nothing else."""
SHOWN = 10
"""Pairs that are shown; the dataset has them all."""


def is_dataset(context: typer.Context, files: Sequence[str] | None) -> bool:
    """Tell whether a dataset is to be compared. Raises `typer.BadParameter` for options that do not go with that."""
    given = {
        name
        for name in context.params
        if (source := context.get_parameter_source(name)) is not None and source.name == "COMMANDLINE"
    }
    found = files is not None and len(files) == 1 and _is_made(Path(files[0]))
    if wrong := sorted(given - GIVEN - ONLY if found else given & ONLY):
        name = {"format_name": "format", "issue": "issue"}.get(wrong[0], wrong[0]).replace("_", "-")
        raise typer.BadParameter(f"--{name} does not go with {'a dataset' if found else 'articles'}: leave it out")
    return found


def _is_made(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    from claimkit.corpus.manifest import NAME

    return (folder / NAME).is_file()


def compare(folder: str, out: str, *, width: int | None, **how: Any) -> None:
    """Compare a dataset, and print the surest pairs; `how` goes to `claimkit.compare_dataset`."""
    from rich.console import Console

    from claimkit.matters import compare_dataset

    if out == "-":
        raise typer.BadParameter("a dataset is compared into a folder: name it with -o")
    with _shown() as progress:
        report = compare_dataset(folder, out, progress=progress, **how)
    reconfigured(sys.stdout, errors="backslashreplace")
    if rows := report.surest(SHOWN):
        Console(width=width, highlight=False).print(_table(rows))
    say(
        f"{out} holds what {report.articles} articles with {report.claims} claims tell; pairs of articles compared: "
        f"{report.compared}; pairs of claims that differ: {report.differ}, that agree: {report.agree}; "
        f"events: {report.events}"
    )


def _table(rows: Sequence[dict[str, Any]]) -> Table:
    from rich.table import Table

    from claimkit.render import shown_text

    table = Table("Pair", "About", "One", "Other", box=None, padding=(0, 2, 0, 0), expand=True)
    for column, share in zip(table.columns, (2, 3, 5, 5), strict=True):
        column.ratio, column.overflow = share, "fold"
    for row in rows:
        kind = " · ".join(part for part in (row["relation"], row["aspect"]) if part)
        cells = (f"{kind} {row['score']:.2f}", row["about"], _voice(row, "a"), _voice(row, "b"))
        table.add_row(*map(shown_text, cells))
    return table


def _voice(row: dict[str, Any], side: str) -> str:
    """Say who claims what, where and when, on one line."""
    speaker, outlet, published = (row[f"{side}_{name}"] for name in ("speaker", "outlet", "published"))
    where = ", ".join(part for part in (outlet or row[f"{side}_key"], published) if part)
    return f"{speaker or '(no speaker named)'} ({where}): {' '.join(row[f'{side}_claim'].split())}"


@contextmanager
def _shown() -> Iterator[Callable[[Step], None] | None]:
    """Show how far a comparison is, on a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("terms", total=None)

        def told(step: Step) -> None:
            bar.update(task, description=step.name, completed=step.done, total=step.of)

        yield told
