"""A text: its blocks, its quotation marks, and the quotations that rules tie to speakers, over an invented parse.

The first byte is the lot of the parse; most leave it out, since the scan of the marks is twenty times as fast.
"""

from __future__ import annotations

from itertools import pairwise

from claimkit.attribution import attribute, calibrated
from claimkit.findings import Attribution, Layout, Quotation
from claimkit.layout import layout
from claimkit.models import Offsets
from claimkit.quotes import pair_marks
from fuzz.limits import Target, problems_exact, text_of
from fuzz.parses import parsed

_PARSED = 32
"""First bytes below this one ask for a parse."""


def check(data: bytes) -> None:
    """Pair the marks of `data`, attribute what they hold, and hold every offset to the text."""
    seed, text = data[0] if data else 0, text_of(data[1:])
    plan = layout(text)
    _blocks(text, plan)
    quotations, problems = pair_marks(text, plan.blocks)
    _quotations(text, quotations)
    problems_exact(text, problems)
    if seed >= _PARSED:
        return
    doc = parsed(text, plan.blocks, seed=seed)
    assert len(doc.text) == len(text), "the parse is of another length than the text"
    _attributions(text, calibrated(attribute(doc, layout=plan, quotations=quotations)))


def _blocks(text: str, plan: Layout) -> None:
    held = 0
    for block in plan.blocks:
        piece = text[block.start : block.end]
        assert 0 <= block.start < block.end <= len(text), f"{block} is outside the text"
        assert piece == piece.strip(), f"{block} has white space at an edge"
        assert block.label is None or _inside(block.label, (0, len(text))), f"{block} has a label outside the text"
        held += sum(not char.isspace() for char in piece)
    assert all(one.end <= other.start for one, other in pairwise(plan.blocks)), "blocks overlap"
    assert held == sum(not char.isspace() for char in text), "a character stands in no block"


def _quotations(text: str, quotations: tuple[Quotation, ...]) -> None:
    assert list(quotations) == sorted(quotations, key=lambda quotation: quotation.parts[0]), "not in order"
    for quotation in quotations:
        assert len(quotation.parts) == len(quotation.inner) > 0, f"{quotation} has other parts than contents"
        assert text.startswith(quotation.mark, quotation.parts[0][0]), f"{quotation} opens with another mark"
        for part, inner in zip(quotation.parts, quotation.inner, strict=True):
            assert _inside(inner, part), f"{quotation} has contents outside its marks"
            assert _inside(part, (0, len(text))), f"{quotation} is outside the text"
        assert all(one[1] <= other[0] for one, other in pairwise(quotation.parts)), f"{quotation} goes back"


def _attributions(text: str, attributions: tuple[Attribution, ...]) -> None:
    for number, each in enumerate(attributions):
        assert each.content, f"{each} attributes nothing"
        for span in (*each.content, each.source, each.cue):
            assert span is None or _inside(span, (0, len(text))), f"{each} is outside the text"
        assert all(one[1] <= other[0] for one, other in pairwise(each.content)), f"{each} goes back"
        assert 0 <= each.confidence <= 1, f"{each} has no probability"
        parents = (number, None) if each.parent is None else (number, each.parent)
        assert parents[1] is None or (0 <= parents[1] < len(attributions) and parents[1] != number), f"{each} is lost"


def _inside(span: Offsets, whole: Offsets) -> bool:
    return whole[0] <= span[0] < span[1] <= whole[1]


TARGET = Target(check, options=1)
