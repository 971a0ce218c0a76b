"""Tell in whose mouth a stretch of an article stands, and whether a name is that speaker's."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from claimkit.models import AUTHOR_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimkit.models import Quote, Speaker
    from claimkit.results import Extraction
    from claimkit.verifying.tokens import Token

_NAME = re.compile(r"[\w'’\-]+")
_EMPTY = frozenset({"the", "a", "an", "one", "of", "mr", "mrs", "ms", "dr", "sir"})


class Voice(NamedTuple):
    """The innermost quote of a stretch and whose it is; `chain` also holds the quotes around it, from within."""

    quote: str | None
    speaker: str | None
    chain: tuple[Quote, ...] = ()


class Voices:
    """The quotes of an article, looked up by token."""

    def __init__(self, extraction: Extraction, tokens: Sequence[Token]) -> None:
        """Paint each token with the innermost quote that it stands in."""
        self._quotes = {quote.id: quote for quote in extraction.quotes}
        self._speakers = {speaker.id: speaker for speaker in extraction.speakers}
        self._authors = extraction.article.authors
        self._of: list[Quote | None] = _painted(extraction.quotes, tokens)

    def at(self, number: int) -> Voice:
        """Return the voice of one token."""
        return self._voice(self._of[number])

    def quoted(self, number: int) -> bool:
        """Say whether a token stands in a quote."""
        return self._of[number] is not None

    def of(self, start: int, end: int) -> Voice:
        """Return the voice that most of the tokens stand in, the innermost that holds them all if there is one."""
        held: dict[str, int] = {}
        inner: dict[str, int] = {}
        for number in range(start, end):
            for depth, quote in enumerate(reversed(self._chain(self._of[number]))):
                held[quote.id] = held.get(quote.id, 0) + 1
                inner[quote.id] = depth
        most = max(held.values(), default=0)
        if 2 * most < end - start:
            return self._voice(None)
        return self._voice(self._quotes[max((name for name in held if held[name] == most), key=inner.__getitem__)])

    def same(self, one: int, other: int) -> bool:
        """Say whether two tokens stand in one voice: one quote, one speaker's quotes, or no quote."""
        left, right = self._of[one], self._of[other]
        if left is None or right is None:
            return left is right
        lefts, rights = self._chain(left), self._chain(right)
        if {quote.id for quote in lefts} & {quote.id for quote in rights}:
            return True
        return left.speaker is not None and left.speaker in {quote.speaker for quote in rights}

    def name(self, voice: Voice) -> str | None:
        """Return what the speaker is called; the author's name is that in the byline, else "author"."""
        if voice.speaker is None:
            return None
        if voice.speaker == AUTHOR_ID:
            return ", ".join(self._authors) or AUTHOR_ID
        return self._speakers[voice.speaker].name

    def fits(self, voice: Voice, asked: str) -> bool | None:
        """Say whether `asked` names the speaker of a voice or of a quote around it; None where none is known."""
        if not voice.chain:
            return any(same_name(asked, name) for name in (*self._authors, AUTHOR_ID))
        known = [self._speakers[quote.speaker] for quote in voice.chain if quote.speaker is not None]
        return any(is_called(speaker, asked) for speaker in known) if known else None

    def _voice(self, quote: Quote | None) -> Voice:
        if quote is None:
            return Voice(None, AUTHOR_ID)
        return Voice(quote.id, quote.speaker, self._chain(quote))

    def _chain(self, quote: Quote | None) -> tuple[Quote, ...]:
        chain: list[Quote] = []
        while quote is not None and quote not in chain:
            chain.append(quote)
            quote = self._quotes.get(quote.parent or "")
        return tuple(chain)


def _painted(quotes: Sequence[Quote], tokens: Sequence[Token]) -> list[Quote | None]:
    from bisect import bisect_left

    of: list[Quote | None] = [None] * len(tokens)
    starts = [token.start for token in tokens]
    # A quote that stands in another is shorter: the longest are painted first.
    for quote in sorted(quotes, key=lambda each: -sum(span.end - span.start for span in each.spans)):
        for span in quote.spans:
            for number in range(bisect_left(starts, span.start), bisect_left(starts, span.end)):
                of[number] = quote
    return of


def is_called(speaker: Speaker, asked: str) -> bool:
    """Say whether `asked` names a speaker: by the name, a part of it or a mention, or by the role.

    >>> from claimkit.models import Speaker
    >>> brill = Speaker(id="s1", name="Ana Brill", kind="person", role="head of the harbour board")
    >>> [is_called(brill, asked) for asked in ("Brill", "Dr. A. Brill", "the head of the harbour board", "Jon Brill")]
    [True, True, True, False]
    """
    if any(same_name(asked, name) for name in (speaker.name, *(span.text for span in speaker.mentions))):
        return True
    if speaker.role is None:
        return False
    wanted, role = _parts(asked), _parts(speaker.role)
    known = role | _parts(speaker.affiliation or "")
    named = wanted - known
    return bool(wanted & role) and (not named or same_name(" ".join(sorted(named)), speaker.name))


def same_name(asked: str, name: str) -> bool:
    """Say whether one of two names is a part of the other; an initial stands for any name that begins with it."""
    wanted, known = _parts(asked), _parts(name)
    return bool(wanted and known) and (_within(wanted, known) or _within(known, wanted))


def _within(few: set[str], many: set[str]) -> bool:
    long = any(len(part) > 1 for part in few)
    return long and all(any(_alike(part, other) for other in many) for part in few)


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _parts(name: str) -> set[str]:
    bare = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    found = (part for part in _NAME.findall(bare.casefold().replace("’", "'")) if part not in _EMPTY)
    # handles: "an official" for "one of two officials"
    return {part[:-1] if len(part) > 4 and part.endswith("s") else part for part in found}
