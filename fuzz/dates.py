"""A text with dates, and EDTF: reading phrases over an invented parse, and arithmetic on any string.

The first byte is the lot of the parse, the second chooses the date of publication.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from claimkit.dates import about_date, edtf, find_dates, said_date
from claimkit.reading.metadata import iso_date
from fuzz.limits import Target, text_of
from fuzz.parses import parsed

_PUBLISHED = (None, "2025-03-06", "2024", "2024-11", "0001-01-01", "9999-12-31", "2024-02-29", "1999-12")
_DAY = r"(?:(?:\d{4}|XXXX)-\d\d(?:-\d\d)?|\d{4}|\d{3}X|\d\dXX)~?"
_EDTF = re.compile(rf"{_DAY}(?:/(?:{_DAY}|\.\.))?", re.ASCII)
_UNITS = ("day", "week", "weekend", "month", "quarter", "year", "decade", "century")


def check(data: bytes) -> None:
    """Read the times of a text, and take the text itself and its lines for EDTF."""
    seed, chosen, text = (data + b"\0\0")[0], (data + b"\0\0")[1], text_of(data[2:])
    published = _PUBLISHED[chosen % len(_PUBLISHED)]
    doc = parsed(text, (), seed=seed)
    times = find_dates(doc, published=published)
    for time in times:
        assert 0 <= time.start < time.end <= len(text), f"{time} is outside the text"
        assert text[time.start : time.end].strip() == text[time.start : time.end], f"{time} has blanks at an edge"
        _valid(time.edtf)
        assert edtf.days_of(edtf.about(time.edtf)) == edtf.days_of(time.edtf), f"{time} moves when it is about"
    assert all(one.end <= other.start for one, other in pairwise(times)), "times overlap"
    half = len(text) // 2
    said = said_date(times, doc, cue=(half, half + 1) if half else None, content=[(0, half)], source=None)
    assert said is None or said in {time.edtf for time in times}, f"{said} stands nowhere"
    told = about_date(times, doc, start=0, end=half, said=said)
    assert told is None or _valid(told)
    for line in {text, *text.split("\n")[:8]}:
        _arithmetic(line)


def _arithmetic(line: str) -> None:
    """Hold what is done with any string that passes for EDTF, as JSON may bring one."""
    days = edtf.days_of(line)
    day = iso_date(line)
    assert day is None or edtf.days_of(day), f"{day} is no date"
    if days is None:
        return
    assert isinstance(days[0], date)
    for unit in _UNITS:
        for step in (-1, 0, 1):
            assert (moved := edtf.stepped(line, unit, step=step)) is None or _valid(moved)
    assert (earlier := edtf.year_before(line)) is None or edtf.days_of(earlier)
    edtf.until(line, line)


def _valid(value: str) -> bool:
    assert _EDTF.fullmatch(value), f"{value!r} is no EDTF"
    first, _, last = value.partition("/")
    if not value.startswith("XXXX"):
        assert edtf.days_of(first), f"{value!r} begins at no day"
    days = edtf.days_of(value) if last not in ("", "..") else None
    assert days is None or days[0] <= days[1], f"{value!r} ends before it begins"
    return True


TARGET = Target(check, options=2)
