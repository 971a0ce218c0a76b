"""Look up tokens, sentences and paragraphs of a parse by offset."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from claimkit.findings import BlockKind
from claimkit.models import QuoteKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc, Token

    from claimkit.findings import Attribution, Layout
    from claimkit.models import Article, Offsets

_APOSTROPHES = str.maketrans("’‘ʼ", "'''")
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


class Index:
    """A parse that answers questions about offsets (code points) in O(log n)."""

    def __init__(self, doc: Doc, *, article: Article, layout: Layout, attributions: Sequence[Attribution]) -> None:
        """Index `doc` once; nothing here depends on the number of sources."""
        self.doc = doc
        self.original = article.text
        self.text = article.text.translate(_APOSTROPHES)
        self.blocks = layout.blocks
        self.tokens: list[Token] = list(doc)
        self._starts = [token.idx for token in self.tokens]
        self._ends = [token.idx + len(token) for token in self.tokens]
        self._block_starts = [block.start for block in layout.blocks]
        self.sentence = self._sentences()
        self._quoted = _merged(part for each in attributions if each.kind is QuoteKind.DIRECT for part in each.content)
        self._quoted_starts = [start for start, _ in self._quoted]

    def _sentences(self) -> list[int]:
        numbers, number = [], -1
        for token in self.tokens:
            number += bool(token.is_sent_start) or number < 0
            numbers.append(number)
        return numbers

    def within(self, start: int, end: int) -> list[Token]:
        """Return the tokens that overlap [start, end)."""
        return self.tokens[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    def first(self, offset: int) -> int:
        """Return the index of the first token that ends after `offset`."""
        return bisect_right(self._ends, offset)

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence at `offset`."""
        if not self.sentence:
            return 0
        return self.sentence[min(self.first(offset), len(self.sentence) - 1)]

    def paragraph_at(self, offset: int) -> int:
        """Return the index of the block at `offset`, -1 before the first."""
        return bisect_right(self._block_starts, offset) - 1

    def words(self, start: int, end: int) -> str:
        """Return the article's own words in [start, end) with single spaces."""
        return " ".join(self.original[start:end].split())

    def kind_at(self, offset: int) -> BlockKind:
        """Return what the block at `offset` is for."""
        number = self.paragraph_at(offset)
        return self.blocks[number].kind if number >= 0 else BlockKind.PARAGRAPH

    def quoted(self, offset: int) -> bool:
        """Tell whether `offset` lies in somebody's direct words."""
        number = bisect_right(self._quoted_starts, offset) - 1
        return number >= 0 and offset < self._quoted[number][1]


def _merged(parts: Iterable[Offsets]) -> list[Offsets]:
    merged: list[Offsets] = []
    for start, end in sorted(parts):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def is_subject(token: Token) -> bool:
    """Tell whether the parse makes `token`, or what it stands beside, a subject."""
    for _ in range(3):
        if token.dep_ in SUBJECTS:
            return True
        if token.dep_ not in ("appos", "conj", "compound", "flat") or token.head is token:
            return False
        token = token.head
    return False
