"""Open files that may be packed with gzip or zstd, and never unpack more than a corpus can hold.

A few kilobytes can unpack to many gigabytes. So what is unpacked is read piece by piece, and reading ends with an
`InputError` where it passes `LARGEST` bytes and `FACTOR` times what was read of the file.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple

from claimkit.errors import InputError
from claimkit.tabular import optional

FACTOR = 200
"""How many bytes each byte of a packed file may unpack to; news packs to a third or a tenth."""
LARGEST = 64 * 1024 * 1024
"""Bytes that any file may unpack to, however few it has."""

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_PIECE = 2048
"""Bytes of a zstd file that are unpacked at a time; each may become 32,768."""
_WINDOW = 2**27
"""Bytes that unpacking zstd may look back on: what its command line allows unless told otherwise."""


Read = Callable[[int], bytes]
"""Gives some bytes, at most so many, and none at the end; what it has it gives before it raises."""


class Opened(NamedTuple):
    """A stream of unpacked bytes, and the file itself, whose `tell` says how much of it was read."""

    stream: BinaryIO
    file: IO[bytes]


@contextmanager
def unpacked(path: str) -> Iterator[Opened]:
    """Open a file for reading, and unpack it where its first bytes say that it is packed.

    Raises `InputError`, then or while the stream is read, on what is damaged, cut off, or unpacks to too much,
    `OSError` where the file cannot be read, `ClaimkitError` where zstandard is needed and not installed.
    """
    with Path(path).open("rb") as file:
        head = file.peek(4)[:4]
        if head.startswith(_GZIP):
            yield Opened(_bounded(gzip.GzipFile(fileobj=file).read1, file), file)
        elif head == _ZSTD:
            yield Opened(_bounded(_Zstd(file).read, file), file)
        else:
            yield Opened(file, file)


def _bounded(read: Read, file: IO[bytes]) -> BinaryIO:
    return io.BufferedReader(_Bounded(read, file))  # type: ignore[type-var]


class _Bounded(io.RawIOBase):
    """What a packed stream unpacks to, until that is too much."""

    def __init__(self, read: Read, file: IO[bytes]) -> None:
        super().__init__()
        self._read, self._file, self._given = read, file, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            piece = self._read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InputError("is damaged or cut off: what stands before is kept; fetch it anew") from error
        self._given += len(piece)
        if self._given > LARGEST and self._given > FACTOR * self._file.tell():
            raise InputError(
                f"unpacks to more than {FACTOR} times its size: what stands before is kept; check the file"
            )
        buffer[: len(piece)] = piece
        return len(piece)


class _Zstd:
    """Frames of zstd, one after the other; unlike the library's own reader this one tells a frame that is cut off."""

    def __init__(self, file: IO[bytes]) -> None:
        self._library = optional("zstandard")
        self._file = file
        self._frame: Any = None
        self._left, self._ready = b"", memoryview(b"")

    def read(self, size: int) -> bytes:
        while not self._ready:
            piece = self._left or self._file.read(_PIECE)
            self._left = b""
            if not piece and self._frame is None:
                return b""
            if not piece:
                raise EOFError
            self._unpack(piece)
        given, self._ready = bytes(self._ready[:size]), self._ready[size:]
        return given

    def _unpack(self, piece: bytes) -> None:
        if self._frame is None:
            self._frame = self._library.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        try:
            self._ready = memoryview(self._frame.decompress(piece))
        except self._library.ZstdError as error:
            raise EOFError from error
        if self._frame.eof:
            self._left, self._frame = self._frame.unused_data, None
