"""Write a file or a folder whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from claimkit.errors import InputError


@contextmanager
def whole_file(path: str | os.PathLike[str], *, binary: bool = False) -> Iterator[IO[Any]]:
    """Open `path` for UTF-8 text, or bytes, that takes its place when the block ends well; else `path` stays as it was.

    A device or pipe is written directly. Raises `InputError` where the folder is missing or not writable.
    """
    target = Path(os.path.realpath(path))
    how: dict[str, Any] = {"mode": "wb"} if binary else {"mode": "w", "encoding": "utf-8", "newline": ""}
    try:
        if target.exists() and not target.is_file():
            with target.open(**how) as stream:
                yield stream
            return
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.")
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}): name a file in a folder that can be") from error
    draft = Path(name)
    try:
        with os.fdopen(handle, **how) as stream:
            yield stream
        draft.chmod(_mode(target))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Make a folder that takes the place of `path` when the block ends well; else `path` stays as it was.

    Raises `InputError` where `path` is there and not empty, and where the folder around it is missing or not writable.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise InputError(f"{path} is there and not empty: name a new folder")
        draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name[:50]}."))
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}): name one in a folder that can be") from error
    try:
        yield draft
        draft.chmod(0o777 & ~_mask())
        if target.exists():
            target.rmdir()  # it is empty; some systems put nothing in the place of a folder
        draft.replace(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _mode(target: Path) -> int:
    """The permissions of the file that is there, else those of a new file."""
    if target.exists():
        return target.stat().st_mode & 0o777
    return 0o666 & ~_mask()


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
