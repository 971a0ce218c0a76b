"""Hold the figures that claimkit reaches: none may fall under its floor in `floors.toml`.

    python tests/eval_gate.py                     measure, compare, exit with 1 where a floor is not reached
    python tests/eval_gate.py --update            pin what is measured now; refuses to lower a floor
    python tests/eval_gate.py --update --allow-regression

Each set has the SHA-256 of every annotation and article that its figures were measured on: where one has changed, the
floors mean nothing until they are pinned anew. A set whose files are not there is told as skipped. Corpora are looked
for in the folder that CLAIMKIT_SHARED names, else in `shared` beside the checkout.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from eval_corpora import CORPORA, Corpus, files_of  # noqa: E402

FLOORS = Path(__file__).with_name("floors.toml")
EPSILON = 0.0005
"""What a figure may lie under its floor: other machines round otherwise."""

Figures = dict[str, float]
Pins = dict[str, dict[str, dict[str, Any]]]


class Measured(NamedTuple):
    """What a set gives today: its figures, shares in [0, 1], and the digests of its files."""

    floors: Figures
    sha256: dict[str, str]


def shared() -> Path:
    """Return the folder where corpora are looked for; it need not be there."""
    return Path(os.environ.get("CLAIMKIT_SHARED") or ROOT.parent / "shared")


def _benchmark(name: str) -> Any:
    folder = str(ROOT / "benchmarks")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(name)


def _hand_made(folder: Path, files: Iterable[Path]) -> Measured:
    benchmark = _benchmark("gold")
    return Measured(benchmark.total(benchmark.evaluate([folder])), digests(files))


def measure_fixtures() -> Measured:
    """Score the articles that come with the project."""
    folder = ROOT / "fixtures"
    return _hand_made(folder / "gold", [*folder.glob("*.txt"), *folder.glob("*.html"), *folder.glob("gold/*.json")])


def measure_pairs() -> Measured:
    """Score the articles of the gold pairs."""
    folder = shared() / "gold"
    return _hand_made(folder, [file for file in folder.glob("*/*") if file.suffix in {".txt", ".html", ".json"}])


def measure_polnear() -> Measured:
    """Score the development articles of PolNeAR (Newell et al. 2018)."""
    path = shared() / "data" / "polnear" / "dev.jsonl"
    return Measured(attributions(_benchmark("attribution").read_lines(path)), digests([path]))


def attributions(rows: Sequence[Mapping[str, Any]]) -> Figures:
    """Score claimkit as it comes, and its rules alone under names that say so."""
    benchmark = _benchmark("attribution")
    found: Figures = {}
    for name, run in benchmark.predict(rows, ["both", "rules"]).items():
        told = benchmark.report(rows, run.found)
        figures = {f"{key} F1": score.f1 for key, score in told.figures.scores.items()} | told.figures.accuracies
        if told.calibration:
            figures["1 - confidence error"] = 1 - told.calibration.error
        found |= {key if name == "both" else f"{name}: {key}": value for key, value in figures.items()}
    return found


def _measuring(corpus: Corpus) -> Callable[[], Measured]:
    def measure() -> Measured:
        data = shared() / "data"
        return Measured(corpus.measure(data), digests(files_of(corpus, data)))

    return measure


def _place(corpus: Corpus) -> Callable[[], Path]:
    return lambda: shared() / "data" / next(iter(corpus.files), "")


SETS: dict[str, tuple[Callable[[], Measured], Callable[[], Path]]] = {
    "fixtures": (measure_fixtures, lambda: ROOT / "fixtures" / "gold"),
    "pairs": (measure_pairs, lambda: shared() / "gold"),
    "polnear": (measure_polnear, lambda: shared() / "data" / "polnear" / "dev.jsonl"),
    **{name: (_measuring(corpus), _place(corpus)) for name, corpus in CORPORA.items()},
}


def present(name: str) -> bool:
    """Tell whether the files of a set are there."""
    return SETS[name][1]().exists()


def digests(files: Iterable[Path]) -> dict[str, str]:
    """Return the SHA-256 of each file under its folder's and its own name."""
    return {f"{file.parent.name}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(files)}


def read_pins() -> Pins:
    """Read the floors and digests that are pinned."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


def failures(pinned: Mapping[str, Mapping[str, Any]], measured: Measured) -> list[str]:
    """Say what keeps a set from passing: files that changed, figures that are gone or under their floor."""
    found = []
    known = pinned["sha256"]
    for file in sorted({*known, *measured.sha256}):
        if known.get(file) != measured.sha256.get(file):
            found.append(f"{file} is not what the floors were pinned on: look at the change, then --update")
    return found + fallen(pinned["floors"], measured.floors)


def fallen(floors: Mapping[str, float], figures: Mapping[str, float]) -> list[str]:
    """Name the figures that lie under their floor by more than `EPSILON`, or are measured no more."""
    return [
        f"{name} is {figures.get(name, float('nan')):.4f}, its floor {floor:.4f}"
        for name, floor in floors.items()
        if not figures.get(name, float("-inf")) >= floor - EPSILON
    ]


def repinned(pins: Pins, measured: Mapping[str, Measured], *, allow_regression: bool = False) -> Pins:
    """Return `pins` with what was measured; raise `ValueError` where a floor would sink and that is not allowed."""
    sunk = [
        f"{name}: {line}"
        for name, today in measured.items()
        for line in fallen(pins.get(name, {}).get("floors", {}), today.floors)
    ]
    if sunk and not allow_regression:
        raise ValueError("\n".join([*sunk, "these floors would sink: say --allow-regression if that is right"]))
    return pins | {
        name: {"floors": _raised(pins, name, today, allow_regression), "sha256": today.sha256}
        for name, today in measured.items()
    }


def _raised(pins: Pins, name: str, today: Measured, allow_regression: bool) -> Figures:
    # A figure within EPSILON under its floor leaves the floor where it is: it would creep down a little at each update.
    before = {} if allow_regression else pins.get(name, {}).get("floors", {})
    return {key: max(int(value * 1e4) / 1e4, before.get(key, 0.0)) for key, value in today.floors.items()}


def written(pins: Pins) -> str:
    """Write pins as TOML."""
    lines = ["# Pinned by `python tests/eval_gate.py --update`: figures, the more the better, and their files."]
    for name, tables in pins.items():
        for table in ("floors", "sha256"):
            lines += ["", f"[{name}.{table}]"]
            lines += [f"{json.dumps(key)} = {json.dumps(value)}" for key, value in tables[table].items()]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Run the gate from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--update", action="store_true", help="pin what is measured now")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: let floors sink")
    options = parser.parse_args(arguments)
    pins = read_pins()
    measured = {name: SETS[name][0]() for name in SETS if present(name)}
    lines = [f"{name}: skipped, its files are not here" for name in SETS if name not in measured]
    problems: list[str] = []
    if options.update:
        try:
            FLOORS.write_text(written(repinned(pins, measured, allow_regression=options.allow_regression)), "utf-8")
        except ValueError as error:
            problems = [str(error)]
    else:
        problems = [f"{name}: {line}" for name, today in measured.items() for line in failures(pins[name], today)]
    for name, today in measured.items():
        lines += [f"{name}: {key} {value:.4f}" for key, value in today.floors.items()]
    sys.stdout.write("\n".join([*lines, *problems, "failed" if problems else "passed"]) + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
