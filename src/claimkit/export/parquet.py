"""Parquet of the claim table, for data frames and databases; needs pyarrow."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice
from typing import IO, TYPE_CHECKING

from claimkit import tabular
from claimkit.frames import Row, rows
from claimkit.models import SCHEMA_VERSION

if TYPE_CHECKING:
    from claimkit.results import Extraction

_GROUP = 50_000
"""Rows held at a time, and rows of a group in the file."""


def write(extractions: Iterable[Extraction], stream: IO[bytes]) -> None:
    """Write the claim table of all extractions as one table. Raises `ClaimkitError` where pyarrow is not installed."""
    types = tabular.types_of(Row)
    library = tabular.optional("pyarrow.parquet")
    schema = tabular.arrow_schema(types).with_metadata({"claimkit_schema_version": SCHEMA_VERSION})
    with library.ParquetWriter(stream, schema) as writer:
        every = chain.from_iterable(rows(extraction) for extraction in extractions)
        while group := [row._asdict() for row in islice(every, _GROUP)]:
            writer.write_table(tabular.arrow_table(group, types).replace_schema_metadata(schema.metadata))
