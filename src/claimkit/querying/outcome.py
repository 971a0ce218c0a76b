"""What a query gives: columns, and rows that come batch by batch."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from claimkit.errors import InputError
from claimkit.tabular import optional

if TYPE_CHECKING:
    import pyarrow

_PREFIX = re.compile(r"^[A-Z][A-Za-z ]* Error: ")
_TABLE = re.compile(r"Table with name (.*?) does not exist")
_WHERE = re.compile(r"(?:\n+LINE \d+: |\s+You might need to add|\s+Candidate functions:).*", re.DOTALL)
_LONGEST = 300
_BATCH = 5_000
"""Rows of a batch; with the texts of articles they are some 30 MB."""


class Outcome:
    """The rows of a query, which can be read once."""

    def __init__(self, reader: pyarrow.RecordBatchReader) -> None:
        """Take what gives the batches."""
        self._reader = reader
        self.schema: pyarrow.Schema = reader.schema

    @classmethod
    def of(cls, relation: Any) -> Outcome:
        """Take a relation of DuckDB, and begin to run it."""
        return cls(relation.to_arrow_reader(_BATCH))

    @property
    def names(self) -> list[str]:
        """The names of the columns, of which several may be the same."""
        return list(self.schema.names)

    def batches(self) -> Iterator[pyarrow.RecordBatch]:
        """Yield the batches. Raises `InputError` where the query fails on a row."""
        while True:
            with told():
                try:
                    batch = self._reader.read_next_batch()
                except StopIteration:
                    return
            yield batch

    def table(self) -> pyarrow.Table:
        """Give all rows as one table."""
        return optional("pyarrow", extra="query").Table.from_batches(self.batches(), schema=self.schema)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows, their values those of Python. Raises `InputError` on a value that Python does not have."""
        for batch in self.batches():
            try:
                columns = [column.to_pylist() for column in batch.columns]
            except (ValueError, OverflowError) as error:
                raise InputError(
                    f"a value cannot be shown ({' '.join(str(error).split())}): cast it to varchar"
                ) from error
            yield from zip(*columns, strict=True)


@contextmanager
def told(tables: Sequence[str] = ()) -> Iterator[None]:
    """Make an `InputError` of what DuckDB says in the block, and a `KeyboardInterrupt` of an interrupt."""
    arrow, duckdb = optional("pyarrow", extra="query"), optional("duckdb", extra="query")
    try:
        yield
    except (duckdb.Error, arrow.ArrowException, OSError, RuntimeError) as error:
        if "interrupted" in str(error).lower() and isinstance(
            error, RuntimeError | OSError | duckdb.InterruptException
        ):
            raise KeyboardInterrupt from error
        raise InputError(reason(error, tables)) from error


def reason(error: Exception, tables: Sequence[str] = ()) -> str:
    """Say on one line why a query cannot be run, and what to do.

    >>> reason(ValueError("Catalog Error: Table with name clams does not exist!\\nDid you mean"), ["claims", "quotes"])
    'there is no table clams: these results have claims and quotes'
    """
    text = _WHERE.sub("", str(error)).strip()
    if missing := _TABLE.search(text):
        known = " and ".join(filter(None, (", ".join(tables[:-1]), *tables[-1:])))
        return f"there is no table {missing[1]}: these results have {known}"
    if "disabled by configuration" in text or "disabled through configuration" in text or "Permission Error" in text:
        return "SQL reads the given results and no other files: give each as RESULTS and select from its tables"
    said = " ".join(_PREFIX.sub("", text).split())
    said = said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1].rstrip()}…"
    return f"the SQL cannot be run ({said}): mend it; --tables lists tables and columns"
