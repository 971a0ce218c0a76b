"""JSON with a few faults: edits of a value that is right, said by bytes, so that reading goes deep before it fails."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1, 2, 5, 7, 10**6, 10**19, -(10**30), 0.5, -0.5, 1.0000001, 1e308, [], {}, [[]], ["a"], "", " ",
    "a", "s1", "q1", "c1", "author", "1.0", "1.9", "2.0", "2024-11-24", "2024-02-30", "XXXX-02", "2024/..", "201X",
    "24~", "9999-12-31/", "/" * 9, "\x00", "a\nb", "\u202e", "\ud83d\ude00", "é", "<b>", "person", "direct",
    "certain", "differ", {"start": 0, "end": 0, "text": ""}, {"start": 0, "end": 1, "text": "T"},
    {"start": -1, "end": 0, "text": "T"},
)  # fmt: skip
EDIT = 3
"""Bytes that say an edit: where, what, with what."""


def edited(value: Any, edits: bytes, *, most: int = 40) -> Any:
    """Return a copy of `value` with an edit for each three bytes: a part replaced, removed, or put in another's place.

    >>> edited({"a": [1, 2]}, bytes([1, 0, 0]))
    {'a': [None, 2]}
    """
    made = copy.deepcopy(value)
    for at in range(0, min(len(edits) - EDIT + 1, most * EDIT), EDIT):
        places = list(_places(made))
        if not places:
            return made
        where, what, which = edits[at : at + EDIT]
        # Two bytes' worth of places: a long value has more than 256.
        holder, key = places[(where + which // len(_VALUES) * 256 + what // len(_ACTS) * 97) % len(places)]
        _ACTS[what % len(_ACTS)](holder, key, which, places)
    return made


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every holder with each of its keys, from the outside in."""
    todo = [value]
    for holder in todo:
        keys: Any = list(holder) if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
        for key in keys:
            yield holder, key
            todo.append(holder[key])


def _replace(holder: Any, key: Any, which: int, _: list[Any]) -> None:
    holder[key] = copy.deepcopy(_VALUES[which % len(_VALUES)])


def _remove(holder: Any, key: Any, which: int, _: list[Any]) -> None:
    del holder[key]


def _shift(holder: Any, key: Any, which: int, _: list[Any]) -> None:
    if isinstance(holder[key], int | float):
        holder[key] += which - 128


def _take(holder: Any, key: Any, which: int, places: list[Any]) -> None:
    other, name = places[which * 7 % len(places)]
    holder[key] = copy.deepcopy(other[name])


def _repeat(holder: Any, key: Any, which: int, _: list[Any]) -> None:
    if isinstance(holder, list):
        holder.insert(key, copy.deepcopy(holder[key]))


def _add(holder: Any, key: Any, which: int, _: list[Any]) -> None:
    if isinstance(holder, dict):
        holder["later"] = copy.deepcopy(_VALUES[which % len(_VALUES)])


_ACTS: tuple[Callable[[Any, Any, int, list[Any]], None], ...] = (_replace, _remove, _shift, _take, _repeat, _add)
