"""Read what a source is made of: a name, a pronoun, or a description with its head noun."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import words
from claimkit.speakers.lexemes import is_office
from claimkit.speakers.phrases import is_person_word
from claimkit.speakers.pronouns import FIRST, PLURALS, RELATIVES, SEXES, THINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from claimkit.models import Offsets
    from claimkit.speakers.index import Index
    from claimkit.speakers.names import Name

_BREAKS = frozenset({",", "—", "–", "--", "(", ")", ";", ":", "[", "]"})
_HOW = (
    "one another each two three four some many most several few both all none neither either "
    "a-few several-others the-other the-first the-second the-third a-second a-third"
)
_COUNTED = "|".join(word.replace("-", " ") for word in _HOW.split())
_PART = re.compile(
    rf"(?P<how>(?:only |at least |just )?(?:{_COUNTED})) of (?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


class Source(NamedTuple):
    """A source read.

    `name` is the number of the name that it is, `also` those joined to it by "and"; `pronoun` the word in lower case;
    `head` the token of its head noun; `part` the offsets of the group that it is a part of; [start, end) its core.
    """

    start: int
    end: int
    name: int | None = None
    also: tuple[int, ...] = ()
    pronoun: str = ""
    head: int | None = None
    part: Offsets | None = None


def read_source(offsets: Offsets, index: Index, names: Sequence[Name], starts: Sequence[int]) -> Source | None:
    """Read the source at `offsets`; None where it holds no word. `starts` are where `names` start."""
    tokens = [token for token in index.within(*offsets) if not token.is_space]
    while tokens and tokens[0].is_punct:
        tokens = tokens[1:]
    while len(tokens) > 1 and (tokens[-1].is_punct or tokens[-1].tag_ == "POS"):
        tokens = tokens[:-1]
    if not tokens:
        return None
    start, end = max(tokens[0].idx, offsets[0]), min(tokens[-1].idx + len(tokens[-1]), offsets[1])
    if all(token.is_punct or token.tag_ == "POS" for token in tokens[1:]) and _is_pronoun(tokens[0]):
        return Source(start, tokens[0].idx + len(tokens[0]), pronoun=tokens[0].lower_)
    segments = _segments(tokens)
    named = _named(segments, names, starts)
    core = segments[0]
    core_end = min(core[-1].idx + len(core[-1]), end)
    if named:
        return Source(start, end, name=named[0], also=tuple(named[1:]))
    part = _PART.match(index.text[start:core_end])
    if part and (
        len(core) < 4
        or part["how"].lower().split()[-1]
        in ("one", "another", "other", "some", "many", "most", "several", "both", "all", "two")
    ):
        return Source(start, core_end, head=_head(core).i, part=(start + part.start("rest"), core_end))
    return Source(start, core_end, head=_head(core).i)


def _is_pronoun(token: Token) -> bool:
    word = token.lower_
    return word in SEXES or word in PLURALS or word in THINGS or word in RELATIVES or word in FIRST


def _segments(tokens: Sequence[Token]) -> list[list[Token]]:
    segments: list[list[Token]] = [[]]
    for token in tokens:
        if token.text in _BREAKS:
            segments.append([])
        else:
            segments[-1].append(token)
    return [segment for segment in segments if segment] or [list(tokens)]


def _named(segments: list[list[Token]], names: Sequence[Name], starts: Sequence[int]) -> list[int]:
    """handles: "the union's treasurer, Ana Marr", "editor Ana Marr", "Marr and Orme" / not: "an aide to Ana Marr"."""
    first = _names_heading(segments[0], names, starts)
    if first or len(segments) < 2:
        return first
    described = any(token.pos_ in ("NOUN", "PROPN") for token in segments[0]) and not _plural(segments[0])
    second = _names_heading(segments[1], names, starts)
    if described and len(second) == 1 and (names[second[0]].person or not is_person_word(_head(segments[0]))):
        return second
    if described and not second and len(segments) > 2 and is_person_word(_head(segments[0])):
        third = _names_heading(segments[2], names, starts)
        return third if len(third) == 1 and names[third[0]].person else []
    return []


def _plural(segment: list[Token]) -> bool:
    return _head(segment).tag_ in ("NNS", "NNPS")


def _names_heading(segment: list[Token], names: Sequence[Name], starts: Sequence[int]) -> list[int]:
    """Return the name that a segment is headed by, and those joined to it by "and"."""
    number = max(bisect_right(starts, segment[0].idx) - 1, 0)
    headed: list[int] = []
    at = 0
    while number < len(names) and names[number].start <= segment[-1].idx:
        name = names[number]
        covered = [place for place, token in enumerate(segment) if name.start <= token.idx < name.end]
        if covered:
            joined = segment[at : covered[0]]
            follower = segment[covered[-1] + 1] if covered[-1] + 1 < len(segment) else None
            if headed and not (joined and joined[0].lower_ == "and" and len(joined) <= 4):
                break
            if _modifies(follower):
                if headed:
                    break
            elif name.several and joined and not headed:
                break
            elif _leads(joined[1:] if headed else joined, name):
                headed.append(number)
            elif joined:
                break
            at = covered[-1] + 1
        number += 1
    rest = segment[at:]
    joins = bool(
        headed and rest and rest[0].lower_ in ("and", "or") and any(token.pos_ in ("NOUN", "PROPN") for token in rest)
    )
    return [] if joins else headed


def _modifies(follower: Token | None) -> bool:
    """handles: "the Marr campaign", "Marr's office" / not: "Marr of Ladbury"."""
    return follower is not None and (
        follower.pos_ in ("NOUN", "ADJ", "PROPN", "NUM") or follower.text in ("'s", "'", "-")
    )


def _leads(before: list[Token], name: Name) -> bool:
    """Tell whether what stands before a name lets the name be the head: no preposition, unless in a title."""
    office = before and is_office(before[0].lower_) and before[0].text[0].isupper()
    return bool(office) or not any(_governs(token) and token.idx < name.title_start for token in before)


def _governs(token: Token) -> bool:
    """handles: "titled", "to" / not: "retired"."""
    return token.pos_ == "ADP" or (token.pos_ == "VERB" and token.lower_ not in words("titles")["ranks"])


def _head(segment: list[Token]) -> Token:
    """Return the head of a segment: the noun whose own head lies outside it, by the parse."""
    inside = {token.i for token in segment}
    roots = [token for token in segment if token.head.i not in inside or token.head is token]
    for root in roots:
        if root.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            return root
    for token in segment:
        follows = token.i + 1 in inside
        if token.pos_ in ("NOUN", "PROPN") and not (follows and token.nbor().pos_ in ("NOUN", "PROPN", "PART")):
            return token
    return roots[0] if roots else segment[0]
