"""Parquet files as Arrow datasets that are read no further ahead than one group of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.errors import InputError
from claimkit.querying.sources import Part
from claimkit.tabular import optional

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.dataset


def dataset(parts: Sequence[Part]) -> pyarrow.dataset.Dataset:
    """Make one dataset of files that hold the same; a column that some of them lack is null there.

    Raises `InputError` where the types of a column do not fit together.
    """
    arrow, library = optional("pyarrow", extra="query"), optional("pyarrow.dataset", extra="query")
    try:
        schema = arrow.unify_schemas([_plain(part.schema) for part in parts], promote_options="permissive")
    except arrow.ArrowException as error:
        fault = " ".join(str(error).split())
        raise InputError(f"files that hold {parts[0].holds} do not fit together ({fault}): query one by one") from error
    paths = [part.path for part in parts if part.path is not None]
    if not paths:
        return library.dataset(schema.empty_table())
    found = library.dataset(paths, schema=schema, format="parquet")
    return _bounded(library)(list(found.get_fragments()), schema, found.format, found.filesystem)


def _bounded(library: Any) -> Any:
    """Make the class of a dataset that is read by one row group after the other, as whoever asks takes them.

    Arrow's own scanner reads ahead on threads of its own, in the end all there is, whatever bounds it is given.
    """

    def scanner(self: Any, columns: Sequence[str] | None = None, filter: Any = None, **_: Any) -> _Scan:  # noqa: A002
        return _Scan(self, list(self.schema.names if columns is None else columns), filter)

    return type("Bounded", (library.FileSystemDataset,), {"scanner": scanner})


class _Scan(NamedTuple):
    """What DuckDB asks for of a dataset: columns, and an expression that says which rows."""

    asked: Any
    columns: list[str]
    rows: Any

    def to_reader(self) -> pyarrow.RecordBatchReader:
        """Make the reader that DuckDB takes batches from."""
        arrow, schema = optional("pyarrow", extra="query"), self.asked.schema
        wanted = arrow.schema([schema.field(name) for name in self.columns])
        return arrow.RecordBatchReader.from_batches(wanted, self._batches())

    def _batches(self) -> Iterator[pyarrow.RecordBatch]:
        given = {"schema": self.asked.schema, "columns": self.columns, "filter": self.rows, "use_threads": False}
        for file in self.asked.get_fragments():
            for group in file.split_by_row_group():
                yield from group.to_batches(**given)


def _plain(schema: pyarrow.Schema) -> pyarrow.Schema:
    """Take values for their dictionaries, and leave out what a file says of itself."""
    arrow = optional("pyarrow", extra="query")
    fields = [
        field.with_type(field.type.value_type) if arrow.types.is_dictionary(field.type) else field for field in schema
    ]
    return arrow.schema([field.remove_metadata().with_nullable(True) for field in fields])
