"""Read pairs of a statement and a claim with what the claim's holder takes for a position on the statement."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

DISPUTES, SUPPORTS, NEITHER = range(3)
DENIALS = (
    "It is not true that {}", "It is wrong to say that {}", "It is false that {}", "Nobody can say that {}",
    "It is a mistake to think that {}",
)  # fmt: skip
"""Ways to turn a statement into its opposite: who supports the one disputes the other."""
DENIED, ECHOED, STRANGERS = 0.12, 0.03, 0.2
"""Shares of pairs, of all that are annotated, that come again with the statement denied, the claim repeated as a
statement, or a statement on another matter."""


class Pair(NamedTuple):
    """A statement, a claim, and what the claim says to the statement."""

    statement: str
    claim: str
    position: int


def perspectives(folder: Path, part: str) -> list[Pair]:
    """Read the pairs of a part of Perspectrum (Chen et al., NAACL 2019)."""
    texts = {row["pId"]: row["text"].strip() for row in _json(folder / "perspectives_train_dev.json")}
    parts = _json(folder / "split.json")
    found = []
    for row in _json(folder / "claims_train_dev.json"):
        if parts[str(row["cId"])] != part:
            continue
        for cluster in row["perspectives"]:
            position = {"SUPPORT": SUPPORTS, "UNDERMINE": DISPUTES}.get(cluster["stance_label_3"])
            if position is not None:
                found += [Pair(row["text"].strip(), texts[number], position) for number in cluster["pids"]]
    return found


def _json(path: Path) -> list[dict[str, object]]:
    return json.loads(path.read_text(encoding="utf-8"))


def arguments(folder: Path) -> Iterator[Pair]:
    """Read arguments and key points for or against a topic (KPA 2021, Friedman et al. 2021)."""
    for part in ("train", "dev"):
        for name, column in (("arguments", "argument"), ("key_points", "key_point")):
            for row in _table(folder / f"{name}_{part}.csv"):
                yield Pair(row["topic"], row[column].strip(" `"), SUPPORTS if row["stance"] == "1" else DISPUTES)


def inferences(path: Path) -> Iterator[Pair]:
    """Read pairs of sentences of which the one follows from the other, contradicts it, or neither (ConjNLI)."""
    kinds = {"entailment": SUPPORTS, "contradiction": DISPUTES, "neutral": NEITHER}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if (row["Label"] or "").strip() in kinds:
                yield Pair(row["Hypothesis"], row["Premise"], kinds[row["Label"].strip()])


def varied(pairs: Sequence[Pair], chance: random.Random) -> list[Pair]:
    """Add pairs that can be made of others: denied statements, echoes, and statements on other matters."""
    made = list(pairs)
    for pair in pairs:
        draw = chance.random()
        small = pair.statement[:1].lower() + pair.statement[1:]
        denied = chance.choice(DENIALS).format(small.rstrip("."))
        if draw < DENIED:
            made.append(Pair(denied, pair.claim, 1 - pair.position) if pair.position != NEITHER else pair)
        elif draw < DENIED + ECHOED:
            made.append(Pair(pair.statement, pair.statement, SUPPORTS))
        elif draw < DENIED + 2 * ECHOED:
            made.append(Pair(denied, pair.statement, DISPUTES))
        elif draw < DENIED + 2 * ECHOED + STRANGERS:
            made.append(Pair(chance.choice(pairs).statement, pair.claim, NEITHER))
    return made


def matches(folder: Path) -> Iterator[tuple[str, str, int]]:
    """Read arguments and key points on the same topic and side, and whether the one says the other (KPA 2021)."""
    for part in ("train", "dev"):
        texts = {}
        for name, column in (("arguments", "argument"), ("key_points", "key_point")):
            for row in _table(folder / f"{name}_{part}.csv"):
                texts[row["arg_id" if column == "argument" else "key_point_id"]] = row[column].strip(" `")
        for row in _table(folder / f"labels_{part}.csv"):
            yield texts[row["arg_id"]], texts[row["key_point_id"]], int(row["label"])


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
