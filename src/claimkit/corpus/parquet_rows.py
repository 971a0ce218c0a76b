"""Read the articles of a Parquet file: one a row, in the columns that are named or go by the known names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO

from claimkit.corpus.columns import chosen, line
from claimkit.corpus.streams import FACTOR, LARGEST
from claimkit.errors import InputError
from claimkit.tabular import optional

_ROWS = 32
"""Rows held at a time."""


def rows(file: IO[bytes], columns: Mapping[str, str], *, size: int) -> Iterator[bytes]:
    """Yield each row as a line of JSON; `columns` says which column holds what, where it has a name of its own,
    `size` how many bytes the file has.

    Raises `InputError` on a file that is broken, lacks a column, or unpacks to too much.
    """
    library, pyarrow = optional("pyarrow.parquet", extra="corpus"), optional("pyarrow", extra="corpus")
    try:
        table = library.ParquetFile(file)
        named = chosen(table.schema_arrow.names, columns)
        groups = (table.metadata.row_group(number) for number in range(table.num_row_groups))
        if any(group.total_byte_size > max(LARGEST, FACTOR * size) for group in groups):
            raise InputError(f"unpacks to more than {FACTOR} times its size: check the file")
        for batch in table.iter_batches(batch_size=_ROWS, columns=list(named.values())):
            for row in batch.to_pylist():
                yield line(row, named)
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError("is damaged or no Parquet: what stands before is kept; fetch it anew") from error
