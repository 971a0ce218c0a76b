"""Time expressions to EDTF (ISO 8601-2), as precise as the text allows and no more, against the date of publication.

Three dates are kept apart: when an article was published, when something was said (`said_dates`), and what time a claim
is about (`about_date`).
"""

from __future__ import annotations

from claimkit.dates.about import about_date
from claimkit.dates.find import find_dates
from claimkit.dates.said import said_date, said_dates

__all__ = ["about_date", "find_dates", "said_date", "said_dates"]
