"""Tell which names are those of parties, and which party a role or a name's surroundings name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimkit.lexicon import entries, words
from claimkit.speakers.lexemes import fold, is_office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimkit.speakers.index import Index
    from claimkit.speakers.mentions import Mention

_AROUND = 25
"""Tokens around a name in which politics is looked for."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LETTERS = re.compile(r"\s?[(,]\s?([A-Z][A-Za-z]{0,5})(?:[-–][A-Z][\w. ]{1,12}?)?(?=[),.;]|\s)")
_OWNER = re.compile(r"((?:[^\W\d_][\w-]*\s){0,3}[^\W\d_][\w-]*)['’]s?\s+$")
_LONGEST_NAME = 4


def is_party(mention: Mention, index: Index) -> bool:
    """Tell whether a name is a party's.

    handles: "the Green Party", "Fine Gael", "MP for the Orsk Front" / not: "Labor Department", "the front at Orsk"
    """
    parties = words("parties")
    folds = mention.words
    name = " ".join(folds)
    if name in parties["names"] or name.removeprefix("the ") in parties["names"]:
        return True
    last = index.first(mention.end - 1)
    after = [token.text for token in index.tokens[last + 1 : last + 3]]
    if any(word in parties["words"] for word in folds):
        return not any(word in parties["others"] for word in folds) and not (after and _is_matter(after[0]))
    if "party" in after:
        return True
    near = index.tokens[max(last - _AROUND, 0) : last + _AROUND]
    return any(word in parties["blocs"] for word in folds) and any(t.lower_ in parties["politics"] for t in near)


def _is_matter(word: str) -> bool:
    """Tell whether a word after "Labor" or "Liberal" makes that no party.

    handles: "Labor Secretary", "Liberal Arts" / not: "Labour secretary"
    """
    parties, known = words("parties"), fold(word)
    return known in parties["others"] or (
        known in parties["ministries"] and (word[0].isupper() or not is_office(known))
    )


def letters_at(text: str, end: int) -> tuple[int, int, str] | None:
    """Return where the letters of a party stand behind a name that ends at `end`, and what they stand for.

    >>> letters_at("Sen. Ada Cole, D-Vt., left", 13)
    (15, 16, 'Democratic')
    """
    found = _LETTERS.match(text, end)
    known = entries("parties")["letters"].get(found[1].lower()) if found else None
    if found is None or known is None or not _closes(found):
        return None
    return found.start(1), found.end(1), str(known)


def _closes(found: re.Match[str]) -> bool:
    """handles: "(Lab)", ", D-Ohio," / not: ", I said", ", Con men"."""
    tied = found.end() > found.end(1)
    return tied or (found.group().lstrip().startswith("(") and found.string[found.end() : found.end() + 1] == ")")


def owner_before(text: str, start: int) -> str | None:
    """Return the party whose genitive stands before `start`.

    >>> owner_before("But Labour's Ron Vale", 13)
    'Labour'
    """
    found = _OWNER.search(text, max(start - 60, 0), start)
    return party_in(found[1]) if found else None


def party_in(role: str) -> str | None:
    """Return the party that a role names its holder's, as the role words it.

    >>> party_in("a Labour MP"), party_in("leader of the Green Party"), party_in("D-Ohio"), party_in("a labour lawyer")
    ('Labour', 'Green Party', 'Democratic', None)

    handles: "a Republican" / not: "a former Republican", "a critic of the Republicans", "Labor Secretary"
    """
    if letters := re.fullmatch(r"([A-Z][A-Za-z]{0,5})-[A-Z].*", role):
        known = entries("parties")["letters"].get(letters[1].lower())
        return None if known is None else str(known)
    found = _WORD.findall(role)
    folds = [fold(word.replace("’", "'")) for word in found]
    for at in range(len(found)):
        if folds[at] in words("parties")["against"]:
            return None
        if found[at][0].isupper() and (end := _name_end(folds, found, at)):
            return None if end == len(found) and _was(folds[:at]) else " ".join(found[at:end])
    return None


def _was(before: Sequence[str]) -> bool:
    """handles: "a former Republican" / not: "former Republican senator", "former leader of the Green Party"."""
    return bool(before) and before[-1] in ("former", "ex", "onetime", "one-time", "lifelong-turned")


def _name_end(folds: Sequence[str], found: Sequence[str], at: int) -> int:
    """Return the number of the word after a party's name that begins at `at`, 0 where none does."""
    parties = words("parties")
    for end in range(min(at + _LONGEST_NAME, len(folds)), at, -1):
        name = " ".join(folds[at:end])
        if name in parties["names"] and (end - at > 1 or len(name) > 4 or found[at].isupper()):
            return end
    end = at
    while (
        end < len(folds) and end - at < _LONGEST_NAME and found[end][0].isupper() and not _is_post(folds[end], end > at)
    ):
        end += 1
    run = folds[at:end]
    if len(run) > 1 and run[-1] == "party":
        return end
    known = parties["words"] | parties["doubtful"]
    told = [word for word in run if word in known and word != "party"]
    if not told or (run[0] != told[0] and run[0] not in parties["prefixes"]):
        return 0
    end = at + max(place for place, word in enumerate(run) if word in known) + 1
    after = found[end] if end < len(folds) else ""
    return end if _fits(run[: end - at], after, folds[at - 1] if at else "") else 0


def _is_post(word: str, inside: bool) -> bool:
    return (
        is_office(word)
        and (word not in words("parties")["words"] or not inside)
        and word not in words("parties")["words"]
    )


def _fits(name: Sequence[str], after: str, before: str) -> bool:
    """handles: "Green councillor", "a Liberal" / not: "Green Street", "The Independent", "Labor Secretary"."""
    parties = words("parties")
    if after and _is_matter(after):
        return False
    if len(name) > 1 or name[0] not in parties["doubtful"]:
        return True
    after = fold(after)
    return after in parties["politics"] or is_office(after) or after == "party" or (not after and before in ("a", "an"))
