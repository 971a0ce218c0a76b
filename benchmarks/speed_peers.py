"""Measure claimkit beside other tools that find quotations, and beside the spaCy pipeline that they all stand on.

    python benchmarks/speed_peers.py [FILE.jsonl...] [--articles N] [--rounds N] [--python NAME=INTERPRETER]

The texts are the articles of `fixtures/` and the first N of each file, one object a line with the key `text`. Every
system runs in a process of its own, in each round all of them in turn; a process loads, reads one short text, and then
all texts `--runs` times. A figure is the best of all runs: words a second of CPU time (all threads), and the same as a
multiple of the plain pipeline's in this run. Loading is told apart, and so is the peak of memory. A system that is not
installed is named and left out; `--python textacy=/venv/bin/python` runs one in another environment.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
FIXTURES = HERE.parent / "fixtures"
SYSTEMS = ("spaCy", "textacy", "claimkit --fast", "claimkit")
PLAIN = "spaCy"
"""The small pipeline with all its parts, which finds nothing: what the others are measured against."""


class Figures(NamedTuple):
    """What a system took: seconds of CPU time to load and for all texts, and the peak of memory in megabytes."""

    load: float
    work: float
    peak: float
    found: int
    failed: int


def texts_of(files: Sequence[Path], articles: int) -> list[str]:
    """Read the fixtures, and of each file the first so many articles."""
    from claimkit.reading import read

    found = [read(path).text for path in sorted([*FIXTURES.glob("*.txt"), *FIXTURES.glob("*.html")])]
    for file in files:
        with file.open(encoding="utf-8") as lines:
            found += [json.loads(line)["text"] for _, line in zip(range(articles), lines, strict=False)]
    return found


def measured(name: str, texts: Sequence[str], *, runs: int, python: str) -> Figures | str:
    """Run a system in a process of its own; return its figures, or why there are none."""
    command = [python, str(HERE / "speed_systems.py"), name, str(runs)]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=False)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["it failed without a word"])[-1]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer["absent"] if "absent" in answer else Figures(**answer)


def best(rounds: Sequence[Figures]) -> Figures:
    """Return the least time and memory of the rounds.

    >>> best([Figures(2.0, 9.0, 300.0, 5, 0), Figures(3.0, 8.0, 310.0, 5, 0)])
    Figures(load=2.0, work=8.0, peak=300.0, found=5, failed=0)
    """
    load, work, peak = (min(getattr(each, key) for each in rounds) for key in ("load", "work", "peak"))
    return Figures(load, work, peak, rounds[0].found, rounds[0].failed)


def table(found: Mapping[str, Figures], words: int) -> str:
    """Write the figures as a table, the slowest system first."""
    plain = found[PLAIN].work if PLAIN in found else None
    columns = (
        ("words/CPU s", 12),
        ("x spaCy", 8),
        ("load CPU s", 11),
        ("peak MB", 8),
        ("quotations", 11),
        ("failed on", 10),
    )
    rows = [f"{'':16} " + " ".join(f"{name:>{width}}" for name, width in columns)]
    for name, each in sorted(found.items(), key=lambda item: -item[1].work):
        ratio = f"{plain / each.work:8.2f}" if plain else f"{'':8}"
        counts = f"{each.found:11,} {each.failed:10,}" if name != PLAIN else ""
        cost = f"{each.load:11.1f} {each.peak:8,.0f}"
        rows.append(f"{name:16} {words / each.work:12,.0f} {ratio} {cost} {counts}".rstrip())
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--articles", type=int, default=20, help="how many of each file")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--python", action="append", default=[], metavar="NAME=INTERPRETER")
    options = parser.parse_args()
    pythons = dict(each.split("=", 1) for each in options.python)
    texts = texts_of(options.files, options.articles)
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} articles, {words:,} words; best of {options.rounds} rounds of {options.runs}\n")
    rounds: dict[str, list[Figures]] = {}
    absent: dict[str, str] = {}
    for _ in range(options.rounds):
        for name in SYSTEMS:
            if name not in absent:
                taken = measured(name, texts, runs=options.runs, python=pythons.get(name, sys.executable))
                if isinstance(taken, str):
                    absent[name] = taken
                else:
                    rounds.setdefault(name, []).append(taken)
    print(table({name: best(each) for name, each in rounds.items() if name not in absent}, words))
    for name, reason in absent.items():
        print(f"\nleft out: {name} ({reason})")


if __name__ == "__main__":
    main()
