"""Articles as rows of a table: which column holds what, and a row as the line of JSON that `claimkit.reading` reads."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any

from claimkit.errors import InputError

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

ON_COMMAND_LINE, IN_PYTHON = "--{option}-column", "columns={{{field!r}: …}}"
"""How a column is named, for messages."""


def check(named: Mapping[str, str]) -> None:
    """Raise `InputError` where a column is named for what is not read of an article."""
    if unknown := sorted(set(named) - set(KNOWN)):
        raise InputError(f"columns cannot hold {unknown[0]!r}, only {', '.join(KNOWN)}")


def chosen(there: Iterable[str], named: Mapping[str, str], *, hint: str = ON_COMMAND_LINE) -> dict[str, str]:
    """Return for each fact the column that holds it; `named` says which, where it has a name of its own.

    `hint` is how to name one, where that is to be told: ON_COMMAND_LINE or IN_PYTHON.

    >>> chosen(["id", "body", "date", "desk"], {"text": "body"})
    {'text': 'body', 'id': 'id', 'published': 'date'}

    Raises `InputError` where there is no column of texts, or none of a name that is given.
    """
    names = list(there)
    found = {
        field: next((name for name in ([named[field]] if field in named else known) if name in names), None)
        for field, known in KNOWN.items()
    }
    for field in ("text", *named):
        if found[field] is None:
            wanted, have = named.get(field, field), ", ".join(map(repr, names[:20]))
            option = hint.format(field=field, option=KNOWN[field][-1])
            raise InputError(f"has no column {wanted!r} but {have}: name one with {option}")
    return {field: name for field, name in found.items() if name is not None}


def line(row: Mapping[str, Any], columns: Mapping[str, str]) -> bytes:
    """Return what `columns` name of a row as a line of JSON.

    >>> line({"body": "Fog fell.", "date": datetime.date(2024, 11, 24)}, {"text": "body", "published": "date"})
    b'{"published": "2024-11-24", "text": "Fog fell."}'
    """
    return json.dumps({field: _plain(row[name]) for field, name in columns.items()}, sort_keys=True).encode()


def _plain(value: Any) -> Any:
    """Return a value that JSON can hold: dates as text, and what is neither text nor number as none."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, list):
        return [each for each in value if isinstance(each, str)]
    return value if isinstance(value, str | int | float) else None
