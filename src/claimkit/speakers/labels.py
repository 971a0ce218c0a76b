"""Say whose a turn is: the label that opens an answer, the name that signs a quotation, initials spelt out."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from claimkit.findings import BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claimkit.findings import Attribution, Layout
    from claimkit.models import Offsets

_INITIALS = re.compile(r"[A-Z]{2,3}")


def with_label(attribution: Attribution, layout: Layout, spelt_out: Mapping[Offsets, Offsets]) -> Attribution:
    """Take the label of an answer or the name that signs a quotation for its source."""
    if attribution.source is not None:
        return attribution._replace(source=spelt_out.get(attribution.source, attribution.source))
    place = attribution.content[0][0]
    number = bisect_right(layout.blocks, place, key=lambda block: block.start) - 1
    block = layout.blocks[number] if number >= 0 else None
    label = block.label if block is not None and place < block.end and block.kind is not BlockKind.QUESTION else None
    return attribution._replace(source=spelt_out.get(label, label) if label else None)


def initials(text: str, layout: Layout) -> dict[Offsets, Offsets]:
    """Map each label that is but initials to the first name in the text that they stand for.

    handles: "MI: It held." after "Mara Ives runs the port." / not: "BBC: …" where no names in a row have these letters
    """
    found: dict[Offsets, Offsets] = {}
    known: dict[str, Offsets | None] = {}
    for block in layout.blocks:
        if block.label is None or block.kind is not BlockKind.ANSWER:
            continue
        letters = text[slice(*block.label)]
        if not _INITIALS.fullmatch(letters):
            continue
        if letters not in known:
            match = re.search(r"\b" + r"[\w’'-]*\s".join(letters) + r"[\w’'-]+", text)
            known[letters] = match.span() if match else None
        name = known[letters]
        if name is not None:
            found[block.label] = name
    return found
