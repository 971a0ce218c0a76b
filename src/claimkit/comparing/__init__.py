"""Compare articles: claims that assess the same, where they agree and differ, who holds what, what only one has."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from claimkit import pairnet
from claimkit.comparing.alone import speakers_alone
from claimkit.comparing.issues import positions
from claimkit.comparing.matching import nearest
from claimkit.comparing.relations import judged, worth_reading
from claimkit.comparing.selecting import Found, chosen
from claimkit.comparing.traits import Held, Side, held
from claimkit.comparing.why import subject, why
from claimkit.errors import InputError
from claimkit.models import Alone, ClaimRef, Pair, Relation
from claimkit.results import Comparison, Extraction

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from claimkit.comparing.relations import Comparer

__all__ = ["OF_A_CLAIM", "compare", "related"]

OF_A_CLAIM, LOOKED_AT = 1.1, 1.8
"""Pairs that are read together, for each claim of the two articles, and how many are looked at to choose one."""
_TAKEN_UP = 0.3
"""Probability of assessing the same from which a claim counts as taken up by the other article."""
_OWN_ISSUES = 3
"""Issues that the comparer finds itself, at most."""


def compare(
    *extractions: Extraction,
    issues: Sequence[str] | None = None,
    least: float | None = None,
    model: str | os.PathLike[str] | None = None,
    comparer: Comparer | None = None,
) -> Comparison:
    """Compare what the claims of several articles say of the same.

    >>> from claimkit.testing import Saying, build
    >>> one = build(Saying("Ana Brill", "The pier will be repaired by May"))
    >>> other = build(Saying("Jon Vik", "The pier will never be repaired by May"))
    >>> compare(one, other).pairs[0].relation.value
    'differ'

    `issues` are statements on which positions are asked; where none are given, those on which holders are found to
    differ. `least` is the probability, in [0, 1], that a pair must have to be told, `model` a folder of weights. A
    `comparer` is asked before the network: it gets the candidates of two articles and answers each with a
    `claimkit.comparing.relations.Judged`, or with None where it abstains. Raises
    `InputError` for fewer than two articles, twice the same one, or a `least` outside [0, 1].
    """
    _check(extractions, issues, least)
    sides = [_side(extraction, model) for extraction in extractions]
    read = [pair for one, other in combinations(sides, 2) for pair in _read(one, other, model, comparer)]
    found = chosen(read, least=least)
    asked = list(issues) if issues is not None else _split(found)
    return Comparison(
        articles=tuple(extraction.article.id for extraction in extractions),
        pairs=tuple(map(_pair, found)),
        positions=tuple(each for issue in asked for each in positions(issue, sides, model)),
        alone=tuple(_alone(side, sides, read) for side in sides),
        extractions=extractions,
    )


def _check(extractions: Sequence[Extraction], issues: Sequence[str] | None, least: float | None) -> None:
    if len(extractions) < 2:
        raise InputError(f"a comparison needs two articles or more, not {len(extractions)}: give another")
    names = [extraction.article.id for extraction in extractions]
    if len(set(names)) < len(names):
        raise InputError("two of the articles are the same (they share an id): give each once")
    if isinstance(issues, str) or not all(issue.strip() for issue in issues or ()):
        raise InputError("issues is a list of statements, none of them empty")
    if least is not None and not 0 <= least <= 1:
        raise InputError(f"least is a probability from 0 to 1, not {least}")


def related(one: Side, other: Side, *, most: int, least: float | None = None) -> list[Pair]:
    """Return the pairs to tell of two articles, of which at most so many candidates are read together."""
    return [_pair(found) for found in chosen(list(_read(one, other, None, most=most)), least=least)]


def _side(extraction: Extraction, model: str | os.PathLike[str] | None) -> Side:
    claims = held(extraction)
    return Side(extraction, claims, pairnet.places([each.words for each in claims], model))


def _read(
    one: Side,
    other: Side,
    model: str | os.PathLike[str] | None,
    comparer: Comparer | None = None,
    most: int | None = None,
) -> Iterator[Found]:
    """Yield the pairs of claims of two articles that are read, with what they are judged to be."""
    if not one.claims or not other.claims:
        return
    if most is None:
        most = int(OF_A_CLAIM * (len(one.claims) + len(other.claims)))
    near = nearest(one.places, other.places, most=int(LOOKED_AT * most))
    pairs = [(one.claims[each.one], other.claims[each.other], each.nearness) for each in near]
    pairs = worth_reading(pairs, most, model)
    for (left, right, _), told in zip(pairs, judged(pairs, model, comparer), strict=True):
        yield Found(left, right, told)


def _pair(found: Found) -> Pair:
    one, other, told = found
    aspect = told.aspect if told.relation is Relation.DIFFER else None
    return Pair(
        relation=told.relation,
        aspect=aspect,
        score=round(told.score, 3),
        about=subject(one, other),
        a=_reference(one),
        b=_reference(other),
        why=why(one, other, told.relation, aspect),
    )


def _reference(one: Held) -> ClaimRef:
    return ClaimRef(article=one.extraction.article.id, claim=one.claim.id)


def _split(found: Sequence[Found]) -> list[str]:
    """Return the questions on which holders split: claims that others differ from, the most disputed first."""
    disputed: dict[str, float] = {}
    for pair in found:
        if pair.judged.relation is Relation.DIFFER:
            for each in (pair.one, pair.other):
                disputed[each.words] = disputed.get(each.words, 0.0) + pair.judged.score
    kept: list[str] = []
    settled: set[str] = set()
    for words in sorted(disputed, key=lambda words: -disputed[words]):
        if words not in settled:
            kept.append(words)
            settled |= {each.words for pair in found if words in _words(pair) for each in (pair.one, pair.other)}
    return kept[:_OWN_ISSUES]


def _words(pair: Found) -> tuple[str, str]:
    return pair.one.words, pair.other.words


def _alone(side: Side, sides: Sequence[Side], read: Sequence[Found]) -> Alone:
    extraction = side.extraction
    here = extraction.article.id
    taken = {
        each.claim.id
        for pair in read
        if pair.judged.agree + pair.judged.differ >= _TAKEN_UP
        for each in (pair.one, pair.other)
        if each.extraction.article.id == here
    }
    others = [other.extraction for other in sides if other is not side]
    return Alone(
        article=here,
        claims=tuple(each.claim.id for each in side.claims if each.claim.id not in taken),
        speakers=tuple(speaker.id for speaker in speakers_alone(extraction, others)),
    )
