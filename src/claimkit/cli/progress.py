"""Show on standard error how far long work is, where that is a terminal."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from claimkit.cli.talking import on_terminal

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from claimkit.models import Article

LONG = 20_000
"""Code points of an article from which it is worth showing that it is read."""

_BESIDE = 32
"""Columns beside the bar."""


class Watch:
    """A bar that stands while an article is at work, and nothing at other times.

    Between two articles it is gone, so that what a command prints meanwhile does not run into it, and so that the
    cursor is back if the program is ended there. How much is left goes by the bytes of the files: articles are of very
    different lengths, and how many there are in JSONL nobody knows before it is read.
    """

    def __init__(self, files: Sequence[str], *, quiet: bool) -> None:
        """Watch over `files`, without a word where it is to be `quiet` or nobody reads standard error."""
        self._several = len(files) > 1
        self._sizes = [_size(name) for name in files]
        self._silent = quiet or not on_terminal() or os.environ.get("TERM") == "dumb"
        self._bar: tuple[Progress, TaskID] | None = None
        self._began = 0.0
        self._articles = 0
        self._bytes = self._end = 0

    def file(self, number: int) -> None:
        """Take note that the file of this number, from 0, is opened: those before it are done."""
        sizes = [size or 0 for size in self._sizes[: number + 1]]
        self._bytes, self._end = sum(sizes[:-1]), sum(sizes)

    def begin(self, article: Article) -> None:
        """Show the bar while `article` is at work, if the work is long."""
        self._began = self._began or monotonic()
        self._articles += 1
        if self._silent or not (self._several or self._articles > 1 or len(article.text) > LONG):
            return
        if self._bar is None:
            self._bar = self._made()
        bar, task = self._bar
        done, seconds = self._articles - 1, monotonic() - self._began
        rate = f" · {_shown(done / seconds)}/s" if done and seconds else ""
        whole = sum(size or 0 for size in self._sizes) if self._countable() else None
        bar.update(task, description=f"article {self._articles}{rate}", completed=self._bytes, total=whole)
        bar.start()
        self._bytes = min(self._bytes + len(article.text.encode()), self._end)

    def rest(self) -> None:
        """Take the bar away until the next article begins."""
        if self._bar is not None:
            self._bar[0].stop()

    def _made(self) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        console = Console(stderr=True)
        bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=max(5, min(24, console.width - _BESIDE))),
            TaskProgressColumn(),
            TimeRemainingColumn(compact=True),
            console=console,
            transient=True,
            redirect_stdout=False,  # what is printed there may go elsewhere than the bar
            redirect_stderr=False,
        )
        return bar, bar.add_task("", total=None)

    def _countable(self) -> bool:
        """Tell whether the end is known; what goes on inside one article is not."""
        return all(size is not None for size in self._sizes) and (self._several or self._articles > 1)


def _size(name: str) -> int | None:
    """The bytes of a file; None of what only shows its end when it is read."""
    path = Path(name)
    return path.stat().st_size if name != "-" and path.is_file() else None


def _shown(rate: float) -> str:
    return f"{rate:.1f}" if rate >= 1 else f"{rate:.1g}"
