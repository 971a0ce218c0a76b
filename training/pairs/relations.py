"""Read pairs of claims on one event with their relation: invented articles, events, and answers to questions."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from claimkit import extract
from claimkit.comparing.traits import Held, held
from claimkit.models import Article
from claimkit.results import Extraction

HERE = Path(__file__).resolve().parent
UNRELATED, AGREE, DIFFER = range(3)
RELATIONS = {"agree": AGREE, "differ": DIFFER}
ASPECTS = ("polarity", "degree", "certainty", "cause", "quantity", "time", "actor", "evaluation")
NO_ASPECT = -1
KEPT_BACK = 8
"""Every so many articles, events and questions one is kept out of training."""
BARE = 0.6
"""Share of pairs of answers that are read without the words around them."""
Cell = tuple[int, int]
"""A claim of each side, by number."""


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
    related: dict[Cell, tuple[int, int]]
    left_open: set[Cell]

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
    return Group(row["a"], row["b"], related, {(i, j) for i, j in row.get("open", [])} - set(related))


def _label(relation: str, aspect: str | None) -> tuple[int, int]:
    return RELATIONS[relation], ASPECTS.index(aspect) if relation == "differ" and aspect in ASPECTS else NO_ASPECT


def marked() -> list[Related]:
    """Read the words that the writers of the invented articles marked, of those that are trained on."""
    rows = part(_lines("articles*.jsonl"), kept=False)
    pairs = (pair for row in rows for pair in row["pairs"])
    return [Related(pair["a"], pair["b"], *_label(pair["relation"], pair["aspect"])) for pair in pairs]


class Read(NamedTuple):
    """The claims that claimkit finds in two articles, those that are related, and pairs that are left open."""

    a: list[Held]
    b: list[Held]
    related: dict[Cell, tuple[int, int]]
    left_open: set[Cell]

    def group(self) -> Group:
        """Return the sentences that the network reads."""
        return Group([each.words for each in self.a], [each.words for each in self.b], self.related, self.left_open)


def articles(polnear: Path, store: Path, *, kept: bool = False) -> Iterator[Read]:
    """Read pairs of articles, invented ones and those of PolNeAR's train part, with the relations of their claims.

    `claims.jsonl` has the places of the claims and their relations, no words; what is extracted is kept in `store`.
    """
    known = texts(polnear)
    for row in _lines("claims*.jsonl"):
        if row["kept"] is kept:
            yield _read(row, [held(extracted(known[row[side]["article"]], store)) for side in "ab"])


def listed(*, kept: bool | None = None) -> Iterator[tuple[str, str]]:
    """Yield the names of each pair of articles whose claims were judged; those kept back, the others, or all."""
    for row in _lines("claims*.jsonl"):
        if kept is None or row["kept"] is kept:
            yield str(row["a"]["article"]), str(row["b"]["article"])


def texts(polnear: Path) -> dict[str, Article]:
    """Return the articles that `claims.jsonl` speaks of: by number and side, and by PolNeAR's id."""
    known = {}
    for number, row in enumerate(_lines("articles*.jsonl")):
        for side in "ab":
            given = {key: row[side][key] for key in ("text", "published", "outlet")}
            known[f"{number}{side}"] = Article(id=f"{number}{side}", **given)
    for row in map(json.loads, polnear.read_text(encoding="utf-8").splitlines()):
        outlet, day = row["id"].split("_")[:2]
        known[row["id"]] = Article(id=row["id"], text=row["text"], published=day, outlet=outlet)
    return known


def extracted(article: Article, store: Path) -> Extraction:
    """Extract an article, or take what was extracted before from the folder `store`."""
    path = store / f"{article.id}.json"
    if path.exists():
        return Extraction.from_json(path.read_text(encoding="utf-8"))
    found = extract(article)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(found.to_json(), encoding="utf-8")
    return found


def _read(row: Any, sides: Sequence[list[Held]]) -> Read:
    """Return what is known of the claims; of a claim that nobody has judged, all is left open."""
    places = [_numbers(row[side]["claims"], claims) for side, claims in zip("ab", sides, strict=True)]
    told = {(i, j): label for i, j, label in row["cells"]}
    related, left_open = {}, set()
    for i, first in enumerate(places[0]):
        for j, second in enumerate(places[1]):
            label = told.get((first, second), "unrelated" if row["whole"] else "open")
            if label == "open" or min(first, second) < 0:
                left_open.add((i, j))
            elif label != "unrelated":
                relation, _, aspect = label.partition(":")
                related[i, j] = _label(relation, aspect)
    return Read(*sides, related, left_open)


def _numbers(listed: list[list[int]], claims: Sequence[Held]) -> list[int]:
    """Return which of the claims that were judged each of those found is, -1 for none."""
    known = {tuple(place): number for number, place in enumerate(listed)}
    return [known.get((each.claim.span.start, each.claim.span.end), -1) for each in claims]


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
