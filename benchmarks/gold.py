"""Score claimkit's extractions against articles whose quotes, speakers and claims were annotated by hand.

    python benchmarks/gold.py FILE_OR_DIR... [--misses] [--json]

A file is the gold of one article (`fixtures/gold/NAME.json`) or of two (`articles.a` and `articles.b`). The article
lies beside it or one folder above. Gold of a page gives strings, which are looked up in the text that was read.

Attributions match one to one, best first, on the characters of their content (IoU >= 0.5), claims on their span
(IoU >= 0.4). `P`, `R`, `F`: of attributions. `told`: the share of all gold attributions that are found with the right
speaker. `speaker` to `when`: right among those found (role and date: where the gold has one; a name is right where one
holds the other, a role where it shares three fifths of the words of one part). `traps`: words reported as a quote that
are none. `claims`: gold claims found; `polarity` to `about`: right among these.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from claimkit.models import Claim, Quote
    from claimkit.results import Extraction

Chars = frozenset[int]
Row = Mapping[str, Any]
QUOTE_IOU, CLAIM_IOU = 0.5, 0.4
_SMALL = frozenset({"of", "the", "at", "for", "a", "an", "in"})
_LISTS = ("attributions", "claims", "not_attributions")
COUNTED = ("speaker", "kind", "role", "when", "traps", "claims", "polarity", "certainty", "attitude", "holder", "about")


class Outcome(NamedTuple):
    """What became of one article: counts, and lines that say what is wrong."""

    name: str
    tally: Counter[str]
    notes: list[str]


def chars(spans: Iterable[Sequence[int]]) -> Chars:
    return frozenset(i for start, end in spans for i in range(start, end))


def iou(one: Chars, other: Chars) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def best_first(gold: Sequence[Chars], predicted: Sequence[Chars], least: float) -> dict[int, int]:
    """Match golds with predictions one to one, the best overlap first (ties: the later ones)."""
    overlaps = ((iou(wanted, found), i, j) for i, wanted in enumerate(gold) for j, found in enumerate(predicted))
    pairs: dict[int, int] = {}
    for overlap, i, j in sorted(overlaps, reverse=True):
        if overlap >= least and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def folded(name: str | None) -> str:
    """Reduce a name to lower-case words without a leading article and without punctuation."""
    lower = (name or "").lower().replace("’", "").replace("'", "")
    for article in ("the ", "a ", "an ", "one "):
        if lower.startswith(article):
            lower = lower.removeprefix(article)
            break
    return "".join(c for c in lower if c == " " or (c.isascii() and c.isalnum())).strip()


def same_name(gold: str | None, predicted: str | None) -> bool:
    wanted, found = folded(gold), folded(predicted)
    return bool(wanted) and bool(found) and (wanted in found or found in wanted)


def same_role(gold: str, predicted: str | None) -> bool:
    found = set(folded(predicted).split()) - _SMALL
    parts = (set(folded(part).split()) - _SMALL for part in gold.split(";"))
    return any(part and len(part & found) / len(part) >= 0.6 for part in parts)


def anchored(gold: Row, text: str) -> Row:
    """Return `gold` with the strings of a page's gold turned into offsets of `text`; what is not there gets [0, 0)."""
    if gold.get("anchors") != "strings":
        return gold
    places = [match.start() for match in re.finditer(r"\S|(?<=\S)\s", text)]
    flat = "".join(" " if text[i].isspace() else text[i] for i in places)

    def find(words: str | None, excerpt: str) -> tuple[int, int] | None:
        if words is None:
            return None
        at = flat.find(words, max(flat.find(excerpt), 0))
        return (places[at], places[at + len(words) - 1] + 1) if at >= 0 else (0, 0)

    def placed(row: Row) -> Row:
        excerpt = row.get("excerpt") or "\0"
        if "content" not in row:
            return {**row, "span": find(row["span"], excerpt)}
        content = [find(words, excerpt) for words in row["content"]]
        return {**row, "content": content, "source": find(row["source"], excerpt), "cue": find(row["cue"], excerpt)}

    return {**gold, **{key: [placed(row) for row in gold.get(key, ())] for key in _LISTS}}


def judge(name: str, gold: Row, result: Extraction) -> Outcome:
    """Compare an extraction with the gold of its article."""
    gold = anchored(gold, result.article.text)
    outcome = Outcome(name, Counter(), [])
    _judge_quotes(gold, result, outcome)
    _judge_claims(gold, result, outcome)
    return outcome


def _judge_quotes(gold: Row, result: Extraction, outcome: Outcome) -> None:
    count, text = outcome.tally, result.article.text
    wanted = gold["attributions"]
    spans = [chars((span.start, span.end) for span in quote.spans) for quote in result.quotes]
    found = best_first([chars(row["content"]) for row in wanted], spans, QUOTE_IOU)
    count.update({"gold": len(wanted), "predicted": len(spans), "found": len(found)})
    for i, row in enumerate(wanted):
        if i in found:
            _judge_quote(row, result.quotes[found[i]], result, outcome)
        else:
            outcome.notes.append(f"missed   {row['id']} {row['kind']}: {_shown(row, text)}")
    for j, quote in enumerate(result.quotes):
        if j not in found.values():
            row = {"content": [(span.start, span.end) for span in quote.spans], **_edges(quote)}
            outcome.notes.append(f"false    {quote.id} {quote.kind}: {_shown(row, text)}")
    for trap in gold.get("not_attributions", ()):
        words = chars([trap["span"]])
        caught = any(words and len(words & s) / len(words) > 0.8 and len(words) / len(s) > 0.5 for s in spans if s)
        count.update({"traps": int(caught), "of traps": 1})
        if caught:
            outcome.notes.append(f"trap     {trap['why']}: {_cut(text, [trap['span']])}")


def _edges(quote: Quote) -> dict[str, tuple[int, int] | None]:
    pairs = {"source": quote.source, "cue": quote.cue}
    return {key: (span.start, span.end) if span else None for key, span in pairs.items()}


def _judge_quote(row: Row, quote: Quote, result: Extraction, outcome: Outcome) -> None:
    speaker = next((speaker for speaker in result.speakers if speaker.id == quote.speaker), None)
    name, role = (speaker.name, speaker.role) if speaker else (None, None)
    right = {
        "speaker": same_name(row["speaker"], name),
        "kind": row["kind"] == quote.kind or bool(row.get("nested_in")),
    }
    if row.get("role"):
        right["role"] = same_role(row["role"], role)
    if row.get("when"):
        right["when"] = row["when"] == quote.said
    given = {"speaker": name, "kind": quote.kind, "role": role, "when": quote.said}
    _note(right, row, given, outcome)


def _judge_claims(gold: Row, result: Extraction, outcome: Outcome) -> None:
    count, text = outcome.tally, result.article.text
    wanted = gold.get("claims", ())
    spans = [chars([(claim.span.start, claim.span.end)]) for claim in result.claims]
    found = best_first([chars([row["span"]]) for row in wanted], spans, CLAIM_IOU)
    count.update({"claims": len(found), "of claims": len(wanted), "stated": len(spans)})
    for i, row in enumerate(wanted):
        if i in found:
            _judge_claim(row, result.claims[found[i]], result, outcome)
        else:
            outcome.notes.append(f"missed   {row['id']} claim of {row['holder']}: {_cut(text, [row['span']])}")


def _judge_claim(row: Row, claim: Claim, result: Extraction, outcome: Outcome) -> None:
    speaker = next((speaker.name for speaker in result.speakers if speaker.id == claim.speaker), None)
    holder = "author" if claim.speaker == "author" else speaker
    both = "author" not in {row["holder"], holder}
    right = {
        "holder": row["holder"] == holder or (both and same_name(row["holder"], holder)),
        "about": row.get("when") == claim.about,
    }
    stance = {"polarity": claim.polarity, "certainty": claim.certainty, "attitude": claim.attitude}
    right |= {key: row[key] == value for key, value in stance.items()}
    _note(right, {**row, "about": row.get("when")}, {**stance, "holder": holder, "about": claim.about}, outcome)


def _note(right: Mapping[str, bool], row: Row, given: Row, outcome: Outcome) -> None:
    outcome.tally.update({key: int(value) for key, value in right.items()})
    outcome.tally.update({f"of {key}": 1 for key in right})
    wrong = (f"{key} {given[key]!s}, not {row[key]!s}" for key, value in right.items() if not value)
    outcome.notes.extend(f"wrong    {row['id']} {difference}" for difference in wrong)


def _cut(text: str, spans: Iterable[Sequence[int]]) -> str:
    return " … ".join(" ".join(text[start:end].split()) for start, end in spans)


def _shown(row: Row, text: str) -> str:
    source, cue = (_cut(text, [row[key]]) if row.get(key) else "-" for key in ("source", "cue"))
    return f"[{source}] <{cue}> {_cut(text, row['content'])}"


def figures(count: Counter[str]) -> dict[str, float]:
    """Turn counts into shares in [0, 1], more being better, and 1 where there was nothing to get right."""
    shares = {
        name: count[name] / count[f"of {name}"] if count[f"of {name}"] else 1.0 for name in COUNTED if name != "traps"
    }
    precision = count["found"] / count["predicted"] if count["predicted"] else 0.0
    recall = count["found"] / count["gold"] if count["gold"] else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    told = count["speaker"] / count["gold"] if count["gold"] else 0.0
    shares["traps avoided"] = 1 - count["traps"] / (count["of traps"] or 1)
    return {"P": precision, "R": recall, "F": f1, "told": told, **shares}


def golds(paths: Iterable[Path]) -> Iterator[tuple[str, Path, Row]]:
    """Yield the name, the article and the gold of each article in the given files and folders."""
    files = [file for path in paths for file in (sorted(path.rglob("*.json")) if path.is_dir() else [path])]
    for file in files:
        content = json.loads(file.read_text(encoding="utf-8"))
        inside = content.get("articles", {"": content}).items()
        for key, gold in inside:
            if isinstance(gold, dict) and "attributions" in gold:
                name = f"{file.parent.name}/{key}" if key else file.stem
                article = next(
                    (p for p in (file.parent / gold["file"], file.parent.parent / gold["file"]) if p.exists()), None
                )
                if article is None:
                    raise FileNotFoundError(f"{file}: the article {gold['file']} is not there")
                yield name, article, gold


def evaluate(paths: Iterable[Path]) -> list[Outcome]:
    """Extract from every article and judge it."""
    from claimkit.models import Article
    from claimkit.pipeline import extract
    from claimkit.reading import read

    outcomes = []
    for name, path, gold in golds(paths):
        if gold.get("anchors") == "strings":
            article = read(path)
        else:
            # The offsets of the gold count the characters as they are stored, so nothing may tidy the text before.
            text = path.read_bytes().decode("utf-8")
            article = Article(text=text, published=gold.get("published"), outlet=gold.get("outlet"))
        outcomes.append(judge(name, gold, extract(article)))
    return outcomes


def total(outcomes: Iterable[Outcome]) -> dict[str, float]:
    """Return the figures over all articles, each gold unit weighing the same."""
    return figures(sum((outcome.tally for outcome in outcomes), Counter[str]()))


def show(outcomes: Sequence[Outcome]) -> None:
    width = max((len(outcome.name) for outcome in outcomes), default=5)
    print(f"{'':{width}} " + "".join(f"{name:>10}" for name in ("P", "R", "F", "told", *COUNTED)))
    counts = Counter[str]()
    for outcome in outcomes:
        counts.update(outcome.tally)
    for name, count in [*((outcome.name, outcome.tally) for outcome in outcomes), ("total", counts)]:
        shares = "".join(f"{value:10.3f}" for value in list(figures(count).values())[:4])
        parts = "".join(f"{count[column]}/{count['of ' + column]}".rjust(10) for column in COUNTED)
        print(f"{name:{width}} {shares}{parts}")
    print(f"attributions: gold {counts['gold']}, predicted {counts['predicted']}, found {counts['found']}", end="; ")
    print(f"claims: gold {counts['of claims']}, predicted {counts['stated']}")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_DIR")
    parser.add_argument(
        "--misses", action="store_true", help="print what was missed, false or wrong, article by article"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    outcomes = evaluate(options.paths)
    if options.json:
        print(json.dumps({"articles": {o.name: figures(o.tally) for o in outcomes}, "total": total(outcomes)}))
        return
    if options.misses:
        for outcome in outcomes:
            print(f"== {outcome.name}", *(f"  {note}" for note in outcome.notes), sep="\n")
    show(outcomes)


if __name__ == "__main__":
    main(sys.argv[1:])
