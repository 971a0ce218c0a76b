"""Pair predicted attributions with annotated ones, both taken as sets of tokens.

A token is a stretch between white space that holds a letter or digit; a span holds it when it covers one of these.
Two contents match, one to one, when they share at least half of the tokens that either has (IoU >= 0.5); among the ways
to match, the one with most matches counts, then the one with most right sources, then the one with the highest IoU.
A source is right at IoU >= 0.5 or where neither side has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from assignment import assignment
from attribution_cues import family

ENOUGH = 0.5
CLASSES = ("direct", "mixed", "indirect")
_MARKS = re.compile(r"``|''|[“”„\"]|\n")

Tokens = frozenset[int]
Row = Mapping[str, Any]


class Unit(NamedTuple):
    """An attribution as sets of tokens, with its class and the family of its cue."""

    content: Tokens
    source: Tokens
    cue: Tokens
    kind: str
    family: str
    confidence: float | None
    row: Row


class Compared(NamedTuple):
    """The attributions of an article, and the pairs of golds and predictions whose contents match, as indices."""

    gold: tuple[Unit, ...]
    predicted: tuple[Unit, ...]
    pairs: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, gold: Iterable[Unit], predicted: Iterable[Unit]) -> Compared:
        """Match golds with predictions."""
        wanted, found = tuple(gold), tuple(predicted)
        return cls(wanted, found, tuple(match(wanted, found)))

    @property
    def right(self) -> tuple[tuple[int, int], ...]:
        """Return the pairs whose source is right."""
        return tuple((i, j) for i, j in self.pairs if same_source(self.gold[i], self.predicted[j]))


def token_owners(text: str) -> dict[int, int]:
    """Map each letter or digit of `text` to the number of its token."""
    chunks = (chunk for chunk in re.finditer(r"\S+", text) if any(map(str.isalnum, chunk.group())))
    return {i: n for n, chunk in enumerate(chunks) for i in range(*chunk.span()) if text[i].isalnum()}


def marked_offsets(text: str) -> set[int]:
    """Return the offsets inside double quotation marks.

    An opening curly mark inside an open quotation opens nothing; a quotation that is open where the line ends ends
    there.
    """
    inside: set[int] = set()
    opened: int | None = None
    for found in _MARKS.finditer(text):
        mark = found.group()
        if opened is None:
            opened = found.start() if mark not in {"\n", "”"} else None
        elif mark != "“":
            inside.update(range(opened, found.start() if mark == "\n" else found.end()))
            opened = None
    if opened is not None:
        inside.update(range(opened, len(text)))
    return inside


def units(rows: Iterable[Row], text: str, owners: Mapping[int, int], marked: set[int]) -> list[Unit]:
    """Turn rows of offsets into units; a row whose content holds no token is not scored."""

    def tokens(spans: Sequence[Sequence[int]] | None) -> Tokens:
        return frozenset(owners[i] for start, end in spans or () for i in range(start, end) if i in owners)

    found = []
    for row in rows:
        content = tokens(row.get("content"))
        if content:
            letters = [i for start, end in row["content"] for i in range(start, end) if i in owners]
            inside = sum(i in marked for i in letters)
            kind = "indirect" if not inside else "direct" if inside == len(letters) else "mixed"
            cue = row.get("cue") or ()
            words = " ".join(text[start:end] for start, end in cue)
            source = tokens(row.get("source"))
            found.append(Unit(content, source, tokens(cue), kind, family(words), row.get("confidence"), row))
    return found


def iou(one: Tokens, other: Tokens) -> float:
    """Return the share of the tokens of either that both have."""
    return len(one & other) / len(one | other) if one or other else 0.0


def same_source(gold: Unit, predicted: Unit) -> bool:
    """Tell whether the sources are one, or both absent."""
    return gold.source == predicted.source or iou(gold.source, predicted.source) >= ENOUGH


def touching_source(gold: Unit, predicted: Unit) -> bool:
    """Tell whether the sources have a token in common, or are both absent."""
    return gold.source == predicted.source or not gold.source.isdisjoint(predicted.source)


def match(gold: Sequence[Unit], predicted: Sequence[Unit]) -> list[tuple[int, int]]:
    """Pair golds with predictions, one to one, so that pairs, right sources and IoU are as many as can be."""
    worth = [[0.0] * len(predicted) for _ in gold]
    for i, wanted in enumerate(gold):
        for j, found in enumerate(predicted):
            overlap = iou(wanted.content, found.content)
            if overlap >= ENOUGH:
                worth[i][j] = 1e6 + 1e3 * same_source(wanted, found) + overlap
    return [(i, j) for i, j in assignment(worth) if worth[i][j] > 0]


def compare(row: Row, predicted: Iterable[Row]) -> Compared:
    """Match the predictions for an article with its annotations."""
    text = row["text"]
    owners, marked = token_owners(text), marked_offsets(text)
    return Compared.of(*(units(rows, text, owners, marked) for rows in (row["attributions"], predicted)))
