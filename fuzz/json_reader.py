"""Bytes as JSON of claimkit: the records that are read from it, and the formats that are read back.

The first byte chooses the reader. Its highest bit says that the rest are edits of JSON that is right, instead of JSON.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import cache
from typing import Any

from claimkit import export
from claimkit.errors import ClaimkitError
from claimkit.models import Alone, Aspect, ClaimRef, IssuePosition, Pair, Relation, Stand
from claimkit.results import Comparison, Extraction, Written
from claimkit.testing import example
from claimkit.verifying import verify
from claimkit.verifying.records import Verification
from fuzz.edits import edited
from fuzz.limits import Target, exact, one_line, text_of

_RECORDS: tuple[type[Written], ...] = (Extraction, Comparison, Verification)
_FORMATS = tuple(name for name, each in export.FORMATS.items() if each.read)
_EDITS = 0x80


def check(data: bytes) -> None:
    """Read `data`: it gives records that can be written and shown, or one of claimkit's errors."""
    chosen, raw = data[0] if data else 0, data[1:]
    which = (chosen & ~_EDITS) % (len(_RECORDS) + len(_FORMATS))
    if chosen & _EDITS:
        raw = json.dumps(edited(_right()[which], raw)).encode()
    if which < len(_RECORDS):
        _record(_RECORDS[which], raw)
        return
    try:
        found = list(export.read(io.StringIO(text_of(raw), newline=""), _FORMATS[which - len(_RECORDS)]))
    except ClaimkitError as error:
        one_line(error)
        return
    for each in found:
        _extraction(each)


def _record(kind: type[Written], raw: bytes) -> None:
    try:
        found = kind.from_json(raw)
    except ClaimkitError as error:
        one_line(error)
        return
    assert kind.from_json(found.to_json()) == found, "not the same after JSON"
    assert len(repr(found).splitlines()) == 1, f"more than one line: {found!r}"
    if isinstance(found, Extraction):
        _extraction(found)
    elif isinstance(found, Comparison):
        _told(found.to_records)
        _told(found._repr_html_)
        _told(lambda: _shown(found))


def _shown(found: Comparison) -> None:
    """Give a comparison an article for each that it names, all the same one, and show it."""
    given = example()
    articles = [given.article.model_copy(update={"id": name}) for name in found.articles]
    whole = found.with_extractions(*(given.model_copy(update={"article": article}) for article in articles))
    assert len(whole.to_records()) == len(found.pairs)
    assert whole._repr_html_()


def _extraction(found: Extraction) -> None:
    exact(found.article.text, (span for _, span in found.spans()))
    assert len(found.to_records()) >= len(found.claims)
    assert Extraction.from_json(found.at_least(0.5).to_json()), "what is likely cannot be read again"
    assert found._repr_html_()


def _told(call: Callable[[], object]) -> None:
    """Run what may be refused, in claimkit's own words."""
    try:
        call()
    except ClaimkitError as error:
        one_line(error)


@cache
def _right() -> tuple[Any, ...]:
    """Return what each reader reads, as the value that JSON makes of it."""
    whole = example()
    claims = [ClaimRef(article=whole.article.id, claim=claim.id) for claim in whole.claims[:2]]
    pair = Pair(relation=Relation.DIFFER, aspect=Aspect.DEGREE, score=0.5, about="", a=claims[0], b=claims[1], why="so")
    compared = Comparison(
        articles=(whole.article.id, "other"),
        pairs=(pair,),
        positions=(IssuePosition(issue="It sails.", article=whole.article.id, speaker="s1", position=Stand.SUPPORTS),),
        alone=(Alone(article=whole.article.id, claims=("c1",), speakers=("s1",)),),
    )
    records = [json.loads(each.to_json()) for each in (whole, compared, verify("likely to sail", whole))]
    return (*records, *(json.loads(_written(name, whole)) for name in _FORMATS))


def _written(format_name: str, extraction: Extraction) -> str:
    stream = io.StringIO(newline="")
    export.write([extraction], stream, format_name)
    return stream.getvalue()


TARGET = Target(check, options=1, stretches=False)
