"""Read the claims of some pairs of articles together, as a comparison of two articles does, and keep what is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.comparing import related
from claimkit.comparing.figures import figures
from claimkit.comparing.terms import terms
from claimkit.comparing.traits import degree, gives_cause, same_event
from claimkit.matters.keeping import has, keep

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claimkit.matters.dataset import Rows
    from claimkit.matters.partners import Partners
    from claimkit.matters.stored import Store

FOLDER = "judged"
COLUMNS = {
    **dict.fromkeys(("portion", "place", "a", "b"), "int64"),
    **dict.fromkeys(("relation", "aspect"), "string"),
    "score": "float64",
    **dict.fromkeys(("about", "why", "a_claim_id", "b_claim_id"), "string"),
}
_CACHED = (terms, figures, degree, gives_cause, same_event)


def judge(store: Store, number: int, pairs: Sequence[Partners], least: float | None, out: Path) -> None:
    """Keep the related pairs of claims of some pairs of articles, unless they are kept already."""
    name = f"{FOLDER}/{number:06}.parquet"
    if has(out, name):
        return
    found: Rows = []
    for each in pairs:
        for pair in related(store.side(each.a), store.side(each.b), most=each.most, least=least):
            head = {"portion": number, "place": len(found), "a": each.a, "b": each.b}
            same = {column: getattr(pair, column) for column in ("score", "about", "why")}
            claims = {"a_claim_id": pair.a.claim, "b_claim_id": pair.b.claim}
            aspect = pair.aspect.value if pair.aspect is not None else None
            found.append({**head, "relation": pair.relation.value, "aspect": aspect, **same, **claims})
    for cached in _CACHED:  # they keep words without end, for a process that ends after a few articles
        cached.cache_clear()
    keep(out, name, found, COLUMNS)
