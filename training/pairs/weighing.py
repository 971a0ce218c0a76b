"""Fit how the comparer weighs what the network says against the traits of a pair, on articles kept out of training."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from relations import ASPECTS, NO_ASPECT, UNRELATED, Read, articles, extracted, texts
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from claimkit.comparing.careful import likeliest, opinions, said
from claimkit.comparing.matching import candidates
from claimkit.comparing.relations import LIKELY, Features, features, in_parts, likenesses, weighed
from claimkit.comparing.traits import Candidate, Held, held
from claimkit.pairnet import Scorer, careful

HEED, OF_A_CLAIM = 0.1, 2.0
"""Inverse strength of the penalty, and how many candidates each claim has on the average."""
APART, STRANGERS = timedelta(days=60), 40
"""How far apart articles of PolNeAR must be to tell of other events, and how many pairs of them are read."""
AS_MANY = 0.2
"""What those pairs weigh, all together, against all others."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
Pairs = list[Candidate]
Rows = tuple[Pairs, Features, np.ndarray]
"""Pairs, what they are judged by, and the labels."""


def candidates_of(one: list[Held], other: list[Held], model: Path) -> Pairs:
    """Return the claims of two articles that lie nearest to each other."""
    most = int(OF_A_CLAIM * (len(one) + len(other)))
    near = candidates([each.words for each in one], [each.words for each in other], most=most, model=model)
    return [(one[found.one], other[found.other], found.nearness) for found in near]


def judged(model: Path, read: Iterable[Read]) -> Iterator[Rows]:
    """Yield features and labels of the candidates of pairs of articles; those left open are left out."""
    for each in read:
        one, other = ({id(claim): number for number, claim in enumerate(side)} for side in (each.a, each.b))
        found = candidates_of(each.a, each.b, model)
        cells = [(one[id(first)], other[id(second)]) for first, second, _ in found]
        labels = np.array([each.related.get(cell, (UNRELATED, NO_ASPECT)) for cell in cells]).reshape(-1, 2)
        told = np.array([cell not in each.left_open for cell in cells], bool)
        kept = [pair for pair, known in zip(found, told, strict=True) if known]
        if kept:
            yield kept, features(kept, model), labels[told]


def strangers(model: Path, polnear: Path, store: Path) -> Iterator[Rows]:
    """Yield features and labels of articles of PolNeAR that are alike but months apart: nothing in them is related."""
    known = [each for each in texts(polnear).values() if _DAY.search(each.id)]
    days = [date.fromisoformat(_DAY.search(each.id)[0]) for each in known]
    seen = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform([each.text for each in known])
    alike = np.triu((seen @ seen.T).toarray(), 1)
    taken: set[int] = set()
    for place in np.argsort(-alike, axis=None):
        i, j = divmod(int(place), len(known))
        if abs(days[i] - days[j]) < APART or {i, j} & taken:
            continue
        taken |= {i, j}
        one, other = (held(extracted(known[k], store)) for k in (i, j))
        pairs = candidates_of(one, other, model)
        yield pairs, features(pairs, model), np.array([(UNRELATED, NO_ASPECT)] * len(pairs))
        if len(taken) >= 2 * STRANGERS:
            return


def joined(rows: Iterable[Rows]) -> Rows:
    """Put all rows together."""
    pairs, seen, labels = zip(*rows, strict=True)
    features = Features(*map(np.concatenate, zip(*seen, strict=True)))
    return [pair for each in pairs for pair in each], features, np.concatenate(labels)


def fit(folder: Path, polnear: Path, store: Path) -> dict[str, float]:
    """Write the regressions into the settings of the weights; return how many pairs they were fitted on."""
    near = list(judged(folder, articles(polnear, store, kept=True)))
    others = list(strangers(folder, polnear, store))
    pairs, seen, labels = joined([*near, *others])
    first = sum(len(each) for *_, each in near)
    weights = np.ones(len(labels))
    weights[first:] = AS_MANY * first / (len(labels) - first)
    told = labels[:, 1] >= 0
    relation = scorer(seen.relation, labels[:, 0], 3, weights)
    whole = Scorer(**relation).shares(seen.relation)
    parts = in_parts(pairs, seen, 1 - whole[:, 0] >= LIKELY, folder)
    both = weighed(whole, Scorer(**relation).shares(parts.seen.relation), parts.cut)
    clauses = scorer(both, labels[:, 0], 3, weights)
    scorers = {
        "likeness": scorer(likenesses(pairs), labels[:, 0], 3, weights),
        "relation": relation,
        "clauses": clauses,
        "aspect": scorer(seen.aspect[told], labels[told, 1], len(ASPECTS), weights[told]),
        "position": scorer(seen.position, labels[:, 0], 3, weights),
    }
    if (larger := careful(folder)) is not None:
        shares = Scorer(**clauses).shares(both)
        again = likeliest(shares, most=len(shares))
        rows = opinions(shares[again], said([pairs[int(k)] for k in again], larger))
        scorers["careful"] = scorer(rows, labels[again, 0], 3, weights[again])
    path = folder / "settings.json"
    stored = json.loads(path.read_text(encoding="utf-8")) | {"scorers": scorers}
    path.write_text(json.dumps(stored) + "\n", encoding="utf-8")
    return {"pairs": len(labels), "related": int((labels[:, 0] != UNRELATED).sum()), "differ": int(told.sum())}


def scorer(rows: np.ndarray, wanted: np.ndarray, kinds: int, heeded: np.ndarray) -> dict[str, Any]:
    """Fit a logistic regression over rows, each heeded as much as said; return weights and biases."""
    # Scaled for the penalty, then unscaled, so that the regression reads the numbers as they come.
    spread = np.maximum(rows.std(0), 1e-3)
    made = LogisticRegression(C=HEED, max_iter=2000).fit(rows / spread, wanted, heeded)
    weights, bias = np.zeros((kinds, rows.shape[1])), np.full(kinds, -20.0)
    weights[made.classes_] = made.coef_ / spread
    bias[made.classes_] = made.intercept_
    return {"weights": np.round(weights, 5).tolist(), "bias": np.round(bias, 5).tolist()}
