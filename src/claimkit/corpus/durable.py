"""Write a file whole or not at all, whatever stops the process or the machine, and keep others out of a folder.

A file is written beside its place, forced to the disk, and renamed; then the folder is forced to the disk, too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from claimkit.errors import InputError

DRAFTS, LOCK = ".tmp", ".lock"
"""The folder for files that are not whole yet, and the file that says that somebody writes."""


def write(folder: Path, name: str, content: bytes) -> None:
    """Write the file `name` inside `folder`, which has a folder for drafts.

    Raises `InputError` where that is not possible; then the file is as it was.
    """
    target, draft = folder / name, folder / DRAFTS / name.replace("/", ".")
    try:
        with draft.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
        settle(target.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise cannot(target, error) from error


def remove(path: Path) -> None:
    """Remove a file for good, if it is there."""
    if path.exists():
        path.unlink()
        settle(path.parent)


def settle(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system can do that."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def cannot(path: Path, error: OSError) -> InputError:
    """Say that something cannot be written, and what to do."""
    reason = error.strerror or str(error)
    return InputError(f"{path} cannot be written ({reason}): what is done is kept; mend that, then run the same again")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a folder for this process; the lock ends with it, however it ends.

    Raises `InputError` where another process has it, or where the folder cannot be written to.
    """
    try:
        stream = (folder / LOCK).open("ab")
    except OSError as error:
        raise cannot(folder, error) from error
    with stream:
        try:
            _lock(stream)
        except OSError as error:
            raise InputError(
                f"{folder} is being written by another run: wait for it, or name another folder"
            ) from error
        yield


def _lock(stream: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
