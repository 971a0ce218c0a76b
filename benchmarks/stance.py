"""Measure positions on statements on Perspectrum: `python benchmarks/stance.py FOLDER [--part dev] [--model DIR]`.

FOLDER holds `claims*.json`, `perspectives*.json` and the split's file (Chen et al., NAACL 2019). Each perspective that
supports or undermines a claim is one pair; of "supports" and "disputes" the likelier one counts. Prints the accuracy
and the macro F1; once more of the pairs whose perspective stands under no claim of another part, word for word, because
some of Perspectrum's perspectives do: what was seen in training may be remembered.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.positions import position
from claims import f1

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LABELS = {"SUPPORT": "supports", "UNDERMINE": "disputes"}


class Pair(NamedTuple):
    """A claim as the statement, a perspective on it, its label and the part of the split that the claim is in."""

    statement: str
    perspective: str
    label: str
    part: str


def _json(folder: Path, pattern: str) -> Any:
    files = sorted(folder.glob(pattern))
    if not files:
        raise SystemExit(f"{folder} holds no {pattern}: name a folder with Perspectrum's files")
    return json.loads(files[0].read_text(encoding="utf-8"))


def pairs(folder: Path) -> Iterator[Pair]:
    """Yield the pairs of all parts."""
    texts = {row["pId"]: row["text"].strip() for row in _json(folder, "perspectives*.json")}
    parts = _json(folder, "*split*.json")
    for row in _json(folder, "claims*.json"):
        for cluster in row["perspectives"]:
            label = LABELS.get(cluster["stance_label_3"])
            if label:
                for number in cluster["pids"]:
                    yield Pair(row["text"].strip(), texts[number], label, parts[str(row["cId"])])


def measure(folder: Path, part: str = "dev", model: Path | None = None) -> dict[str, float]:
    """Return accuracy and macro F1 on a part of the corpus."""
    known = list(pairs(folder))
    elsewhere = {pair.perspective.lower().strip(" .") for pair in known if pair.part != part}
    asked = [pair for pair in known if pair.part == part]
    given = []
    for pair in asked:
        found = position(pair.perspective, pair.statement, model=model)
        given.append("supports" if found.supports >= found.disputes else "disputes")
    fresh = [k for k, pair in enumerate(asked) if pair.perspective.lower().strip(" .") not in elsewhere]
    return figures(asked, given) | {
        f"unseen {name}": value for name, value in figures([asked[k] for k in fresh], [given[k] for k in fresh]).items()
    }


def figures(asked: Sequence[Pair], given: Sequence[str]) -> dict[str, float]:
    """Return the number of pairs, the accuracy, and F1."""
    gold = [pair.label for pair in asked]
    right = sum(a == b for a, b in zip(gold, given, strict=True))
    return {"pairs": len(asked), "accuracy": right / len(asked), "macro F1": f1(gold, given)["macro"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--model", type=Path, help="folder of weights; those that come with claimkit unless given")
    options = parser.parse_args()
    for name, value in measure(options.folder, options.part, options.model).items():
        print(f"{name:18} {value:.3f}")


if __name__ == "__main__":
    main()
