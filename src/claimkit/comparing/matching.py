"""Find which claims of two sides may assess the same: the nearest of each, by an index where there are many.

Each claim is read alone and put at a place; claims that assess the same lie near each other. Few claims are all
compared. Of many, those of one side are first dealt out to cells around some of them, and a claim of the other side
looks only into the cells nearest to it, so that the cost grows with n times the square root of n.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit import pairnet

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    import numpy as np

    Reals = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Places = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

_FEW = 4_000_000
"""Pairs up to which all are compared."""
_LOOKED_INTO = 12
"""Cells that a claim looks into."""
_EACH = 6
"""Nearest claims of the other side that a claim may be paired with."""


class Candidate(NamedTuple):
    """A claim of either side, by number, and the cosine of their places."""

    one: int
    other: int
    nearness: float


def candidates(
    one: Sequence[str],
    other: Sequence[str],
    *,
    most: int,
    least: float = 0.0,
    model: str | os.PathLike[str] | None = None,
) -> list[Candidate]:
    """Return the pairs that are most likely to assess the same, nearest first, at most so many.

    >>> candidates(["The ferry ran aground.", "Taxes rose."], ["It hit a reef.", "The levy is up."], most=1)[0][:2]
    (1, 1)

    `least` is a cosine, in [-1, 1].
    """
    if not one or not other:
        return []
    return nearest(pairnet.places(one, model), pairnet.places(other, model), most=most, least=least)


def nearest(one: Reals, other: Reals, *, most: int, least: float = 0.0) -> list[Candidate]:
    """Return the nearest pairs of two sets of places; arguments as those of `candidates`."""
    import numpy as np

    rows = _exact(one, other) if len(one) * len(other) <= _FEW else _by_cells(one, other)
    known: dict[tuple[int, int], float] = {}
    for number, (column, cosines) in rows:
        known.update({(number, int(k)): float(c) for k, c in zip(column, cosines, strict=True) if c >= least})
    if len(known) > most:
        cut = np.partition(np.fromiter(known.values(), float), -most)[-most]
        known = {pair: cosine for pair, cosine in known.items() if cosine >= cut}
    order = sorted(known.items(), key=lambda item: (-item[1], item[0]))[:most]
    return [Candidate(*pair, cosine) for pair, cosine in order]


def _exact(one: Reals, other: Reals) -> Iterator[tuple[int, tuple[Reals, Reals]]]:
    near = one @ other.T
    yield from _best(near, range(len(one)), None)
    for number, (rows, cosines) in _best(near.T, range(len(other)), None):
        # From the other side: the number of the claim comes second.
        for row, cosine in zip(rows, cosines, strict=True):
            yield int(row), (_array(number), _array(cosine))


def _array(value: float) -> Reals:
    import numpy as np

    made: Reals = np.array([value])
    return made


def _best(near: Reals, numbers: Sequence[int], columns: Places | None) -> Iterator[tuple[int, tuple[Reals, Reals]]]:
    import numpy as np

    count = min(_EACH, near.shape[1])
    chosen = np.argpartition(-near, count - 1, axis=1)[:, :count]
    for place, number in enumerate(numbers):
        here = chosen[place]
        yield int(number), (here if columns is None else columns[here], near[place, here])


def _by_cells(one: Reals, other: Reals) -> Iterator[tuple[int, tuple[Reals, Reals]]]:
    import numpy as np

    cells = max(int(len(other) ** 0.5), 1)
    centres = other[np.linspace(0, len(other) - 1, cells).astype(int)]
    home = (other @ centres.T).argmax(1)
    members: list[Places] = [np.flatnonzero(home == cell).astype(np.int64) for cell in range(cells)]
    looked = np.argsort(-(one @ centres.T), axis=1)[:, :_LOOKED_INTO]
    # All claims that look into a cell are compared with its members at once.
    gathered: dict[int, list[tuple[Reals, Reals]]] = {}
    for cell in range(cells):
        askers = np.flatnonzero((looked == cell).any(1))
        if len(askers) and len(members[cell]):
            for number, found in _best(one[askers] @ other[members[cell]].T, askers.tolist(), members[cell]):
                gathered.setdefault(number, []).append(found)
    for number, parts in gathered.items():
        columns, cosines = (np.concatenate(part) for part in zip(*parts, strict=True))
        order = np.argsort(-cosines)[:_EACH]
        yield number, (columns[order], cosines[order])
