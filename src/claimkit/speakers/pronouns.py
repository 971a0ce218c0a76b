"""Resolve pronouns to the people, groups and bodies mentioned before them."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from claimkit.models import SpeakerKind
from claimkit.speakers.entities import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from claimkit.speakers.entities import Entity, Mention
    from claimkit.speakers.index import Index

SEXES = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
PLURALS = frozenset({"they", "them", "their", "theirs", "both", "these", "those", "themselves"})
THINGS = frozenset({"it", "its", "itself"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
FIRST = frozenset({"i", "we", "me", "us", "my", "our"})
_NEAR = 5
"""Sentences that are searched first."""
_LOOK_BACK = 60
"""Mentions that are searched at most, so that a long article stays linear."""


class Context(NamedTuple):
    """What is known at a pronoun: who spoke last (and in which paragraph), whose words it stands in."""

    last: Entity | None = None
    last_paragraph: int = -1
    outer: Entity | None = None
    outer_direct: bool = False


class Pronouns:
    """The mentions of an article, searched backwards from a pronoun."""

    def __init__(self, index: Index, mentions: Sequence[Mention]) -> None:
        """`mentions` are in the order of the text."""
        self.index = index
        self.mentions = mentions
        self._starts = [mention.start for mention in mentions]
        self._vote()

    def _vote(self) -> None:
        """Learn an unknown sex from pronouns whose sentence and the one before it name just that person.

        handles: "Marr shut the gate. She had" / not: "Marr told Orme that she had"
        """
        people: dict[int, set[Entity]] = {}
        for mention in self.mentions:
            if mention.entity.kind in PEOPLE and not mention.entity.plural and not mention.quoted:
                people.setdefault(mention.sentence, set()).add(mention.entity)
        for token in self.index.tokens:
            sex = SEXES.get(token.lower_)
            if sex and not self.index.quoted(token.idx):
                sentence = self.index.sentence[token.i]
                near = people.get(sentence, set()) | people.get(sentence - 1, set())
                if len(near) == 1:
                    votes = next(iter(near)).pronouns
                    votes[sex] = votes.get(sex, 0) + 1

    def resolve(self, word: str, start: int, context: Context) -> Entity | None:
        """Return whom the pronoun `word` (lower case) at `start` takes up, None where nobody fits."""
        if word in SEXES:
            return self._best(start, context, _person(SEXES[word]))
        if word in PLURALS:
            return self._best(start, context, _several)
        if word in THINGS:
            return self._best(start, context, _thing)
        return None

    def relative(self, word: str, start: int) -> Entity | None:
        """Return the antecedent of a relative pronoun: the head of its clause, else the nearest mention before it."""
        token = self.index.tokens[min(self.index.first(start), len(self.index.tokens) - 1)]
        clause = token
        for _ in range(4):
            if clause.dep_ in ("relcl", "acl") or clause.head is clause:
                break
            clause = clause.head
        at = bisect_left(self._starts, start)
        nearest: Entity | None = None
        for mention in reversed(self.mentions[max(at - 8, 0) : at]):
            fits = word != "who" or mention.entity.kind in PEOPLE or mention.entity.plural
            if fits and mention.head == clause.head.i and clause.dep_ in ("relcl", "acl"):
                return mention.entity
            if nearest is None and fits and mention.sentence == self.index.sentence_at(start):
                nearest = mention.entity
        return nearest

    def subject_before(self, start: int, after: int) -> Entity | None:
        """Return the last person in [after, start) who is a subject, else the last person there."""
        at = bisect_left(self._starts, start)
        last: Entity | None = None
        for mention in reversed(self.mentions[max(at - _LOOK_BACK, 0) : at]):
            if mention.start < after:
                break
            if mention.entity.kind in PEOPLE and not mention.quoted:
                if mention.subject:
                    return mention.entity
                last = last or (mention.entity if mention.entity.named else None)
        return last

    def _best(self, start: int, context: Context, fits: Callable[[Entity], float | None]) -> Entity | None:
        best: tuple[float, int] | None = None
        chosen: Entity | None = None
        rival = False
        for mention, distance in self._before(start):
            if distance > _NEAR and chosen is not None:
                break
            fit = fits(mention.entity)
            barred = mention.entity is context.outer and context.outer_direct
            if fit is None or barred:
                continue
            score = fit + self._score(mention, distance, start, context)
            if mention.entity is context.last and not rival:
                score += self._spoke(start, context)
            rival = rival or (mention.subject and not mention.quoted and mention.entity is not context.last)
            if best is None or (score, mention.start) > best:
                best, chosen = (score, mention.start), mention.entity
        if chosen is None and context.last is not None and fits(context.last) is not None:
            return context.last
        return chosen or self._after(start, fits)

    def _before(self, start: int) -> Iterator[tuple[Mention, int]]:
        at = bisect_left(self._starts, start)
        here = self.index.sentence_at(start)
        for mention in reversed(self.mentions[max(at - _LOOK_BACK, 0) : at]):
            if mention.end <= start:
                yield mention, here - mention.sentence

    def _score(self, mention: Mention, distance: int, start: int, context: Context) -> float:
        score = -1.0 * min(distance, 8)
        score += 1.2 if mention.subject else 0.0
        if mention.quoted and not self.index.quoted(start):
            score -= 3.0
        if self.index.text[mention.end : mention.end + 1] == "'":
            score -= 0.7
        if mention.entity.kind is SpeakerKind.UNNAMED:
            score -= 0.3 if mention.subject else 1.5
        if mention.entity is context.outer:
            score += 2.0
        return score

    def _spoke(self, start: int, context: Context) -> float:
        """Prefer whoever spoke last, unless somebody else has become the subject since."""
        behind = self.index.paragraph_at(start) - context.last_paragraph
        return 1.5 if behind == 0 else 0.8 if behind == 1 else 0.0

    def _after(self, start: int, fits: Callable[[Entity], float | None]) -> Entity | None:
        """handles: "Though he lost, Marr said" / not: a person of the next sentence."""
        here = self.index.sentence_at(start)
        at = bisect_left(self._starts, start + 1)
        for mention in self.mentions[at : at + 6]:
            if mention.sentence != here:
                return None
            if mention.subject and fits(mention.entity) is not None:
                return mention.entity
        return None


def _person(sex: str) -> Callable[[Entity], float | None]:
    def fits(entity: Entity) -> float | None:
        known = entity.sex()
        if entity.kind not in PEOPLE or entity.plural or (known and known != sex):
            return None
        return 0.3 if known else -0.4

    return fits


def _several(entity: Entity) -> float | None:
    if entity.plural or entity.kind is SpeakerKind.GROUP:
        return 0.5
    if entity.kind is SpeakerKind.ORGANIZATION:
        return -1.5 if entity.place else 0.0
    return -1.0 if entity.kind is SpeakerKind.UNNAMED else None


def _thing(entity: Entity) -> float | None:
    if entity.plural or entity.kind in PEOPLE:
        return None
    return -1.0 if entity.place else 0.0
