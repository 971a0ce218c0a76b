"""Score who-said-what against attributions annotated with character offsets: claimkit, its parts and its peers.

    python benchmarks/attribution.py GOLD.jsonl [--system NAME]... [--misses] [--json] [--write PRED.jsonl]
    python benchmarks/attribution.py GOLD.jsonl --predictions PRED.jsonl [--misses] [--json]

GOLD has one JSON object a line: `id`, `text`, and `attributions`, each with `source`, `cue` and `content` as lists of
[start, end) in code points; predictions are the same without `text`, and may have a `confidence`. Systems: `rules`,
claimkit without its learned tagger; `tagger`, that alone; `both`, claimkit as it comes; `textacy`, where it is
installed, paragraph by paragraph. Quotes inside other quotes are left out of what claimkit predicts.

`attribution_matching.py` says what matches. Figures, all of them shares in [0, 1], percentages in the table:

content, source, cue token   tokens that are in one of any attribution
content exact                contents with the same tokens
content IoU>=.5              contents that match
attribution                  contents that match and whose source is right
… direct, mixed, indirect    by how much of the content stands in double quotation marks: all, some, none; precision
                             goes by the class of the prediction, recall by that of the gold
… lenient                    a source is right that has one token of the annotated one
attribution token            tokens of contents, right where a gold and a prediction that hold them have one source:
                             what is cut otherwise than in the gold costs nothing here
source accuracy              sources that are right, of the contents that match
recall by cue                golds whose content is found, and whose source too, by the family of the gold's cue
95 % intervals               bootstrap over articles
expected calibration error   how far confidence lies from the share of predictions that are right, in ten bins
at least …                   attribution, of the predictions that are so confident

CPU time is that of the whole process, for each system and for the small spaCy pipeline with all its components, all on
the same texts and by turns.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from attribution_matching import Row, compare
from attribution_report import Reports, as_json, report, table
from attribution_scores import Figures
from attribution_systems import NAMES, SPACY, SYSTEMS, Found, Run, predict


def evaluate(rows: Sequence[Row], found: Found) -> Figures:
    """Score predictions by article id; an article without any counts as empty."""
    return report(rows, found).figures


def read_lines(path: Path) -> list[Row]:
    """Read a JSON object a line."""
    with path.open(encoding="utf-8") as lines:  # not splitlines(), which breaks a line at U+2028
        return [json.loads(line) for line in lines if line.strip()]


def read_predictions(path: Path, rows: Sequence[Row]) -> Found:
    """Read predictions by article id; raise `ValueError` where there is no such article."""
    found = {row["id"]: row["attributions"] for row in read_lines(path)}
    strange = found.keys() - {row["id"] for row in rows}
    if strange:
        raise ValueError(f"{path} has predictions for articles that are not in the gold: {', '.join(sorted(strange))}")
    return found


def write(path: Path, found: Found) -> None:
    """Write predictions, one JSON object a line."""
    lines = (json.dumps({"id": key, "attributions": value}) + "\n" for key, value in found.items())
    path.write_text("".join(lines), encoding="utf-8")


def show_misses(row: Row, predicted: Iterable[Row]) -> None:
    """Print the golds of an article that were missed and the predictions that are wrong."""
    article = compare(row, predicted)
    hit, used = {i for i, _ in article.right}, {j for _, j in article.right}
    missed = [unit for i, unit in enumerate(article.gold) if i not in hit]
    wrong = [unit for j, unit in enumerate(article.predicted) if j not in used]
    print(f"\n== {row['id']}")
    for title, side in (("missed", missed), ("wrong", wrong)):
        for unit in side:
            parts = (
                " … ".join(row["text"][s:e] for s, e in unit.row.get(key) or ()) for key in ("source", "cue", "content")
            )
            source, cue, content = (" ".join(part.split()) for part in parts)
            print(f"  {title:7}{unit.kind:9}[{source or '-'}] <{cue or '-'}> {content}")


def options_of(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", type=Path)
    parser.add_argument(
        "--misses", action="store_true", help="print what was missed and what is wrong, article by article"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--system", action="append", choices=NAMES, help="may be repeated; all unless given")
    what.add_argument("--predictions", type=Path, help="score these instead of running systems")
    parser.add_argument(
        "--write",
        type=Path,
        help="write the predictions, one JSON object a line; those of several systems as PRED-NAME.jsonl",
    )
    return parser.parse_args(arguments)


def outcomes(rows: Sequence[Row], options: argparse.Namespace) -> dict[str, Run | str]:
    """Run what is asked for, with the plain pipeline, or read predictions; a word where a system is not there."""
    if options.predictions:
        return {"predictions": Run(read_predictions(options.predictions, rows), None)}
    absent = {name: SYSTEMS[name].absent() for name in dict.fromkeys(options.system or NAMES)}
    runs = predict(rows, [*(name for name, reason in absent.items() if reason is None), SPACY])
    return {name: absent.get(name) or runs[name] for name in (*absent, SPACY)}


def main(arguments: list[str]) -> None:
    """Score from the command line."""
    options = options_of(arguments)
    rows = read_lines(options.gold)
    known = outcomes(rows, options)
    plain = known.pop(SPACY, None)
    spacy = plain.seconds if isinstance(plain, Run) else None
    reports: Reports = {
        name: each if isinstance(each, str) else report(rows, each.found, seconds=each.seconds)
        for name, each in known.items()
    }
    for name, each in known.items():
        if isinstance(each, Run) and options.write:
            many = len(known) > 1
            write(options.write.with_stem(f"{options.write.stem}-{name}") if many else options.write, each.found)
        if isinstance(each, Run) and options.misses:
            print(f"\n{name}")
            for row in rows:
                show_misses(row, each.found.get(row["id"], ()))
    if options.json:
        print(json.dumps(as_json(reports, articles=len(rows), spacy=spacy)))
    else:
        print("\n".join(table(reports, spacy=spacy)))


if __name__ == "__main__":
    main(sys.argv[1:])
