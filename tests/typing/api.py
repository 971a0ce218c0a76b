"""What a type checker must accept of a program that uses claimkit; it is checked, never run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, assert_type

import claimkit as ck

article: ck.Article = ck.read(Path("piece.html"), published="2024-11-24", authors=["A. B"])
result = ck.extract(article)
assert_type(result, ck.Extraction)
assert_type(result.quotes, tuple[ck.Quote, ...])
assert_type(result.claims[0].span, ck.Span)
assert_type(result.problems, tuple[ck.Problem, ...])
assert_type(result.to_records(), list[dict[str, Any]])
assert_type(ck.Extraction.from_json(result.to_json(indent=2)), ck.Extraction)
names: list[str] = [speaker.name for speaker in result.speakers]
many: Iterator[ck.Extraction] = ck.extract_many([article], model=None, pipeline="en_core_web_sm")
assert_type(ck.extract("It rained.", model=Path("weights")), ck.Extraction)
assert_type(ck.compare(result, *many, issues=["It rained."], least=0.5), ck.Comparison)
assert_type(ck.compare(result, result).pairs, tuple[ck.Pair, ...])
assert_type(ck.verify("It rained.", result, *many, speaker="A. B"), ck.Verification)
weights: dict[str, str] = ck.versions(model=None)["weights"]
rows = ck.query("from claims", "all.jsonl", Path("run"), result)
version: str = ck.__version__ + ck.SCHEMA_VERSION

try:
    ck.extract(article, model="none", pipeline="none")
except ck.ClaimkitError as error:
    assert_type(error, ck.ClaimkitError)
