"""Measure what comparing costs: `python benchmarks/comparison_speed.py [FILE FILE] [--claims N] [--model DIR]`.

First the seconds of extracting and of comparing two articles (those of `fixtures/` unless given), and their ratio: the
best of several runs of each. Then, for N claims of either side (10,000) and for fewer, the seconds of placing them and
of looking up the nearest, and the share of the nearest pairs that looking into cells finds, of those that comparing all
with all finds. The claims are invented: what happens, to what, where, when and by whose word, put together by lot.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimkit import pairnet
from claimkit.comparing import compare, matching
from claimkit.pipeline import extract
from claimkit.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
SIZES = (1_250, 2_500, 5_000, 10_000)
RUNS = 5
WHO = ("The mayor", "A spokesman", "The union", "An engineer", "The inspector", "Her deputy", "The owner", "A court")
WHAT = ("bridge", "ferry", "hospital", "school", "dam", "factory", "airport", "library", "harbour", "mine", "prison")
WHERE = ("Brenwick", "Halden", "Morley", "Talmont", "Vessford", "Quilsted", "Dunburn", "Ostwell", "Kemby", "Larlund")
DID = ("will be closed", "was sold", "cost too much", "is unsafe", "must be rebuilt", "was inspected", "lost money")
WHEN = ("in May", "last winter", "before the vote", "after the flood", "within a year", "on Monday", "by 2031")


def claims(number: int, seed: int) -> list[str]:
    """Return invented claims."""
    chance = random.Random(seed)  # noqa: S311  # invented claims, no secrets
    parts = ("{who} says that the {what} of {where} {did} {when}", "The {where} {what} {did} {when}, {who} holds")
    made = []
    for _ in range(number):
        named = {"who": WHO, "what": WHAT, "where": WHERE, "did": DID, "when": WHEN}
        made.append(chance.choice(parts).format(**{key: chance.choice(words) for key, words in named.items()}))
    return made


def best(run: Callable[[], Any], runs: int = RUNS) -> float:
    """Return the seconds of the quickest of several runs."""
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return min(taken)


def of_articles(paths: list[Path], model: Path | None) -> None:
    """Print what extracting and comparing two articles takes."""
    articles = [read(path) for path in paths]
    found = [extract(article) for article in articles]
    words = " and ".join(str(len(article.text.split())) for article in articles)
    extracting = best(lambda: [extract(article) for article in articles])
    for name, issues in (("pairs alone", []), ("pairs and issues", None)):
        comparing = best(lambda issues=issues: compare(*found, issues=issues, model=model))  # type: ignore[misc]
        times = comparing / extracting
        print(f"{words} words: extracting {extracting:.2f} s, {name} {comparing:.2f} s, {times:.2f} times")


def of_claims(most: int, model: Path | None) -> None:
    """Print what matching many claims takes."""
    print(f"\n{'claims':>8} {'placing s':>10} {'looking up s':>13} {'all pairs s':>12} {'found':>6}")
    for size in (*(size for size in SIZES if size < most), most):
        began = time.perf_counter()
        one, other = (pairnet.places(claims(size, seed), model) for seed in (1, 2))
        placing = time.perf_counter() - began
        few, every = matching._FEW, []
        found = {}
        for name, limit in (("cells", 0), ("all", size * size)):
            matching._FEW = limit
            began = time.perf_counter()
            found[name] = {pair[:2] for pair in matching.nearest(one, other, most=size)}
            every.append(time.perf_counter() - began)
        matching._FEW = few
        share = len(found["cells"] & found["all"]) / len(found["all"])
        print(f"{size:8} {placing:10.1f} {every[0]:13.1f} {every[1]:12.1f} {share:6.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--model", type=Path, help="folder of weights; those that come with claimkit unless given")
    options = parser.parse_args()
    of_articles(options.paths or [FIXTURES / "ferry_report.txt", FIXTURES / "ferry_opinion.txt"], options.model)
    of_claims(options.claims, options.model)


if __name__ == "__main__":
    main()
