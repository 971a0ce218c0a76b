"""Score claimkit's quotes against attributions annotated with character offsets.

    python benchmarks/attribution.py GOLD.jsonl [--misses] [--json] [--write PRED.jsonl | --predictions PRED.jsonl]

GOLD has one JSON object a line: `id`, `text`, and `attributions`, each with `source`, `cue` and `content` as lists of
[start, end) in code points. Quotes inside other quotes are left out of what claimkit predicts.

A token is a stretch between white space that holds a letter or digit; a span holds it when it covers one of these.
Two contents match, one to one, when they share at least half of the tokens that either has (IoU >= 0.5); among the ways
to match, the one with most matches counts, then the one with most right sources, then the one with the highest IoU.
A source is right at IoU >= 0.5 or where neither side has one; `attribution` counts matches whose source is right. The
classes say how much of a content stands in double quotation marks: all, some, none; precision goes by the class of the
prediction, recall by that of the gold. The interval is a bootstrap over articles.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from assignment import assignment

ENOUGH = 0.5
CLASSES = ("direct", "mixed", "indirect")
RESAMPLES = 1000
_MARKS = re.compile(r"``|''|[“”„\"]|\n\s*\n|\r\n\s*\n")

Tokens = frozenset[int]
Row = Mapping[str, Any]


class Unit(NamedTuple):
    """An attribution as sets of tokens, with its class."""

    content: Tokens
    source: Tokens
    cue: Tokens
    kind: str
    row: Row


class Score(NamedTuple):
    """Precision, recall and their harmonic mean, in [0, 1]."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, right: int, predicted: int, gold: int, *, recalled: int | None = None) -> Score:
        """Divide; `recalled` is the number of golds hit where it is not that of predictions."""
        precision = right / predicted if predicted else 0.0
        recall = (right if recalled is None else recalled) / gold if gold else 0.0
        return cls(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)


def token_owners(text: str) -> dict[int, int]:
    """Map each letter or digit of `text` to the number of its token."""
    chunks = (chunk for chunk in re.finditer(r"\S+", text) if any(map(str.isalnum, chunk.group())))
    return {i: n for n, chunk in enumerate(chunks) for i in range(*chunk.span()) if text[i].isalnum()}


def marked_offsets(text: str) -> set[int]:
    """Return the offsets inside double quotation marks.

    An opening curly mark inside an open quotation opens nothing; a quotation that is open where the paragraph ends
    ends there.
    """
    inside: set[int] = set()
    opened: int | None = None
    for match in _MARKS.finditer(text):
        mark, breaks = match.group(), "\n" in match.group()
        if opened is None:
            opened = match.start() if not breaks and mark != "”" else None
        elif mark != "“":
            inside.update(range(opened, match.start() if breaks else match.end()))
            opened = None
    if opened is not None:
        inside.update(range(opened, len(text)))
    return inside


def units(rows: Iterable[Row], text: str, owners: Mapping[int, int], marked: set[int]) -> list[Unit]:
    """Turn rows of offsets into units; a row whose content holds no token is not scored."""

    def tokens(spans: Sequence[Sequence[int]] | None) -> Tokens:
        return frozenset(owners[i] for start, end in spans or () for i in range(start, end) if i in owners)

    found = []
    for row in rows:
        content = tokens(row.get("content"))
        if content:
            letters = [
                i for start, end in row["content"] for i in range(start, min(end, len(text))) if text[i].isalnum()
            ]
            inside = sum(i in marked for i in letters)
            kind = "indirect" if not inside else "direct" if inside == len(letters) else "mixed"
            found.append(Unit(content, tokens(row.get("source")), tokens(row.get("cue")), kind, row))
    return found


def iou(one: Tokens, other: Tokens) -> float:
    """Return the share of the tokens of either that both have."""
    return len(one & other) / len(one | other) if one or other else 0.0


def same_source(gold: Unit, predicted: Unit) -> bool:
    """Tell whether the sources are one, or both absent."""
    return gold.source == predicted.source or iou(gold.source, predicted.source) >= ENOUGH


def match(gold: Sequence[Unit], predicted: Sequence[Unit]) -> list[tuple[int, int]]:
    """Pair golds with predictions, one to one, so that pairs, right sources and IoU are as many as can be."""
    worth = [[0.0] * len(predicted) for _ in gold]
    for i, wanted in enumerate(gold):
        for j, found in enumerate(predicted):
            overlap = iou(wanted.content, found.content)
            if overlap >= ENOUGH:
                worth[i][j] = 1e6 + 1e3 * same_source(wanted, found) + overlap
    return [(i, j) for i, j in assignment(worth) if worth[i][j] > 0]


def count_article(row: Row, predicted: Iterable[Row]) -> tuple[Counter[str], list[Unit], list[Unit]]:
    """Count the hits of one article; return with them the golds that were missed and the predictions that are wrong."""
    text = row["text"]
    owners, marked = token_owners(text), marked_offsets(text)
    wanted, found = (units(rows, text, owners, marked) for rows in (row["attributions"], predicted))
    count: Counter[str] = Counter(gold=len(wanted), predicted=len(found))
    for name in ("content", "source", "cue"):
        sides = [frozenset[int]().union(*(getattr(unit, name) for unit in side)) for side in (wanted, found)]
        count[f"{name} token right"] = len(sides[0] & sides[1])
        count[f"{name} token gold"], count[f"{name} token predicted"] = map(len, sides)
    count["exact"] = (Counter(unit.content for unit in wanted) & Counter(unit.content for unit in found)).total()
    count.update(f"gold {unit.kind}" for unit in wanted)
    count.update(f"predicted {unit.kind}" for unit in found)
    pairs = match(wanted, found)
    right = [(i, j) for i, j in pairs if same_source(wanted[i], found[j])]
    count["iou"], count["right"] = len(pairs), len(right)
    count.update(f"recalled {wanted[i].kind}" for i, _ in right)
    count.update(f"right {found[j].kind}" for _, j in right)
    hit, used = {i for i, _ in right}, {j for _, j in right}
    missed = [unit for i, unit in enumerate(wanted) if i not in hit]
    return count, missed, [unit for j, unit in enumerate(found) if j not in used]


def figures(counts: Sequence[Counter[str]]) -> dict[str, Any]:
    """Add up the counts of the articles; every score is a share in [0, 1]."""
    total = sum(counts, Counter[str]())
    gold, predicted = total["gold"], total["predicted"]
    scores: dict[str, Any] = {
        "content token": _token_score(total, "content"),
        "content exact": Score.of(total["exact"], predicted, gold),
        "content IoU>=.5": Score.of(total["iou"], predicted, gold),
        "attribution": Score.of(total["right"], predicted, gold),
    }
    for kind in CLASSES:
        scores[f"attribution {kind}"] = Score.of(
            total[f"right {kind}"],
            total[f"predicted {kind}"],
            total[f"gold {kind}"],
            recalled=total[f"recalled {kind}"],
        )
    scores |= {"source token": _token_score(total, "source"), "cue token": _token_score(total, "cue")}
    scores["source accuracy"] = total["right"] / total["iou"] if total["iou"] else 0.0
    scores["interval"] = interval(counts)
    return scores | {"gold": gold, "predicted": predicted, "matched": total["iou"]}


def _token_score(total: Counter[str], name: str) -> Score:
    return Score.of(total[f"{name} token right"], total[f"{name} token predicted"], total[f"{name} token gold"])


def interval(counts: Sequence[Counter[str]]) -> tuple[float, float]:
    """Bootstrap the 95 % interval of the attribution F1 by drawing articles with replacement; the seed is fixed."""
    generator = random.Random(0)  # noqa: S311
    rows = [(count["right"], count["gold"] + count["predicted"]) for count in counts]
    drawn = []
    for _ in range(RESAMPLES):
        sample = generator.choices(rows, k=len(rows))
        right, both = (sum(column) for column in zip(*sample, strict=True))
        drawn.append(2 * right / both if both else 0.0)
    drawn.sort()
    return drawn[int(0.025 * RESAMPLES)], drawn[int(0.975 * RESAMPLES)]


def predict(rows: Sequence[Row]) -> tuple[dict[str, list[Row]], dict[str, float]]:
    """Run claimkit on every text; return the outermost quotes as offsets, and the CPU seconds spent."""
    from claimkit.parsing import load
    from claimkit.pipeline import extract

    nlp = load()
    extract("“It rains,” said Ada Quill.")  # loads the word lists, so that the clock sees work only
    seconds = {"claimkit": 0.0, "spaCy": 0.0}
    found: dict[str, list[Row]] = {}
    for row in rows:
        start = time.process_time()
        nlp(row["text"])
        parsed = time.process_time()
        quotes = [quote for quote in extract(row["text"]).quotes if quote.parent is None]
        seconds["spaCy"] += parsed - start
        seconds["claimkit"] += time.process_time() - parsed
        found[row["id"]] = [
            {
                "content": [(span.start, span.end) for span in quote.spans],
                "source": [(quote.source.start, quote.source.end)] if quote.source else [],
                "cue": [(quote.cue.start, quote.cue.end)] if quote.cue else [],
            }
            for quote in quotes
        ]
    seconds["own"] = seconds["claimkit"] - seconds["spaCy"]
    seconds["ratio"] = seconds["claimkit"] / seconds["spaCy"] if seconds["spaCy"] else 0.0
    return found, seconds


def evaluate(rows: Sequence[Row], found: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """Score predictions by article id; an article without any counts as empty."""
    return figures([count_article(row, found.get(row["id"], ()))[0] for row in rows])


def read_lines(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:  # not splitlines(), which breaks a line at U+2028
        return [json.loads(line) for line in lines if line.strip()]


def show(scores: Mapping[str, Any]) -> None:
    print(f"{'':22}{'P':>7}{'R':>7}{'F1':>7}")
    for name, value in scores.items():
        if isinstance(value, Score):
            print(f"{name:22}" + "".join(f"{100 * part:7.1f}" for part in value))
    low, high = scores["interval"]
    print(f"attribution F1, 95 % interval: {100 * low:.1f} to {100 * high:.1f}")
    print(f"source accuracy, content matched: {100 * scores['source accuracy']:.1f}")
    print(f"gold {scores['gold']}, predicted {scores['predicted']}, content matched {scores['matched']}")
    if "seconds" in scores:
        timing = scores["seconds"]
        print("CPU seconds: " + ", ".join(f"{name} {value:.2f}" for name, value in timing.items()))


def show_misses(row: Row, predicted: Iterable[Row]) -> None:
    _, missed, wrong = count_article(row, predicted)
    print(f"\n== {row['id']}")
    for title, side in (("missed", missed), ("wrong", wrong)):
        for unit in side:
            parts = (
                " … ".join(row["text"][s:e] for s, e in unit.row.get(key) or ()) for key in ("source", "cue", "content")
            )
            source, cue, content = (" ".join(part.split()) for part in parts)
            print(f"  {title:7}{unit.kind:9}[{source or '-'}] <{cue or '-'}> {content}")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", type=Path)
    parser.add_argument(
        "--misses", action="store_true", help="print what was missed and what is wrong, article by article"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--write", type=Path, help="write the predictions, one JSON object a line")
    parser.add_argument("--predictions", type=Path, help="score these instead of running claimkit")
    options = parser.parse_args(arguments)
    rows = read_lines(options.gold)
    if options.predictions:
        found = {row["id"]: row["attributions"] for row in read_lines(options.predictions)}
        scores = evaluate(rows, found)
    else:
        found, seconds = predict(rows)
        scores = evaluate(rows, found) | {"seconds": seconds}
    if options.write:
        lines = (json.dumps({"id": key, "attributions": value}) + "\n" for key, value in found.items())
        options.write.write_text("".join(lines), encoding="utf-8")
    if options.misses:
        for row in rows:
            show_misses(row, found.get(row["id"], ()))
    if options.json:
        print(json.dumps(scores))
    else:
        show(scores)


if __name__ == "__main__":
    main(sys.argv[1:])
