"""Kill runs over a corpus at random moments and compare what they come to: `python benchmarks/faults.py --kills 200`.

A corpus of small invented articles, some of which fail, is run over once without a break. Then, as often as asked for,
a run is killed (SIGKILL, the whole of it or one worker) at a random moment and started again, up to three times, and
then left alone; every file of the dataset must be the same to the byte. `--fast` extracts by rules.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import claimkit
from claimkit.models import Article
from claimkit.results import Extraction
from claimkit.testing import Saying, build

ARTICLES, SHARD = 60, 4


def quick(article: Article) -> Extraction:
    """One claim of Ana Brill for each line; no model, a few milliseconds, and a failure where the text says so."""
    if article.text.startswith("FAIL"):
        raise ValueError("told to fail")
    time.sleep(0.005)
    known = article.model_dump(include={"id", "title"})
    return build(*(Saying("Ana Brill", line) for line in article.text.splitlines() if line), **known)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="runs that are killed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fast", action="store_true", help="extract by rules instead of by a stand-in")
    parser.add_argument("--run", nargs=3, metavar=("SOURCE", "OUT", "WORKERS"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        source, out, workers = given.run
        extractor = None if given.fast else quick
        claimkit.run(source, out, workers=int(workers), shard_size=SHARD, fast=given.fast, extractor=extractor)
        return
    with tempfile.TemporaryDirectory() as folder:
        chance = random.Random(given.seed)  # noqa: S311 - moments to kill at are no secret
        sys.exit(0 if trials(Path(folder), given.kills, chance, fast=given.fast) else 1)


def trials(folder: Path, kills: int, chance: random.Random, *, fast: bool) -> bool:
    """Run, kill, run again, and say how many datasets are identical to the one that nothing broke."""
    corpus = written(folder / "corpus")
    began = time.monotonic()
    finish(started(corpus, folder / "whole", 2, fast=fast))
    duration = time.monotonic() - began
    wanted = state(folder / "whole")
    print(f"{len(wanted)} files in {duration:.1f} s without a break; killing at a random moment of that")
    good = stopped = 0
    for number in range(kills):
        out = folder / f"out{number}"
        for _ in range(chance.choice((1, 1, 2, 3))):
            stopped += killed(started(corpus, out, chance.choice((1, 2)), fast=fast), chance, duration)
        finish(started(corpus, out, chance.choice((1, 2)), fast=fast))
        found = state(out)
        good += found == wanted
        for name in sorted({*found, *wanted}):
            if found.get(name) != wanted.get(name):
                print(f"run {number}: {name} differs")
    print(f"{good} of {kills} identical; {stopped} times something was killed before the end")
    return good == kills


def written(folder: Path) -> Path:
    """Write the corpus: files, lines and packed lines, among them some that cannot be read."""
    (folder / "deep").mkdir(parents=True)
    texts = [f"The pier of Holm is {number} years old.\nThe quay is younger." for number in range(ARTICLES)]
    texts[11] = texts[40] = "FAIL"
    for number, text in enumerate(texts[:20]):
        (folder / "deep" / f"{number:02}.txt").write_text(text, encoding="utf-8")
    lines = [json.dumps({"id": f"n{number % 30}", "text": text}) for number, text in enumerate(texts)]
    (folder / "lines.jsonl").write_text("\n".join([*lines[20:40], "{"]), encoding="utf-8")
    packed = gzip.compress("\n".join(lines[40:]).encode(), mtime=0)
    (folder / "packed.jsonl.gz").write_bytes(packed[:-10])
    return folder


def started(corpus: Path, out: Path, workers: int, *, fast: bool) -> subprocess.Popen[bytes]:
    """Start a run in a process group of its own."""
    command = [sys.executable, __file__, "--run", str(corpus), str(out), str(workers), *(["--fast"] if fast else [])]
    return subprocess.Popen(command, start_new_session=True)


def killed(process: subprocess.Popen[bytes], chance: random.Random, duration: float) -> bool:
    """Kill a run, or first one of its workers, at a random moment; tell whether it was still going on."""
    time.sleep(chance.uniform(0, duration))
    if chance.random() < 0.3:
        for child in children(process.pid)[:1]:
            os.kill(child, signal.SIGKILL)
        time.sleep(chance.uniform(0, duration / 4))
    going = process.poll() is None
    process.kill()
    process.wait()
    return going


def children(parent: int) -> list[int]:
    """Return the processes that a process has started, as Linux tells them."""
    try:
        text = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in text.split()]


def finish(process: subprocess.Popen[bytes]) -> None:
    """Wait for a run that nobody kills."""
    if process.wait():
        raise SystemExit(f"a run that was not killed ended with exit code {process.returncode}")


def state(out: Path) -> dict[str, str]:
    """Return all files of a dataset by their hashes; the lock is no part of it."""
    files = (path for path in out.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


if __name__ == "__main__":
    main()
