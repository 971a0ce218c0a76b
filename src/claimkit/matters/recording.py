"""What a comparison was made of and how, so that going on never mixes two."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import claimkit
from claimkit.corpus import durable
from claimkit.corpus.manifest import NAME
from claimkit.errors import InputError
from claimkit.matters import indexing, joining, judging, stored
from claimkit.matters.keeping import KEPT
from claimkit.models import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from claimkit.matters.limits import Limits

FORMAT = 1
"""Version of how a comparison is laid out."""
_KEPT = (indexing.FOLDER, stored.FOLDER, judging.FOLDER)
_TABLES = (joining.PAIRS, joining.EVENTS)


@dataclass(frozen=True)
class Record:
    """What `manifest.json` of a comparison says; `dataset` is a hash of the manifest of what was compared."""

    dataset: str
    options: Mapping[str, Any]
    versions: Mapping[str, Any]
    state: str = "unfinished"
    counts: Mapping[str, int] = field(default_factory=dict)
    kind: str = "comparison"
    format: int = FORMAT

    @classmethod
    def of(cls, dataset: str, limits: Limits, **options: Any) -> Record:
        """Describe a comparison with these versions of library and weights."""
        weights = (files("claimkit") / "weights" / "pairs" / "network.onnx").read_bytes()
        versions = {
            "library": claimkit.__version__,
            "schema": SCHEMA_VERSION,
            "weights": hashlib.sha256(weights).hexdigest()[:8],
        }
        return cls(dataset, {**options, **asdict(limits)}, versions)

    def finished(self, counts: Mapping[str, int]) -> Record:
        """Return it for a comparison that is finished."""
        return replace(self, state="finished", counts=counts)

    def write(self, folder: Path) -> None:
        """Write it. Raises `InputError` where that is not possible."""
        durable.write(folder, NAME, json.dumps(asdict(self), indent=2, sort_keys=True).encode() + b"\n")


@contextmanager
def begun(folder: Path, record: Record) -> Iterator[Mapping[str, int] | None]:
    """Keep a folder for a comparison, new or stopped; of one that is finished give the counts, else None.

    Raises `InputError` where the folder holds anything else.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with durable.locked(folder):
            counts = _counts(folder, record)
            if counts is None:
                for name in _KEPT:
                    (folder / KEPT / name).mkdir(parents=True, exist_ok=True)
                for name in _TABLES:
                    (folder / name).mkdir(exist_ok=True)
                record.write(folder)
            yield counts
    except OSError as error:
        raise durable.cannot(folder, error) from error


def _counts(folder: Path, record: Record) -> Mapping[str, int] | None:
    if not (folder / NAME).exists():
        if {path.name for path in folder.iterdir()} - {*_TABLES, KEPT, durable.LOCK}:
            raise InputError(f"{folder} is there and no comparison of claimkit: name a new folder")
        return None
    try:
        before = json.loads((folder / NAME).read_bytes())
    except ValueError:
        before = None
    if not isinstance(before, dict) or before.get("kind") != record.kind:
        raise InputError(f"{folder} is there and no comparison of claimkit: name a new folder")
    passing = {"state": "", "counts": {}}
    if {**before, **passing} != {**json.loads(json.dumps(asdict(record))), **passing}:
        raise InputError(f"{folder} was made of another dataset or in another way: name another folder")
    counts: Mapping[str, int] | None = before["counts"] if before["state"] == "finished" else None
    return counts
