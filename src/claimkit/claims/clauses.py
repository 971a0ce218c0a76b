"""Cut a stretch of a sentence into its main clauses, on spaCy's parse. Ranges are token indices, half-open."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Range = tuple[int, int]

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_LOOSE = frozenset({"ccomp", "parataxis", "dep"})
_MARKERS = frozenset({"mark", "advmod", "nsubj", "nsubjpass", "dobj"})
_JOINTS = frozenset({",", ";", ":", "-", "--", "–", "—"})
_JOINING = frozenset({"and", "but", "or", "so", "yet"})
CLAUSE_WORDS = 2
"""A clause with a subject of its own counts from this many words, a bare predicate from two more."""


class Tree(NamedTuple):
    """A parse with what would be asked of its tokens again and again: the number of each one's head, the colons."""

    doc: Doc
    heads: list[int]
    colons: list[int]


def tree_of(doc: Doc) -> Tree:
    """Read the heads and colons of `doc`, once."""
    steps = doc.to_array("HEAD").astype("int64").tolist()
    colon = doc.vocab.strings[":"]
    colons = [i for i, word in enumerate(doc.to_array("ORTH").tolist()) if word == colon]
    return Tree(doc, [i + step for i, step in enumerate(steps)], colons)


def cut_clauses(tree: Tree, zone: Range, *, figures: bool = False) -> list[Range]:
    """Cut a stretch of one sentence into its main clauses; with `figures`, a bare count is one too."""
    doc = tree.doc
    # handles: [It pays well]: [4 per cent a year]. / not: It has two aims: speed and thrift.
    colon = _colon(tree, zone) if figures else None
    if colon is not None and _is_figure(doc, (colon + 1, zone[1])) and _mains(tree, (zone[0], colon)):
        return cut_clauses(tree, (zone[0], colon)) + cut_clauses(tree, (colon + 1, zone[1]), figures=True)
    mains = _mains(tree, zone)
    if not mains:
        part = trimmed(doc, zone)
        return [part] if figures and _is_figure(doc, part) else []
    edges = [zone[0]]
    for before, after in pairwise(mains):
        edge = _edge_between(doc, before, after)
        if _may_cut(doc, (edges[-1], edge), (edge, zone[1]), after):
            edges.append(edge)
    parts = [trimmed(doc, part) for part in zip(edges, [*edges[1:], zone[1]], strict=True)]
    return [_opened(doc, part) for part in parts if has_words(doc, part, 2)]


def _colon(tree: Tree, zone: Range) -> int | None:
    at = bisect_right(tree.colons, zone[0])
    return tree.colons[at] if at < len(tree.colons) and tree.colons[at] < zone[1] - 1 else None


def _edge_between(doc: Doc, before: Token, after: Token) -> int:
    """Return the token at which the clause of `after` begins."""
    if before.head.i == after.i:
        return int(before.right_edge.i) + 1
    edge = max(int(after.left_edge.i), before.i + 1)
    # handles: It broke and [nobody saw it], where the parse joins "nobody" to "broke". / not: [It broke and sank].
    if not any(child.dep_ in _SUBJECTS for child in after.children):
        for i in range(before.i + 1, edge):
            if doc[i].dep_ == "conj" and doc[i].pos_ in _NOMINAL and doc[i].head.i == before.i:
                return int(doc[i].left_edge.i)
    return edge


def _may_cut(doc: Doc, left: Range, right: Range, main: Token) -> bool:
    # handles: [A cable snapped] and [the ferry turned back]. / not: [If it snaps, ferries stop and trade suffers].
    first = trimmed(doc, left)
    if first[0] < first[1] and doc[first[0]].lower_ in words("stance")["conditionals"]:
        return False
    own = any(child.dep_ in _SUBJECTS for child in main.children)
    least = CLAUSE_WORDS if own else CLAUSE_WORDS + 2
    if not own and doc[right[0]].pos_ not in _NOMINAL and not _shares(main):
        return False
    return has_words(doc, left, least) and has_words(doc, right, least)


def _shares(main: Token) -> bool:
    """Tell whether a predicate without a subject can have that of the one it is joined to."""
    # handles: It broke and [sank]. / not: It will break the rules that bound them and [shaped their trade] (misread).
    first = main
    while first.dep_ == "conj" and not any(child.dep_ in _SUBJECTS for child in first.children):
        first = first.head
    modal = any(child.tag_ == "MD" for child in main.head.children)
    named = first.i != main.i and any(child.dep_ in _SUBJECTS for child in first.children)
    return named and not (modal and main.tag_ == "VBD")


def _mains(tree: Tree, zone: Range) -> list[Token]:
    """Return the predicates of the main clauses of a stretch, in order."""
    lo, hi = zone
    stack = [tree.doc[i] for i, head in enumerate(tree.heads[lo:hi], lo) if head == i or not lo <= head < hi]
    found = []
    while stack:
        token = stack.pop()
        if is_finite(token) and not _is_subordinate(token):
            found.append(token)
        stack += [child for child in token.children if lo <= child.i < hi and _goes_on(child, token)]
    return sorted(found, key=lambda token: token.i)


def _is_subordinate(token: Token) -> bool:
    # handles: With the gate blocked, she said, [the sea rose]. / not: [With the gate blocked].
    if token.dep_ in {"relcl", "acl", "pcomp"}:
        return True
    children = list(token.children)
    if any(
        child.tag_ in {"WDT", "WP"} and child.lower_ in {"who", "which"} for child in children if child.dep_ == "nsubj"
    ):
        return token.dep_ != "ROOT"
    return token.dep_ == "advcl" and any(child.dep_ in {"mark", "advmod"} for child in children if child.i < token.i)


def _goes_on(child: Token, token: Token) -> bool:
    """Tell whether `child` heads a clause on a par with that of `token`."""
    if child.dep_ == "conj":
        return True
    # handles: Two roads were shut, three were flooded. / not: He knew that three were flooded.
    if child.dep_ not in _LOOSE or not is_finite(child) or not any(c.dep_ in _SUBJECTS for c in child.children):
        return False
    if any(c.dep_ == "mark" for c in child.children):
        return False
    doc = token.doc
    joint = child.right_edge.i + 1 if child.i < token.i else child.left_edge.i - 1
    return 0 <= joint < len(doc) and doc[joint].text in _JOINTS


def is_finite(token: Token) -> bool:
    """Tell whether a predicate has a tense, of its own or of an auxiliary."""
    if token.tag_ in _FINITE:
        return True
    children = list(token.children)
    if any(child.dep_ in {"aux", "auxpass"} and child.tag_ in _FINITE for child in children):
        return True
    to = any(child.tag_ == "TO" for child in children)
    # The tagger often takes a past tense for a participle: a subject in front tells.
    return token.tag_ in {"VBN", "VB"} and not to and any(c.dep_ in _SUBJECTS and c.i < token.i for c in children)


def _opened(doc: Doc, part: Range) -> Range:
    """Leave the frame of an open question outside: the clause after "whether" is what is left open."""
    # handles: Whether [the fee will rise] is unclear. / not: [The fee will rise whether they like it or not].
    first = doc[part[0]]
    clause = first.head
    if first.lower_ != "whether" or clause.dep_ not in {"csubj", "csubjpass", "advcl", "ccomp", "nsubj"}:
        return part
    end = clause.right_edge.i + 1
    return trimmed(doc, (part[0] + 1, end)) if clause.i > part[0] and end < part[1] else part


def head_of(tree: Tree, part: Range) -> Token:
    """Return the predicate of the first main clause of a stretch."""
    mains = _mains(tree, part)
    return mains[0] if mains else tree.doc[part[0]]


def is_imperative(head: Token) -> bool:
    """Tell whether a predicate gives an order rather than states something."""
    # handles: Consider the timing. / not: They consider the timing.
    bare = head.tag_ == "VB" and not any(child.dep_ in {*_SUBJECTS, "aux", "auxpass"} for child in head.children)
    return bare and head.dep_ in {"ROOT", "conj", "ccomp"}


def is_question(doc: Doc, zone: Range) -> bool:
    """Tell whether the stretch, or the mark right after it, ends in a question mark."""
    for i in range(zone[1] - 1, zone[0] - 1, -1):
        if not doc[i].is_punct and not doc[i].is_space:
            break
        if "?" in doc[i].text:
            return True
    return zone[1] < len(doc) and doc[zone[1]].text.startswith("?")


def _is_figure(doc: Doc, part: Range) -> bool:
    # handles: 58 per cent for, 42 against. / not: Seven long days.
    units = words("stance")["units"]
    tokens = doc[part[0] : part[1]]
    return any(token.like_num for token in tokens) and any(token.lower_ in units for token in tokens)


def has_words(doc: Doc, part: Range, least: int) -> bool:
    """Tell whether a stretch has at least `least` words, marks not counted."""
    counted = 0
    for i in range(part[0], part[1]):
        counted += not (doc[i].is_punct or doc[i].is_space)
        if counted >= least:
            return True
    return False


_OPENING, _CLOSING = frozenset("(["), frozenset(")]")


def trimmed(doc: Doc, part: Range) -> Range:
    """Leave out marks and joining words at the edges, but not a quotation mark whose partner is inside."""
    lo, hi = part
    while lo < hi and (_is_edge(doc[lo]) or (doc[lo].dep_ == "cc" and doc[lo].lower_ in _JOINING)):
        lo += 1
    while hi > lo and (_is_edge(doc[hi - 1]) or doc[hi - 1].dep_ == "cc"):
        hi -= 1
    # handles: (The port shut.) / not: (Only) the port shut.
    if lo < hi and doc[lo].text in _OPENING and not any(token.text in _CLOSING for token in doc[lo:hi]):
        lo += 1
    if hi < part[1] and doc[hi].is_quote and sum(1 for token in doc[lo:hi] if token.text == doc[hi].text) % 2:
        hi += 1
    return lo, hi


def _is_edge(token: Token) -> bool:
    return (token.is_punct and token.text not in {"%", "(", "["}) or token.is_space
