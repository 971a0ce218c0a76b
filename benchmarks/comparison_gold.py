"""Score comparisons of articles against gold pairs: relations found, unrelated pairs told, precision."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.comparing import compare
from claimkit.pipeline import extract
from claimkit.reading import read
from comparison_systems import systems
from gold import anchored, chars

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from claimkit.results import Comparison, Extraction

TOUCHING = 0.5
Chars = frozenset[int]


def units(article: Mapping[str, Any]) -> dict[str, Chars]:
    """Return the characters of the attributions and claims of a gold article, by id."""
    known = {each["id"]: chars(each["content"]) for each in article["attributions"]}
    return known | {each["id"]: chars([each["span"]]) for each in article["claims"]}


def touches(one: Chars, other: Chars) -> bool:
    """Tell whether two stretches share half of the shorter one."""
    return bool(one) and bool(other) and len(one & other) >= TOUCHING * min(len(one), len(other))


class Pair(NamedTuple):
    """A pair that was told: its relation and aspect, and the characters of both claims."""

    relation: str
    aspect: str | None
    one: Chars
    other: Chars


class Told:
    """The pairs that a comparison tells, by their characters, and what gold pairs they speak of."""

    def __init__(self, gold: Mapping[str, Any], found: Comparison) -> None:
        """Look up where the units of the gold and the claims of the pairs stand."""
        one, other = found.extractions
        texts = (("a", one.article.text), ("b", other.article.text))
        self.known = [units(anchored(gold["articles"][side], text)) for side, text in texts]
        self.pairs = [
            Pair(pair.relation.value, pair.aspect, _chars(one, pair.a.claim), _chars(other, pair.b.claim))
            for pair in found.pairs
        ]

    def speaks_of(self, first: str, second: str, pair: Pair) -> bool:
        """Tell whether a pair that was told is about two gold units."""
        if first not in self.known[0]:
            first, second = second, first
        left, right = (known.get(name, frozenset()) for known, name in zip(self.known, (first, second), strict=True))
        return touches(left, pair.one) and touches(right, pair.other)

    def of(self, gold: Mapping[str, Any]) -> list[Pair]:
        """Return the pairs told that are about a gold pair."""
        return [pair for pair in self.pairs if self.speaks_of(gold["a"], gold["b"], pair)]


def _chars(extraction: Extraction, claim: str) -> Chars:
    span = next(each.span for each in extraction.claims if each.id == claim)
    return chars([(span.start, span.end)])


def tally(gold: Mapping[str, Any], found: Comparison) -> Counter[str]:
    """Count what a comparison got right of the gold pairs of two articles."""
    told, counted = Told(gold, found), Counter[str]()
    for each in gold["pairs"]:
        hits = told.of(each)
        counted[f"{each['relation']} gold"] += 1
        counted[f"{each['relation']} paired"] += bool(hits)
        right = [pair for pair in hits if pair.relation == each["relation"]]
        counted[f"{each['relation']} right"] += bool(right)
        counted["aspect right"] += each["relation"] == "differ" and any(pair.aspect == each["aspect"] for pair in right)
    for pair in told.pairs:
        counted["told"] += 1
        correct = any(pair in told.of(each) and each["relation"] == pair.relation for each in gold["pairs"])
        counted["told right"] += correct
        counted["told open"] += not correct and any(
            told.speaks_of(first, second, pair) for first, second in gold.get("open", [])
        )
    return counted


def _article(path: Path, given: Any) -> Any:
    """Return the gold of an article, which may stand in a file of its own beside the pairs."""
    return json.loads((path.parent / given).read_text(encoding="utf-8")) if isinstance(given, str) else given


def _file(path: Path, name: str) -> Path:
    return next(each for each in (path.parent / name, path.parent.parent / name) if each.exists())


def gold_pairs(folder: Path) -> Iterator[tuple[Any, list[Extraction]]]:
    """Yield each gold pair of a folder with what is extracted from its articles."""
    for path in sorted(folder.rglob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if "pairs" in gold and "articles" in gold:
            gold["articles"] = {side: _article(path, each) for side, each in gold["articles"].items()}
            yield gold, [extract(read(_file(path, gold["articles"][side]["file"]))) for side in "ab"]


def gold_figures(folder: Path, model: Path | None = None) -> dict[str, float]:
    """Return the figures on all gold pairs of a folder, none where it holds none.

    Each part of the comparer tells as many pairs as the whole does.
    """
    known = systems(model)
    whole, parts = Counter[str](), {name: Counter[str]() for name in known}
    for gold, sides in gold_pairs(folder):
        found = compare(*sides, issues=[], model=model)
        whole += tally(gold, found)
        for name, system in known.items():
            every = compare(*sides, issues=[], model=model, least=0.0, comparer=system).pairs
            surest = sorted(every, key=lambda pair: -pair.score)[: len(found.pairs)]
            parts[name] += tally(gold, found.model_copy(update={"pairs": tuple(surest)}))
    if not whole:
        return {}
    kinds = ("differ found", "agree found", "unrelated told", "precision, unlisted wrong")
    return _figures(whole) | {f"{name}: {kind}": _figures(parts[name])[kind] for name in parts for kind in kinds}


def _figures(total: Counter[str]) -> dict[str, float]:
    judged = total["told"] - total["told open"]
    return {
        "differ found": total["differ right"] / max(total["differ gold"], 1),
        "agree found": total["agree right"] / max(total["agree gold"], 1),
        "unrelated told": total["unrelated paired"] / max(total["unrelated gold"], 1),
        "precision, unlisted wrong": total["told right"] / max(judged, 1),
        "aspect right": total["aspect right"] / max(total["differ right"], 1),
        "told": float(total["told"]),
        "told and judged": float(judged),
    }
