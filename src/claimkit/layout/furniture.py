"""Tell page furniture, headings and authors' notes from an article's paragraphs, by their words and shape.

What is called furniture yields no claims, so every rule asks for a short block or for words that news prose does not
open with.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from claimkit.layout.paragraphs import is_final
from claimkit.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SHORT = 60
NOTICE = 450
"""The longest block, in code points, that opening words alone make furniture."""

_COUNT = re.compile(r"^\(?\d[\d,.]*\)?\s+|\s*\(?\d[\d,.]*\)?$")
_LINK = re.compile(
    r"(?:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|[@#]\w+)(?:\s+(?:https?://\S+|www\.\S+|[@#]\w+))*"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\W{0,3}(?:©|\(c\)|\d{4}|by\b|of\b|the\b|all\b|$)|.{0,80}©\s*\d{4}", re.IGNORECASE
)
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_QUOTE_MARKS = '“"„«'


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    return words("furniture")


@cache
def _openings(key: str) -> tuple[str, ...]:
    return tuple(sorted(_lists()[key]))


@cache
def _credit() -> re.Pattern[str]:
    # handles: "Cranes at dawn. Photograph: Noor Ives" / not: "He kept the photograph by Ives on his desk."
    names = "|".join(sorted(_lists()["credits"], key=len, reverse=True))
    agency = r"\((?:AP|AFP|Reuters|Getty|PA|EPA)\b[^()]{0,80}\)"
    return re.compile(
        rf"(?:(?:^|[.!?)\]|/]\s|\()(?:{names})(?:\s+(?:credit|courtesy))?(?::|\s+(?:by|of))\s+[^\W\d_a-z][^.!?]{{1,60}}|{agency})\.?$"
    )


def is_furniture(block: str) -> bool:
    """Tell whether a block, wherever it stands, is no part of the article.

    handles: "Share this article", "© 2024 The Vale Courier", "[Picture: the quay]" / not: "Shares in the port fell."

    >>> is_furniture("Sign up for our newsletter"), is_furniture("Signs of a truce were few.")
    (True, False)
    """
    if not any(char.isalnum() for char in block):
        return True
    if len(block) > NOTICE * 2:
        return False
    lowered = " ".join(block.lower().split()).replace("’", "'")
    bare = lowered.strip("*_ [](){}<>.:…»›→•|-–—")
    return (
        (len(block) <= SHORT and _COUNT.sub("", bare) in _lists()["whole"])
        or _LINK.fullmatch(lowered) is not None
        or (len(block) <= NOTICE and _is_notice(block, lowered))
        or _disclaims(lowered)
        or _is_bracketed(block, lowered)
        or _is_caption(block, lowered)
    )


def _is_notice(block: str, lowered: str) -> bool:
    if _COPYRIGHT.match(lowered) and len(block) <= 250:
        return True
    start = lowered.lstrip("*_ (•→»>")
    if start.startswith(_openings("opening")):
        opening = next(word for word in _openings("opening") if start.startswith(word))
        # A word that only begins like an opening ("more fromage") is none.
        return not opening[-1].isalnum() or not start[len(opening) : len(opening) + 1].isalnum()
    return len(block) <= NOTICE // 2 and any(_has_outside_quotes(lowered, phrase) for phrase in _lists()["phrases"])


def _has_outside_quotes(lowered: str, phrase: str) -> bool:
    at = lowered.find(phrase)
    return at >= 0 and not any(mark in lowered[:at] for mark in _QUOTE_MARKS)


def _disclaims(lowered: str) -> bool:
    """handles: "The views expressed here are those of the author." / not: "The views of the miners were sought"."""
    return lowered.startswith(_openings("disclaimer_openings")) and any(
        _has_outside_quotes(lowered, word) for word in _lists()["disclaimer_words"]
    )


def _is_bracketed(block: str, lowered: str) -> bool:
    """handles: "(Additional reporting by Tom Reyes)" / not: "(She was never asked.)"."""
    if block[0] not in "[({" or block[-1] not in "])}." or len(block) > NOTICE:
        return False
    inside = lowered[1:].lstrip(" *_")
    opening = next((word for word in _openings("brackets") if inside.startswith(word)), None)
    after = inside[len(opening) : len(opening) + 1] if opening else ""
    closing = {"[": "]", "(": ")", "{": "}"}[block[0]]
    return opening is not None and not after.isalpha() and block.find(closing) >= len(block) - 2


def _is_caption(block: str, lowered: str) -> bool:
    if len(block) > NOTICE:
        return False
    start = lowered.lstrip("*_ (")
    if start.startswith(_openings("captions")):
        return len(block) <= SHORT or not is_final(block) or ":" in start[:20]
    return len(block) <= 300 and _credit().search(block) is not None


def is_authors_note(block: str, authors: Sequence[str]) -> bool:
    """Tell whether a closing block says who the author is, or whom to write to.

    handles: "Mara Ives is the author of two books on tides." / not: "Mara Ives is angry." where she is no author
    """
    lowered = " ".join(block.lower().split()).replace("’", "'")
    if len(block) > NOTICE * 2:
        return False
    if len(block) <= 200 and any(_has_outside_quotes(lowered, phrase) for phrase in _lists()["tail_phrases"]):
        return True
    subjects = [*_lists()["bio_subjects"], *(author.lower() for author in authors)]
    start = lowered.lstrip("*_- ")
    for subject in subjects:
        if start.startswith(subject):
            following = start[len(subject) :].lstrip(" ,:*_")
            verb = following.startswith(tuple(f"{word} " for word in _lists()["bio_verbs"]))
            return verb or subject.endswith(":")
    head = lowered[:120]
    named = block[:1].isupper() and not any(mark in head for mark in _QUOTE_MARKS[:2])
    return named and any(0 < head.find(phrase) < 50 for phrase in _lists()["bio_phrases"])


def is_heading(block: str, *, first: bool, last: bool) -> bool:
    """Tell whether a block is a title or a heading by its shape.

    handles: "WHY THEY GAVE WAY", "A long night on the quay" / not: "It held.", "The letter reads:", "- ropes"

    `first` and `last` tell where the block stands; no heading is the last.
    """
    if len(block) > 200 or last or block[0] in "-*•·>▪" or block[0].islower() or block[0] in ",;":
        return False
    if _is_shouted(block):
        return len(block) <= 120
    if is_final(block):
        return first and len(block) <= 160 and (block[-1] == "?" or _is_title_case(block))
    if block[-1] in "\"”»’'" or block[-1] in ",–—":
        return first
    return len(block) <= (200 if first else 100)


def _is_shouted(block: str) -> bool:
    """handles: "THE VOTE", "AND THE MINISTER?" / not: "NATO", "“NO!”"."""
    letters = [char for char in block if char.isalpha()]
    return (
        len(letters) > 4
        and block[0] not in _QUOTE_MARKS
        and all(not char.islower() for char in letters)
        and block[-1] != "!"
    )


def _is_title_case(block: str) -> bool:
    """Tell whether the long words of a block have capitals: "Storm Closes Northern Harbour For Second Day."."""
    long = _LONG_WORD.findall(block)
    return len(long) >= 4 and sum(word[0].isupper() for word in long) * 10 >= len(long) * 9
