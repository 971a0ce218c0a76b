"""Cut quotes and the author's own sentences into claims: one proposition each, with exact offsets.

A sentence is cut where one of its main clauses ends and the next begins; subordinate clauses stay with the clause that
they belong to. What the author says outside all quotes is a claim of the author's, unless it only introduces a quote.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from claimkit.claims.clauses import (
    CLAUSE_WORDS,
    Range,
    Tree,
    cut_clauses,
    has_words,
    head_of,
    is_finite,
    is_imperative,
    is_question,
    tree_of,
    trimmed,
)
from claimkit.claims.loose import with_loose
from claimkit.findings import BlockKind, Proposition
from claimkit.models import Form, Offsets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from claimkit.findings import Attribution, Layout

__all__ = ["find_claims"]

_LEADING = frozenset({"ADP", "DET", "AUX", "PART", "SCONJ"})
"""Parts of speech that no clause ends with: what follows belongs to it."""


_TELLING = frozenset({"NOUN", "VERB", "ADJ", "INTJ", "NUM"})
"""Parts of speech of which what is attributed without a clause must have one."""
_SAYING = frozenset({"xcomp", "acomp", "attr", "oprd", "dobj"})
"""How a cue that is no verb of its own hangs on the one that carries it: "is worried", "voiced doubts"."""


class _Sentences(NamedTuple):
    """Where the tokens and sentences of a parse begin: found once, searched by bisection."""

    offsets: list[int]
    starts: list[int]
    ends: list[int]

    def tokens(self, span: Offsets) -> Range:
        """Return the tokens that begin inside `span`."""
        return bisect_left(self.offsets, span[0]), bisect_left(self.offsets, span[1])

    def zones(self, span: Offsets) -> Iterator[Range]:
        """Yield the part of each sentence that lies inside `span`."""
        lo, hi = self.tokens(span)
        at = max(bisect_right(self.starts, lo) - 1, 0)
        while lo < hi and at < len(self.starts) and self.starts[at] < hi:
            yield max(lo, self.starts[at]), min(hi, self.ends[at])
            at += 1


def find_claims(doc: Doc, *, layout: Layout, attributions: Sequence[Attribution]) -> tuple[Proposition, ...]:
    """Find the claims of a parsed article, in order; offsets are code points, half-open.

    >>> from claimkit.findings import Block, BlockKind, Layout
    >>> from claimkit.parsing import load
    >>> text = "Rain fell on the coast and two roads were closed."
    >>> layout = Layout((Block(0, len(text), BlockKind.PARAGRAPH),))
    >>> [text[claim.start:claim.end] for claim in find_claims(load()(text), layout=layout, attributions=())]
    ['Rain fell on the coast', 'two roads were closed']
    """
    sents = list(doc.sents) if len(doc) else []
    table = _Sentences(doc.to_array("IDX").tolist(), [sent.start for sent in sents], [sent.end for sent in sents])
    tree = tree_of(doc)
    frame = _painted(len(doc), (table.tokens(span) for a in attributions for span in _frame(a)))
    openings = sorted(table.tokens(span)[0] for a in attributions for span in a.content)
    innermost: dict[Offsets, tuple[int, Proposition]] = {}
    for index, attribution in enumerate(attributions):
        size = sum(end - start for start, end in attribution.content)
        for claim in _attributed(tree, table, attribution, index):
            if _only_introduces(tree, table.tokens(claim[:2]), frame, openings):
                continue
            known = innermost.get(claim[:2])
            if known is None or size <= known[0]:
                innermost[claim[:2]] = size, claim
    found = [claim for _, claim in innermost.values()]
    told = _painted(len(doc), (table.tokens(span) for a in attributions for span in a.content))
    found += [claim for claim in _own(tree, table, layout, told, frame) if claim[:2] not in innermost]
    return tuple(sorted(found, key=lambda claim: claim[:2]))


# ---- what is attributed


def _attributed(tree: Tree, table: _Sentences, attribution: Attribution, index: int) -> Iterator[Proposition]:
    doc = tree.doc
    zones = [zone for span in attribution.content for zone in table.zones(span)]
    cut = [part for zone in zones if not is_question(doc, zone) for part in cut_clauses(tree, zone)]
    stated = [part for whole in cut for part in with_loose(tree, whole)]
    stated = [part for part in stated if not is_imperative(head_of(tree, part))] or stated
    for part in stated:
        yield _proposition(doc, part, index)
    # handles: The union denounced [the sale]. / not: [Is it safe?]
    if not stated:
        for zone in zones:
            part = trimmed(doc, zone)
            if _says_something(doc, part) and not is_question(doc, zone):
                yield _proposition(doc, part, index, _form(doc, part))
                break


def _says_something(doc: Doc, part: Range) -> bool:
    # handles: She denounced [the sale], called it ["reckless"]. / not: She asked for [Ray], knew [why], did [so].
    return any(token.pos_ in _TELLING for token in doc[part[0] : part[1]])


def _form(doc: Doc, part: Range) -> Form:
    # handles: She fears [if it rains], he said, a flood (a clause). / not: She denounced [the sale].
    tops = (token for token in doc[part[0] : part[1]] if not part[0] <= token.head.i < part[1] or token.dep_ == "ROOT")
    return Form.PROPOSITION if any(is_finite(token) for token in tops) else Form.ATTITUDE


def _only_introduces(tree: Tree, part: Range, frame: bytearray, openings: list[int]) -> bool:
    """Tell whether a clause inside a quote is but the frame of a quote beside it."""
    # handles: "[We left]," [she told them], he said. / not: "[They told us it was shut]," he said.
    if part[0] >= part[1] or not frame[head_of(tree, part).i]:
        return False
    at = bisect_right(openings, part[0])
    return at == len(openings) or openings[at] >= part[1]


def _proposition(doc: Doc, part: Range, index: int | None, form: Form = Form.PROPOSITION) -> Proposition:
    last = doc[part[1] - 1]
    return Proposition(doc[part[0]].idx, last.idx + len(last), index, form)


# ---- what the author says


def _own(tree: Tree, table: _Sentences, layout: Layout, told: bytearray, frame: bytearray) -> Iterator[Proposition]:
    for block in layout.blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        for zone in table.zones((block.start, block.end)):
            if is_question(tree.doc, zone):
                continue
            cut = cut_clauses(tree, zone, figures=True)
            for part in (part for whole in cut for part in with_loose(tree, whole)):
                rest = _untold(tree, part, told, frame)
                if rest is not None:
                    yield _proposition(tree.doc, rest, None)


def _frame(attribution: Attribution) -> Iterator[Offsets]:
    cue, source = attribution.cue, attribution.source
    if cue is not None:
        # A mark for a cue (a colon, a dash) takes the words from the source to it for the saying.
        yield (min(source[0], cue[0]), cue[1]) if source is not None and cue[1] - cue[0] == 1 else cue


def _painted(size: int, ranges: Iterator[Range]) -> bytearray:
    """Mark the tokens of `ranges`, in time linear in their number however they overlap."""
    painted = bytearray(size)
    done = 0
    for lo, hi in sorted(ranges):
        for i in range(max(lo, done), min(hi, size)):
            painted[i] = 1
        done = max(done, hi)
    return painted


def _untold(tree: Tree, part: Range, told: bytearray, frame: bytearray) -> Range | None:
    """Return what of a clause is the author's own, or None where it only introduces what somebody says."""
    doc, head = tree.doc, head_of(tree, part)
    says = frame[head.i] or any(frame[child.i] for child in head.children if child.dep_ in _SAYING)
    # handles: [The port shut], Ives said. / not: Ives said [the port had shut], was worried [that it might].
    if told[head.i] or says or is_imperative(head):
        return None
    lo, hi = head.i, head.i + 1
    # handles: [Her plan to shut the port splits the town]. / not: "It is over," [the crowd went home].
    while lo > part[0] and (not told[lo - 1] or lo > head.left_edge.i):
        lo -= 1
    while hi < part[1] and not told[hi]:
        hi += 1
    if hi < part[1]:
        hi = _before_frame(doc, head.i + 1, hi, frame)
    rest = trimmed(doc, (lo, hi)) if hi > head.i else part
    # handles: [She looked into "the affair"]. / not: [The port shut], "for good", Ives said.
    if hi < 0 or (hi < part[1] and doc[rest[1] - 1].pos_ in _LEADING):
        return trimmed(doc, part)
    return rest if rest[0] <= head.i < rest[1] and has_words(doc, rest, CLAUSE_WORDS) else None


def _before_frame(doc: Doc, lo: int, hi: int, frame: bytearray) -> int:
    """Return where the words that lead over to a quote begin, or -1 where the clause cannot do without it."""
    # handles: [It cut the fee, a step] that it said ...
    # not: [She praised what he called "a rescue"]. [It woke the town's fears of a flood].
    cue = next((i for i in range(hi - 1, lo - 1, -1) if frame[i]), -1)
    if cue < 0:
        return hi
    verb = doc[cue]
    while verb.dep_ in {"aux", "auxpass", "prep", "prt"} and verb.head.i != verb.i:
        verb = verb.head
    start = max(min(verb.left_edge.i, cue), lo)
    return -1 if doc[start].lower_ == "what" or verb.pos_ in {"NOUN", "PROPN", "ADJ"} else start
