"""Weigh whether a name is a person's, over all its places in the article.

The small pipeline's own labels waver from place to place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from claimkit.lexicon import words
from claimkit.speakers.lexemes import fold, is_body_word, is_given, is_office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimkit.speakers.index import Index
    from claimkit.speakers.names import Word

_AGE_OR_WHO = re.compile(r",\s(?:\d{1,3},|who\s|whose\s)")
_APPOSITIVE = re.compile(r",\s(?:an?|the|one\sof)((?:\s[^\W\d_]+(?:'s)?){1,6})")


def after_the(run: list[Word], index: Index) -> bool:
    """Tell whether "the" stands before a run."""
    return index.text[max(run[0].start - 4, 0) : run[0].start].casefold() in ("the ", "the\n")


def key_of(name: Sequence[Word]) -> str:
    """Return the form under which the places of one name are counted together."""
    return " ".join(word.fold for word in name)


def weigh(split: list[tuple[list[Word], list[Word]]], index: Index) -> dict[str, float]:
    """Return for each name (by `key_of`) a figure above 0 where it is a person's."""
    votes: dict[str, float] = defaultdict(float)
    for title, name in split:
        votes[key_of(name)] += _vote(title, name, index)
    for key in votes:
        folds = key.split(" ")
        votes[key] += _form(folds)
        # "Ruth Marr ... Marr": people are called by their last word, bodies by their first.
        if 2 <= len(folds) <= 4 and folds[-1] in votes and folds[0] not in votes:
            votes[key] += 1.5
    return votes


def _vote(title: list[Word], name: list[Word], index: Index) -> float:
    labels = [token.ent_type_ for token in index.within(name[0].start, name[-1].end)]
    vote = 0.0
    if labels:
        vote += 1.0 if "PERSON" in labels else -1.0 if any(labels) else 0.0
    if title:
        vote += 3.0
    elif after_the(name, index):
        vote -= 1.5
    appositive = _APPOSITIVE.match(index.text, name[-1].end)
    told = [fold(word) for word in appositive.group(1).split()] if appositive else []
    if _AGE_OR_WHO.match(index.text, name[-1].end):
        vote += 2.0
    elif index.text.startswith(", which ", name[-1].end):
        vote -= 2.0
    elif any(map(is_office, told)) or _is_label(name, index):
        vote += 1.5
    elif any(word.removesuffix("s") in words("people")["enterprises"] for word in told):
        vote -= 2.0
    return vote


def _is_label(name: list[Word], index: Index) -> bool:
    """handles: "MARR: We never closed it." / not: "the problem was this: Marr"."""
    block = index.paragraph_at(name[0].start)
    return (
        block >= 0
        and index.blocks[block].start == name[0].start
        and index.text[name[-1].end : name[-1].end + 2] == ": "
    )


def _form(folds: list[str]) -> float:
    """handles: "Ruth Marr" / not: "Marr & Sons", "Bank of Orsk", "NUT"."""
    if "&" in folds or any(is_body_word(word) for word in folds[-1:]) or {"of", "for"} & set(folds):
        return -6.0
    if folds[-1].endswith("s") and folds[-1].removesuffix("s") in words("titles")["parties"]:
        return -6.0
    if any(is_body_word(word) for word in folds):
        return -2.0
    given = is_given(folds[0]) or (len(folds) > 1 and len(folds[0]) == 1)
    return 2.5 * given + (0.2 if 2 <= len(folds) <= 4 else 0.0)
