"""Open what is to be read as a stream of bytes: a path, standard input, bytes, or gzip of these where allowed."""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from claimkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = 65_536
"""Bytes that are looked at to tell the format."""

_GZIP = b"\x1f\x8b"
_SUFFIXES = {".html": "html", ".htm": "html", ".xhtml": "html", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl"}
_PLAIN = (".txt", ".text", ".md", ".rst")
_PAGE = re.compile(rb"(?:\s|<\?xml[^>]{0,200}>|<!--[^>]{0,2000}-->){0,20}<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_UNSHOWABLE = re.compile(r"[^\x20-\x7e\u00a1-\u024f\u0370-\u1fff\u3040-\ud7ff]")


class Opened(NamedTuple):
    """A stream of bytes and its first `HEAD` bytes, which are still to be read from it."""

    stream: BinaryIO
    head: bytes


class _Chained(io.RawIOBase):
    """Bytes already read, and then the stream that they came from."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        piece = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def shown(source: str | bytes) -> str:
    """Return what messages call `source`: one line, with nothing in it that a terminal obeys.

    >>> shown("-"), shown("a\\nb.txt")
    ('standard input', 'a�b.txt')
    """
    if isinstance(source, bytes):
        return "the input"
    name = _UNSHOWABLE.sub("\ufffd", source)
    return "standard input" if source == "-" else name if len(name) <= 200 else f"{name[:197]}..."


@contextmanager
def opened(source: str | bytes, *, allow_gzip: bool) -> Iterator[Opened]:
    """Open `source` for reading; whatever fails then, or while it is read, is an `InputError` that names it."""
    name = shown(source)
    try:
        with _binary(source) as binary:
            found = _with_head(binary)
            if found.head.startswith(_GZIP):
                if not allow_gzip:
                    raise InputError(f"{name} is gzip: unpack it, or allow that with allow_gzip=True (--allow-gzip)")
                found = _with_head(gzip.GzipFile(fileobj=found.stream))
            yield found
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{name} is damaged gzip: fetch it anew") from error
    except FileNotFoundError as error:
        raise InputError(
            f"{name}: no such file: check the path; a text itself goes to extract() or standard input"
        ) from error
    except IsADirectoryError as error:
        raise InputError(f"{name} is a directory: name the files in it") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise InputError(f"{name} cannot be read ({reason}): check the path and its permissions") from error


@contextmanager
def _binary(source: str | bytes) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    elif source == "-":
        buffer = getattr(sys.stdin, "buffer", None)
        if buffer is None:
            raise InputError("standard input cannot be read: name a file")
        yield buffer
    else:
        with Path(source).open("rb") as binary:
            yield binary


def _with_head(binary: BinaryIO | gzip.GzipFile) -> Opened:
    head = binary.read(HEAD)
    return Opened(io.BufferedReader(_Chained(head, binary)), head)  # type: ignore[type-var, arg-type]


def sniffed(source: str | bytes, head: bytes) -> str:
    """Tell the format by the file's suffix, else by its first bytes: "html", "jsonl" or "text".

    >>> sniffed(b"", b"<!DOCTYPE html><p>Fog"), sniffed("fog.txt", b'{"text": "Fog"}')
    ('html', 'text')
    """
    suffix = Path(source.lower().removesuffix(".gz")).suffix if isinstance(source, str) else ""
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    # The zero bytes of UTF-16 and any byte order mark do not matter for this.
    start = head[:8192].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _PAGE.match(start):
        return "html"
    return "jsonl" if suffix not in _PLAIN and _is_jsonl(head.lstrip(b"\xef\xbb\xbf")) else "text"


def _is_jsonl(head: bytes) -> bool:
    line, newline, _ = head.lstrip().partition(b"\n")
    if not line.startswith(b"{") or b'"text"' not in line:
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        # A first line longer than the head cannot be parsed; one that ends and is broken is no JSON.
        return not newline and len(head) >= HEAD
