"""Fit the confidence of attributions on articles that the network was not trained on.

A logistic regression over what the tagger saw, by Newton's method with a small ridge. An attribution counts as right
where the benchmark says so: half of the content's words shared, and the source right.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from examples import prepare
from train import ENTITIES

from claimkit import tagging
from claimkit.tagging.confidence import FEATURES

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from attribution_matching import compare

LEAST, KEEP = 0.25, 0.4
"""How likely a cue must be that is looked at, and an attribution that is kept."""
SILENT = ("heading", "byline", "furniture", "question")
RIDGE = 1.0
ROUNDS = 50


class Observed(NamedTuple):
    """An attribution that the tagger found or judged, what its confidence is made of, and whether it is right."""

    ruled: bool
    seen: list[float]
    right: bool


def observations(row: dict[str, Any], weights: tagging.Weights) -> list[Observed]:
    """Return what the tagger finds and judges in an annotated article.

    Each of the two kinds is matched with the annotations by itself: one may be right where the other is, too.
    """
    doc, plan, quotations, attributions = prepare(row)
    silent = [(block.start, block.end) for block in plan.blocks if block.kind in SILENT]
    found: list[Observed] = []
    read = list(tagging.readings(doc, layout=plan, quotations=quotations, attributions=attributions, weights=weights))
    for ruled in (False, True):
        kind = [
            (reading, seen)
            for reading, index, seen in read
            if (index is not None) == ruled and not any(a <= reading.content[0][0] < b for a, b in silent)
        ]
        told = [
            {"content": each.content, "source": [each.source] if each.source else [], "cue": [each.cue], "number": n}
            for n, (each, _) in enumerate(kind)
        ]
        article = compare(row, told)
        right = {article.predicted[j].row["number"] for _, j in article.right}
        found += [Observed(ruled, [seen[f] for f in FEATURES], n in right) for n, (_, seen) in enumerate(kind)]
    return found


def regression(seen: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the weights of a logistic regression."""
    weights = np.zeros(seen.shape[1])
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-seen @ weights))
        slope = seen.T @ (right - likely) - RIDGE * weights
        curve = (seen.T * (likely * (1 - likely))) @ seen + RIDGE * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def fit(articles: Sequence[dict[str, Any]], out: Path) -> None:
    """Run the graphs in `out` on articles held back from training; write the settings beside them."""
    file = out / "settings.json"
    settings: dict[str, Any] = {"entities": ENTITIES, "least": LEAST, "keep": KEEP, "confidence": {}}
    file.write_text(json.dumps(settings), encoding="utf-8")
    weights = tagging.load(out)
    observed = [each for row in articles for each in observations(row, weights)]
    for name, ruled in (("tagged", False), ("ruled", True)):
        mine = [each for each in observed if each.ruled == ruled]
        right = np.array([each.right for each in mine], float)
        fitted = regression(np.array([each.seen for each in mine]), right)
        settings["confidence"][name] = {
            key: round(float(value), 4) for key, value in zip(FEATURES, fitted, strict=True)
        }
        print(f"{name}: {len(mine)} attributions, {right.mean():.3f} right")
        if ruled:
            sure = np.array([[each.seen[FEATURES.index(key)] for key in ("one", "rules")] for each in mine])
            print("SHIFT, SCALE of the rules alone:", regression(sure, right).round(3))
    file.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    tagging.load.cache_clear()  # what was loaded above has no confidence yet
