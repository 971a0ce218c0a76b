"""Say of aligned tokens what was changed and which differences are allowed."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from claimkit.models import Span
from claimkit.verifying.records import Allowance, Change, ChangeKind
from claimkit.verifying.tokens import ELLIPSIS, HYPHENS, MARKS, Kind, count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimkit.models import Offsets
    from claimkit.verifying.aligning import Block
    from claimkit.verifying.texts import Searched
    from claimkit.verifying.tokens import Token

_MOST_REPLACED = 8
"""Words of the article that a bracketed insertion may stand for."""
_HIDDEN = re.compile("[\u00ad\u200b-\u200d\u2060]")
_BESIDE = re.compile(rf"[\s{re.escape(MARKS)}\[\]()]")
_ASKING = re.compile("[?!]")
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘", "'"))


class Differences:
    """Gathers the differences between the words of a quotation and those of articles."""

    def __init__(self, words: str, wanted: Sequence[Token]) -> None:
        """Begin with none."""
        self._words, self._wanted = words, wanted
        self.changes: list[Change] = []
        self.allowed: set[Allowance] = set()
        self.matched = self.unmatched = 0

    def equal(self, text: Searched, block: Block, *, head: bool) -> None:
        """Compare tokens of equal keys as they are set; `head` where a piece begins with them."""
        article = text.article.text
        asked, there = self._wanted[block.q0 : block.q1], text.tokens[block.t0 : block.t1]
        self.matched += count(asked)
        for number, (one, other) in enumerate(zip(asked, there, strict=True)):
            left, right = self._words[one.start : one.end], article[other.start : other.end]
            if left != right:
                self._set_differently(text, one, other, head=head and number == 0)
            if number and not (head and asked[number - 1].kind != Kind.WORD):
                before = asked[number - 1].end, there[number - 1].end
                self.allowed |= set(_between(self._words[before[0] : one.start], article[before[1] : other.start]))

    def unequal(self, text: Searched, block: Block, *, joined: Allowance | None = None) -> None:
        """Tell what was changed between two equal blocks; `joined` says why words of the article may be missing."""
        asked, there = self._wanted[block.q0 : block.q1], text.tokens[block.t0 : block.t1]
        if self._is_hyphenated(text, asked, there):
            self.matched += count(asked)
            self.allowed.add(Allowance.HYPHENATION)
            return
        if any(token.kind == Kind.ELLIPSIS for token in asked) and joined is not Allowance.ELLIPSIS:
            asked = [token for token in asked if token.kind != Kind.ELLIPSIS]
        if joined is not None:
            self.allowed.add(joined)
            asked, there = [token for token in asked if token.kind == Kind.WORD], []
        asked, there = self._without_asides(asked, there)
        self._tell(text, asked, there, self.place(text, block))

    def _without_asides(self, asked: Sequence[Token], there: Sequence[Token]) -> tuple[list[Token], list[Token]]:
        """Take out what stands in square brackets, and the few words that an insertion stands for."""
        own, theirs = [token for token in asked if not token.aside], [token for token in there if not token.aside]
        if len(own) < len(asked) or len(theirs) < len(there):
            self.allowed.add(Allowance.INSERTION)
        if len(own) < len(asked) and not count(own) and count(theirs) <= _MOST_REPLACED:
            return [], []
        return own, theirs

    def _is_hyphenated(self, text: Searched, asked: Sequence[Token], there: Sequence[Token]) -> bool:
        """handles: e-mail for email, inter-⏎rupted for interrupted / not: every day for everyday"""
        if not asked or not there or count(asked) + count(there) < len(asked) + len(there):
            return False
        if "".join(token.key for token in asked) != "".join(token.key for token in there):
            return False
        article = text.article.text
        seams = [self._words[one.end : other.start] for one, other in pairwise(asked)]
        seams += [article[one.end : other.start] for one, other in pairwise(there)]
        return all(any(mark in seam for mark in HYPHENS) for seam in seams)

    def _tell(self, text: Searched, asked: Sequence[Token], there: Sequence[Token], at: Offsets) -> None:
        own = [token for token in asked if token.kind == Kind.WORD]
        theirs = [token for token in there if token.kind == Kind.WORD]
        self.unmatched += len(own) + len(theirs)
        pairs = min(len(own), len(theirs))
        for one, other in zip(own, theirs, strict=False):
            if one.key != other.key:
                self.change(ChangeKind.REPLACED, text, [one], [other], at)
            at = one.end, other.end
        if own[pairs:]:
            self.change(ChangeKind.ADDED, text, own[pairs:], [], at)
        elif theirs[pairs:]:
            self.change(ChangeKind.LEFT_OUT, text, [], theirs[pairs:], at)
        elif not own and [token.key for token in asked] != [token.key for token in there]:
            self.change(ChangeKind.PUNCTUATION, text, asked, there, at)

    def change(
        self, kind: ChangeKind, text: Searched, asked: Sequence[Token], there: Sequence[Token], at: Offsets
    ) -> None:
        """Note a change; `at` gives the places in the quotation and in the article where one of them has nothing."""
        words, found = _span(self._words, asked, at[0]), _span(text.article.text, there, at[1])
        self.changes.append(Change(kind=kind, words=words, article=text.article.id, found=found))

    def place(self, text: Searched, block: Block) -> Offsets:
        """Return the offsets in the quotation and in the article at which a block ends the words before it."""
        before = self._wanted[block.q0 - 1].end if block.q0 else 0
        return before, text.tokens[block.t0 - 1].end if block.t0 else 0

    def _set_differently(self, text: Searched, one: Token, other: Token, *, head: bool) -> None:
        left = self._words[one.start : one.end]
        right = text.article.text[other.start : other.end]
        if left.startswith("[") != right.startswith("["):
            self.allowed.add(Allowance.INSERTION)
        bracketed = "[" in left or "[" in right
        left, right = (re.sub(r"[\[\]]", "", word) for word in (left, right))
        if (_HIDDEN.search(left) is None) != (_HIDDEN.search(right) is None):
            self.allowed.add(Allowance.HYPHENATION)
        left, right = _HIDDEN.sub("", left), _HIDDEN.sub("", right)
        plain = [unicodedata.normalize("NFKC", word.translate(_APOSTROPHES)) for word in (left, right)]
        if one.kind != Kind.WORD or plain[0].casefold() != left.casefold() or plain[1].casefold() != right.casefold():
            self.allowed |= {Allowance.MARKS} if left != right else set()
        if one.kind == Kind.WORD and plain[0] != plain[1]:
            if plain[0][1:] == plain[1][1:] and (head or bracketed):
                self.allowed.add(Allowance.CASE)
            else:
                self.change(ChangeKind.CASE, text, [one], [other], (one.start, other.start))


def _span(text: str, tokens: Sequence[Token], at: int) -> Span:
    """Return the span of tokens, or that of nothing."""
    return Span.of(text, tokens[0].start, tokens[-1].end) if tokens else Span.of(text, at, at)


def _between(left: str, right: str) -> Iterator[Allowance]:
    """Tell how what stands between two words differs: blanks, marks, hyphens, brackets."""
    if left == right:
        return
    one, other = (_kinds(gap) for gap in (left, right))
    if one[0] != other[0]:
        yield Allowance.MARKS
    if bool(one[1]) != bool(other[1]) or (one[1] and one[2] != other[2]):
        yield Allowance.HYPHENATION
    else:
        if one[1] != other[1]:
            yield Allowance.MARKS
        if one[2] != other[2]:
            yield Allowance.WHITESPACE
    if one[3] != other[3]:
        yield Allowance.INSERTION


def _kinds(gap: str) -> tuple[str, str, str, str]:
    marks = "".join(each for each in gap if each in MARKS)
    hyphens = "".join(each for each in gap if each in HYPHENS)
    brackets = "".join(each for each in gap if each in "[]")
    return marks, hyphens, "".join(each for each in gap if each not in marks + hyphens + brackets), brackets


def edge(words: str, article: str) -> str:
    """Compare the points behind a quotation with those of the article: "", "ellipsis", "ending" or "changed".

    >>> edge(",”", ". He"), edge("?", ". He"), edge("…", " and"), edge(".", ". He")
    ('ending', 'changed', 'ellipsis', '')
    """
    one, other = (_BESIDE.sub("", part) for part in (words, article))
    if ELLIPSIS in one or ".." in one:
        return "ellipsis"
    if not one or other.startswith(one):
        return ""
    return "changed" if _ASKING.search(one) or _ASKING.match(other) else "ending"
