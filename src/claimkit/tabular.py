"""Rows as frames of pandas and polars and as Arrow tables; the libraries are loaded when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from claimkit.errors import ClaimkitError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Types = Mapping[str, type]
"""For each column what it holds: `str`, `int` or `float`; any cell may be null."""
STRINGS, SPANS = "strings", "spans"
Kind = type | str
"""What a column of an Arrow table holds: a type, `STRINGS`, or `SPANS` (each a `start` and an `end`)."""
Columns = Mapping[str, Kind]

_PANDAS = {str: "object", int: "Int64", float: "Float64"}
_POLARS = {str: "String", int: "Int64", float: "Float64"}
_EXTRAS = {"pyarrow": "arrow", "matplotlib": "plot", "zstandard": "corpus"}


def types_of(row: type) -> Types:
    """Give the types of the columns of a class of rows.

    >>> from claimkit.frames import Row
    >>> types_of(Row)["claim"], types_of(Row)["start"]
    (<class 'str'>, <class 'int'>)
    """
    return {
        name: next((kind for kind in (int, float) if kind in (hint, *get_args(hint))), str)
        for name, hint in get_type_hints(row).items()
    }


def pandas_frame(records: Sequence[Mapping[str, Any]], types: Types) -> pandas.DataFrame:
    """Make a pandas frame with nullable columns. Raises `ClaimkitError` where pandas is not installed."""
    frame: pandas.DataFrame = optional("pandas").DataFrame(records, columns=list(types), dtype="object")
    return frame.astype({name: _PANDAS[kind] for name, kind in types.items()})


def polars_frame(records: Sequence[Mapping[str, Any]], types: Types) -> polars.DataFrame:
    """Make a polars frame. Raises `ClaimkitError` where polars is not installed."""
    library = optional("polars")
    schema = {name: getattr(library, _POLARS[kind]) for name, kind in types.items()}
    frame: polars.DataFrame = library.DataFrame(records, schema=schema)
    return frame


def arrow_schema(columns: Columns) -> pyarrow.Schema:
    """Make the schema of an Arrow table.

    >>> arrow_schema({"code": str, "start": int}).names
    ['code', 'start']

    Raises `ClaimkitError` where pyarrow is not installed.
    """
    arrow = optional("pyarrow")
    offsets = arrow.struct([("start", arrow.int64()), ("end", arrow.int64())])
    kinds = {
        str: arrow.string(),
        int: arrow.int64(),
        float: arrow.float64(),
        STRINGS: arrow.list_(arrow.string()),
        SPANS: arrow.list_(offsets),
    }
    made: pyarrow.Schema = arrow.schema([(name, kinds[kind]) for name, kind in columns.items()])
    return made


def arrow_table(records: Sequence[Mapping[str, Any]], types: Types) -> pyarrow.Table:
    """Make an Arrow table. Raises `ClaimkitError` where pyarrow is not installed."""
    table: pyarrow.Table = optional("pyarrow").Table.from_pylist(records, schema=arrow_schema(types))
    return table


def optional(name: str, *, extra: str | None = None) -> Any:
    """Load a library that an extra installs. Raises `ClaimkitError` that names the extra."""
    try:
        return import_module(name)
    except ImportError as error:
        library = name.partition(".")[0]
        wanted = extra or _EXTRAS.get(library, library)
        raise ClaimkitError(f"{library} is not installed: pip install 'claimkit[{wanted}]'") from error
