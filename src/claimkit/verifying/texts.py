"""An article made ready to be searched: its tokens, its voices, and where runs of keys stand."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from claimkit.verifying.tokens import tokens
from claimkit.verifying.voices import Voices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimkit.results import Extraction

_EDGE = "\x1f"
"""Stands between keys, none of which holds it."""


class Searched:
    """The tokens of one article."""

    def __init__(self, extraction: Extraction) -> None:
        """Cut the article into tokens."""
        self.article = extraction.article
        self.tokens = tokens(extraction.article.text)
        self.keys = [token.key for token in self.tokens]
        self.voices = Voices(extraction, self.tokens)

    @cached_property
    def _joined(self) -> tuple[str, list[int]]:
        places, at = [], 0
        for key in self.keys:
            places.append(at)
            at += len(key) + 1
        return _EDGE + _EDGE.join(self.keys) + _EDGE, places

    def runs(self, keys: Sequence[str], *, most: int) -> list[int]:
        """Return the numbers of the tokens at which `keys` stand one after the other, without overlaps.

        >>> from claimkit.testing import Saying, build
        >>> Searched(build(Saying(None, "No, no, no."))).runs(["no", ",", "no"], most=9)
        [0]
        """
        text, places = self._joined
        wanted = _EDGE + _EDGE.join(keys) + _EDGE
        found: list[int] = []
        at = text.find(wanted)
        while at >= 0 and len(found) < most:
            found.append(bisect_left(places, at))
            at = text.find(wanted, at + len(wanted) - 1)
        return found
