"""Let a larger network read the likeliest pairs once more; a regression weighs what both networks say.

The larger one is right more often, and an order slower, so it reads only the pairs that might be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit import pairnet
from claimkit.comparing.traits import sentences

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np

    from claimkit.comparing.traits import Candidate

    Reals = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Places = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

SHARE, FEW, LIKELY = 0.15, 3, 0.1
"""What part of the pairs is read once more at most, of how few all, and how likely each must be to assess the same."""
_NEVER = 1e-6


def reread(pairs: Sequence[Candidate], shares: Reals, model: str | os.PathLike[str] | None = None) -> Reals:
    """Return the probabilities of the relations, [pairs, 3], after the likeliest were read once more.

    They come back as they are where no larger network belongs to the weights.
    """
    folder = pairnet.careful(model)
    again = likeliest(shares, most=max(FEW, round(SHARE * len(pairs))))
    if folder is None or not len(again):
        return shares
    settled = shares.copy()
    rows = opinions(shares[again], said([pairs[int(k)] for k in again], folder))
    settled[again] = pairnet.settings(model).scorer("careful").shares(rows)
    return settled


def likeliest(shares: Reals, *, most: int) -> Places:
    """Return the numbers of the pairs that are likeliest to assess the same, at most so many."""
    import numpy as np

    order = np.argsort(shares[:, 0], kind="stable")[:most]
    likely: Places = order[1 - shares[order, 0] >= LIKELY]
    return likely


def said(pairs: Sequence[Candidate], folder: Path) -> Reals:
    """Return what the larger network in a folder says: log odds of the relations, then of the aspects, [pairs, 10]."""
    import numpy as np

    read = pairnet.read_carefully(sentences(pairs), folder)
    aspects = read.aspect - read.aspect.max(1, keepdims=True)
    return np.hstack([read.relation[:, 1:] - read.relation[:, :1], aspects])


def opinions(shares: Reals, larger: Reals) -> Reals:
    """Return what pairs are judged by: what the small network made of them, and what the larger one says."""
    import numpy as np

    return np.hstack([np.log(np.maximum(shares, _NEVER)), larger])
