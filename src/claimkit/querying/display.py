"""Show the outcome of a query on a terminal (rich): a table, or where it is too broad a list for each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from claimkit.querying.writing import cell
from claimkit.render import shown_text, visible

if TYPE_CHECKING:
    from rich.console import Group, RenderableType
    from rich.table import Table

    from claimkit.querying.outcome import Outcome

MOST = 100
"""Rows that are shown unless told otherwise."""
_GAP = 2
_RULE = 1
"""Columns that rich keeps between two of a table for a rule, besides the gap; it crops what it has no room for."""
_TEXT = "varchar"
_READABLE = 12
"""Columns of the terminal within which words can still be read."""


def shown(outcome: Outcome, *, width: int, most: int = MOST) -> Group:
    """Arrange at most `most` rows for a terminal of `width` columns, for rich to print, and say how many there are."""
    from rich.console import Group

    rows = list(islice(outcome.rows(), most + 1))
    more = len(rows) > most
    cells = [[_text(value) for value in row] for row in rows[:most]]
    numbers = [_is_number(column) for column in zip(*rows, strict=True)] or [False] * len(outcome.names)
    names = [visible(name) for name in outcome.names]
    parts: list[RenderableType]
    if sum(_needed(names, cells, numbers)) + (_GAP + _RULE) * (len(names) - 1) <= width:
        parts = [_table(names, cells, numbers), shown_text("")]
    else:
        parts = [part for row in cells for part in (_listed(names, row), shown_text(""))]
    return Group(*parts, shown_text(_count(len(cells), more), "dim"))


def listing(tables: Mapping[str, Mapping[str, str]]) -> Group:
    """Arrange tables with their columns, each with the type where that is not text, for rich to print."""
    from rich.console import Group
    from rich.padding import Padding

    parts: list[RenderableType] = []
    for table, columns in tables.items():
        named = [name if kind == _TEXT else f"{name} {kind}" for name, kind in columns.items()]
        parts += [shown_text(table, "bold"), Padding(shown_text(", ".join(named)), (0, 0, 0, 2)), shown_text("")]
    return Group(*parts, shown_text("what has no type behind it is text", "dim"))


def _count(number: int, more: bool) -> str:
    if more:
        return f"the first {number} row{'s' * (number != 1)}: --most shows more, -f csv and the other formats give all"
    return "1 row" if number == 1 else f"{number or 'no'} rows"


def _text(value: Any) -> str:
    found = cell(value)
    return visible(f"{found:.10g}" if isinstance(found, float) else str(found))


def _is_number(column: Sequence[Any]) -> bool:
    known = [cell(value) for value in column if value is not None and not isinstance(value, bool)]
    return bool(known) and all(isinstance(value, int | float) for value in known)


def _needed(names: Sequence[str], cells: Sequence[Sequence[str]], numbers: Sequence[bool]) -> list[int]:
    """Say how broad each column has to be to be read: numbers are not broken, words may be."""
    from rich.cells import cell_len

    needed = []
    for name, column, number in zip(names, list(zip(*cells, strict=True)) or [()] * len(names), numbers, strict=True):
        longest = max((cell_len(text) for text in (name, *column)), default=0)
        needed.append(longest if number else min(longest, _READABLE))
    return needed


def _table(names: Sequence[str], cells: Sequence[Sequence[str]], numbers: Sequence[bool]) -> Table:
    from rich import box
    from rich.table import Table

    found = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, _GAP, 0, 0))
    for name, number, least in zip(names, numbers, _needed(names, cells, numbers), strict=True):
        found.add_column(
            shown_text(name), justify="right" if number else "left", overflow="fold", min_width=least, no_wrap=number
        )
    for row in cells:
        found.add_row(*map(shown_text, row))
    return found


def _listed(names: Sequence[str], row: Sequence[str]) -> Table:
    from rich.table import Table

    found = Table.grid(padding=(0, _GAP, 0, 0), expand=True)
    found.add_column(overflow="fold", max_width=_READABLE + _GAP)
    found.add_column(overflow="fold", ratio=1)
    for name, text in zip(names, row, strict=True):
        found.add_row(shown_text(name, "dim"), shown_text(text))
    return found
