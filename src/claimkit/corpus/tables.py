"""The tables of a dataset and their columns, fixed and typed: an empty shard has the same schema as a full one.

Any cell may be null but for `key`. Offsets are code points into the article's text, half-open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from claimkit.frames import Row as ClaimRow
from claimkit.models import SCHEMA_VERSION
from claimkit.tabular import optional, types_of

if TYPE_CHECKING:
    import pyarrow

Row = dict[str, Any]
Kind = type | str
"""What a column holds: `str`, `int` or `float`, `STRINGS`, or `SPANS` (each a `start` and an `end`)."""

STRINGS, SPANS = "strings", "spans"

_OF = {"key": str, "article_id": str}

TABLES: Mapping[str, Mapping[str, Kind]] = {
    "articles": {
        **_OF,
        **dict.fromkeys(("title", "outlet"), str),
        "authors": STRINGS,
        **dict.fromkeys(("url", "published", "text"), str),
        **dict.fromkeys(("characters", "quotes", "claims", "speakers", "problems"), int),
    },
    "quotes": {
        **_OF,
        **dict.fromkeys(("quote_id", "kind", "quote"), str),
        "spans": SPANS,
        **dict.fromkeys(("quote_start", "quote_end"), int),
        **dict.fromkeys(("speaker_id", "speaker", "speaker_kind", "role", "affiliation", "source"), str),
        **dict.fromkeys(("source_start", "source_end"), int),
        "cue": str,
        **dict.fromkeys(("cue_start", "cue_end"), int),
        **dict.fromkeys(("said", "parent", "outlet", "published"), str),
        "confidence": float,
    },
    "claims": {
        **_OF,
        **types_of(ClaimRow),
        **dict.fromkeys(("text_in_context", "target"), str),
        **dict.fromkeys(("target_start", "target_end"), int),
        "stance_cues": SPANS,
        **dict.fromkeys(("factuality", "subjectivity", "check_worthiness", "confidence"), float),
    },
    "speakers": {
        **_OF,
        **dict.fromkeys(("speaker_id", "name", "kind", "role", "affiliation", "party", "tenure"), str),
        "mentions": SPANS,
        **dict.fromkeys(("outlet", "published"), str),
    },
    "problems": {
        **_OF,
        **dict.fromkeys(("code", "message"), str),
        **dict.fromkeys(("start", "end"), int),
        **dict.fromkeys(("text", "outlet", "published"), str),
    },
}
"""For each table what its columns hold; `docs/columns.md` says what each means."""


def schema(table: str) -> pyarrow.Schema:
    """Make the Arrow schema of a table; its metadata hold the version of claimkit's own schema.

    >>> schema("problems").names
    ['key', 'article_id', 'code', 'message', 'start', 'end', 'text', 'outlet', 'published']

    Raises `ClaimkitError` where pyarrow is not installed.
    """
    arrow = optional("pyarrow", extra="corpus")
    offsets = arrow.struct([("start", arrow.int64()), ("end", arrow.int64())])
    kinds = {
        str: arrow.string(),
        int: arrow.int64(),
        float: arrow.float64(),
        STRINGS: arrow.list_(arrow.string()),
        SPANS: arrow.list_(offsets),
    }
    columns = [arrow.field(name, kinds[kind], nullable=name != "key") for name, kind in TABLES[table].items()]
    made: pyarrow.Schema = arrow.schema(columns, metadata={"claimkit_schema_version": SCHEMA_VERSION})
    return made


def arrow_table(table: str, rows: Sequence[Row]) -> pyarrow.Table:
    """Make the Arrow table of rows.

    >>> arrow_table("problems", []).num_rows
    0

    Raises `ClaimkitError` where pyarrow is not installed.
    """
    made: pyarrow.Table = optional("pyarrow", extra="corpus").Table.from_pylist(rows, schema=schema(table))
    return made
