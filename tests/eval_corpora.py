"""Measure claimkit on the development parts of corpora that others made: what the gate holds beside attributions."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
Figures = dict[str, float]


class Corpus(NamedTuple):
    """The files of a corpus under the folder of data, and what measures them: benchmark, and its arguments."""

    files: tuple[str, ...]
    measure: Callable[[Path], Figures]


def _benchmark(name: str) -> Any:
    folder = str(ROOT / "benchmarks")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(name)


def _certainty(name: str) -> Callable[[Path], Figures]:
    def measure(data: Path) -> Figures:
        told = _benchmark("certainty").measure(data / name)
        return {"r": told["r"], "3 - MAE": 3 - told["MAE"]}

    return measure


def _negation(data: Path) -> Figures:
    return dict(_benchmark("negation").measure([data / "sem2012_negation" / "sherlock_dev.txt"]))


def _views(data: Path) -> Figures:
    return {"macro F1": _benchmark("claims").measure(data / "newssd_eng" / "val.csv")["macro"]}


def _checks(data: Path) -> Figures:
    told = _benchmark("claims").measure(data / "claimbuster" / "crowdsourced.csv", kept_back=True)
    return {f"{name} F1": told[name] for name in ("macro", "weighted", "two classes: 1", "two classes: weighted")}


def _positions(data: Path) -> Figures:
    told = _benchmark("stance").measure(data / "perspectrum")
    return {name: told[name] for name in ("macro F1", "unseen macro F1")}


def _answers(data: Path) -> Figures:
    told = _benchmark("comparison").measure(data / "nanco" / "dev.json")
    return {name: told[name] for name in ("everything", "classifier", "embeddings only")}


def _strengths(data: Path) -> Figures:
    found: Figures = {}
    for name in ("strength", "weak"):
        told = _benchmark("comparison").measure(data / "claimdiff" / f"ClaimDiff-{name}-train.json")
        found |= {f"{name} macro F1": told["everything"], f"{name} F1": told["everything, positive"]}
    return found


def _contrasts(data: Path) -> Figures:
    told = _benchmark("comparison").measure(data.parent / "gold")
    kept = {name: told[name] for name in ("differ found", "agree found", "aspect right", "precision, unlisted wrong")}
    return kept | {"unrelated not told": 1 - told["unrelated told"]}


def _dates(data: Path) -> Figures:
    return dict(_benchmark("dates").measure(data / "meantime"))


def _roles(data: Path) -> Figures:
    return dict(_benchmark("roles").measure(data / "knowledgenet" / "facts_train.tsv"))


def _attitudes(_: Path) -> Figures:
    told = _benchmark("attitudes").measure()
    return {name: told[name] for name in ("attitude", "views")}


CORPORA: Mapping[str, Corpus] = {
    "uds_ih2": Corpus(("uds_ih2/dev.jsonl",), _certainty("uds_ih2/dev.jsonl")),
    "megaveridicality": Corpus(("megaveridicality/dev.jsonl",), _certainty("megaveridicality/dev.jsonl")),
    "meantime": Corpus(("meantime",), _certainty("meantime")),
    "sem2012": Corpus(("sem2012_negation/sherlock_dev.txt",), _negation),
    "newssd": Corpus(("newssd_eng/val.csv",), _views),
    "claimbuster": Corpus(("claimbuster/crowdsourced.csv",), _checks),
    "attitudes": Corpus((), _attitudes),
    "perspectrum": Corpus(
        ("perspectrum/claims_train_dev.json", "perspectrum/perspectives_train_dev.json", "perspectrum/split.json"),
        _positions,
    ),
    "nanco": Corpus(("nanco/dev.json",), _answers),
    "claimdiff": Corpus(("claimdiff/ClaimDiff-strength-train.json", "claimdiff/ClaimDiff-weak-train.json"), _strengths),
    "comparisons": Corpus(tuple(f"../gold/pair0{number}/gold.json" for number in (1, 2, 3)), _contrasts),
    "dates": Corpus(("meantime",), _dates),
    "knowledgenet": Corpus(("knowledgenet/facts_train.tsv",), _roles),
}


def files_of(corpus: Corpus, data: Path) -> list[Path]:
    """Return the files that a corpus is measured on, those under its folders included."""
    found = [data / name for name in corpus.files]
    return [file for path in found for file in (sorted(path.rglob("*.xml")) if path.is_dir() else [path])]
