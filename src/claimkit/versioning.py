"""Say what results are made with: versions of the library, its JSON and the spaCy pipeline, fingerprints of weights."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import claimkit
from claimkit import parsing
from claimkit.errors import ModelError
from claimkit.models import SCHEMA_VERSION

if TYPE_CHECKING:
    import os

TAGGER = "attribution"
"""The weights that `model` takes the place of."""
_DIGITS = 8
_CARD = ".md"


class Versions(TypedDict):
    """What results are made with."""

    library: str
    schema: str
    weights: dict[str, str]
    """Fingerprints by the name of the weights: the first hexadecimal digits of a hash of their files."""
    pipeline: str | None
    """The spaCy pipeline's name and version; None where it is not installed."""


def versions(*, model: str | os.PathLike[str] | None = "default", pipeline: str | None = None) -> Versions:
    """Return the versions of what results are made with.

    >>> found = versions()
    >>> list(found), sorted(found["weights"])
    (['library', 'schema', 'weights', 'pipeline'], ['attribution', 'pairs'])
    >>> sorted(versions(model=None)["weights"])
    ['pairs']

    `model` and `pipeline` are those of `extract`. Two folders of weights with the same fingerprint give the same
    results. Nothing is loaded; the weights are read once, in a third of a second. Raises `ModelError` for a folder of
    weights that cannot be read.
    """
    shipped = Path(str(files("claimkit"))) / "weights"
    folders = {each.name: each for each in sorted(shipped.glob("*")) if (each / "settings.json").is_file()}
    if model != "default":
        folders.pop(TAGGER, None)
        folders |= {} if model is None else {TAGGER: Path(model)}
    return {
        "library": claimkit.__version__,
        "schema": SCHEMA_VERSION,
        "weights": {name: fingerprint(folder) for name, folder in sorted(folders.items())},
        "pipeline": parsing.installed(pipeline),
    }


@cache
def fingerprint(folder: Path) -> str:
    """Return the first eight hexadecimal digits of a SHA-256 over the names and bytes of the files in `folder`.

    What lies in folders inside it counts, too. The card that people read does not, nor does where the folder is.
    Raises `ModelError` where there is no such folder or a file cannot be read.
    """
    whole = hashlib.sha256()
    try:
        for path in [*sorted(folder.iterdir()), *sorted(folder.glob("*/*"))]:
            if path.is_file() and path.suffix != _CARD:
                with path.open("rb") as stream:
                    name = path.relative_to(folder).as_posix()
                    whole.update(f"{name}\0{hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode())
    except OSError as error:
        raise ModelError(f"the weights in {folder} cannot be read ({error.strerror}): name their folder") from error
    return whole.hexdigest()[:_DIGITS]
