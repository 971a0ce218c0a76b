"""Measure negation on *SEM 2012: `python benchmarks/negation.py FILE... [--model DIR]`, files in the task's format.

Prints precision, recall and F1 of cues (all words of a cue found, and no more) and of the tokens in scope (of every cue
found right or wrong, punctuation left out, as the shared task counts; Morante and Blanco 2012). Affixes count by the
part of the word that negates: "un" of "unable".
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from corpus_tokens import joined
from judged import judged
from negations import Negation, negated_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def found_in(tokens: Sequence[str], model: str | None) -> list[Negation]:
    """Return the negations that claimkit finds in a sentence, in tokens."""
    text, spans = joined(tokens)

    def inside(parts: Iterable[tuple[int, int]]) -> list[int]:
        return [k for k, (start, end) in enumerate(spans) if any(start < b and a < end for a, b in parts)]

    made = []
    for negation in judged(text, model).judgements.negations:
        cue = inside(negation.cue)
        parts = tuple(_part(text, spans[k], negation.cue) for k in cue)
        made.append(Negation(tuple(cue), tuple(inside(negation.scope)), tuple(part.lower() for part in parts)))
    return made


def _part(text: str, token: tuple[int, int], cue: Iterable[tuple[int, int]]) -> str:
    """Return what of a token is the cue."""
    start, end = next((a, b) for a, b in cue if a < token[1] and token[0] < b)
    return text[max(start, token[0]) : min(end, token[1])].lower()


def count(path: Path, model: str | None) -> Counter[str]:
    """Count what is right, found and annotated."""
    tally: Counter[str] = Counter()
    for tokens, golds in negated_sentences(path):
        found = found_in(tokens, model)
        keys = [(each.cue, tuple(part.lower() for part in each.parts)) for each in golds]
        tally["cues annotated"] += len(golds)
        tally["cues found"] += len(found)
        tally["cues right"] += sum((each.cue, each.parts) in keys for each in found)
        spoken = {k for k, token in enumerate(tokens) if any(c.isalnum() for c in token)}
        for each in found:
            gold = next((one for one in golds if set(one.cue) & set(each.cue)), None)
            tally["tokens found"] += len(spoken.intersection(each.scope))
            tally["tokens right"] += len(spoken.intersection(each.scope, gold.scope)) if gold else 0
        tally["tokens annotated"] += sum(len(spoken.intersection(each.scope)) for each in golds)
    return tally


def figures(tally: Counter[str]) -> dict[str, float]:
    """Return precision, recall and F1 of cues and of tokens in scope."""
    made = {}
    for kind in ("cues", "tokens"):
        right, found, wanted = (tally[f"{kind} {name}"] for name in ("right", "found", "annotated"))
        made[f"{kind} P"] = right / max(found, 1)
        made[f"{kind} R"] = right / max(wanted, 1)
        made[f"{kind} F1"] = 2 * right / max(found + wanted, 1)
    return made


def measure(paths: Sequence[Path], model: str | None = None) -> dict[str, float]:
    """Return the figures on files together."""
    return figures(sum((count(path, model) for path in paths), Counter[str]()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--model", help="folder of weights; those that come with claimkit unless given")
    options = parser.parse_args()
    for name, value in measure(options.files, options.model).items():
        print(f"{name:10} {value:.3f}")


if __name__ == "__main__":
    main()
