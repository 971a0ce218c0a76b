"""Place EDTF dates on a line of days."""

from __future__ import annotations

from typing import NamedTuple

from claimkit.dates.edtf import days_of

_NO_YEAR = "2000"
"""Stands for a year that is not known; it has a 29 February."""
_OPEN = frozenset({"", ".."})


class Stretch(NamedTuple):
    """From one day to another, both included, as proleptic Gregorian ordinals; an open end is None.

    A `yearless` one has a place among others without a year only.
    """

    start: int | None
    end: int | None
    yearless: bool = False

    @property
    def middle(self) -> float:
        """The middle, or the end that is not open."""
        known = [day for day in (self.start, self.end) if day is not None]
        return sum(known) / len(known)


def stretch(edtf: str | None) -> Stretch | None:
    """Return the days that an EDTF date covers, or None for what has no place.

    >>> stretch("0001-02"), stretch("0001-02-03/..")
    (Stretch(start=32, end=59, yearless=False), Stretch(start=34, end=None, yearless=False))
    >>> stretch("XXXX-11-17").yearless, stretch("soon"), stretch("../..")
    (True, None, None)
    """
    if not edtf:
        return None
    dated = edtf.replace("XXXX-", f"{_NO_YEAR}-")
    first, slash, last = dated.partition("/")
    ends = [days_of(each) for each in ((first, last) if slash else (first, first))]
    lost = any(not days and not (slash and each in _OPEN) for days, each in zip(ends, (first, last), strict=True))
    if lost or not any(ends):
        return None
    start, end = (ends[0][0] if ends[0] else None), (ends[1][1] if ends[1] else None)
    if start and end and end < start:
        return None
    return Stretch(start and start.toordinal(), end and end.toordinal(), dated != edtf)  # type: ignore[arg-type]
