"""Find attributions with a learned tagger: source, cue and content of each, where the rules' lists end.

An encoder reads windows of the text; one head says where cues begin, another which words each cue ties together. Both
heads also read what the rules and the parse say, so the tagger decides with them and not beside them.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claimkit.findings import Tagged
from claimkit.tagging.confidence import Reading, confidence, features
from claimkit.tagging.decoding import decode
from claimkit.tagging.evidence import gather, word_range
from claimkit.tagging.judging import Judging
from claimkit.tagging.running import read, tie
from claimkit.tagging.weights import Weights, load, shipped
from claimkit.tagging.windows import windows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from claimkit.findings import Attribution, Judgements, Layout, Quotation
    from claimkit.models import Offsets
    from claimkit.tagging.running import Read, Tied
    from claimkit.tagging.windows import Numbers, Window

__all__ = ["Tagging", "Weights", "load", "readings", "shipped", "tag"]

Found = tuple[Reading, int | None, dict[str, float]]
Entity = tuple[int, int, str]


class Tagging(NamedTuple):
    """What the tagger says of a text; an entity is its start and end in code points and its kind, as spaCy names it."""

    attributions: tuple[Tagged, ...]
    entities: tuple[Entity, ...]
    judgements: Judgements


def tag(
    doc: Doc,
    *,
    layout: Layout,
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution] | None,
    weights: Weights,
) -> Tagging:
    """Find the attributions of a parsed text, how likely those of the rules are right, and the entities.

    `attributions` are what the rules found, None where they were not asked; those with a cue that lie in no other come
    back with their index. Offsets are code points. `confidence` is the probability that content and source are right,
    fitted on articles that the tagger was not trained on; what is less likely than `weights.keep` is left out.
    """
    found: list[Tagged] = []
    entities: list[Entity] = []
    judging = Judging(doc, weights)
    for window, read_there in _by_window(doc, layout, quotations, attributions, weights):
        judging.judge(window)
        entities += _entities(window, weights.entities)
        for reading, ruled, seen in read_there:
            likely = confidence(seen, weights.confidence["tagged" if ruled is None else "ruled"])
            if likely >= weights.keep:
                found.append(Tagged(reading.content, reading.source, reading.cue, likely, ruled))
    return Tagging(tuple(found), tuple(entities), judging.judgements())


def readings(
    doc: Doc,
    *,
    layout: Layout,
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution] | None,
    weights: Weights,
) -> Iterator[Found]:
    """Yield each attribution, its index among the rules' or None, and what its confidence is made of."""
    for _, found in _by_window(doc, layout, quotations, attributions, weights):
        yield from found


def _by_window(
    doc: Doc,
    layout: Layout,
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution] | None,
    weights: Weights,
) -> Iterator[tuple[Read, list[Found]]]:
    text = doc.text
    starts = np.array([token.idx for token in doc])
    inside = _marked(text, quotations)
    cut = windows(text, layout.blocks, quotations, weights.tokenizer)
    near = _near(cut, attributions or ())
    for window, indices in zip(read(cut, weights), near, strict=True):
        theirs = [(index, attributions[index]) for index in indices] if attributions is not None else None
        evidence = gather(doc, starts, window.window, None if theirs is None else [each for _, each in theirs])
        tied = tie(window, evidence, weights, least=weights.least)
        decoded = decode(window.window, tied, text, least=weights.least)
        ruled = list(_ruled(window.window, tied, theirs or ()))
        here: list[Found] = []
        for each in decoded:
            reading = Reading(*each[:3], each.tied, window.window)
            other = next((found for found, _, _ in ruled if _touch(found.cue, each.cue)), None)
            here.append((reading, None, features(reading, other, rules=0.0, quoted=_quoted(reading, inside))))
        for reading, index, sure in ruled:
            mine = next((each for each in decoded if _touch(each.cue, reading.cue)), None)
            here.append((reading, index, features(reading, mine, rules=sure, quoted=_quoted(reading, inside))))
        yield window, here


def _entities(read: Read, kinds: Sequence[str]) -> Iterator[Entity]:
    """Yield the runs of words that the encoder takes for one kind of entity."""
    edges = [0, *(np.flatnonzero(np.diff(read.entity)) + 1).tolist(), len(read.entity)]
    for first, after in pairwise(edges):
        if kinds[int(read.entity[first])]:
            start, end = int(read.window.start[first]), int(read.window.end[after - 1])
            yield start, end, kinds[int(read.entity[first])]


def _near(windows: Sequence[Window], attributions: Sequence[Attribution]) -> list[list[int]]:
    """Return for each window the attributions of the rules that reach into it, by index."""
    begins = [int(window.start[0]) for window in windows]
    near: list[list[int]] = [[] for _ in windows]
    for index, each in enumerate(attributions):
        spans = [*each.content, *([each.cue] if each.cue else [])]
        first, last = min(start for start, _ in spans), max(end for _, end in spans)
        for k in range(max(bisect_right(begins, first) - 1, 0), bisect_right(begins, last - 1)):
            near[k].append(index)
    return near


def _ruled(
    window: Window, tied: Sequence[Tied], attributions: Sequence[tuple[int, Attribution]]
) -> Iterator[tuple[Reading, int, float]]:
    """Yield the attributions of the rules whose cue begins in a window, with their index and confidence."""
    at = {each.at: each for each in tied}
    for index, each in attributions:
        if each.cue and each.parent is None and window.start[0] <= each.cue[0] < window.end[-1]:
            first, last = word_range(window, each.cue)
            if first < last and first in at:
                yield Reading(each.content, each.source, each.cue, at[first], window), index, each.confidence


def _touch(one: Offsets, other: Offsets) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _marked(text: str, quotations: Sequence[Quotation]) -> Numbers:
    """Return for each offset how many code points before it stand in outermost quotation marks."""
    marked = np.zeros(len(text) + 1, np.int64)
    for quotation in quotations:
        if quotation.depth == 0:
            for start, end in quotation.inner:
                marked[start + 1 : end + 1] = 1
    return np.cumsum(marked)


def _quoted(reading: Reading, marked: Numbers) -> float:
    """Return the share of the content that stands in outermost quotation marks, in [0, 1]."""
    inside = sum(int(marked[end] - marked[start]) for start, end in reading.content)
    return inside / sum(end - start for start, end in reading.content)
