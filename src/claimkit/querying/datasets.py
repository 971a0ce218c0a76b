"""Parquet files as Arrow datasets that are read no further ahead than they are used."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from claimkit.errors import InputError
from claimkit.querying.sources import Part
from claimkit.tabular import optional

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.dataset

_AHEAD = MappingProxyType({"use_threads": False, "batch_readahead": 2, "fragment_readahead": 1})
"""How far is read ahead. With threads Arrow reads on while what it has is not yet used, in the end all there is."""


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
    """Make the class of a dataset that whoever asks it for a scanner reads with the bounds of `_AHEAD`."""

    def scanner(self: Any, **asked: Any) -> Any:
        return library.FileSystemDataset.scanner(self, **{**asked, **_AHEAD})

    return type("Bounded", (library.FileSystemDataset,), {"scanner": scanner})


def _plain(schema: pyarrow.Schema) -> pyarrow.Schema:
    """Take values for their dictionaries, and leave out what a file says of itself."""
    arrow = optional("pyarrow", extra="query")
    fields = [
        field.with_type(field.type.value_type) if arrow.types.is_dictionary(field.type) else field for field in schema
    ]
    return arrow.schema([field.remove_metadata().with_nullable(True) for field in fields])
