"""Part loosely tied clauses that stand alone from the clause they hang on: ", which costs 3m a year", "although ...".

A clause in the middle is given beside the whole one, which keeps its words; at an edge the two are parted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.claims.clauses import has_words, is_finite, trimmed
from claimkit.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from claimkit.claims.clauses import Range, Tree

_LEAST = 4
"""Words that a clause needs to stand alone."""
_RELATIVES = frozenset({"who", "which", "whose"})
_CONTRASTS = frozenset({"although", "though", "while", "whereas"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


def with_loose(tree: Tree, part: Range) -> list[Range]:
    """Return a clause, shortened where a loose one opens or ends it, and its loose clauses, in order."""
    lo, hi = part
    found: list[Range] = []
    if tree.doc[lo].lower_ in words("stance")["conditionals"]:
        return [part]
    for start, clause in _loose(tree, part):
        inner = trimmed(tree.doc, (start, clause[1]))
        if clause[1] >= hi and has_words(tree.doc, (lo, clause[0]), _LEAST):
            hi = clause[0]
        elif clause[0] == lo and start > lo:
            lo = clause[1]
        found.append(inner)
    rest = trimmed(tree.doc, (lo, hi))
    return sorted([rest, *found])


def _loose(tree: Tree, part: Range) -> Iterator[tuple[int, Range]]:
    """Yield where each loose clause begins without its conjunction, and its range with it."""
    lo, hi = part
    end = lo
    for i in range(lo, hi):
        token = tree.doc[i]
        if token.dep_ not in {"relcl", "advcl"} or not is_finite(token) or not lo <= token.head.i < hi:
            continue
        first, last = max(int(token.left_edge.i), lo), min(int(token.right_edge.i) + 1, hi)
        if first < end or not has_words(tree.doc, (first, last), _LEAST + 1):
            continue
        start = _start(token, first, part)
        if start is not None and _parted(tree, (first, last), part):
            end = last
            yield start, (first, last)


def _start(clause: Token, first: int, part: Range) -> int | None:
    opening = clause.doc[first]
    # handles: the port, [which costs 3m a year]. / not: the port which costs 3m, the port, which she sold,
    if clause.dep_ == "relcl":
        leads = opening.lower_ in _RELATIVES and _leads(opening, clause)
        return first if leads and first > part[0] and not _is_open(clause.head, opening) else None
    # handles: The fee rose, although [the port had promised calm]. / not: It fell although late, if the port burns.
    own = any(child.dep_ in _SUBJECTS for child in clause.lefts)
    return first + 1 if opening.lower_ in _CONTRASTS and opening.dep_ == "mark" and own else None


def _is_open(noun: Token, relative: Token) -> bool:
    """Tell whether a relative clause may hang on another noun than `noun`."""
    # handles: the report on the port, which ...; it cut the fee in June, which ... / not: the port, which ...
    if noun.dep_ != "pobj":
        return False
    above = noun.head.head
    things = any(child.dep_ in {"dobj", "attr"} and child.i < noun.i for child in above.children)
    return above.pos_ in {"NOUN", "PROPN"} or (relative.lower_ == "which" and things)


def _leads(relative: Token, clause: Token) -> bool:
    """Tell whether a relative pronoun is the subject of its clause, or owns it."""
    # handles: [which costs 3m], [whose bank slipped]. / not: [which she sold], [which the board calls a loan].
    subject = relative.head if relative.dep_ == "poss" else relative
    after = relative.doc[relative.i + 1] if relative.i + 1 < len(relative.doc) else relative
    free = relative.dep_ == "poss" or after.pos_ in {"VERB", "AUX", "ADV", "PART", "PUNCT", "ADP"}
    return free and subject.dep_ in _SUBJECTS and subject.head.i == clause.i


def _parted(tree: Tree, clause: Range, part: Range) -> bool:
    """Tell whether commas or the edges of the sentence part a clause from what stands around it."""
    doc = tree.doc
    opens = clause[0] == part[0] or doc[clause[0] - 1].text == ","
    closes = clause[1] >= part[1] or doc[clause[1]].is_punct or doc[clause[1] - 1].is_punct
    return opens and closes
