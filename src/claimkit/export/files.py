"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from claimkit.errors import InputError


@contextmanager
def whole_file(path: str | os.PathLike[str]) -> Iterator[TextIO]:
    """Open `path` for UTF-8 text that takes its place when the block ends well; else `path` stays as it was.

    A device or pipe is written directly. Raises `InputError` where the folder is missing or not writable.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8", newline="") as stream:
                yield stream
            return
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.")
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}): name a file in a folder that can be") from error
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
        draft.chmod(_mode(target))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _mode(target: Path) -> int:
    """The permissions of the file that is there, else those of a new file."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
