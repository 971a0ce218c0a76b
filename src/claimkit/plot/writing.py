"""Save a picture as SVG or PNG."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from claimkit.errors import InputError
from claimkit.files import whole_file
from claimkit.plot.sheet import plain
from claimkit.plot.svg import svg

if TYPE_CHECKING:
    import os

    from matplotlib.figure import Figure

ENDINGS = (".svg", ".png")
_DOTS = 200


def written(figure: Figure, ending: str) -> bytes:
    """Return the bytes of a picture as `.svg` or `.png`: the same figure gives the same bytes.

    Raises `InputError` on another ending.
    """
    if ending.lower() not in ENDINGS:
        raise InputError(f"a picture is written as {' or '.join(ENDINGS)}, not {ending!r}: end the file's name so")
    if ending.lower() == ".svg":
        return svg(figure).encode()
    stream = io.BytesIO()
    with plain(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph", UserWarning)
        figure.savefig(stream, format="png", dpi=_DOTS, metadata={"Software": None, "Title": str(figure.get_label())})
    return stream.getvalue()


def save(figure: Figure, path: str | os.PathLike[str]) -> None:
    """Write a picture to a file, whole or not at all; `path` ends in `.svg` or `.png`.

    Raises `InputError` on another ending, and where the file cannot be written.
    """
    drawn = written(figure, Path(path).suffix)
    with whole_file(path, binary=True) as stream:
        stream.write(drawn)
