"""Rows of a comparison: one for each pair of claims, with the words, holders, stances and dates of both."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from claimkit.frames import stance
from claimkit.models import AUTHOR_ID, Stand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimkit.models import Article, Claim, ClaimRef, Speaker
    from claimkit.results import Comparison, Extraction


class PairRow(NamedTuple):
    """A row of the table of pairs, as `docs/columns.md` says; offsets are code points, half-open."""

    relation: str
    aspect: str | None
    score: float
    about: str
    why: str
    a_article: str
    a_speaker: str | None
    a_role: str | None
    a_stance: str
    a_claim: str
    a_about: str | None
    b_article: str
    b_speaker: str | None
    b_role: str | None
    b_stance: str
    b_claim: str
    b_about: str | None
    a_claim_id: str
    a_start: int
    a_end: int
    b_claim_id: str
    b_start: int
    b_end: int


PAIR_COLUMNS = PairRow._fields


class Voice(NamedTuple):
    """A claim with the letter of its article, who holds it, the holder's role, stance, words and date."""

    letter: str
    speaker: str
    role: str | None
    stance: str
    words: str
    about: str | None
    claim: Claim


class Contrast(NamedTuple):
    """A pair as it is shown."""

    relation: str
    aspect: str | None
    score: float
    about: str
    why: str
    one: Voice
    other: Voice


class Holding(NamedTuple):
    """A holder with the letter of the article, and the words of the claims that show the position, the surest first."""

    who: str
    words: list[str]


class Stands(NamedTuple):
    """Who stands where on an issue, by position."""

    issue: str
    sides: dict[str, list[Holding]]


class Only(NamedTuple):
    """What only one article has, as it is shown: the claims' words, the speakers, and how much each is quoted."""

    letter: str
    claims: list[str]
    speakers: list[str]
    quoted: list[tuple[str, int]]


def letter(number: int) -> str:
    """Return the letter that stands for an article: A, B, …, Z, then A2, B2, …"""
    turn, place = divmod(number, len(ascii_uppercase))
    return ascii_uppercase[place] + (str(turn + 1) if turn else "")


def name_of(article: Article) -> str:
    """Return what an article is called: title and outlet, as far as they are known."""
    return " · ".join(part for part in (article.title, article.outlet) if part) or f"article {article.id}"


class Shown:
    """A comparison with its articles looked up by id."""

    def __init__(self, comparison: Comparison) -> None:
        """Look up what `comparison` names."""
        self._comparison = comparison
        self._letters = {name: letter(number) for number, name in enumerate(comparison.articles)}
        self._extractions = {each.article.id: each for each in comparison.extractions}
        self._claims = {each.article.id: {claim.id: claim for claim in each.claims} for each in comparison.extractions}
        self._speakers = {
            each.article.id: {speaker.id: speaker for speaker in each.speakers} for each in comparison.extractions
        }

    def articles(self) -> Iterator[tuple[str, Extraction]]:
        """Yield each article with its letter."""
        for each in self._comparison.extractions:
            yield self._letters[each.article.id], each

    def contrasts(self) -> list[Contrast]:
        """Return the pairs, differences first."""
        return [
            Contrast(
                pair.relation.value, pair.aspect.value if pair.aspect else None, pair.score, pair.about, pair.why,
                self._voice(pair.a), self._voice(pair.b),
            )
            for pair in self._comparison.pairs
        ]  # fmt: skip

    def stands(self) -> list[Stands]:
        """Return who stands where on each issue; the silent are left out."""
        found: dict[str, Stands] = {}
        for each in self._comparison.positions:
            sides = found.setdefault(each.issue, Stands(each.issue, {})).sides
            if each.position is not Stand.SILENT:
                speaker = self._speakers[each.article].get(each.speaker)
                who = f"{self._named(each.article, speaker)} ({self._letters[each.article]})"
                words = [" ".join(self._claims[each.article][name].span.text.split()) for name in each.claims]
                sides.setdefault(each.position.value, []).append(Holding(who, words))
        return list(found.values())

    def only(self) -> Iterator[Only]:
        """Yield what only one article has."""
        for each in self._comparison.alone:
            claims, speakers = self._claims[each.article], self._speakers[each.article]
            counted = words_quoted(self._extractions[each.article])
            quoted = [(speakers[name].name, words) for name, words in counted.items() if name in speakers]
            yield Only(
                self._letters[each.article],
                [claims[name].span.text for name in each.claims],
                [speakers[name].name for name in each.speakers],
                quoted,
            )

    def _voice(self, reference: ClaimRef) -> Voice:
        claim = self._claims[reference.article][reference.claim]
        speaker = self._speakers[reference.article].get(claim.speaker or "")
        words = " ".join(claim.span.text.split())
        return Voice(
            self._letters[reference.article], self._named(reference.article, speaker),
            speaker.role if speaker else None, stance(claim), words, claim.about, claim,
        )  # fmt: skip

    def _named(self, article: str, speaker: Speaker | None) -> str:
        if speaker is None:
            return "(no speaker named)"
        outlet = self._extractions[article].article.outlet
        if speaker.id == AUTHOR_ID and speaker.name == AUTHOR_ID:
            return f"the author, {outlet}" if outlet else "the author"
        return speaker.name


def references(comparison: Comparison) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Yield each article that is named besides those compared, with the claims and speakers that are named with it."""
    for pair in comparison.pairs:
        yield from ((each.article, (each.claim,), ()) for each in (pair.a, pair.b))
    yield from ((each.article, each.claims, ()) for each in comparison.positions)
    yield from ((each.article, each.claims, each.speakers) for each in comparison.alone)


def words_quoted(extraction: Extraction) -> dict[str | None, int]:
    """Return how many words each speaker is quoted with, the most first; what nobody is named for under None."""
    counted: dict[str | None, int] = {}
    for quote in extraction.quotes:
        if quote.parent is None:
            words = sum(len(span.text.split()) for span in quote.spans)
            counted[quote.speaker] = counted.get(quote.speaker, 0) + words
    return dict(sorted(counted.items(), key=lambda item: -item[1]))


def pair_rows(comparison: Comparison) -> list[PairRow]:
    """Return the rows of the pairs."""
    rows = []
    for pair, seen in zip(comparison.pairs, Shown(comparison).contrasts(), strict=True):
        one, other = seen.one, seen.other
        rows.append(
            PairRow(
                seen.relation, seen.aspect, seen.score, seen.about, seen.why,
                pair.a.article, one.speaker, one.role, one.stance, one.claim.span.text, one.about,
                pair.b.article, other.speaker, other.role, other.stance, other.claim.span.text, other.about,
                one.claim.id, one.claim.span.start, one.claim.span.end,
                other.claim.id, other.claim.span.start, other.claim.span.end,
            )
        )  # fmt: skip
    return rows
