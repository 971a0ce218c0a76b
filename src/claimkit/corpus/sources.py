"""A corpus as a stream of items, in the same order each time and with the memory of one item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO

from claimkit.corpus import columns
from claimkit.corpus.items import Item
from claimkit.corpus.parquet_rows import rows
from claimkit.corpus.streams import Opened, unpacked
from claimkit.corpus.walking import Found, files_of, kind_of, size_of
from claimkit.errors import InputError
from claimkit.reading import MAX_CHARS, byte_limit
from claimkit.reading.inputs import HEAD, sniffed

_PARQUET = b"PAR1"


@dataclass(frozen=True)
class Source:
    """Where the articles are: a folder, a file of one or of many, or a pattern such as `news/**/*.html`.

    `leaving_out` is a folder that is none of it, `columns` says which columns of Parquet hold what, `max_chars` is the
    longest article in code points. Raises `InputError` for a fact that no column can hold.
    """

    place: str
    leaving_out: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    max_chars: int = MAX_CHARS

    def __post_init__(self) -> None:
        """Check the names of the facts."""
        columns.check(self.columns)
        if self.max_chars < 1:
            raise InputError(f"max_chars must be at least 1, not {self.max_chars}")

    def size(self) -> int:
        """Return how many bytes its files have."""
        return size_of(self.place, self.leaving_out)

    def items(self) -> Iterator[Item]:
        """Yield the items; what cannot be read is one with a failure, in its place, and reading goes on.

        Raises `InputError` where there is no such source.
        """
        before = 0
        for found in files_of(self.place, self.leaving_out):
            for item in self._items_of(found):
                yield item._replace(position=before + min(item.position, found.size))
            before += found.size

    def _items_of(self, found: Found) -> Iterator[Item]:
        if found.failure is not None:
            yield _failed(found, found.failure)
            return
        try:
            with unpacked(found.path) as opened:
                yield from self._read(found, opened)
        except InputError as error:
            yield _failed(found, str(error))
        except OSError as error:
            reason = error.strerror or str(error)
            yield _failed(found, f"cannot be read ({reason}): check the path and its permissions")

    def _read(self, found: Found, opened: Opened) -> Iterator[Item]:
        kind, head = kind_of(found.path), b""
        if kind is None:
            head = opened.stream.peek(HEAD)[:HEAD] if hasattr(opened.stream, "peek") else b""
            kind = "parquet" if head.startswith(_PARQUET) else sniffed(found.path, head)
        if kind == "parquet":
            limit = byte_limit("jsonl", self.max_chars)
            for number, line in enumerate(rows(opened.file, self.columns, size=found.size), 1):
                yield Item(f"{found.key}#{number}", "jsonl", line[: limit + 1], position=opened.file.tell())
        elif kind == "jsonl" and _is_one_object(found.path, opened.stream):
            raw = opened.stream.read(byte_limit(kind, self.max_chars) + 1)
            yield Item(found.key, kind, raw, position=found.size)
        elif kind == "jsonl":
            for number, line in _lines(opened.stream, byte_limit(kind, self.max_chars)):
                yield Item(f"{found.key}#{number}", kind, line, position=opened.file.tell())
        else:
            # One byte more than there may be: whoever reads the article then says that it is too long.
            raw = opened.stream.read(byte_limit(kind, self.max_chars) + 1)
            yield Item(found.key, kind, raw, position=found.size)


def _failed(found: Found, reason: str) -> Item:
    return Item(found.key, failure=f"{found.key} {reason}", position=found.size)


def _is_one_object(path: str, stream: BinaryIO) -> bool:
    """Tell whether a `.json` file is one object over several lines, as programs write it for people, and not JSONL."""
    if ".json" not in Path(path.lower()).suffixes or not hasattr(stream, "peek"):
        return False
    first = stream.peek(HEAD)[:HEAD].lstrip().partition(b"\n")[0].strip()
    return first in (b"{", b"[")


def _lines(stream: IO[bytes], limit: int) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that hold anything, with their numbers from 1; of one over the limit enough to tell."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        rest = line
        while len(rest) > limit and not rest.endswith(b"\n"):
            rest = stream.readline(limit + 1)
        if line.strip():
            yield number, line
