"""Gather what the page shows of a comparison: pairs, the matrix of positions, what only one article has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit import contrasts
from claimkit.contrasts import Shown, letter, name_of
from claimkit.models import Relation
from claimkit.render import when
from claimkit.report.article import ArticleView
from claimkit.report.cast import Cast, facts
from claimkit.report.differing import Piece, differing
from claimkit.report.matrix import Matrix, matrix
from claimkit.report.pictures import comparison_pictures

if TYPE_CHECKING:
    from claimkit.models import ClaimRef, Pair
    from claimkit.results import Comparison

HEADS = {Relation.DIFFER: "Where they differ", Relation.AGREE: "Where they agree"}


class Told(NamedTuple):
    """One side of a pair: who says it, in which words, and where it stands in the article."""

    letter: str
    name: str
    facts: str
    stance: str
    about: str
    pieces: list[Piece]
    place: str


class Contrast(NamedTuple):
    """A pair of claims side by side."""

    aspect: str
    score: str
    about: str
    why: str
    sides: tuple[Told, Told]


class Link(NamedTuple):
    """Words of an article with the place where they stand."""

    words: str
    who: str
    place: str


class Only(NamedTuple):
    """What only one article has."""

    letter: str
    name: str
    speakers: list[str]
    claims: list[Link]


class ComparisonView:
    """A comparison as the templates read it."""

    def __init__(self, comparison: Comparison, *, drawn: bool = True) -> None:
        """Look up the claims and the holders that `comparison` names."""
        self._comparison = comparison
        self.articles = [
            ArticleView(each, f"a{number}", letter=letter(number - 1), drawn=drawn)
            for number, each in enumerate(comparison.extractions, start=1)
        ]
        self.names = [name_of(each.article) for each in comparison.extractions]
        self._views = {each.extraction.article.id: each for each in self.articles}
        self._claims = {(each.article.id, claim.id): claim for each in comparison.extractions for claim in each.claims}
        self._casts = {each.article.id: Cast(each) for each in comparison.extractions}
        self.pairs = self._pairs()
        self.pictures = comparison_pictures(comparison) if drawn else []

    def _pairs(self) -> dict[str, list[Contrast]]:
        """Return the pairs under their heads, differences first."""
        found: dict[str, list[Contrast]] = {head: [] for head in HEADS.values()}
        for pair, seen in zip(self._comparison.pairs, Shown(self._comparison).contrasts(), strict=True):
            found[HEADS[pair.relation]].append(self._contrast(pair, seen))
        return {head: pairs for head, pairs in found.items() if pairs}

    def _contrast(self, pair: Pair, seen: contrasts.Contrast) -> Contrast:
        one, other = differing(seen.one.words, seen.other.words)
        if pair.relation is Relation.AGREE:
            one, other = ([Piece(voice.words, differs=False)] for voice in (seen.one, seen.other))
        told = (self._told(pair.a, seen.one, one), self._told(pair.b, seen.other, other))
        return Contrast(seen.aspect or "", f"{seen.score:.2f}", seen.about, seen.why, told)

    def _told(self, reference: ClaimRef, voice: contrasts.Voice, pieces: list[Piece]) -> Told:
        speaker = self._casts[reference.article].voice(voice.claim.speaker).speaker
        place = self._views[reference.article].places.claim(reference.claim)
        return Told(voice.letter, voice.speaker, facts(speaker), voice.stance, when(voice.about), pieces, place)

    @property
    def matrix(self) -> Matrix:
        """The positions of the holders on the issues."""
        return matrix(self._comparison, self._views, self._casts)

    def only(self) -> list[Only]:
        """Return what only one of the articles has, in their order."""
        return [
            Only(
                view.letter, view.title,
                [self._casts[each.article].voice(name).name for name in each.speakers],
                [self._link(each.article, name) for name in each.claims],
            )
            for each in self._comparison.alone
            for view in [self._views[each.article]]
        ]  # fmt: skip

    def _link(self, article: str, claim_id: str) -> Link:
        view = self._views[article]
        claim = self._claims[article, claim_id]
        return Link(claim.span.text, self._casts[article].voice(claim.speaker).name, view.places.claim(claim_id))
