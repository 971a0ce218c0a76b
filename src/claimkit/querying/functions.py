"""Functions that SQL may call besides DuckDB's own: the days that an EDTF date covers, and counting words."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from claimkit.dates.edtf import days_of
from claimkit.frames import OMITTED


@lru_cache(maxsize=4096)
def earliest(edtf: str | None) -> date | None:
    """Give the first day that an EDTF date covers, None where it has none.

    >>> earliest("2024-21"), earliest("2024-05/.."), earliest("XXXX-11-17")
    (datetime.date(2024, 3, 1), datetime.date(2024, 5, 1), None)
    """
    days = days_of(edtf.partition("/")[0]) if edtf else None
    return days and days[0]


@lru_cache(maxsize=4096)
def latest(edtf: str | None) -> date | None:
    """Give the last day that an EDTF date covers, None where it has none.

    >>> latest("2024-02"), latest("2024-05/2024-06-02"), latest("2024-05/..")
    (datetime.date(2024, 2, 29), datetime.date(2024, 6, 2), None)
    """
    days = days_of(edtf.rpartition("/")[2]) if edtf else None
    return days and days[1]


def words(text: str | None) -> int | None:
    """Count words as the report and the pictures do; `[…]` between the parts of a quote is none.

    >>> words("The pier […] is safe")
    4
    """
    return None if text is None else len(text.replace(OMITTED, " ").split())


def taught(connection: Any) -> None:
    """Make the functions known to a connection of DuckDB."""
    for function, gives in ((earliest, "DATE"), (latest, "DATE"), (words, "BIGINT")):
        # A value that a function cannot take is null, as one without days is; a query does not end for it.
        connection.create_function(
            function.__name__, function, ["VARCHAR"], gives, null_handling="special", exception_handling="return_null"
        )
