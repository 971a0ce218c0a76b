"""Lay extractions out as tables on disk, so that as many can be queried as there is room for there."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

from claimkit.tables import TABLES, Row, rows_of
from claimkit.tabular import arrow_schema, optional

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from claimkit.results import Extraction

_GROUP = 2_000
"""Articles whose rows are held at a time."""


class Spool:
    """Parquet files in a folder, one a table, that are there once the block ends and anything was added."""

    def __init__(self, folder: Path) -> None:
        """Take the folder to write to; nothing is written before the first extraction."""
        self._folder = folder
        self._open = ExitStack()
        self._writers: dict[str, Any] = {}
        self._rows: dict[str, list[Row]] = {table: [] for table in TABLES}

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what is left."""
        with self._open:
            if self._writers and error is None:
                self._flush()

    def add(self, extraction: Extraction) -> None:
        """Add the rows of an extraction to each table."""
        if not self._writers:
            parquet = optional("pyarrow.parquet", extra="query")
            for table in TABLES:
                writer = parquet.ParquetWriter(str(self._path(table)), arrow_schema(TABLES[table]))
                self._writers[table] = self._open.enter_context(writer)
        for table, rows in rows_of(extraction).items():
            self._rows[table] += rows
        if len(self._rows["articles"]) >= _GROUP:
            self._flush()

    def files(self) -> Iterator[tuple[str, Path]]:
        """Yield the tables with their files; none where nothing was added."""
        yield from ((table, self._path(table)) for table in self._writers)

    def _path(self, table: str) -> Path:
        return self._folder / f"{table}.parquet"

    def _flush(self) -> None:
        arrow = optional("pyarrow", extra="query")
        for table, rows in self._rows.items():
            self._writers[table].write_table(arrow.Table.from_pylist(rows, schema=arrow_schema(TABLES[table])))
            rows.clear()
