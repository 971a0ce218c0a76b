"""One row an article: its key, and for each table of a dataset a column with the rows that the article has in it.

So one pass of an engine over the articles gives all tables, and taking one out of them costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from claimkit.corpus.batch import Batch
from claimkit.corpus.tables import TABLES, schema
from claimkit.errors import InputError
from claimkit.tabular import SPANS, STRINGS, Kind, optional

if TYPE_CHECKING:
    import pyarrow

_SQL: dict[Kind, str] = {
    str: "string",
    int: "bigint",
    float: "double",
    STRINGS: "array<string>",
    SPANS: "array<struct<start: bigint, end: bigint>>",
}


def nested(found: Sequence[tuple[str, Batch]]) -> pyarrow.Table:
    """Make a row of the key of each article and what was found in it.

    >>> from claimkit.corpus.batch import failed
    >>> row = nested([("a", failed("a", "a holds no text"))]).to_pylist()[0]
    >>> row["key"], row["claims"], row["problems"][0]["message"]
    ('a', [], 'a holds no text')

    Raises `ClaimkitError` where pyarrow is not installed.
    """
    arrow = optional("pyarrow", extra="corpus")
    columns = [arrow.array([key for key, _ in found], arrow.string())]
    for name in TABLES:
        kind = arrow.list_(arrow.struct(list(schema(name))))
        columns.append(arrow.array([batch.rows[name] for _, batch in found], kind))
    made: pyarrow.Table = arrow.table(columns, names=["key", *TABLES])
    return made


def table_of(rows: pyarrow.Table, name: str) -> pyarrow.Table:
    """Make the Arrow table `name` of rows that `nested` made; its schema is that of a dataset.

    >>> from claimkit.corpus.batch import failed
    >>> table_of(nested([("a", failed("a", "a holds no text"))]), "problems")["code"].to_pylist()
    ['extraction-failed']
    """
    arrow = optional("pyarrow", extra="corpus")
    wanted = schema(name)
    kind = arrow.struct(list(wanted))
    chunks = [chunk.flatten().cast(kind) for chunk in rows[name].chunks]
    made: pyarrow.Table = arrow.Table.from_batches(
        [arrow.RecordBatch.from_arrays(chunk.flatten(), schema=wanted) for chunk in chunks], wanted
    )
    return made


def sql_schema() -> str:
    """Return the schema of these rows as SQL says it.

    >>> sql_schema()[:80]
    'key string, articles array<struct<`key`: string, `article_id`: string, `title`: '
    """
    tables = (
        f"{name} array<struct<{', '.join(f'`{column}`: {_SQL[kind]}' for column, kind in columns.items())}>>"
        for name, columns in TABLES.items()
    )
    return ", ".join(("key string", *tables))


def check_table(name: str) -> None:
    """Raise `InputError` where there is no table of this name."""
    if name not in TABLES:
        raise InputError(f"there is no table {name!r}: use one of {', '.join(TABLES)}")
