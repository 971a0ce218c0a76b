"""Measure ties between people and bodies on KnowledgeNet: `python benchmarks/roles.py FILE [--fold N] [--fast] [-v]`.

FILE is the table that `facts.py` reads. Counted as the corpus' own evaluator counts text: an annotated fact is found
where a predicted one has the same property and both its spans overlap the annotated spans; a prediction that overlaps
no annotated fact, nor a prediction that was found right, is wrong if its property was looked for in the passage. The
properties are EMPLOYEE_OR_MEMBER_OF (a chief executive and a party's member are members too), CEO and
POLITICAL_AFFILIATION. Printed are precision, recall and F1 by property and over all facts, and the share of annotated
spans that `people_and_bodies` gives as candidates. Fold 3 unless given: folds 1 and 2 were read while the rules were
written. `--fast` leaves out the tagger and with it the entities; `-v` prints what was missed and what was wrong, for
folds other than 3.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from claimkit import parsing, tagging
from claimkit.attribution import attribute
from claimkit.layout import layout
from claimkit.quotes import pair_marks
from claimkit.speakers.mentions import people_and_bodies
from claimkit.speakers.ties import TieKind, find_ties
from facts import PROPERTIES, Passage, passages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from spacy.tokens import Doc

    from claimkit.models import Offsets

    Fact = tuple[Offsets, Offsets, str]

HELD = "3"
IMPLIED = {
    TieKind.EMPLOYER: ("EMPLOYEE_OR_MEMBER_OF",),
    TieKind.CHIEF: ("CEO", "EMPLOYEE_OR_MEMBER_OF"),
    TieKind.PARTY: ("POLITICAL_AFFILIATION", "EMPLOYEE_OR_MEMBER_OF"),
}


GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (*((name, (name,)) for name in PROPERTIES), ("all", PROPERTIES))


class Outcome(NamedTuple):
    """What came of one passage."""

    found: tuple[Fact, ...]
    missed: tuple[Fact, ...]
    wrong: tuple[Fact, ...]


def parsed(text: str, weights: tagging.Weights | None) -> Doc:
    """Parse a passage as the pipeline parses an article, with the entities of the tagger if its weights are given."""
    plan = layout(text)
    quotations, _ = pair_marks(text, plan.blocks)
    doc = parsing.parse(text, plan.blocks, parsing.load())
    if weights is not None:
        told = attribute(doc, layout=plan, quotations=quotations)
        tagged = tagging.tag(doc, layout=plan, quotations=quotations, attributions=told, weights=weights)
        parsing.mark_entities(doc, tagged.entities)
    return doc


def facts_of(doc: Doc, asked: Collection[str]) -> list[Fact]:
    """Return what the rules find of the properties that were looked for."""
    ties = find_ties(doc)
    return sorted({(tie.person, tie.body, name) for tie in ties for name in IMPLIED[tie.kind] if name in asked})


def compare(gold: Iterable[Fact], predicted: Iterable[Fact]) -> Outcome:
    """Match predicted facts with annotated ones, as the corpus' evaluator does."""
    predicted = list(predicted)
    found: list[Fact] = []
    missed: list[Fact] = []
    matched: set[Fact] = set()
    for fact in gold:
        same = [each for each in predicted if _matches(each, fact)]
        (found if same else missed).append(fact)
        matched.update(same)
    wrong = [each for each in predicted if not any(_matches(each, other) for other in matched)]
    return Outcome(tuple(found), tuple(missed), tuple(wrong))


def _matches(one: Fact, other: Fact) -> bool:
    return one[2] == other[2] and _overlap(one[0], other[0]) and _overlap(one[1], other[1])


def _overlap(one: Offsets, other: Offsets) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def share_found(spans: Collection[Offsets], candidates: Collection[Offsets]) -> Counter[bool]:
    """Count the spans that a candidate overlaps, and those that none does."""
    return Counter(any(_overlap(span, each) for each in candidates) for span in spans)


class Counts(NamedTuple):
    """Facts found, missed and wrong by property, and how many annotated spans are among the candidates."""

    facts: Counter[tuple[str, str]]
    people: Counter[bool]
    bodies: Counter[bool]


def counted(file: Path, folds: Collection[str], weights: tagging.Weights | None, *, verbose: bool = False) -> Counts:
    """Count what is found in the passages of some folds."""
    counts: Counts = Counts(Counter(), Counter(), Counter())
    for passage in passages(file, folds):
        doc = parsed(passage.text, weights)
        outcome = compare(passage.facts, facts_of(doc, passage.asked))
        for name, facts in outcome._asdict().items():
            counts.facts.update((fact[2], name) for fact in facts)
        candidates = people_and_bodies(doc)
        counts.people.update(share_found({fact[0] for fact in passage.facts}, candidates[0]))
        counts.bodies.update(share_found({fact[1] for fact in passage.facts}, candidates[1]))
        if verbose and HELD not in folds:
            _show(passage, outcome)
    return counts


def measure(file: Path) -> dict[str, float]:
    """Return the F1 on fold 3, of each property and of all, as claimkit comes."""
    folder = tagging.shipped()
    counts = counted(file, [HELD], None if folder is None else tagging.load(folder)).facts
    return {f"{name} F1": figures(counts, names)[2] for name, names in GROUPS}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--fold", action="append", choices=["1", "2", "3"])
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    shipped = None if options.fast else tagging.shipped()
    weights = None if shipped is None else tagging.load(shipped)
    counts = counted(options.file, options.fold or [HELD], weights, verbose=options.verbose)
    _report(counts.facts)
    shares = (
        f"{name} {found[True]}/{found.total()}" for name, found in zip(("people", "bodies"), counts[1:], strict=True)
    )
    print("candidates: " + ", ".join(shares))


def _show(passage: Passage, outcome: Outcome) -> None:
    if outcome.missed or outcome.wrong:
        print(f"\n{passage.text}")
    for name, facts in (("missed", outcome.missed), ("wrong", outcome.wrong)):
        for person, body, label in facts:
            print(f"  {name}: {passage.text[slice(*person)]} | {label} | {passage.text[slice(*body)]}")


def figures(counts: Counter[tuple[str, str]], names: Collection[str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of some properties together."""
    found, missed, wrong = (sum(counts[name, kind] for name in names) for kind in Outcome._fields)
    precision = found / (found + wrong) if found + wrong else 0.0
    recall = found / (found + missed) if found + missed else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if found else 0.0


def _report(counts: Counter[tuple[str, str]]) -> None:
    print(f"{'':24}{'P':>7}{'R':>7}{'F1':>7}   found missed wrong")
    for label, names in GROUPS:
        told = "".join(f"{value:7.3f}" for value in figures(counts, names))
        print(f"{label:24}{told}   " + " ".join(f"{sum(counts[n, k] for n in names):5}" for k in Outcome._fields))


if __name__ == "__main__":
    main()
