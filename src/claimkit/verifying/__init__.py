"""Tell of a quotation whether it stands in an article: exactly, altered, stitched, in another's mouth, or nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.errors import InputError
from claimkit.models import SURROGATE
from claimkit.verifying.aligning import LEAST_PIECE, Core, run
from claimkit.verifying.assembling import Asked, finding, overlap
from claimkit.verifying.covering import candidates, cover
from claimkit.verifying.records import ChangeKind, Finding, Verdict, Verification
from claimkit.verifying.texts import Searched
from claimkit.verifying.tokens import count, tokens, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimkit.results import Extraction

__all__ = ["check_words", "verify"]

_MOST_EXACT = 50
"""Places of one article at which the words are told to stand."""
_ALTERED = 0.6
"""Share of words in common from which words are an altered quotation and no other sentence."""
_COVERED = 0.7
"""Share of its words that the pieces of a stitched quotation cover."""
_LONG = 5
"""Letters of a word that says something by itself; half of those have to be there, or all but one."""
_NARROW = 4
"""Tokens beside a second candidate that are aligned: few, so that it does not become the first again."""
_RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}


def verify(words: str, *extractions: Extraction, speaker: str | None = None) -> Verification:
    """Tell whether a quotation stands in one of the articles, and in whose mouth.

    >>> from claimkit.testing import example
    >>> found = verify("The ferry is likely to sail again in June", example(), speaker="Brill")
    >>> found.verdict.value, found.findings[0].changes[0].found.text
    ('altered', 'May')

    `speaker` is whom the words are ascribed to. Offsets are code points, half-open: those of `span` and `found` in the
    article, those of `words` in the quotation. Marks, hyphens, blanks, case at the head, ellipses and bracketed
    insertions may differ, and each that does is told. Raises `InputError` for words without a letter or digit, for no
    article, for the same one twice, and for an empty `speaker`.
    """
    check_words(words, speaker)
    _check(extractions)
    found = tokens(words)
    lo, hi = trimmed(found)
    asked = Asked(words, found, lo, hi, speaker)
    texts = [Searched(extraction) for extraction in extractions]
    findings = [each for text in texts for each in _in_article(asked, text)]
    if len(texts) > 1 and all(map(_adds_much, findings)):
        findings = _covered(asked, texts) or findings
    findings.sort(key=lambda each: (_RANKS[each.wording], each.fits is False, each.fits is None, -each.similarity))
    return Verification(
        words=words,
        speaker=speaker,
        articles=tuple(text.article.id for text in texts),
        verdict=findings[0].verdict if findings else Verdict.NOWHERE,
        findings=tuple(findings),
    )


def check_words(words: str, speaker: str | None) -> None:
    """Raise `InputError` for words or a speaker that cannot be looked for."""
    if not any(map(str.isalnum, words)) or not trimmed(tokens(words))[1]:
        raise InputError("there is nothing to look for: give the words of a quotation")
    if SURROGATE.search(words + (speaker or "")):
        raise InputError("the words hold a lone surrogate: give them as Unicode text")
    if speaker is not None and not any(map(str.isalnum, speaker)):
        raise InputError("the speaker is empty: give a name, or leave it out")


def _check(extractions: Sequence[Extraction]) -> None:
    if not extractions:
        raise InputError("a quotation is looked for in an article: give one")
    names = [extraction.article.id for extraction in extractions]
    if len(set(names)) < len(names):
        raise InputError("two of the articles are the same (they share an id): give each once")


def _in_article(asked: Asked, text: Searched) -> list[Finding]:
    wanted = asked.tokens
    keys = [token.key for token in wanted[asked.lo : asked.hi]]
    exact = [
        finding(asked, [run(text, wanted, start=start, lo=asked.lo, hi=asked.hi)])
        for start in text.runs(keys, most=_MOST_EXACT)
    ]
    if any(each.wording is Verdict.EXACT and each.fits is not False for each in exact):
        return exact
    # Where the words stand in another's mouth, the one who is asked for may have said them in other words.
    found = exact if exact else _covered(asked, [text])
    for each in _altered(asked, text):
        if not any(overlap(each, other) for other in found):
            found.append(each)
    return found


def _covered(asked: Asked, texts: Sequence[Searched]) -> list[Finding]:
    cores = cover(asked.tokens, texts, lo=asked.lo, hi=asked.hi)
    if not cores:
        return []
    whole = finding(asked, cores)
    if whole.wording is not Verdict.STITCHED:
        return [whole] if _is_alike(asked, whole, cores) else []
    enough = sum(core.matched for core in cores) >= _COVERED * _asked_for(asked)
    if enough and all(core.matched >= LEAST_PIECE for core in cores):
        return [whole]
    return []


def _altered(asked: Asked, text: Searched) -> Iterator[Finding]:
    for core in candidates(asked.tokens, text, lo=asked.lo, hi=asked.hi, margin=_NARROW):
        each = finding(asked, [core])
        if each.wording is not Verdict.STITCHED and _is_alike(asked, each, [core]):
            yield each


def _asked_for(asked: Asked) -> int:
    return count([token for token in asked.tokens[asked.lo : asked.hi] if not token.aside])


def _adds_much(found: Finding) -> bool:
    """Say whether words are added that may be a piece of another article."""
    return any(
        each.kind is ChangeKind.ADDED and count(tokens(each.words.text)) >= LEAST_PIECE for each in found.changes
    )


def _is_alike(asked: Asked, found: Finding, cores: Sequence[Core]) -> bool:
    """Say whether a finding is the quotation, altered: enough words are there, and enough of the long ones."""
    if found.wording is Verdict.EXACT:
        return True
    matched, wanted = sum(core.matched for core in cores), _asked_for(asked)
    if found.similarity < _ALTERED or matched < _ALTERED * wanted or matched < min(3, wanted):
        return False
    own = [number for number in range(asked.lo, asked.hi) if _is_long(asked.tokens[number].key)]
    same = {number for core in cores for block in core.blocks if block.equal for number in range(block.q0, block.q1)}
    return 2 * sum(number in same for number in own) >= len(own) - 1


def _is_long(key: str) -> bool:
    return len(key) >= _LONG
