"""The formats that the outcome of a query is written in."""

from __future__ import annotations

import csv
import datetime
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from claimkit.errors import InputError
from claimkit.export import json_array
from claimkit.export.csv_table import guarded
from claimkit.tabular import optional

if TYPE_CHECKING:
    from claimkit.querying.outcome import Outcome


class Format(NamedTuple):
    """How an outcome is written."""

    write: Callable[[Outcome, IO[Any]], None]
    binary: bool = False


def plain(value: Any) -> Any:
    r"""Give a value that JSON can hold: dates as text, bytes as hexadecimal digits, no number as null.

    >>> plain(datetime.date(2024, 11, 24)), plain(Decimal(3)), plain([math.nan, b"\x01"])
    ('2024-11-24', 3, [None, '01'])
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return _nested(value)


def _nested(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    # The triple of months, days and nanoseconds that an interval is says less than its text.
    if isinstance(value, list) or type(value) is tuple:
        return [plain(each) for each in value]
    return str(value)


def cell(value: Any) -> Any:
    """Give a value for a cell of CSV or of a printed table: lists and structures as JSON.

    >>> cell(None), cell(2.5), cell(["a", 1])
    ('', 2.5, '["a", 1]')
    """
    known = plain(value)
    if isinstance(known, dict | list):
        return json_array.inert(known)
    return "" if known is None else str(known).lower() if isinstance(known, bool) else known


def _csv(outcome: Outcome, stream: IO[str]) -> None:
    _cells(outcome, stream, lambda each: guarded(each) if isinstance(each, str) else each)


def _raw_csv(outcome: Outcome, stream: IO[str]) -> None:
    _cells(outcome, stream, lambda each: each)


def _cells(outcome: Outcome, stream: IO[str], kept: Callable[[Any], Any]) -> None:
    out = csv.writer(stream)
    out.writerow([kept(name) for name in outcome.names])
    for row in outcome.rows():
        out.writerow([kept(cell(value)) for value in row])


def _json(outcome: Outcome, stream: IO[str]) -> None:
    json_array.write(_objects(outcome), stream)


def _jsonl(outcome: Outcome, stream: IO[str]) -> None:
    for each in _objects(outcome):
        stream.write(json_array.inert(each) + "\n")


def _objects(outcome: Outcome) -> Iterator[dict[str, Any]]:
    _check_names(outcome)
    for row in outcome.rows():
        yield dict(zip(outcome.names, map(plain, row), strict=True))


def _parquet(outcome: Outcome, stream: IO[bytes]) -> None:
    _check_names(outcome)
    arrow, parquet = optional("pyarrow", extra="query"), optional("pyarrow.parquet", extra="query")
    try:
        writer = parquet.ParquetWriter(stream, outcome.schema)
    except (arrow.ArrowException, ValueError) as error:
        raise InputError(
            f"Parquet cannot hold a column ({' '.join(str(error).split())}): cast it to varchar"
        ) from error
    with writer:
        for batch in outcome.batches():
            writer.write_batch(batch)


def _check_names(outcome: Outcome) -> None:
    name, count = next(iter(Counter(outcome.names).most_common(1)))
    if count > 1:
        raise InputError(f"{count} columns are named {name!r}: give each a name of its own with AS")


FORMATS: Mapping[str, Format] = MappingProxyType({
    "csv": Format(_csv),
    "raw-csv": Format(_raw_csv),
    "json": Format(_json),
    "jsonl": Format(_jsonl),
    "parquet": Format(_parquet, binary=True),
})  # fmt: skip
"""The formats, by name; a file name that ends in the name of one asks for it."""
