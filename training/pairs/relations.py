"""Read pairs of claims on one event with their relation: invented articles, events, and answers to questions."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from claimkit import extract
from claimkit.models import Article, Claim
from claimkit.wording import wording

HERE = Path(__file__).resolve().parent
UNRELATED, AGREE, DIFFER = range(3)
RELATIONS = {"agree": AGREE, "differ": DIFFER}
ASPECTS = ("polarity", "degree", "certainty", "cause", "quantity", "time", "actor", "evaluation")
NO_ASPECT = -1
KEPT_BACK = 8
"""Every so many articles, events and questions one is kept out of training."""
BARE = 0.6
"""Share of pairs of answers that are read without the words around them."""
TOUCHING = 0.5
"""What of the shorter one two stretches must share to be the same claim."""


class Related(NamedTuple):
    """Two claims, how they are related, and in what they differ."""

    one: str
    other: str
    relation: int
    aspect: int = NO_ASPECT


class Group(NamedTuple):
    """The claims of two outlets on one event, those related, and pairs that are left open."""

    a: list[str]
    b: list[str]
    related: dict[tuple[int, int], tuple[int, int]]
    left_open: set[tuple[int, int]]
    marked: list[Related]

    def cells(self) -> list[tuple[int, int]]:
        """Return the pairs that are not left open."""
        every = ((i, j) for i in range(len(self.a)) for j in range(len(self.b)))
        return [cell for cell in every if cell not in self.left_open]

    def pair(self, cell: tuple[int, int]) -> Related:
        """Return the claims of a pair with their relation."""
        return Related(self.a[cell[0]], self.b[cell[1]], *self.related.get(cell, (UNRELATED, NO_ASPECT)))


class Same(NamedTuple):
    """Two answers to a question, and whether they say the same."""

    one: str
    other: str
    same: int


def _lines(pattern: str) -> Iterator[Any]:
    for path in sorted(HERE.glob(pattern)):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def part(rows: Iterable[Any], *, kept: bool) -> list[Any]:
    """Return the rows that are kept out of training, or the others."""
    return [row for number, row in enumerate(rows) if (number % KEPT_BACK == KEPT_BACK - 1) is kept]


def events(*, kept: bool = False) -> list[Group]:
    """Read the claims of each invented event; what is not listed is unrelated."""
    return [_event(row) for row in part(_lines("events*.jsonl"), kept=kept)]


def _event(row: Any) -> Group:
    related = {(i, j): _label(relation, aspect) for i, j, relation, aspect in row["rel"]}
    return Group(row["a"], row["b"], related, {(i, j) for i, j in row.get("open", [])} - set(related), [])


def _label(relation: str, aspect: str | None) -> tuple[int, int]:
    return RELATIONS[relation], ASPECTS.index(aspect) if relation == "differ" and aspect in ASPECTS else NO_ASPECT


def articles(*, kept: bool = False) -> list[Group]:
    """Read the pairs of invented articles: the claims that claimkit finds in them, and the words that were marked."""
    return [_articles(row) for row in part(_lines("articles*.jsonl"), kept=kept)]


def _articles(row: Any) -> Group:
    one, other = (_claims(row[key]) for key in "ab")
    texts = [row[key]["text"] for key in "ab"]
    related, left_open = {}, set()
    for i, first in enumerate(one):
        for j, second in enumerate(other):
            found = labelled(row, texts, first, second)
            if found is None:
                left_open.add((i, j))
            elif found[0]:
                related[i, j] = _label(*found)
    marked = [Related(pair["a"], pair["b"], *_label(pair["relation"], pair["aspect"])) for pair in row["pairs"]]
    return Group([wording(claim) for claim in one], [wording(claim) for claim in other], related, left_open, marked)


def _claims(side: Any) -> tuple[Claim, ...]:
    return extract(Article(text=side["text"], published=side["published"], outlet=side["outlet"])).claims


def labelled(row: Any, texts: Sequence[str], one: Claim, other: Claim) -> tuple[str | None, str | None] | None:
    """Return relation and aspect of two claims that were found, or None where they were left open."""

    def touches(pair: Any) -> bool:
        return _touches(texts[0], pair["a"], one) and _touches(texts[1], pair["b"], other)

    hits = {(pair["relation"], pair["aspect"]) for pair in row["pairs"] if touches(pair)}
    if len({relation for relation, _ in hits}) > 1 or (not hits and any(touches(pair) for pair in row.get("open", []))):
        return None
    return min(hits, default=(None, None), key=str)


def _touches(text: str, words: str, claim: Claim) -> bool:
    start = text.find(words)
    shared = min(start + len(words), claim.span.end) - max(start, claim.span.start)
    return shared >= TOUCHING * min(len(words), claim.span.end - claim.span.start)


def answers(chance: random.Random, most: int, *, kept: bool = False) -> list[Same]:
    """Read pairs of answers to invented questions, at most so many of each question, as many alike as not."""
    found = []
    for row in part(_lines("questions*.jsonl"), kept=kept):
        pairs: tuple[list[Same], list[Same]] = ([], [])
        for i, one in enumerate(row["answers"]):
            for other in row["answers"][:i]:
                same = int(one["group"] == other["group"])
                bare = chance.random() < BARE
                read = (answer(row["question"], each, bare=bare) for each in (one, other))
                pairs[same].append(Same(*read, same))
        for rows in pairs:
            found += chance.sample(rows, min(most // 2, len(rows)))
    return found


def answer(question: str, given: Any, *, bare: bool) -> str:
    """Return what the network reads of an answer: the question and the answer, with the words around it or `bare`."""
    return f"{question} {given['answer']}" if bare else f"{question} {given['answer']}. {given['paragraph']}"
