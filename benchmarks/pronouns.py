"""Score how claimkit resolves pronouns on GAP, ambiguous pronouns with two names each (Webster and others 2018).

    python benchmarks/pronouns.py FILE.tsv [--misses N] [--rules]

FILE is a file of github.com/google-research-datasets/gap. For each name the pronoun either takes it up or does not; a
true one that is found is right. `P`, `R` and `F` as GAP counts them, over all, for "he" and for "she"; `bias` is the F
of "she" by that of "he". `resolved`: the share of pronouns for which claimkit gives anything at all, a third name
among them: it keeps silent in doubt. `--misses` prints the first N texts with a wrong name, `--rules` leaves the
tagger out.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from claimkit import parsing, speakers, tagging
from claimkit.attribution import attribute, unite
from claimkit.context import Telling, antecedents
from claimkit.layout import layout
from claimkit.models import Article, Offsets
from claimkit.quotes import pair_marks

Row = Mapping[str, str]
Resolver = Callable[[str], dict[int, tuple[Offsets, ...]]]
MASCULINE = frozenset({"he", "him", "his"})
NAMES = ("A", "B")


class Judged(NamedTuple):
    """One pronoun: for each of its two names whether it is the one, and whether it was found to be."""

    gender: str
    wanted: tuple[bool, ...]
    found: tuple[bool, ...]
    resolved: bool


def resolver(*, rules: bool) -> Resolver:
    """Return what resolves the pronouns of a text as the pipeline does."""
    nlp, folder = parsing.load(), None if rules else tagging.shipped()
    weights = None if folder is None else tagging.load(folder)

    def resolve(text: str) -> dict[int, tuple[Offsets, ...]]:
        plan = layout(text, title=None)
        quotations, _ = pair_marks(text, plan.blocks)
        doc = parsing.parse(text, plan.blocks, nlp)
        known = attribute(doc, layout=plan, quotations=quotations)
        if weights is not None:
            tagged = tagging.tag(doc, layout=plan, quotations=quotations, attributions=known, weights=weights)
            known = unite(doc, known, tagged.attributions, layout=plan, quotations=quotations)
            parsing.mark_entities(doc, tagged.entities)
        found, speaker_of = speakers.resolve(doc, Article(text=text), layout=plan, attributions=known)
        return antecedents(doc, text, layout=plan, telling=Telling(known, speaker_of, found, quotations))

    return resolve


def judge(row: Row, resolve: Resolver) -> Judged:
    """Compare what claimkit finds for the pronoun of a row with its two names."""
    places = resolve(row["Text"]).get(int(row["Pronoun-offset"]), ())
    wanted = tuple(row[f"{name}-coref"].upper() == "TRUE" for name in NAMES)
    found = tuple(_held(row, name, places) for name in NAMES)
    gender = "he" if row["Pronoun"].lower() in MASCULINE else "she"
    return Judged(gender, wanted, found, bool(places))


def _held(row: Row, name: str, places: tuple[Offsets, ...]) -> bool:
    """Tell whether a place ends in the last word of the name, or the name in the place's."""
    start = int(row[f"{name}-offset"])
    end = start + len(row[name])
    return any(lo < end and start < hi and (lo >= start or hi <= end) for lo, hi in places)


def scores(judged: list[Judged]) -> dict[str, float]:
    """Return precision, recall and F over all names, in percent, and how many pronouns are resolved."""
    count: Counter[str] = Counter()
    for each in judged:
        for wanted, found in zip(each.wanted, each.found, strict=True):
            count["right"] += wanted and found
            count["found"] += found
            count["wanted"] += wanted
    precision = 100 * count["right"] / max(count["found"], 1)
    recall = 100 * count["right"] / max(count["wanted"], 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    resolved = 100 * sum(each.resolved for each in judged) / max(len(judged), 1)
    return {"P": precision, "R": recall, "F": both, "resolved": resolved, "pronouns": float(len(judged))}


def rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--rules", action="store_true")
    options = parser.parse_args(arguments)
    if not options.file.is_file():
        print(f"no such file: {options.file}", file=sys.stderr)
        return 2
    resolve = resolver(rules=options.rules)
    judged, misses = [], options.misses
    for row in rows(options.file):
        judged.append(judge(row, resolve))
        wrong = any(found and not wanted for wanted, found in zip(judged[-1].wanted, judged[-1].found, strict=True))
        if wrong and misses:
            misses -= 1
            print(
                f"{row['ID']}: {row['Pronoun']} at {row['Pronoun-offset']}, {row['A']} or {row['B']}\n{row['Text']}\n"
            )
    print(f"{'':8}{'P':>7}{'R':>7}{'F':>7}{'resolved':>10}{'pronouns':>10}")
    by_gender = {kind: scores([each for each in judged if each.gender == kind]) for kind in ("he", "she")}
    for name, figures in (("all", scores(judged)), *by_gender.items()):
        cells = "".join(f"{figures[key]:7.1f}" for key in ("P", "R", "F"))
        print(f"{name:8}{cells}{figures['resolved']:10.1f}{figures['pronouns']:10.0f}")
    print(f"bias    {by_gender['she']['F'] / max(by_gender['he']['F'], 1e-9):7.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
