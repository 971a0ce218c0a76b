"""What a corpus is made of: items, each the bytes of one article as they were found, or the reason why there are none.

An item is plain data, four columns wide, so that any engine can carry it to where it is worked on.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple


class Item(NamedTuple):
    """One article of a corpus, not yet read.

    >>> Item("quay/fog.txt", "text", b"Fog fell.").failure is None
    True

    `key` names it for good: the path of its file inside the corpus, with `#` and the number of its line or row where
    the file holds several, from 1. `kind` is a format that `claimkit.reading` reads. `failure` is one line.
    """

    key: str
    kind: str = "text"
    raw: bytes = b""
    failure: str | None = None
    position: int = 0
    """Bytes of the corpus, as its files lie on the disk, that were read when this was found."""


def digest(item: Item) -> str:
    """Return 16 hexadecimal digits that change whenever the item does; of a failure they tell the key alone.

    >>> digest(Item("a.txt", "text", b"Fog")) == digest(Item("a.txt", "text", b"Fog", position=3))
    True
    """
    body = b"" if item.failure is not None else item.raw
    kind = "-" if item.failure is not None else item.kind
    return hashlib.sha256(b"\0".join((item.key.encode(), kind.encode(), body))).hexdigest()[:16]


def is_sampled(key: str, fraction: float) -> bool:
    """Tell whether an item is in a sample of this share, in [0, 1]; a larger sample holds all of a smaller one.

    >>> is_sampled("a.txt", 1.0), is_sampled("a.txt", 0.0)
    (True, False)
    """
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]) < fraction * 2**64
