"""Measure what kind of sentence a claim stands in: `python benchmarks/claims.py FILE... [--model DIR] [--kept-back]`.

A file is a CSV of NewsSD-ENG (columns Sentence, Label: OBJ or SUBJ) or of ClaimBuster (columns Text, Verdict: -1 no
factual statement, 0 one of no weight, 1 one worth checking; Arslan et al. 2020), told by its columns. Sentences that
follow one another in a debate are read together. Prints macro F1
and the F1 of each class; of ClaimBuster also of the two classes "worth checking" or not. `--kept-back` reads only the
debates of ClaimBuster's file that the shipped weights were not trained on.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from typing import TYPE_CHECKING

from judged import judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimkit.findings import Sentence

CLAIMBUSTER_FOLDS = 5
"""ClaimBuster has no split: debates are dealt out to so many folds by their names, and the first is kept back."""

GAP, TOGETHER = 3, 12
"""Sentences of a debate stand together up to this distance, so many at most: annotators saw what was before."""


def folds(debates: Iterable[str]) -> dict[str, int]:
    """Deal debates out to the folds.

    >>> folds(["b", "a", "b"])
    {'a': 0, 'b': 1}
    """
    return {name: number % CLAIMBUSTER_FOLDS for number, name in enumerate(sorted(set(debates)))}


def mean_of(found: Sequence[Sentence]) -> Sentence | None:
    """Return what the tagger thinks of sentences, weighted by their lengths."""
    if not found:
        return None
    size = sum(each.end - each.start for each in found)
    means = [sum(each[k] * (each.end - each.start) for each in found) / size for k in range(2, len(found[0]))]
    return type(found[0])(found[0].start, found[-1].end, *means)


def stretches(rows: Sequence[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    """Yield the rows that follow one another in a debate, in their order, some at a time."""
    ordered = sorted(rows, key=lambda row: (row["File_id"], int(row["Sentence_id"])))
    run: list[dict[str, str]] = []
    for row in ordered:
        if run and (
            row["File_id"] != run[-1]["File_id"]
            or int(row["Sentence_id"]) - int(run[-1]["Sentence_id"]) > GAP
            or len(run) == TOGETHER
        ):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def f1(gold: Sequence[str], given: Sequence[str]) -> dict[str, float]:
    """Return the F1 of each class, their mean ("macro") and their mean by the size of the classes ("weighted")."""
    made = {}
    for kind in sorted(set(gold)):
        both = sum(a == b == kind for a, b in zip(gold, given, strict=True))
        made[kind] = 2 * both / (gold.count(kind) + list(given).count(kind))
    macro = sum(made.values()) / len(made)
    return {**made, "macro": macro, "weighted": sum(made[kind] for kind in gold) / len(gold)}


def measure_views(rows: Sequence[dict[str, str]], model: str | None) -> dict[str, float]:
    """Tell views from facts (NewsSD-ENG)."""
    given = []
    for row in rows:
        read = mean_of(judged(row["Sentence"].strip(), model).judgements.sentences)
        given.append("SUBJ" if read is not None and read.subjective >= 0.5 else "OBJ")
    return f1([row["Label"] for row in rows], given)


def measure_checks(rows: Sequence[dict[str, str]], model: str | None) -> dict[str, float]:
    """Tell what is worth checking (ClaimBuster)."""
    gold, three, two = [], [], []
    for run in stretches(rows):
        for row, read in zip(run, read_together([row["Text"].strip() for row in run], model), strict=True):
            checkable, factual = (read.checkable, read.factual) if read is not None else (0.0, 0.0)
            shares = {"-1": 1 - factual, "0": factual - checkable, "1": checkable}
            gold.append(row["Verdict"])
            three.append(max(shares, key=shares.__getitem__))
            two.append("1" if checkable >= 0.5 else "other")
    binary = f1(["1" if label == "1" else "other" for label in gold], two)
    return f1(gold, three) | {f"two classes: {name}": value for name, value in binary.items()}


def read_together(texts: Sequence[str], model: str | None) -> Iterator[Sentence | None]:
    """Read texts as one paragraph; yield what the tagger thinks of each."""
    found, start = judged(" ".join(texts), model).judgements.sentences, 0
    for text in texts:
        end = start + len(text)
        yield mean_of([each for each in found if each.start < end and start < each.end])
        start = end + 1


def measure(path: Path, model: str | None = None, *, kept_back: bool = False) -> dict[str, float]:
    """Return the figures on a file."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if "Verdict" not in rows[0]:
        return measure_views(rows, model)
    if kept_back:
        dealt = folds(row["File_id"] for row in rows)
        rows = [row for row in rows if dealt[row["File_id"]] == 0]
    return measure_checks(rows, model)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--model", help="folder of weights; those that come with claimkit unless given")
    parser.add_argument("--kept-back", action="store_true")
    options = parser.parse_args()
    for path in options.files:
        print(path.name)
        for name, value in measure(path, options.model, kept_back=options.kept_back).items():
            print(f"  {name:24} {value:.3f}")


if __name__ == "__main__":
    main()
