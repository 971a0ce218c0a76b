"""The manifest of a dataset: whether it is finished, what made it, and what it holds.

Nothing in it depends on when, where and by how many processes it was made, so that two datasets can be compared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from claimkit import versioning
from claimkit.corpus import durable
from claimkit.corpus.batch import Options
from claimkit.errors import InputError

if TYPE_CHECKING:
    import os

NAME = "manifest.json"
FORMAT = 1
"""Version of how a dataset is laid out."""

Versions = dict[str, Any]


@dataclass(frozen=True)
class Manifest:
    """What `manifest.json` says; `inputs` is a hash of all items, `counts` are those of the finished dataset."""

    versions: Versions
    options: Mapping[str, Any]
    state: Literal["unfinished", "finished"] = "unfinished"
    counts: Mapping[str, int] = field(default_factory=dict)
    inputs: str | None = None
    duplicates: str | None = None
    """Hash of the file that names articles whose id another has, too."""
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Write it to the folder of the dataset. Raises `InputError` where that is not possible."""
        durable.write(folder, NAME, json.dumps(asdict(self), indent=2, sort_keys=True).encode() + b"\n")

    def unfinished(self) -> Manifest:
        """Return it without what only a finished dataset has."""
        return replace(self, state="unfinished", counts={}, inputs=None, duplicates=None)

    def check(self, other: Manifest, folder: Path) -> None:
        """Raise `InputError` where `other` is not what made this dataset, so that going on would mix two."""
        mine, theirs = asdict(self), asdict(other)
        for part in ("format", "options", "versions"):
            if changed := _differing(mine[part], theirs[part]):
                raise InputError(
                    f"{folder} was made with another {changed}: go on as before, name another folder, or begin anew "
                    "with --restart"
                )


def read(folder: Path) -> Manifest | None:
    """Read the manifest of a dataset, None where there is none. Raises `InputError` on one that is damaged."""
    try:
        found = json.loads((folder / NAME).read_bytes())
        return Manifest(**found)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"{folder / NAME} is damaged: name another folder, or begin anew with --restart") from error


def versions(options: Options) -> Versions:
    """Return the versions of what decides about results; a function in place of `extract` stands for the pipeline.

    >>> sorted(versions(Options(model=None)))
    ['library', 'pipeline', 'schema', 'weights']

    Raises `ModelError` for weights that cannot be read.
    """
    if options.extractor is not None:
        named = f"{options.extractor.__module__}:{options.extractor.__qualname__}"
        return {**_told(None, None), "weights": {}, "pipeline": named}
    return _told(options.model, options.pipeline)


def _told(model: str | os.PathLike[str] | None, pipeline: str | None) -> Versions:
    """Return what `claimkit.versions` tells, but for weights that extracting does not read."""
    told = versioning.versions(model=model, pipeline=pipeline)
    weights = {name: print_ for name, print_ in told["weights"].items() if name == versioning.TAGGER}
    return {**told, "weights": weights}


def _differing(mine: Any, theirs: Any, name: str = "format") -> str | None:
    """Name the first thing in which two descriptions differ."""
    if not isinstance(mine, Mapping) or not isinstance(theirs, Mapping):
        return None if mine == theirs else f"{name} ({_said(mine)}, now {_said(theirs)})"
    each = (_differing(mine.get(key), theirs.get(key), str(key)) for key in sorted({*mine, *theirs}))
    return next((found for found in each if found), None)


def _said(value: Any) -> str:
    return "none" if value is None else str(value)
