"""Resolve the sources of an article's quotes to speakers with name, kind, role and affiliation.

Rules over the parse and the names of one article: a surname finds the full name, an office its holder, a pronoun the
person, group or body before it, a description the source described earlier. Where two readings are open, two speakers
are left apart rather than merged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.models import QuoteKind
from claimkit.speakers.cast import author_of, written
from claimkit.speakers.index import Index
from claimkit.speakers.labels import initials, with_label
from claimkit.speakers.names import find_names
from claimkit.speakers.scene import Scene
from claimkit.speakers.sources import read_source
from claimkit.speakers.voices import Voices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from claimkit.findings import Attribution, Layout
    from claimkit.models import Article, Offsets, Speaker
    from claimkit.speakers.entities import Entity
    from claimkit.speakers.sources import Source

__all__ = ["resolve"]

_NAMELESS = ("pass", "noun", "adj")
"""Beginnings of the rules whose cue needs nobody beside it: where nobody is named, nobody is meant."""
_DEEPEST = 8
"""Attributions inside one another that are followed."""


def resolve(
    doc: Doc, article: Article, *, layout: Layout, attributions: Sequence[Attribution]
) -> tuple[tuple[Speaker, ...], tuple[str | None, ...]]:
    """Return the speakers, the author first, and each attribution's speaker id (None where nobody can be told).

    >>> from claimkit.findings import Attribution, Block, BlockKind, Layout
    >>> from claimkit.models import Article, QuoteKind
    >>> from claimkit.parsing import load, parse
    >>> text = "Ana Marr, head of the mill, said it was late. She said it would rain."
    >>> blocks = (Block(0, len(text), BlockKind.PARAGRAPH),)
    >>> told = [Attribution(((33, 44),), (0, 27), (28, 32), QuoteKind.INDIRECT, "subject"),
    ...         Attribution(((55, 68),), (46, 49), (50, 54), QuoteKind.INDIRECT, "subject")]
    >>> speakers, ids = resolve(
    ...     parse(text, blocks, load()), Article(text=text), layout=Layout(blocks), attributions=told)
    >>> ids, speakers[1].name, speakers[1].role
    (('s1', 's1'), 'Ana Marr', 'head of the mill')

    Offsets are code points of `article.text`, which `doc` must be the parse of.
    """
    author = author_of(article, layout)
    spelt_out = initials(article.text, layout)
    given = [with_label(each, layout, spelt_out) for each in attributions]
    index = Index(doc, article=article, layout=layout, attributions=given)
    voices: list[Entity | None] = [None] * len(given)
    entities: list[Entity] = []
    if index.tokens:
        scene, sources = _read(index, given)
        entities = scene.entities
        voices = _voices(Voices(scene, author, sources), given)
    return written(voices, author=author, entities=entities, article=article, layout=layout)


def _read(index: Index, attributions: Sequence[Attribution]) -> tuple[Scene, dict[Offsets, Source]]:
    names = find_names(index)
    starts = [name.start for name in names]
    sources: dict[Offsets, Source] = {}
    for offsets in dict.fromkeys(each.source for each in attributions if each.source is not None):
        source = read_source(offsets, index, names, starts)
        if source is not None:
            sources[offsets] = source
    heads = {
        source.head: (source.start, source.end)
        for source in sources.values()
        if source.head is not None and source.part is None
    }
    begin = frozenset(source.start for source in sources.values())
    return Scene(index, names, heads, begin), sources


def _voices(voices: Voices, attributions: Sequence[Attribution]) -> list[Entity | None]:
    """Resolve the outermost attributions first, in the order of the text, then those inside them."""
    levels = _levels(attributions)
    found: list[Entity | None] = [None] * len(attributions)
    for number in sorted(range(len(attributions)), key=lambda each: (levels[each], _place(attributions[each]), each)):
        attribution = attributions[number]
        outer = attributions[attribution.parent] if levels[number] and attribution.parent is not None else None
        speaker = found[attribution.parent] if outer is not None and attribution.parent is not None else None
        direct = outer is not None and outer.kind is QuoteKind.DIRECT
        unquoted = attribution.rule == "tagged" and attribution.kind is QuoteKind.INDIRECT
        if attribution.source is None and (unquoted or attribution.rule.startswith(_NAMELESS)):
            # handles: "She was praised for it." (nobody is named) / not: “It held.” (somebody around it said so)
            continue
        found[number] = voices.speaker(attribution, speaker, direct)
    return found


def _place(attribution: Attribution) -> int:
    return attribution.source[0] if attribution.source else attribution.content[0][0]


def _levels(attributions: Sequence[Attribution]) -> list[int]:
    """Return how many attributions each lies in; a missing parent or a circle of parents counts as none."""
    levels: list[int] = []
    for number, attribution in enumerate(attributions):
        depth, at, seen = 0, attribution.parent, {number}
        while at is not None and 0 <= at < len(attributions) and at not in seen and depth < _DEEPEST:
            seen.add(at)
            depth, at = depth + 1, attributions[at].parent
        levels.append(0 if at in seen else depth)
    return levels
