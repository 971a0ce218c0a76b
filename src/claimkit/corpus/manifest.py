"""The manifest of a dataset: whether it is finished, what made it, and what it holds.

Nothing in it depends on when, where and by how many processes it was made, so that two datasets can be compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

import claimkit
from claimkit import parsing, pipeline, tagging
from claimkit.corpus import durable
from claimkit.corpus.batch import Options
from claimkit.errors import InputError, ModelError
from claimkit.models import SCHEMA_VERSION

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
    """Return the versions of what decides about results: library, schema, weights (first digits of a hash), pipeline.

    >>> sorted(versions(Options(model=None)))
    ['library', 'pipeline', 'schema', 'weights']

    Raises `ModelError` for a pipeline or weights that are missing.
    """
    found: Versions = {"library": claimkit.__version__, "schema": SCHEMA_VERSION, "weights": {}, "pipeline": None}
    if options.extractor is not None:
        return {**found, "pipeline": f"{options.extractor.__module__}:{options.extractor.__qualname__}"}
    folder = tagging.shipped() if options.model == pipeline.DEFAULT_MODEL else options.model
    if folder is not None:
        found["weights"] = {"attribution": _fingerprint(Path(folder))}
    return {**found, "pipeline": _pipeline(options.pipeline)}


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    files = sorted(folder.glob("*.onnx")) + sorted(folder.glob("*.json"))
    if not files:
        raise ModelError(f"there are no weights in {folder}: name a folder that training has written")
    for path in files:
        with path.open("rb") as stream:
            digest.update(path.name.encode() + hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:8]


def _pipeline(name: str | None) -> str | None:
    """Return the name and version of the pipeline that will be loaded; a folder has no version."""
    for candidate in (name,) if name else parsing.DEFAULT_PIPELINES:
        with suppress(metadata.PackageNotFoundError):
            return f"{candidate} {metadata.version(candidate)}"
    return name  # what is nothing at all is refused when a worker loads it


def _differing(mine: Any, theirs: Any, name: str = "format") -> str | None:
    """Name the first thing in which two descriptions differ."""
    if not isinstance(mine, Mapping) or not isinstance(theirs, Mapping):
        return None if mine == theirs else f"{name} ({_said(mine)}, now {_said(theirs)})"
    each = (_differing(mine.get(key), theirs.get(key), str(key)) for key in sorted({*mine, *theirs}))
    return next((found for found in each if found), None)


def _said(value: Any) -> str:
    return "none" if value is None else str(value)
