"""CSV of the claim table, for spreadsheets and statistics.

A spreadsheet runs a cell that begins with one of `= + - @` as a formula, and articles are written by strangers. So such
a cell gets an apostrophe in front; `unguarded` takes it away again, and `write_raw` never adds it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING, Any

from claimkit.frames import COLUMNS, rows

if TYPE_CHECKING:
    from claimkit.results import Extraction

# Apostrophes in front count as well, so that each guarded cell can be told from one that was so before.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def guarded(cell: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would run.

    >>> guarded("=SUM(A1)"), guarded("a = b"), guarded("'=x")
    ("'=SUM(A1)", 'a = b', "''=x")
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Undo `guarded`.

    >>> unguarded("'=SUM(A1)"), unguarded("'twas")
    ('=SUM(A1)', "'twas")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def write(extractions: Iterable[Extraction], stream: IO[str]) -> None:
    """Write the claim table with formulas guarded."""
    _write(extractions, stream, lambda cell: guarded(cell) if isinstance(cell, str) else cell)


def write_raw(extractions: Iterable[Extraction], stream: IO[str]) -> None:
    """Write the claim table as it is, for programs that run no formulas."""
    _write(extractions, stream, lambda cell: cell)


def _write(extractions: Iterable[Extraction], stream: IO[str], cell: Callable[[Any], Any]) -> None:
    out = csv.writer(stream)
    out.writerow(COLUMNS)
    for extraction in extractions:
        out.writerows([cell(value) for value in row] for row in rows(extraction))
