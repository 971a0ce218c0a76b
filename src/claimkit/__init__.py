"""Read news and analysis and say who claims what, with the exact place of every word.

>>> import claimkit as ck
>>> ck.Span.of("Rain fell.", 0, 4).text
'Rain'

Names are loaded when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimkit import plot
    from claimkit.comparing import compare
    from claimkit.corpus import RunReport, run
    from claimkit.errors import ClaimkitError
    from claimkit.matters import MattersReport, compare_dataset
    from claimkit.models import SCHEMA_VERSION, Article, Claim, Pair, Problem, Quote, Span, Speaker
    from claimkit.pipeline import extract, extract_many
    from claimkit.positions import Position, position
    from claimkit.querying import query
    from claimkit.reading import read, read_many
    from claimkit.results import Comparison, Extraction
    from claimkit.verifying import verify
    from claimkit.verifying.records import Verification
    from claimkit.versioning import versions

__version__ = "0.1.0"

__all__ = [
    "SCHEMA_VERSION",
    "Article",
    "Claim",
    "ClaimkitError",
    "Comparison",
    "Extraction",
    "MattersReport",
    "Pair",
    "Position",
    "Problem",
    "Quote",
    "RunReport",
    "Span",
    "Speaker",
    "Verification",
    "__version__",
    "compare",
    "compare_dataset",
    "extract",
    "extract_many",
    "plot",
    "position",
    "query",
    "read",
    "read_many",
    "run",
    "verify",
    "versions",
]

_HOME = {
    "ClaimkitError": "errors",
    "Comparison": "results",
    "Extraction": "results",
    "compare": "comparing",
    "compare_dataset": "matters",
    "MattersReport": "matters",
    "extract": "pipeline",
    "extract_many": "pipeline",
    "plot": "plot",
    "Position": "positions",
    "position": "positions",
    "query": "querying",
    "read": "reading",
    "read_many": "reading",
    "RunReport": "corpus",
    "run": "corpus",
    "Verification": "verifying.records",
    "verify": "verifying",
    "versions": "versioning",
    **dict.fromkeys(("SCHEMA_VERSION", "Article", "Claim", "Pair", "Problem", "Quote", "Span", "Speaker"), "models"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'claimkit' has no attribute {name!r}")
    module = import_module(f"claimkit.{_HOME[name]}")
    value = module if _HOME[name] == name else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
