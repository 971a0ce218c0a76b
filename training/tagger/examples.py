"""Make examples of annotated articles: windows with the roles of their words, seen from each cue."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from claimkit import parsing
from claimkit.attribution import attribute
from claimkit.findings import Attribution, Layout, Quotation
from claimkit.layout import layout
from claimkit.quotes import pair_marks
from claimkit.tagging.evidence import cue_marks, gather, seen_from
from claimkit.tagging.windows import Window, windows

OUTSIDE, SOURCE, CUE, CONTENT = range(4)
Row = dict[str, Any]


class Tie(NamedTuple):
    """One annotated attribution: the word its cue begins with, the role of each word, what rules and parse say."""

    at: int
    roles: np.ndarray
    parts: np.ndarray
    paths: np.ndarray


class Example(NamedTuple):
    """A window with its annotations; `entity` numbers the kinds of entities that spaCy sees in its words."""

    window: Window
    marks: np.ndarray
    entity: np.ndarray
    ties: tuple[Tie, ...]


def rows(path: Path) -> list[Row]:
    """Read annotated articles, one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


@cache
def parser() -> Any:
    """Load the small pipeline with the entities that claimkit leaves out, which the network learns to find too."""
    import spacy

    return spacy.load(next(name for name in parsing.DEFAULT_PIPELINES if spacy.util.is_package(name)))


def prepare(row: Row) -> tuple[Any, Layout, Sequence[Quotation], Sequence[Attribution]]:
    """Run the stages before the tagger on an article."""
    text = row["text"]
    plan = layout(text)
    quotations, _ = pair_marks(text, plan.blocks)
    doc = parsing.parse(text, plan.blocks, parser())
    return doc, plan, quotations, attribute(doc, layout=plan, quotations=quotations)


def examples(row: Row, tokenizer: Any, entities: Sequence[str]) -> list[Example]:
    """Return the windows of an annotated article."""
    doc, plan, quotations, attributions = prepare(row)
    starts = np.array([token.idx for token in doc])
    found = []
    for window in windows(row["text"], plan.blocks, quotations, tokenizer):
        evidence = gather(doc, starts, window, attributions)
        entity = [
            entities.index(doc[int(i)].ent_type_) if doc[int(i)].ent_type_ in entities else 0 for i in evidence.tokens
        ]
        ties = []
        for gold in row["attributions"]:
            roles = _roles(window, gold)
            cue = np.flatnonzero(roles == CUE)
            if len(cue):
                parts, paths = seen_from(evidence, int(cue[0]))
                ties.append(Tie(int(cue[0]), roles, parts, paths))
        found.append(Example(window, cue_marks(evidence), np.array(entity), tuple(ties)))
    return found


def _roles(window: Window, gold: Row) -> np.ndarray:
    roles = np.full(len(window.start), OUTSIDE)
    for name, role in (("source", SOURCE), ("cue", CUE), ("content", CONTENT)):
        for start, end in gold[name]:
            roles[(window.start < end) & (window.end > start)] = role
    return roles
