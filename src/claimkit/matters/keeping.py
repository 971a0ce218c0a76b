"""Write Parquet files whole or not at all: what a later step needs, and the result.

What later steps need lies in the folder for drafts, which goes when all is done; a file that is there is whole, and a
comparison that was stopped does not make it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.corpus import durable
from claimkit.matters.dataset import EXTRA
from claimkit.tabular import optional

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow

    from claimkit.matters.dataset import Rows

KEPT = durable.DRAFTS
_FORMAT = {"compression": "zstd", "version": "2.6", "write_statistics": True, "row_group_size": 100_000}


def keep(out: Path, name: str, rows: Rows, columns: Mapping[str, str]) -> None:
    """Keep rows for a later step; `columns` gives for each the name of its Arrow type, or `strings`."""
    arrow = optional("pyarrow", extra=EXTRA)
    kinds = {"strings": arrow.list_(arrow.string())}
    schema = arrow.schema([(column, kinds.get(kind) or getattr(arrow, kind)()) for column, kind in columns.items()])
    put(out, f"{KEPT}/{name}", arrow.Table.from_pylist(rows, schema=schema))


def put(out: Path, name: str, table: pyarrow.Table) -> None:
    """Write a table to a file inside `out`. Raises `InputError` where that is not possible."""
    sink = optional("pyarrow", extra=EXTRA).BufferOutputStream()
    optional("pyarrow.parquet", extra=EXTRA).write_table(table, sink, **_FORMAT)
    durable.write(out, name, sink.getvalue().to_pybytes())


def has(out: Path, name: str) -> bool:
    """Tell whether a file for a later step is there already."""
    return (out / KEPT / name).exists()
