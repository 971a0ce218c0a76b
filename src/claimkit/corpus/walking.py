"""Find the files of a corpus, in an order that is the same each time: a file, a folder tree, a glob."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from claimkit.errors import InputError

_TEXT = (".txt", ".text", ".md", ".rst")
_PAGE = (".html", ".htm", ".xhtml")
_LINES = (".jsonl", ".ndjson", ".json")
_PACKED = (".gz", ".zst")
KINDS = {
    **dict.fromkeys(_TEXT, "text"),
    **dict.fromkeys(_PAGE, "html"),
    **dict.fromkeys(_LINES, "jsonl"),
    ".parquet": "parquet",
}
"""How the files of a folder are read, by what their names end in; `.gz` and `.zst` may follow."""

Identity = tuple[int, int]


class Found(NamedTuple):
    """A file of the corpus, its key, and its size in bytes; or the reason why it, or a folder, cannot be read."""

    path: str
    key: str
    size: int = 0
    failure: str | None = None


def kind_of(name: str) -> str | None:
    """Tell by its name how a file is read, None where the name does not tell.

    >>> kind_of("quay/fog.jsonl.gz"), kind_of("fog.png")
    ('jsonl', None)
    """
    lowered = name.lower()
    for ending in _PACKED:
        lowered = lowered.removesuffix(ending)
    return KINDS.get(Path(lowered).suffix)


def files_of(source: str, leaving_out: str | None = None) -> Iterator[Found]:
    """Yield the files of a corpus, sorted by name folder by folder; `leaving_out` is a folder that is none of it.

    Hidden files, and files whose name ends in nothing that claimkit reads, are passed over. Memory is that of the names
    in one folder. Raises `InputError` where there is no such source.
    """
    without = _identity(leaving_out) if leaving_out is not None else None
    if Path(source).is_dir():
        return _tree(source, set() if without is None else {without})
    if os.path.lexists(source):
        return iter([_file(source, _named(Path(source).name))])
    if glob.has_magic(source):
        return _matches(source, without)
    raise InputError(f"{source}: no such file or folder: name a folder, a file, or a pattern in quotation marks")


class _Level(NamedTuple):
    """A folder that is being walked, and what is left of its names."""

    path: str
    key: str
    identity: Identity
    names: Iterator[str]


def _tree(root: str, seen: set[Identity]) -> Iterator[Found]:
    """Walk a folder; one that is reached a second time is passed over, and named where it holds itself."""
    levels: list[_Level] = []
    entered: tuple[str, str] | None = (root, "")
    while entered or levels:
        if entered:
            found = _entered(*entered, levels, seen)
            if found is not None:
                yield found
            entered = None
            continue
        folder = levels[-1]
        name = next(folder.names, None)
        if name is None:
            levels.pop()
            continue
        path, key = os.path.join(folder.path, name), f"{folder.key}/{_named(name)}".lstrip("/")  # noqa: PTH118
        if os.path.isdir(path):  # noqa: PTH112 - a million of these
            entered = path, key
        elif kind_of(name) or not _identity(path):
            yield _file(path, key)


def _entered(path: str, key: str, levels: list[_Level], seen: set[Identity]) -> Found | None:
    """Go down into a folder; return why not, where that is worth telling."""
    identity = _identity(path)
    if any(level.identity == identity for level in levels):
        return Found(path, key, failure="is a link to a folder that it lies in: remove the link")
    if identity is None or identity in seen:
        return None
    seen.add(identity)
    try:
        names = sorted((name for name in os.listdir(path) if not name.startswith(".")), key=os.fsencode)  # noqa: PTH208
    except OSError as error:
        return Found(path, key or ".", failure=_cannot(error))
    levels.append(_Level(path, key, identity, iter(names)))
    return None


def _matches(pattern: str, without: Identity | None) -> Iterator[Found]:
    """Yield the files that a pattern matches; keys leave out the folders before its first wildcard."""
    fixed: list[str] = []
    for part in Path(pattern).parts:
        if glob.has_magic(part):
            break
        fixed.append(part)
    root = Path(*fixed)
    for path in sorted({*glob.iglob(pattern, recursive=True)}, key=os.fsencode):  # noqa: PTH207 - `**` and hidden files
        if kind_of(path) and not Path(path).is_dir() and not _lies_in(path, without):
            yield _file(path, _named(Path(path).relative_to(root).as_posix()))


def _lies_in(path: str, folder: Identity | None) -> bool:
    return folder is not None and any(_identity(str(each)) == folder for each in Path(path).resolve().parents)


def _file(path: str, key: str) -> Found:
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError as error:
        return Found(path, key, failure=_cannot(error))
    if not stat.S_ISREG(found.st_mode):
        return Found(path, key, failure="is a device or pipe and no file: leave it out")
    return Found(path, key, found.st_size)


def _identity(path: str) -> Identity | None:
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _named(name: str) -> str:
    """Return a name that can be written as UTF-8, bytes that are none as `\\xff`, and no two names as one."""
    return os.fsencode(name.replace("\\", "\\\\")).decode("utf-8", "backslashreplace")


def _cannot(error: OSError) -> str:
    return f"cannot be read ({error.strerror}): check the path and its permissions"


def size_of(source: str, leaving_out: str | None = None) -> int:
    """Return how many bytes the files of a corpus have on the disk."""
    return sum(found.size for found in files_of(source, leaving_out))
