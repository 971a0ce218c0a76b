"""Read how claims and sentences were annotated: the holder's attitude, the writer's view or a fact.

`training/attitudes` holds the annotations (docs/model.md says whose they are): `news.jsonl` for stretches of PolNeAR's
articles (by id and offsets in code points, without the words), `passages.jsonl` and `articles.jsonl` for texts made up.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sentences import Run, blank, cut, window_of, word_at

from attitudes import ARTICLES, KEPT_BACK

FOLDER = Path(__file__).resolve().parents[1] / "attitudes"
SIGNS = {"+": 0, "-": 1, "0": 2}
"""Favourable, unfavourable, neutral."""


def read_news(path: Path, tokenizer: Any) -> Iterator[Run]:
    """Yield runs of sentences of the articles that were annotated."""
    with path.open(encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    for row in answers("news.jsonl"):
        yield from runs(texts[row["id"]], row, tokenizer)


def passages(tokenizer: Any) -> Iterator[Run]:
    """Yield the invented passages, a run each."""
    for row in answers("passages.jsonl"):
        yield from runs(row["text"], row, tokenizer)


def invented(tokenizer: Any) -> Iterator[Run]:
    """Yield runs of sentences of the invented articles that are not kept back."""
    for number, row in enumerate(answers(ARTICLES.name)):
        if number % KEPT_BACK:
            yield from runs(row["text"], row, tokenizer)


def answers(name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file: `claims` and `sentences` as start, end and answer."""
    with (FOLDER / name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def runs(text: str, row: dict[str, Any], tokenizer: Any) -> Iterator[Run]:
    """Yield the sentences of a text in runs that fill a window at most."""
    sentences = []
    for start, end, answer in row["sentences"]:
        window = window_of(text[start:end], tokenizer)
        if window is not None:
            inside = [(max(a, start), min(b, end), c) for a, b, c in row["claims"] if a < end and b > start]
            ranges = [(word_at(window, a - start), word_at(window, b - 1 - start) + 1, SIGNS[c]) for a, b, c in inside]
            sentences.append(blank(window)._replace(subjective=int(answer == "V"), attitudes=tuple(ranges)))
    yield from cut(sentences)
