"""Tell what position a claim takes on a statement that somebody puts forward."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from claimkit import pairnet
from claimkit.errors import InputError
from claimkit.models import Claim, Confidence, Record
from claimkit.wording import wording

if TYPE_CHECKING:
    import os


class Side(StrEnum):
    """What a claim says to a statement."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    NEITHER = "neither"


class Position(Record):
    """The likeliest side of a claim on a statement, and the probability of each side, in [0, 1]."""

    side: Side
    probability: Confidence
    supports: Confidence
    disputes: Confidence
    neither: Confidence


def position(claim: Claim | str, statement: str, *, model: str | os.PathLike[str] | None = None) -> Position:
    """Tell whether a claim supports or disputes a statement.

    >>> position("The new bridge has made the crossing safe.", "The bridge should never have been built.").side.value
    'disputes'

    `claim` is a claim of an extraction, whose holder may deny what its words say, or a sentence. `model` is the folder
    of the weights; those that come with claimkit unless given. Raises `InputError` for an empty text and `ModelError`
    for weights that are missing or broken.
    """
    words = claim if isinstance(claim, str) else wording(claim)
    if not words.strip() or not statement.strip():
        raise InputError("a position needs the words of a claim and of a statement: give both")
    told = pairnet.settings(model)
    found = pairnet.softmax(pairnet.read_pairs([(statement, words)], model).sides[0] / told.temperature)
    shares = {Side(name): float(share) for name, share in zip(told.sides, found, strict=True)}
    side = max(shares, key=shares.__getitem__)
    return Position(side=side, probability=shares[side], **{each.value: share for each, share in shares.items()})
