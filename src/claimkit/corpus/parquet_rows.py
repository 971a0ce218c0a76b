"""Read the articles of a Parquet file: one a row, in the columns that are named or go by the known names."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from typing import IO, Any

from claimkit.corpus.streams import FACTOR, LARGEST
from claimkit.errors import InputError
from claimkit.tabular import optional

KNOWN = {
    "text": ("text",),
    "id": ("id",),
    "title": ("title",),
    "authors": ("authors", "author"),
    "outlet": ("outlet",),
    "url": ("url",),
    "published": ("published", "date"),
}
"""What is read of an article, and the columns that hold it unless others are named; the keys are those of JSONL."""
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
        chosen = _chosen(table.schema_arrow.names, columns)
        groups = (table.metadata.row_group(number) for number in range(table.num_row_groups))
        if any(group.total_byte_size > max(LARGEST, FACTOR * size) for group in groups):
            raise InputError(f"unpacks to more than {FACTOR} times its size: check the file")
        for batch in table.iter_batches(batch_size=_ROWS, columns=list(chosen.values())):
            for row in batch.to_pylist():
                known = {field: _plain(row[name]) for field, name in chosen.items()}
                yield json.dumps(known, sort_keys=True).encode()
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError("is damaged or no Parquet: what stands before is kept; fetch it anew") from error


def _chosen(there: list[str], named: Mapping[str, str]) -> dict[str, str]:
    """Return for each fact the column that holds it."""
    chosen = {
        field: next((name for name in ([named[field]] if field in named else known) if name in there), None)
        for field, known in KNOWN.items()
    }
    for field in ("text", *named):
        if chosen[field] is None:
            wanted, have = named.get(field, field), ", ".join(map(repr, there[:20]))
            raise InputError(f"has no column {wanted!r} but {have}: name one with --{KNOWN[field][-1]}-column")
    return {field: name for field, name in chosen.items() if name is not None}


def _plain(value: Any) -> Any:
    """Return a value that JSON can hold: dates as text, and what is neither text nor number as none."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, list):
        return [each for each in value if isinstance(each, str)]
    return value if isinstance(value, str | int | float) else None
