"""Run one target under atheris, which counts the branches of claimkit that an input takes."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def run(name: str, options: Sequence[str]) -> None:
    """Fuzz the target `name` with the options of libFuzzer; ends the process."""
    import atheris

    with atheris.instrument_imports(include=["claimkit"], enable_loader_override=False):
        from fuzz.limits import checked
        from fuzz.targets import TARGETS
    target = TARGETS[name]
    atheris.Setup([sys.argv[0], *options], lambda data: checked(target, data))
    atheris.Fuzz()
