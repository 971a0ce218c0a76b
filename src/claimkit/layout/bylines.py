"""Read bylines: who wrote an article, in what role, and when it was published.

A line is a byline only if it holds nothing but names, roles, outlets and dates; "By Friday the water was gone" is none.
"""

from __future__ import annotations

import datetime
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import entries, words

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 160
"""The longest byline, in code points."""

_PARTS = re.compile(r"\s*[|•·/\n]\s*|\s+[-–—]+\s+|\s*;\s*")
_AND = re.compile(r"\s*,?\s+(?:and|&|with)\s+|\s*,\s*", re.IGNORECASE)
_NAME_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’\-])*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PLACE = re.compile(r"\s+(?:[Ii]n|[Aa]t|reporting from)\s+[^\W\d_a-z][^,|]*$")
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)(?!\d)")


class Byline(NamedTuple):
    """What one line says of the article."""

    authors: tuple[str, ...] = ()
    role: str | None = None
    published: str | None = None
    updated: bool = False


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    return words("furniture")


@cache
def _dates() -> tuple[re.Pattern[str], re.Pattern[str]]:
    month = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _months()).replace("sep(?:", "sept?(?:")
    # handles: "Friday 22 November 2024", "3rd Feb. 2025" / not: "VELMAR, March 6" (no year)
    day_first = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({month})\.?,?\s+(\d{{4}})\b", re.IGNORECASE)
    # handles: "March 6, 2025" / not: "Room 6, 2025 Hill Road"
    month_first = re.compile(rf"\b({month})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
    return day_first, month_first


@cache
def _months() -> tuple[str, ...]:
    """Return the names of the months in their order, which a set would not keep."""
    return tuple(entries("furniture")["months"])


def date_in(line: str) -> tuple[str, str] | None:
    """Find the first full date in `line`: its ISO 8601 form and the line without it, or None.

    >>> date_in("The Courier, Friday 22 November 2024")
    ('2024-11-22', 'The Courier, Friday ')
    """
    day_first, month_first = _dates()
    for pattern, order in ((_ISO, (1, 2, 3)), (day_first, (3, 2, 1)), (month_first, (3, 1, 2))):
        match = pattern.search(line)
        if match is None:
            continue
        year, month, day = (match.group(index) for index in order)
        number = int(month) if month.isdecimal() else _month(month)
        try:
            value = datetime.date(int(year), number, int(day))
        except ValueError:
            continue
        return value.isoformat(), line[: match.start()] + line[match.end() :]
    return None


def _month(name: str) -> int:
    prefix = name[:3].lower()
    return next(number for number, month in enumerate(_months(), 1) if month.startswith(prefix))


def is_name(piece: str) -> bool:
    """Tell whether `piece` looks like a person's full name.

    handles: "Jonas van der Merel", "K.T. O’Dwyer" / not: "Markets Fall", "The Vale Courier"

    >>> is_name("Jonas van der Merel"), is_name("The Vale Courier")
    (True, False)
    """
    tokens = piece.split()
    if not 2 <= len(tokens) <= 5 or len(piece) > 50:
        return False
    full = [token for token in tokens if token.lower() not in _lists()["particles"]]
    if len(full) < 2 or not all(_NAME_TOKEN.fullmatch(token) and token[0].isupper() for token in full):
        return False
    # An initial ("A.") is no article.
    return not _words(" ".join(token for token in full if "." not in token)) & (
        _lists()["not_names"] | _lists()["outlets"] | _lists()["roles"]
    )


def opened(line: str) -> str | None:
    """Return what follows the words that open a byline ("By", "Written by:"), or None where none does."""
    head = line[:LONGEST].lstrip("*_ ")
    match = re.match(r"[A-Za-z]+(?: [A-Za-z]+){0,2}?(?=\s|:|$)", head)
    while match is not None:
        opening = match.group().lower()
        rest = head[match.end() :]
        colon = rest.lstrip().startswith(":")
        if opening in _lists()["byline_openings"] and (colon or not rest or opening not in _lists()["byline_colon"]):
            return rest.lstrip(" :\t\n*_") + line[LONGEST:]
        longer = re.match(re.escape(match.group()) + r" [A-Za-z]+(?=\s|:|$)", head)
        match = longer if opening.count(" ") < 2 else None
    return None


def read_line(line: str, *, opening: bool = True) -> Byline | None:
    """Read `line` as a byline that opens with "By", or without that where `opening` is False; None where it is none.

    >>> read_line("By Mara Ives and Tom Reyes, Port Correspondents | 3 February 2025")
    Byline(authors=('Mara Ives', 'Tom Reyes'), role='Port Correspondents', published='2025-02-03', updated=False)
    """
    rest = opened(line) if opening else line
    if not rest or len(rest) > LONGEST or rest.endswith(("?", "!", "”", '"')):
        return None
    dated = date_in(rest)
    published, rest = dated or (None, rest)
    authors: list[str] = []
    roles: list[str] = []
    for part in filter(None, (piece.strip(" ,.:") for piece in _PARTS.split(rest))):
        if not _read_part(part, authors, roles) and not _is_date_company(part):
            return None
    if not authors and not roles and (opening or published is None):
        return None
    updated = line.lower().lstrip().startswith(("updated", "last updated", "modified", "last modified"))
    return Byline(tuple(dict.fromkeys(authors)), roles[0] if roles else None, published, updated)


def _read_part(part: str, authors: list[str], roles: list[str]) -> bool:
    """Add what `part` holds to `authors` and `roles`; False where it holds anything else."""
    if part.isupper() and not _lists()["roles"] & _words(part):
        part = part.title()
    pieces = [piece.strip(" .") for piece in _AND.split(_PLACE.sub("", part))]
    named = [piece for piece in pieces if is_name(piece)]
    others = [piece for piece in pieces if piece and piece not in named]
    if others and not all(_is_role(piece) or _is_outlet(piece) for piece in others):
        return False
    authors.extend(named)
    described = [piece for piece in others if _is_role(piece)]
    if described:
        start = part.find(described[0])
        roles.append(part[start:] if len(named) + len(described) == len(pieces) else described[0])
    return True


def _words(piece: str) -> set[str]:
    found = {match.group().lower() for match in _WORD.finditer(piece)}
    return found | {word.removesuffix("s") for word in found}


def _is_role(piece: str) -> bool:
    """Tell whether `piece` names a role: it is short and has a role word."""
    return len(piece.split()) <= 12 and bool(_words(piece) & _lists()["roles"])


def _is_outlet(piece: str) -> bool:
    tokens = piece.split()
    return (
        len(tokens) <= 6 and tokens[0][0].isupper() and bool({token.lower() for token in tokens} & _lists()["outlets"])
    )


def _is_date_company(part: str) -> bool:
    """Tell whether `part` holds only what stands beside a date: a weekday, a time, "Published", an issue's number."""
    rest = part.lower()
    known = _lists()["date_company"] | _lists()["not_names"] | set().union(*map(str.split, _lists()["date_openings"]))
    tokens = [token.strip(".,:()#") for token in rest.split()]
    return all(not token or token[0].isdigit() or token in known for token in tokens)


def read_date_line(line: str) -> Byline | None:
    """Read a line that gives the date of publication, perhaps with the outlet; None where it says anything else.

    handles: "The Vale Courier, Friday 22 November 2024" / not: "The dam failed on 16 November 2024."

    >>> read_date_line("No. 12 - Friday 20 September 2024")
    Byline(authors=(), role=None, published='2024-09-20', updated=False)
    """
    if len(line) > LONGEST or line.endswith((".", "?", "!", "”", '"')):
        return None
    dated = date_in(line)
    opening = line.lower().startswith(tuple(_lists()["date_openings"]))
    if dated is None:
        return Byline() if opening and any(char.isdigit() for char in line) and len(line) < 60 else None
    for part in _PARTS.split(dated[1]):
        for piece in part.split(","):
            tokens = piece.split()
            if not _is_date_company(piece) and not all(token[0].isupper() or token in ("of", "&") for token in tokens):
                return None
    updated = line.lower().startswith(("updated", "last updated", "modified", "last modified"))
    return Byline(published=dated[0], updated=updated)
