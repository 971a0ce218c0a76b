"""The connection that SQL runs on: it reaches the tables that it was given, and nothing else.

SQL may come from anywhere. That it is a SELECT says little: DuckDB takes `WITH x AS (COPY … TO 'file')` for one, and
`read_text('file')` is one. So no file is opened by its name in SQL: the tables are Arrow datasets that are registered
before all access to files, extensions and settings is shut off for good.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.errors import InputError
from claimkit.models import SURROGATE
from claimkit.querying.datasets import dataset
from claimkit.querying.functions import taught
from claimkit.querying.outcome import Outcome, told
from claimkit.querying.sources import CLAIM_TABLE, Part
from claimkit.tables import TABLES
from claimkit.tabular import arrow_table, optional

_CONFIG = MappingProxyType({"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
_LOCKS = (
    "SET python_enable_replacements = false",  # or a table may be any variable of the caller's
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
# A rewritten PIVOT is of the second kind; the lock holds for whatever else may be.
_KINDS = frozenset({"SELECT", "MULTI"})

_QUOTE = ("kind", "quote", "speaker_id", "speaker", "speaker_kind", "role", "affiliation", "source", "cue", "said",
          "quote_start", "quote_end", "outlet", "published")  # fmt: skip
_SPEAKER = {name: name for name in ("role", "affiliation", "outlet", "published")}
_DERIVED: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType({
    "quotes": ("quote_id", {name: name for name in _QUOTE}),
    "speakers": ("speaker_id", {"name": "speaker", "kind": "speaker_kind", **_SPEAKER}),
})  # fmt: skip
"""What a claim table tells besides claims: the id of a record, and its columns with what they are there."""


class Locked:
    """Tables that can be queried; `over` opens them."""

    def __init__(self, connection: Any, tables: Mapping[str, Mapping[str, str]]) -> None:
        """Take a connection that is locked, and for each of its tables the columns with their types."""
        self._connection = connection
        self.tables = tables

    @classmethod
    @contextmanager
    def over(cls, parts: Sequence[Part], scratch: Path) -> Iterator[Locked]:
        """Open the tables that `parts` hold; what does not fit into memory goes to the folder `scratch`.

        Raises `InputError` where parts do not fit together, `ClaimkitError` where DuckDB is not installed.
        """
        connection = optional("duckdb", extra="query").connect(":memory:", config=dict(_CONFIG))
        try:
            views = _views(connection, parts)
            for name, relation in views.items():
                relation.create_view(name)
            taught(connection)
            connection.execute("SET temp_directory = ?", [str(scratch / "spilled")])
            for lock in _LOCKS:
                connection.execute(lock)
            yield cls(connection, {name: _columns(views[name]) for name in TABLES if name in views})
        finally:
            connection.close()

    def run(self, sql: str) -> Outcome:
        """Run one SELECT. Raises `InputError`, here or while the outcome is read, with what is wrong with it."""
        if SURROGATE.search(sql) or "\0" in sql:
            raise InputError("the SQL holds characters that no text can hold: write it anew")
        with told(list(self.tables)):
            statements = self._connection.extract_statements(sql)
            if len(statements) != 1 or statements[0].type.name not in _KINDS:
                raise InputError("only one SELECT can be run, which reads and changes nothing: select … from claims")
            return Outcome.of(self._connection.sql(statements[0]))

    def columns(self) -> Outcome:
        """Give the tables with their columns and the types of these, a row a column."""
        rows = [
            {"table": table, "column": column, "type": kind}
            for table, columns in self.tables.items()
            for column, kind in columns.items()
        ]
        return Outcome(arrow_table(rows, dict.fromkeys(("table", "column", "type"), str)).to_reader())


def _columns(relation: Any) -> dict[str, str]:
    return {name: str(kind).lower() for name, kind in zip(relation.columns, relation.types, strict=True)}


def _views(connection: Any, parts: Sequence[Part]) -> dict[str, Any]:
    """Make a relation of each table, of all the parts that tell of it."""
    found: dict[str, list[Any]] = {}
    for holds in dict.fromkeys(part.holds for part in parts):
        relation = connection.from_arrow(dataset([part for part in parts if part.holds == holds]))
        if holds != CLAIM_TABLE:
            found.setdefault(holds, []).append(relation)
            continue
        found.setdefault("claims", []).append(relation.filter("claim_id is not null"))
        for table, (name, columns) in _DERIVED.items():
            found.setdefault(table, []).append(_records(relation, name, columns))
    return {table: _united(relations) for table, relations in found.items()}


def _records(rows: Any, name: str, columns: Mapping[str, str]) -> Any:
    """Take the records with an id of this name out of the rows of a claim table, each from its first row."""
    firsts = (f'first("{there}" order by "start", claim_id) as "{column}"' for column, there in columns.items())
    key = f"article_id, {name}"
    return rows.filter(f"{name} is not null").aggregate(f"{key}, {', '.join(firsts)}", key)


def _united(relations: Sequence[Any]) -> Any:
    """Put relations one behind the other by the names of their columns; what one lacks is null there."""
    if len(relations) == 1:
        return relations[0]
    types = {name: kind for each in relations for name, kind in zip(each.columns, each.types, strict=True)}
    whole = None
    for each in relations:
        there = set(each.columns)
        chosen = [
            f"{_quoted(name)}" if name in there else f"cast(null as {kind}) as {_quoted(name)}"
            for name, kind in types.items()
        ]
        one = each.project(", ".join(chosen))
        whole = one if whole is None else whole.union(one)
    return whole


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
