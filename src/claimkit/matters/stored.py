"""Articles kept so that any one can be had at once: its extraction as far as comparing reads it, and its places.

For each shard there are a file of extractions, one after the other as JSON, a file of places, and a list of where each
article is in both. The list is written last: without it the others do not count.
"""

from __future__ import annotations

import io
import json
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from claimkit import pairnet
from claimkit.comparing.traits import Side, held
from claimkit.corpus import durable
from claimkit.matters.dataset import rows
from claimkit.matters.keeping import KEPT, has
from claimkit.matters.rebuilding import rebuilt
from claimkit.results import Extraction

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from claimkit.matters.dataset import Dataset

FOLDER = "articles"
_OPEN = 512
"""Articles that a process keeps ready."""


class _Where(NamedTuple):
    start: int
    length: int
    first: int
    claims: int


def store(dataset: Dataset, shard: int, wanted: Collection[int], out: Path) -> None:
    """Place the claims of the articles of a shard that are wanted, by number, and keep both."""
    import numpy as np

    name = f"{FOLDER}/{shard:06}"
    if has(out, f"{name}.json"):
        return
    texts, places, where = io.BytesIO(), [], {}
    first = 0
    for number, found in enumerate(rows(dataset.folder, dataset.shards[shard]), start=dataset.starts[shard]):
        if number in wanted:
            extraction = rebuilt(found)
            text = extraction.to_json().encode()
            where[number] = _Where(texts.tell(), texts.write(text), first, len(extraction.claims))
            # The claims of an article go through the network together, as in a comparison of two.
            places.append(pairnet.places([each.words for each in held(extraction)]).astype(np.float32))
            first += len(extraction.claims)
    numbers = io.BytesIO()
    np.save(numbers, np.concatenate(places) if places else np.zeros((0, 0), np.float32))
    durable.write(out, f"{KEPT}/{name}.texts", texts.getvalue())
    durable.write(out, f"{KEPT}/{name}.npy", numbers.getvalue())
    durable.write(out, f"{KEPT}/{name}.json", json.dumps(where).encode())


class Store:
    """What `store` kept, for one process."""

    def __init__(self, dataset: Dataset, out: Path) -> None:
        """Take the dataset and the folder where its articles were kept."""
        self._dataset, self._folder = dataset, out / KEPT / FOLDER
        self.side = lru_cache(_OPEN)(self._side)
        self._list = lru_cache(_OPEN)(self._read_list)

    def _side(self, number: int) -> Side:
        """Return an article with its claims and their places."""
        import numpy as np

        shard, _ = self._dataset.place(number)
        where = self._list(shard)[number]
        with (self._folder / f"{shard:06}.texts").open("rb") as stream:
            stream.seek(where.start)
            extraction = Extraction.from_json(stream.read(where.length))
        places = np.load(self._folder / f"{shard:06}.npy", mmap_mode="r")[where.first : where.first + where.claims]
        return Side(extraction, held(extraction), places.astype(np.float64))

    def _read_list(self, shard: int) -> dict[int, _Where]:
        found = json.loads((self._folder / f"{shard:06}.json").read_bytes())
        return {int(number): _Where(*where) for number, where in found.items()}
