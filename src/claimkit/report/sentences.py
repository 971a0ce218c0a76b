"""Count sentences by their closing marks, without a parse: enough to say how many there are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimkit.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Iterator

# handles: It is shut. “Why?” he said. / not: 2.3 metres, p.m. on Sunday
_CLOSING = re.compile(r"(?<![.?!…])[.?!…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[A-Z0-9])|[;](?=\s)")
_WORD_BEFORE = re.compile(r"(\w+)$")
_INITIAL = 1
_REACH = 24


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a paragraph are, as start and end in code points.

    >>> text = "Mrs. Ives of the U.S. office came. She left; nobody knew."
    >>> [text[slice(*each)] for each in sentences(text, 0, len(text))]
    ['Mrs. Ives of the U.S. office came.', 'She left;', 'nobody knew.']
    """
    since = start
    for match in _CLOSING.finditer(text, start, end):
        if match[0] != "." or not _is_short(text[max(start, match.start() - _REACH) : match.start()]):
            yield from _trimmed(text, since, match.end())
            since = match.end()
    yield from _trimmed(text, since, end)


def _is_short(before: str) -> bool:
    """Say whether the point after these words may belong to an initial or a title."""
    word = _WORD_BEFORE.search(before)
    if word is None:
        return False
    titles = words("titles")
    known = word[1].lower() in titles["male"] | titles["female"] | titles["neutral"]
    return known or (len(word[1]) == _INITIAL and word[1].isalpha() and word[1] != "I")


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
