"""Keep the corpus small: of what a run found, the inputs that take a way through claimkit that no kept one takes."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import Any

from fuzz.limits import Check

ROOM = 36_000
"""Bytes of the kept inputs of one target."""

Step = tuple[str, int, int]
"""From a line to the next in one call of a function."""


def keep(check: Check, found: Iterable[bytes], folder: Path) -> int:
    """Copy into `folder` the inputs of `found` that take a new step, smallest first, as far as there is room.

    Each is named after its bytes. Returns how many were copied.
    """
    folder.mkdir(parents=True, exist_ok=True)
    held = [path.read_bytes() for path in sorted(folder.iterdir())]
    room = ROOM - sum(map(len, held))
    known = {step for data in held for step in steps(check, data)}
    copied = 0
    for data in sorted(set(found) - set(held), key=lambda data: (len(data), data)):
        if len(data) > room or (taken := steps(check, data)) <= known:
            continue
        (folder / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)
        known |= taken
        room -= len(data)
        copied += 1
    return copied


def steps(check: Check, data: bytes) -> set[Step]:
    """Return the steps that a check takes inside claimkit."""
    taken: set[Step] = set()

    def entered(frame: FrameType, event: str, argument: object) -> Any:
        if "claimkit" not in frame.f_code.co_filename:
            return None
        before = frame.f_lineno

        def stepped(frame: FrameType, event: str, argument: object) -> Any:
            nonlocal before
            taken.add((frame.f_code.co_filename, before, frame.f_lineno))
            before = frame.f_lineno
            return stepped

        return stepped

    check(data)  # fills caches, whose ways are no input's own
    previous = sys.gettrace()
    sys.settrace(entered)
    try:
        check(data)
    finally:
        sys.settrace(previous)
    return taken
