"""One JSON array of an object an article, in which no character can do harm.

Such files are pasted into pages and printed on terminals. In JSON all but blanks, brackets and numbers stands inside
strings, where any character may be written by its number; so a reader gets each of them back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from claimkit.errors import InputError

_CODES = (
    *map(ord, "<>&"),
    *range(0x7F, 0xA0),
    *(0x061C, 0x200B, 0x200E, 0x200F, 0xFEFF),
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
)
_INERT = {code: f"\\u{code:04x}" for code in _CODES}


def inert(value: Any) -> str:
    r"""Write JSON in which marks of HTML, control characters and those of direction are numbers.

    >>> print(inert({"a": "</script>"}))
    {"a": "\u003c/script\u003e"}
    """
    return json.dumps(value, ensure_ascii=False).translate(_INERT)


def write(objects: Iterable[Any], stream: IO[str]) -> None:
    """Write the objects as they come, one a line, as one array."""
    between = "[\n"
    for each in objects:
        stream.write(between + inert(each))
        between = ",\n"
    stream.write("[]\n" if between == "[\n" else "\n]\n")


def read(stream: IO[str]) -> Iterator[Any]:
    """Yield the objects of an array. Raises `InputError` where there is none."""
    try:
        found = json.load(stream)
    except (ValueError, RecursionError) as error:
        raise InputError(f"this is no JSON: {str(error).partition(chr(10))[0]}") from error
    if not isinstance(found, list):
        raise InputError("this is no JSON array with an object an article")
    yield from found
