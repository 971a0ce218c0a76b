"""Make the list of cues anew from a corpus of attributions.

    python training/cues.py --data DIR

DIR holds `train.jsonl`: one article a line with `text` and `attributions` of `source`, `cue` and `content` spans in
code points (PolNeAR: Newell et al., LREC 2018). For each word and frame the share is counted of its uses outside
quotations, and outside the contents of surer cues, that annotators marked as an attribution with the source that the
rules find. Shares of rare words are drawn to the frame's own by six pseudo-counts. Words listed by hand stand in
`cues_base.toml`. Writes `src/claimkit/data/en/cues.toml`; what the cues imply, in `[implies]` tables there, is kept.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.attribution import cues
from claimkit.attribution.candidates import light
from claimkit.attribution.frames import frames
from claimkit.attribution.governed import candidate_for, is_own
from claimkit.layout import layout
from claimkit.parsing import load, parse
from claimkit.quotes import pair_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "claimkit" / "data" / "en" / "cues.toml"
LEAST_SHARE = 0.3
LEAST_COUNT = 2
PSEUDO_COUNTS = 6
SURE = 0.45
"""Share of a clausal cue inside whose content other cues are not counted: the corpus has no nesting."""
CLAUSAL = ("clause", "paren", "ing")
SPEECH_SHARE = 0.9

Key = tuple[str, str]


class Use(NamedTuple):
    """One use of a word in a frame: whether an annotator marked it, and the tokens of its content."""

    key: Key
    cue: int
    content: frozenset[int]
    marked: bool


def uses(doc: Doc, row: dict[str, Any], quoted: set[int]) -> Iterator[Use]:
    """Yield the uses of words in frames outside quotations."""
    by_token = defaultdict(list)
    for attribution in row["attributions"]:
        pair = _tokens(doc, attribution["source"]), _tokens(doc, attribution["content"])
        for i in pair[1]:
            by_token[i].append(pair)
    for token in doc:
        if token.pos_ not in ("VERB", "AUX", "ADJ", "NOUN", "PROPN") or token.i in quoted:
            continue
        for frame, content in frames(token):
            candidate = candidate_for(token, frame, content, 1.0)
            found = frozenset(i for part in candidate.content for i in range(*part) if not light(doc[i]))
            if not found or is_own(doc, candidate.source):
                continue
            source = frozenset(i for i in range(*(candidate.source or (0, 0))) if not light(doc[i]))
            near = {id(pair): pair for i in found for pair in by_token[i]}.values()
            marked = any(_overlap(found, content) >= 0.5 and _same(source, owner) for owner, content in near)
            yield Use((cues.lemma(token), frame), token.i, found, marked)


def _same(found: frozenset[int], marked: frozenset[int]) -> bool:
    return found == marked or _overlap(found, marked) >= 0.5


def _tokens(doc: Doc, spans: list[tuple[int, int]]) -> frozenset[int]:
    found = (doc.char_span(*span, alignment_mode="expand") for span in spans)
    return frozenset(token.i for span in found if span is not None for token in span if not light(token))


def _overlap(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def counted(articles: list[list[Use]]) -> tuple[Counter[Key], Counter[Key]]:
    """Count uses and marked uses, leaving out those inside the content of a surer clausal cue."""
    total = Counter(use.key for article in articles for use in article)
    marked = Counter(use.key for article in articles for use in article if use.marked)
    sure = {key for key in total if key[1] in CLAUSAL and total[key] >= 5 and marked[key] / total[key] > SURE}
    left = []
    for article in articles:
        covered = {i for use in article if use.key in sure for i in use.content}
        left += [use for use in article if use.cue not in covered]
    return Counter(use.key for use in left), Counter(use.key for use in left if use.marked)


def shares(total: Counter[Key], marked: Counter[Key], base: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Return for each frame its words with their shares."""
    by_frame: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for key, n in total.items():
        by_frame[key[1]][0] += n
        by_frame[key[1]][1] += marked[key]
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for (word, frame), n in total.items():
        own = by_frame[frame][1] / by_frame[frame][0]
        share = (marked[word, frame] + PSEUDO_COUNTS * own) / (n + PSEUDO_COUNTS)
        if marked[word, frame] >= LEAST_COUNT and word.replace("-", "").isalpha() and frame in base["frames"]:
            found[frame][word] = share
    for frame, listed in base["listed"].items():
        for word in listed["words"]:
            n, prior = total[word, frame], listed["share"]
            share = (marked[word, frame] + PSEUDO_COUNTS * prior) / (n + PSEUDO_COUNTS)
            found[frame].setdefault(word, share)
    return _by_hand({f: {w: s for w, s in table.items() if s >= LEAST_SHARE} for f, table in found.items()}, base)


def _by_hand(found: dict[str, dict[str, float]], base: dict[str, Any]) -> dict[str, dict[str, float]]:
    for frame, sure in base["sure"].items():
        for word in sure["words"]:
            found[frame].setdefault(word, 0.5)
    for frame, dropped in base["dropped"].items():
        for word in dropped:
            found.get(frame, {}).pop(word, None)
    found["paren"] = {**found["clause"], **found["paren"]}
    return {frame: table for frame, table in found.items() if len(table) > 1}


def written(table: dict[str, dict[str, float]], base: dict[str, Any], implies: dict[str, Any]) -> str:
    """Return the word list as TOML."""
    lines = [HEAD, "[words]", *(f"{name} = {json.dumps(words)}" for name, words in base["words"].items())]
    for name, implied in implies.items():
        lines += ["", f"[implies.{name}]", *(f"{key} = {json.dumps(value)}" for key, value in implied.items())]
    speech = dict.fromkeys(base["speech"]["words"], SPEECH_SHARE)
    speech |= {word: share for word, share in table["clause"].items() if share >= 0.5}
    lines += ["", "[speech]", *_rows(speech)]
    for frame in sorted(table):
        lines += ["", f'[frames."{frame}"]', *_rows(table[frame])]
    return "\n".join(lines) + "\n"


def _rows(table: dict[str, float]) -> list[str]:
    return [f"{_key(word)} = {share:.2f}" for word, share in sorted(table.items())]


def _key(word: str) -> str:
    return word if word.replace("-", "").isalpha() and word.isascii() else json.dumps(word)


HEAD = """\
# Words that make an attribution. [words]: plain sets. [implies]: what a cue commits its source and the author to.
# [speech]: verbs that introduce quotations. [frames]: by what holds the content, the words that attribute it, each
# with the share of its uses that annotators of PolNeAR's train part (Newell et al., LREC 2018) marked; words listed by
# hand begin at an assumed share, 0.4 to 0.7. Made by training/cues.py; edit cues_base.toml there.
"""


def main() -> None:
    """Count, and write the list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds train.jsonl")
    data = parser.parse_args().data
    nlp = load()
    articles = []
    with (data / "train.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            blocks = layout(row["text"]).blocks
            doc = parse(row["text"], blocks, nlp)
            inside = {i for q in pair_marks(row["text"], blocks)[0] for s, e in q.inner for i in range(s, e)}
            articles.append(list(uses(doc, row, {token.i for token in doc if token.idx in inside})))
    base = tomllib.loads((HERE / "cues_base.toml").read_text(encoding="utf-8"))
    implies = tomllib.loads(TARGET.read_text(encoding="utf-8")).get("implies", {}) if TARGET.exists() else {}
    TARGET.write_text(written(shares(*counted(articles), base), base, implies), encoding="utf-8")


if __name__ == "__main__":
    main()
