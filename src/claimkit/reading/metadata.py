"""Bring what pages, lines and callers say of an article into one shape: names of authors, an ISO date."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping

from claimkit.lexicon import words
from claimkit.reading.decoding import repaired

MOST_AUTHORS = 50
"""Names beyond this number are no byline but a list of something else."""

_BY = re.compile(
    r"^\s*(?:(?:written|posted|reported|words|text|story)\s+)?by\b[\s:]*|^\s*authors?\s*:\s*", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*[;|\n]\s*|\s*,?\s+(?:and|&)\s+|\s*,\s*", re.IGNORECASE)
_NO_NAME = re.compile(r"https?:|www\.|@|\.(?:com|org|net|co\.\w\w)\b|^\W*$", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|obe|mbe)\.?", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?=$|[T ])", re.ASCII)


def author_names(value: object) -> tuple[str, ...]:
    """Return the names in a byline, or in a list whose entries are one name each.

    >>> author_names("By Mara Ives and Tom Reyes, Port Correspondent")
    ('Mara Ives', 'Tom Reyes')
    """
    if isinstance(value, str):
        found = _split(value)
    elif isinstance(value, Mapping):
        return author_names(value.get("name"))
    elif isinstance(value, Iterable):
        entries = [entry.get("name") if isinstance(entry, Mapping) else entry for entry in value]
        found = [_clean(entry) for entry in entries if isinstance(entry, str)]
    else:
        found = []
    names = (name for name in found if name and not _NO_NAME.search(name))
    return tuple(dict.fromkeys(names))[:MOST_AUTHORS]


def _clean(name: str) -> str:
    return " ".join(_BY.sub("", repaired(name)[0]).split()).strip(" ,;:|")


def _split(byline: str) -> list[str]:
    found: list[str] = []
    for part in map(_clean, _BETWEEN.split(_BY.sub("", byline))):
        if found and _SUFFIX.fullmatch(part):
            found[-1] = f"{found[-1]}, {part}"
        elif not found or not _is_role(part):
            found.append(part)
    return found


def _is_role(part: str) -> bool:
    """handles: "Chief Reporter", "correspondents in Ulm" / not: "Tom Reporter-Hale"."""
    tokens = {token.strip(".").lower() for token in part.split()}
    return bool((tokens | {token.removesuffix("s") for token in tokens}) & words("furniture")["roles"])


def iso_date(value: object) -> str | None:
    """Return `value` as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or None where it is no such date; a time is left out.

    >>> iso_date("2024-09-18T06:30:00Z"), iso_date("18/9/24")
    ('2024-09-18', None)
    """
    if isinstance(value, datetime.date):
        return value.strftime("%Y-%m-%d")
    match = _DATE.match(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        datetime.date(year, month, day)
    except ValueError:
        return None
    return match.group()
