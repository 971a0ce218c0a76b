"""Find out which files hold which tables, and lay out as Parquet what is not."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from claimkit.errors import InputError
from claimkit.export import json_lines, json_objects
from claimkit.frames import COLUMNS
from claimkit.models import SCHEMA_VERSION
from claimkit.querying.spool import Spool
from claimkit.reading.inputs import shown
from claimkit.results import Extraction
from claimkit.tables import TABLES
from claimkit.tabular import arrow_schema, optional

if TYPE_CHECKING:
    import pyarrow

CLAIM_TABLE = "a claim table"
"""What a file holds whose rows are those of `extract -f parquet`: claims, and quotes in which none was found."""

_MAGIC = b"PAR1"
_GZIP = b"\x1f\x8b"
_VERSION = b"claimkit_schema_version"


class Part(NamedTuple):
    """A Parquet file with its columns and what it holds: `CLAIM_TABLE` or a table of `TABLES`.

    One without a path is an empty table.
    """

    holds: str
    schema: pyarrow.Schema
    path: str | None = None


def gathered(results: Sequence[str | os.PathLike[str] | Extraction], scratch: Path) -> list[Part]:
    """Give the parts of all results; what is no Parquet is laid out as Parquet in the folder `scratch`.

    Raises `InputError` for no results at all and for one that cannot be read, `ClaimkitError` without the libraries.
    """
    for library in ("duckdb", "pyarrow", "pyarrow.parquet"):  # before anything is read
        optional(library, extra="query")
    if not results:
        raise InputError("there is nothing to query: give files or folders of results")
    parts: list[Part] = []
    with Spool(scratch) as spool:
        for result in results:
            if isinstance(result, Extraction):
                spool.add(result)
            elif isinstance(result, str | os.PathLike):
                parts += _parts(os.fspath(result), spool)
            else:
                raise InputError(
                    f"results are paths and extractions, not {type(result).__name__}: of several give each"
                )
    return parts + [_part(path, str(path), table) for table, path in spool.files()]


def _parts(name: str, spool: Spool) -> Iterator[Part]:
    if name != "-" and Path(name).is_dir():
        yield from _dataset(Path(name))
        return
    with _opened(name) as stream:
        head = stream.peek(4)[:4]
        if head.startswith(_GZIP):
            raise InputError(f"{shown(name)} is gzip: unpack it first")
        if head != _MAGIC:
            for extraction in _extractions(stream, shown(name)):
                spool.add(extraction)
            return
        if name == "-":
            raise InputError("Parquet is not read from standard input: name the file")
    yield _part(Path(name), shown(name))


@contextmanager
def _opened(name: str) -> Iterator[io.BufferedReader]:
    """Open a file or standard input; what fails then, or while it is read, is an `InputError` that names it."""
    try:
        if name == "-":
            yield sys.stdin.buffer  # type: ignore[misc]  # it is a BufferedReader, and has peek
        else:
            with Path(name).open("rb") as stream:
                yield stream
    except FileNotFoundError as error:
        raise InputError(f"{shown(name)}: no such file or folder: name results, behind the SQL") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise InputError(f"{shown(name)} cannot be read ({reason}): name what claimkit extract wrote") from error


def _extractions(stream: IO[bytes], name: str) -> Iterator[Extraction]:
    """Yield the extractions of JSON or JSONL; an object that begins on a line of its own is indented JSON."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        first = next((line for line in text if not line.isspace()), "")
        if not first:
            raise InputError(f"{name} is empty: give what claimkit extract wrote")
        reader = json_objects.read if first.strip() == "{" else json_lines.read
        done = 0
        try:
            for extraction in reader(chain([first], text)):  # type: ignore[arg-type]  # it asks for lines alone
                yield extraction
                done += 1
        except InputError as error:
            raise InputError(f"{name}, article {done + 1}: {error}") from error
    finally:
        text.detach()  # or the stream would be closed with it


def _dataset(folder: Path) -> Iterator[Part]:
    """Give the parts of the tables that a dataset has folders of; anything else in it is none of ours."""
    there = [table for table in TABLES if (folder / table).is_dir()]
    if not there:
        raise InputError(
            f"{shown(str(folder))} holds no results: a dataset has folders such as {' and '.join(list(TABLES)[1:3])};"
            " files are named one by one"
        )
    for table in there:
        # Names that begin so are of files that are still being written.
        files = sorted(path for path in (folder / table).glob("*.parquet") if not path.name.startswith((".", "_")))
        for path in files:
            yield _part(path, shown(str(path)), table)
        if not files:
            yield Part(table, arrow_schema(TABLES[table]))


def _part(path: Path, name: str, table: str | None = None) -> Part:
    """Read what columns a Parquet file has, and tell by them what it holds unless `table` does."""
    arrow, parquet = optional("pyarrow", extra="query"), optional("pyarrow.parquet", extra="query")
    place = os.path.realpath(path)
    try:
        found = parquet.read_schema(place)
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise InputError(f"{name} is damaged or no Parquet: write it anew with claimkit extract") from error
    version = (found.metadata or {}).get(_VERSION, SCHEMA_VERSION.encode()).decode("utf-8", "replace")
    if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise InputError(
            f"{name} has schema {version}, which claimkit does not read ({SCHEMA_VERSION}): upgrade claimkit"
        )
    holds = table or _held(set(found.names), path)
    if holds is None:
        raise InputError(f"{name} holds no table of claimkit: give what claimkit extract -f parquet wrote")
    return Part(holds, found, place)


def _held(columns: set[str], path: Path) -> str | None:
    if columns.issuperset(COLUMNS):
        return CLAIM_TABLE
    # A part of a dataset that is given by itself.
    return path.absolute().parent.name if path.absolute().parent.name in TABLES and "article_id" in columns else None
