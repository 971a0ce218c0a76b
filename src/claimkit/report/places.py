"""Name the places of a page that links lead to: the highlight and the row of each claim and quote.

Names are counted, never taken from an article: an id that came in with a file could name anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.frames import Row, rows

if TYPE_CHECKING:
    from claimkit.results import Extraction


class Places:
    """The names of one article's highlights and rows; `prefix` tells the articles of a page apart."""

    def __init__(self, extraction: Extraction, prefix: str) -> None:
        """Count the records of `extraction`."""
        self.prefix = prefix
        self.rows = rows(extraction)
        self._claims = {claim.id: f"{prefix}-c{number}" for number, claim in enumerate(extraction.claims, start=1)}
        self._quotes = {quote.id: f"{prefix}-q{number}" for number, quote in enumerate(extraction.quotes, start=1)}
        self._row_of: dict[str | None, str] = {}
        for number, row in enumerate(self.rows, start=1):
            self._row_of.setdefault(row.claim_id and self._claims[row.claim_id], f"{prefix}-row{number}")
            self._row_of.setdefault(row.quote_id and self._quotes[row.quote_id], f"{prefix}-row{number}")

    def claim(self, claim_id: str) -> str:
        """Return the name of a claim's highlight."""
        return self._claims[claim_id]

    def quote(self, quote_id: str) -> str:
        """Return the name of a quote's highlight."""
        return self._quotes[quote_id]

    def row_of(self, highlight: str) -> str:
        """Return the name of the first row that a highlight leads to."""
        return self._row_of[highlight]

    def back(self, row: Row) -> str:
        """Return the name of the highlight that a row leads back to."""
        return self._claims[row.claim_id] if row.claim_id else self._quotes[row.quote_id or ""]

    def problem(self, number: int) -> str:
        """Return the name of the place of a problem, counted from 1."""
        return f"{self.prefix}-problem{number}"
