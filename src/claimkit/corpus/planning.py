"""Decide for each item of a corpus whether the dataset has it, and gather what each shard is to hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from claimkit.corpus.batch import Batch
from claimkit.corpus.items import Item, digest
from claimkit.corpus.shards import Receipt, Shards
from claimkit.errors import InputError


@dataclass
class Plan:
    """A shard as it is to be: the digests of its items, and what was found anew, by the place of the item."""

    number: int
    receipt: Receipt | None
    items: list[str] = field(default_factory=list)
    awaited: list[int] = field(default_factory=list)
    """Places of the items that are being worked on, in their order."""
    found: dict[int, Batch] = field(default_factory=dict)
    full: bool = False

    def is_done(self) -> bool:
        """Tell whether all its items have been found."""
        return self.full and not self.awaited

    def write(self, shards: Shards) -> Receipt:
        """Write the shard with what it held before and what was found anew."""
        before = shards.read(self.number, self.receipt) if self.receipt else []
        batches = [self.found[place] if place in self.found else before[place] for place in range(len(self.items))]
        return shards.write(self.number, self.items, batches)


class Planner:
    """Goes through the items of a corpus once and yields those that have to be worked on.

    `plans` are the shards that these belong to, in their order; whoever has written one takes it away. `retry` works
    again on what failed; so does the planner where that has changed since. Another item that stands in the dataset and
    has changed raises `InputError`. `kept` is told the items that are there, `changing` before a damaged shard goes.
    """

    def __init__(  # noqa: PLR0913
        self,
        shards: Shards,
        folder: Path,
        *,
        size: int,
        retry: bool,
        kept: Callable[[Item], None],
        changing: Callable[[], None],
    ) -> None:
        """Take the shards that are there, in `folder`, of `size` items each."""
        self._shards, self._folder, self._size, self._retry = shards, folder, size, retry
        self._kept, self._changing = kept, changing
        self.plans: list[Plan] = []
        self.count = 0
        """Items that were gone through."""

    def todo(self, items: Iterator[Item]) -> Iterator[Item]:
        """Yield the items to work on."""
        plan: Plan | None = None
        for item in items:
            if plan is None or plan.full:
                plan = self._begun(self.count // self._size)
            self.count += 1
            place = len(plan.items)
            plan.items.append(digest(item))
            plan.full = len(plan.items) == self._size
            if self._has(plan, place, item):
                self._kept(item)
                continue
            if not self.plans or self.plans[-1] is not plan:
                self.plans.append(plan)
            plan.awaited.append(place)
            yield item
        if plan is not None:
            plan.full = True

    def _begun(self, number: int) -> Plan:
        receipt = self._shards.receipt(number)
        if receipt is None:
            if self._shards.is_there(number):
                self._changing()
            self._shards.clear(number)
        return Plan(number, receipt)

    def _has(self, plan: Plan, place: int, item: Item) -> bool:
        """Tell whether a shard holds an item already."""
        if plan.receipt is None or place >= len(plan.receipt.items):
            return False
        same = plan.receipt.items[place] == plan.items[place]
        if place in plan.receipt.failures:
            return same and not self._retry
        if not same:
            raise InputError(
                f"{item.key} is not the article that stood there when {self._folder} was made: name another folder, or "
                "begin anew with --restart"
            )
        return True
