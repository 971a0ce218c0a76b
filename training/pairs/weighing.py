"""Fit how the comparer weighs what the network says against the traits of a pair, on articles kept out of training."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from relations import ASPECTS, RELATIONS, UNRELATED, _lines, labelled, part
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from claimkit import extract, pairnet
from claimkit.comparing.matching import candidates
from claimkit.comparing.relations import features
from claimkit.comparing.traits import Held, held
from claimkit.models import Article

HEED, OF_A_CLAIM = 0.3, 2.5
"""Inverse strength of the penalty, and how many candidates each claim has on the average."""
APART, STRANGERS = timedelta(days=60), 40
"""How far apart articles of PolNeAR must be to tell of other events, and how many pairs of them are read."""
AS_MANY = 0.2
"""What those pairs weigh, all together, against all others."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def article(side: Any) -> Article:
    """Return an invented article."""
    return Article(text=side["text"], published=side["published"], outlet=side["outlet"])


def candidates_of(row: Any, model: Path) -> tuple[list[tuple[Held, Held, float]], list[tuple[int, int]]]:
    """Return the candidates of a pair of articles and their labels; those left open are left out."""
    one, other = (held(extract(article(row[key]))) for key in "ab")
    texts = [row[key]["text"] for key in "ab"]
    words = [[each.words for each in side] for side in (one, other)]
    pairs, labels = [], []
    for found in candidates(*words, most=int(OF_A_CLAIM * (len(one) + len(other))), model=model):
        first, second = one[found.one], other[found.other]
        label = labelled(row, texts, first.claim, second.claim)
        if label is not None:
            relation = RELATIONS[label[0]] if label[0] else UNRELATED
            pairs.append((first, second, found.nearness))
            labels.append((relation, ASPECTS.index(label[1]) if label[1] in ASPECTS else -1))
    return pairs, labels


def gathered(model: Path) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield features and labels of each pair of articles that was kept back."""
    for row in part(_lines("articles*.jsonl"), kept=True):
        pairs, labels = candidates_of(row, model)
        yield *features(pairs, model), np.array(labels)


def strangers(model: Path, polnear: Path) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield features and labels of articles of PolNeAR that are alike but months apart: nothing in them is related."""
    rows = [json.loads(line) for line in polnear.read_text(encoding="utf-8").splitlines()]
    days = [date.fromisoformat(_DAY.search(row["id"])[0]) for row in rows]
    seen = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform([row["text"] for row in rows])
    alike = np.triu((seen @ seen.T).toarray(), 1)
    taken: set[int] = set()
    for place in np.argsort(-alike, axis=None):
        i, j = divmod(int(place), len(rows))
        if abs(days[i] - days[j]) < APART or {i, j} & taken:
            continue
        taken |= {i, j}
        one, other = (held(extract(Article(text=rows[k]["text"], published=days[k].isoformat()))) for k in (i, j))
        words = [[each.words for each in side] for side in (one, other)]
        near = candidates(*words, most=int(OF_A_CLAIM * (len(one) + len(other))), model=model)
        pairs = [(one[found.one], other[found.other], found.nearness) for found in near]
        yield *features(pairs, model), np.array([(UNRELATED, -1)] * len(pairs))
        if len(taken) >= 2 * STRANGERS:
            return


def reported(model: Path, polnear: Path) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield features and labels of claims of PolNeAR's train articles, two of a day at a time (`news.jsonl`)."""
    texts = {row["id"]: row["text"] for row in map(json.loads, polnear.read_text(encoding="utf-8").splitlines())}
    rows = [row for row in _lines("news*.jsonl") if row["relation"] != "open"]
    for _, group in groupby(rows, key=lambda row: (row["a"][0], row["b"][0])):
        known = list(group)
        sides = []
        for name in (known[0]["a"][0], known[0]["b"][0]):
            outlet, day = name.split("_")[:2]
            claims = held(extract(Article(id=name, text=texts[name], published=day, outlet=outlet)))
            places = pairnet.places([each.words for each in claims], model)
            spans = ((each.claim.span.start, each.claim.span.end) for each in claims)
            sides.append(dict(zip(spans, zip(claims, places, strict=True), strict=True)))
        pairs, labels = [], []
        for row in known:
            found = [side.get(tuple(row[key][1:])) for side, key in zip(sides, "ab", strict=True)]
            if all(each is not None for each in found):
                (one, here), (other, there) = found
                pairs.append((one, other, float(here @ there)))
                labels.append((RELATIONS.get(row["relation"], UNRELATED), _aspect(row["aspect"])))
        if pairs:
            yield *features(pairs, model), np.array(labels)


def _aspect(name: str | None) -> int:
    return ASPECTS.index(name) if name in ASPECTS else -1


def fit(folder: Path, polnear: Path) -> dict[str, float]:
    """Write the regressions into the settings of the weights; return how many pairs they were fitted on."""
    near = [*gathered(folder), *reported(folder, polnear)]
    others = list(strangers(folder, polnear))
    relation, aspect, labels = (np.concatenate(column) for column in zip(*near, *others, strict=True))
    first = sum(len(each) for _, _, each in near)
    weights = np.ones(len(labels))
    weights[first:] = AS_MANY * first / (len(labels) - first)
    told = labels[:, 1] >= 0
    scorers = {
        "relation": _scorer(relation, labels[:, 0], 3, weights),
        "aspect": _scorer(aspect[told], labels[told, 1], len(ASPECTS), weights[told]),
    }
    path = folder / "settings.json"
    stored = json.loads(path.read_text(encoding="utf-8")) | {"scorers": scorers}
    path.write_text(json.dumps(stored) + "\n", encoding="utf-8")
    return {"pairs": len(labels), "related": int((labels[:, 0] != UNRELATED).sum()), "differ": int(told.sum())}


def _scorer(rows: np.ndarray, wanted: np.ndarray, kinds: int, heeded: np.ndarray) -> dict[str, Any]:
    # Scaled for the penalty, then unscaled, so that the regression reads the numbers as they come.
    spread = np.maximum(rows.std(0), 1e-3)
    made = LogisticRegression(C=HEED, max_iter=2000).fit(rows / spread, wanted, heeded)
    weights, bias = np.zeros((kinds, rows.shape[1])), np.full(kinds, -20.0)
    weights[made.classes_] = made.coef_ / spread
    bias[made.classes_] = made.intercept_
    return {"weights": np.round(weights, 5).tolist(), "bias": np.round(bias, 5).tolist()}
