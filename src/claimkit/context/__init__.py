"""Read claims so that they can stand alone: say in square brackets whom and what their words take up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.context.pronouns import Pronouns
from claimkit.context.scene import Scene, Telling

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimkit.findings import Layout
    from claimkit.models import Offsets

__all__ = ["Telling", "antecedents"]


def antecedents(doc: Doc, text: str, *, layout: Layout, telling: Telling) -> dict[int, tuple[Offsets, ...]]:
    """Find for each pronoun that has a sure reading, by its offset, every place where what it takes up is named.

    >>> from claimkit.findings import Block, BlockKind, Layout
    >>> from claimkit.parsing import load
    >>> text = "Mara Ives shut the quay. She left."
    >>> plan = Layout((Block(0, len(text), BlockKind.PARAGRAPH),))
    >>> antecedents(load()(text), text, layout=plan, telling=Telling())
    {25: ((0, 9),)}
    """
    scene = Scene(doc, text, layout, telling)
    places: dict[int, list[Offsets]] = {}
    for mention in scene.mentions:
        lo, hi = mention.phrase
        if lo < hi:
            last = scene.tokens[hi - 1]
            places.setdefault(id(mention.entity), []).append((scene.offsets[lo], last.idx + len(last)))
    found = Pronouns(scene, telling).readings
    return {scene.offsets[i]: tuple(places.get(id(reading.entity), ())) for i, reading in found.items()}
