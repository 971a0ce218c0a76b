"""The tables of a dataset: those of `claimkit.tables`, each row with the key of its article, which is never null."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from claimkit import tables
from claimkit.models import SCHEMA_VERSION
from claimkit.tables import Row
from claimkit.tabular import Columns, arrow_schema, optional

if TYPE_CHECKING:
    import pyarrow

# `article_id` stands beside the key, in the table of claims too.
TABLES: Mapping[str, Columns] = {
    name: {"key": str, "article_id": str, **columns} for name, columns in tables.TABLES.items()
}
"""For each table what its columns hold."""


def schema(table: str) -> pyarrow.Schema:
    """Make the Arrow schema of a table; its metadata hold the version of claimkit's own schema.

    >>> schema("problems").names
    ['key', 'article_id', 'code', 'message', 'start', 'end', 'text', 'outlet', 'published']

    Raises `ClaimkitError` where pyarrow is not installed.
    """
    arrow = optional("pyarrow", extra="corpus")
    key, *rest = arrow_schema(TABLES[table])
    made: pyarrow.Schema = arrow.schema(
        [key.with_nullable(False), *rest], metadata={"claimkit_schema_version": SCHEMA_VERSION}
    )
    return made


def arrow_table(table: str, rows: Sequence[Row]) -> pyarrow.Table:
    """Make the Arrow table of rows.

    >>> arrow_table("problems", []).num_rows
    0

    Raises `ClaimkitError` where pyarrow is not installed.
    """
    made: pyarrow.Table = optional("pyarrow", extra="corpus").Table.from_pylist(rows, schema=schema(table))
    return made
