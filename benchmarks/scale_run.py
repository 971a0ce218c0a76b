"""Measure what extracting costs: `python benchmarks/scale_run.py FILE… [--words N…] [--memory N…] [--bare N…]`.

The paragraphs of the texts in FILE (objects with a `text`, one a line) are put together to articles of about so many
words as `--words` says, `--total` words of each length, and `claimkit run` extracts from them with one worker, in a
process of its own, once with the learned tagger and once by rules alone. Printed are for each length the CPU
milliseconds of an article and microseconds of a word, without what a run over one short article takes, which is the
start; the bytes of an article in the dataset and in the text; and the most memory that one process had.

With `--memory` so many articles of a paragraph each, of at most 80 words and in a random order so that the longest are
equally long, are extracted from by rules, or with `--tagger` by the tagger, with two workers, and the most memory is
printed that the process that gives out work had, and the largest worker.

With `--bare` so many articles of a line each are run over with one worker by an extractor that finds nothing: what is
left is the cost of the run itself, for each article CPU microseconds, how much of them the process takes that gives out
work, and bytes in the dataset; what a second call takes, which finds all of them done; and the memory of both.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from claimkit.corpus import run
from claimkit.models import Article
from claimkit.results import Extraction
from scale import cpu

WORDS = (50, 150, 500, 1_500, 5_000, 15_000)
TOTAL = 30_000
SHORT = "Rain fell on the harbour."
LONGEST = 80
"""Words of the articles that memory is measured on, at most."""


class Cost(NamedTuple):
    """What a run took: CPU seconds of all and of the process that gives out work, seconds, its MB and a worker's."""

    cpu: float
    own: float
    seconds: float
    giving: float
    working: float


def paragraphs(files: Iterable[Path]) -> Iterator[str]:
    """Yield the paragraphs of the texts of files, those of a text in their order."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            yield from (part for part in json.loads(line)["text"].split("\n") if part.strip())


def articles(parts: Sequence[str], words: int) -> Iterator[str]:
    """Yield articles of at least `words` words, for ever.

    >>> list(islice(articles(["Fog fell.", "Rain fell too."], 4), 1))
    ['Fog fell.\\n\\nRain fell too.']
    """
    held: list[str] = []
    number = 0
    for part in cycle(parts):
        held.append(part)
        number += len(part.split())
        if number >= words:
            yield "\n\n".join(held)
            held, number = [], 0


def written(texts: Iterable[str], path: Path) -> Path:
    """Write texts as a corpus."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps({"id": f"a{n}", "text": text}) + "\n" for n, text in enumerate(texts))
    return path


def cost(source: Path, out: Path, *, fast: bool, workers: int = 1, bare: bool = False) -> Cost:
    """Run over a corpus in a process of its own and return what it took."""
    command = [sys.executable, __file__, "--one", str(source), str(out), "--workers", str(workers)]
    command += [*["--fast"] * fast, *["--bare"] * bare]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Cost(*json.loads(done.stdout.splitlines()[-1]))


def one(source: str, out: str, *, fast: bool, workers: int, bare: bool) -> Cost:
    """Run over a corpus here."""
    start = time.perf_counter()
    run(source, out, fast=fast, workers=workers, max_chars=1 << 30, extractor=nothing if bare else None)
    used = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    own = resource.getrusage(resource.RUSAGE_SELF)
    return Cost(cpu(), own.ru_utime + own.ru_stime, time.perf_counter() - start, *used)


def nothing(article: Article) -> Extraction:
    """Find nothing in an article."""
    return Extraction(article=article)


def by_length(parts: Sequence[str], lengths: Sequence[int], total: int, folder: Path) -> None:
    """Print the cost of articles of each length, in both modes."""
    print("mode     words  articles   ms an article   µs a word   bytes of text   bytes in the dataset     MB")
    for fast in (False, True):
        short = written([SHORT], folder / "short.jsonl")
        start = min(cost(short, folder / f"short-{fast}-{turn}", fast=fast).cpu for turn in range(3))
        for words in lengths:
            texts = list(islice(articles(parts, words), max(total // words, 1)))
            source = written(texts, folder / f"{words}.jsonl")
            out = folder / f"{words}-{fast}"
            took = cost(source, out, fast=fast)
            counted, spent = sum(len(text.split()) for text in texts), took.cpu - start
            size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
            print(
                f"{'fast' if fast else 'default':8}{counted / len(texts):6.0f}{len(texts):10}"
                f"{1e3 * spent / len(texts):16.1f}{1e6 * spent / counted:12.0f}"
                f"{sum(len(text.encode()) for text in texts) / len(texts):16.0f}{size / len(texts):23.0f}"
                f"{max(took.giving, took.working):7.0f}",
                flush=True,
            )


def memory(parts: Sequence[str], numbers: Sequence[int], folder: Path, *, fast: bool) -> None:
    """Print the most memory of runs over so many articles."""
    short = [part for part in parts if len(part.split()) <= LONGEST]
    random.Random(0).shuffle(short)  # noqa: S311 - any order will do
    print("articles   seconds   MB that gives out   MB of the largest worker")
    for number in numbers:
        source = written(islice(articles(short, 1), number), folder / f"{number}.jsonl")
        took = cost(source, folder / f"out-{number}", fast=fast, workers=2)
        print(f"{number:8}{took.seconds:10.0f}{took.giving:20.0f}{took.working:27.0f}", flush=True)


def overhead(numbers: Sequence[int], folder: Path) -> None:
    """Print what runs over so many articles take in which nothing is found."""
    print(
        "articles   seconds   µs an article   µs of giving out   µs if done   bytes in the dataset   MB, and a worker's"
    )
    for number in numbers:
        source, out = written((f"{SHORT} {k}" for k in range(number)), folder / f"{number}.jsonl"), folder / f"{number}"
        took, again = (cost(source, out, fast=True, bare=True) for _ in range(2))
        size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
        print(
            f"{number:8}{took.seconds:10.0f}{1e6 * took.cpu / number:16.0f}{1e6 * took.own / number:19.0f}"
            f"{1e6 * again.cpu / number:13.0f}{size / number:23.0f}{took.giving:10.0f}{took.working:6.0f}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--words", type=int, nargs="*", default=WORDS)
    parser.add_argument("--total", type=int, default=TOTAL, help="words of each length")
    parser.add_argument("--memory", type=int, nargs="*", default=(), metavar="N")
    parser.add_argument("--tagger", action="store_true", help="with --memory: use the learned tagger")
    parser.add_argument("--bare", type=int, nargs="*", metavar="N")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--workers", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--fast", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one(*given.one, fast=given.fast, workers=given.workers, bare=given.bare is not None)))
        return
    if given.bare:
        with tempfile.TemporaryDirectory() as folder:
            overhead(given.bare, Path(folder))
        return
    parts = list(paragraphs(given.files)) or parser.error("name files of articles: JSONL with a text a line")
    with tempfile.TemporaryDirectory() as folder:
        if given.memory:
            memory(parts, given.memory, Path(folder), fast=not given.tagger)
        else:
            by_length(parts, given.words, given.total, Path(folder))


if __name__ == "__main__":
    main()
