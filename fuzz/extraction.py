"""A text through every stage but the learned ones, over an invented parse: what comes out is checked by its records.

The first byte is the lot of the parse.
"""

from __future__ import annotations

from claimkit.models import Article
from claimkit.pipeline import extract
from claimkit.results import Extraction
from fuzz.limits import Target, exact, text_of
from fuzz.parses import pipeline, sown


def check(data: bytes) -> None:
    """Extract from `data`; its records must be whole and the same when read again."""
    seed, text = data[0] if data else 0, text_of(data[1:])
    with sown(seed):
        found = extract(Article(text=text, published="2024-11-24"), model=None, pipeline=pipeline())
    exact(text, (span for _, span in found.spans()))
    assert Extraction.from_json(found.to_json()) == found, "not the same after JSON"
    assert len(found.to_records()) >= len(found.claims)


TARGET = Target(check, options=1)
