"""The part of the parse that a stance is read from: a claim's predicates and the words of its main clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import words
from claimkit.models import Certainty
from claimkit.stance.effects import Effect, operator_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBORDINATE = frozenset(
    {"relcl", "acl", "advcl", "ccomp", "csubj", "csubjpass", "pcomp", "parataxis", "appos", "conj"}
)
_CLAUSAL = frozenset({"xcomp", "ccomp", "csubj", "csubjpass", "acl", "relcl", "advcl"})
_DEPENDENT = frozenset({"advcl", "relcl", "acl"})
_LONGEST_CHAIN = 6
"""Predicates looked at one under the other; deeper ones do not occur in edited text."""

_FAR = 200
"""Words beside a claim that are read to spare the search for some of them: more would make long texts slow."""


class Layer(NamedTuple):
    """A predicate that stands over another, the word in it that says how sure it is, and what that implies."""

    predicate: Token
    holder: Token
    effect: Effect


class Clause(NamedTuple):
    """A claim's tokens [start, end), the predicates over the one that is claimed (outermost first), and that one."""

    doc: Doc
    start: int
    end: int
    layers: tuple[Layer, ...]
    core: Token
    tokens: tuple[Token, ...]
    words: frozenset[str] | None
    """The words, in lower case, of the sentences around the claim; None where these are too long for that."""

    def lacks(self, listed: frozenset[str]) -> bool:
        """Tell whether none of the words in `listed` stands anywhere near, so that they need not be looked for."""
        return self.words is not None and listed.isdisjoint(self.words)

    def holds(self, token: Token) -> bool:
        """Tell whether `token` lies inside the claim."""
        return self.start <= token.i < self.end


def clause_at(doc: Doc, start: int, end: int) -> Clause | None:
    """Read the clause that lies at [start, end), in code points; None where no token does."""
    lo, hi = token_range(doc, start, end)
    if lo >= hi:
        return None
    tokens = tuple(doc[lo:hi])
    token = _head(tokens, lo, hi)
    layers: list[Layer] = []
    while len(layers) < _LONGEST_CHAIN:
        found = _below(token, lo, hi)
        if found is None:
            break
        layer, token = found
        layers.append(layer)
        if token.i == layer.holder.i:
            break
    return Clause(doc, lo, hi, tuple(layers), token, tokens, _words_around(doc, lo, hi))


def _words_around(doc: Doc, lo: int, hi: int) -> frozenset[str] | None:
    sent = doc[lo].sent
    end = sent.end if hi <= sent.end else doc[hi - 1].sent.end
    if end - sent.start > hi - lo + _FAR:
        return None
    return frozenset([token.lower_ for token in doc[sent.start : end]])


def token_range(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Return the tokens that [start, end) touches, as a half-open range of indices."""
    last = doc[-1] if len(doc) else None
    start, end = max(start, 0), min(end, last.idx + len(last) if last is not None else 0)
    touched = doc.char_span(start, end, alignment_mode="expand") if start < end else None
    return (touched.start, touched.end) if touched is not None else (0, 0)


def _head(tokens: Sequence[Token], lo: int, hi: int) -> Token:
    tops = [token for token in tokens if not lo <= (head := token.head.i) < hi or head == token.i]
    words_ = [token for token in tops if not token.is_punct and not token.is_space]
    # handles: [a cut] if sales fall. / not: if sales [fall].
    finite = [token for token in words_ if is_finite(token) and (token.dep_ not in _DEPENDENT or len(words_) == 1)]
    verbs = [token for token in words_ if token.pos_ in {"VERB", "AUX"} and token.dep_ not in _DEPENDENT]
    return (finite or verbs or sorted(words_, key=_size, reverse=True) or tops or tokens)[0]


def _size(token: Token) -> int:
    return int(token.right_edge.i - token.left_edge.i)


def is_finite(token: Token) -> bool:
    """Tell whether `token` or an auxiliary of its own has a tense."""
    if token.tag_ in _FINITE:
        return True
    return any(child.dep_ in {"aux", "auxpass"} and child.tag_ in _FINITE for child in token.children)


def subject_of(token: Token) -> Token | None:
    """Return the subject of a predicate, its own or the one that it shares with the predicate it is joined to."""
    for _ in range(_LONGEST_CHAIN):
        for child in token.children:
            if child.dep_ in SUBJECTS or child.dep_ == "expl":
                return child
        if token.dep_ not in {"conj", "xcomp"} or token.head.i == token.i:
            return None
        token = token.head
    return None


def _below(token: Token, lo: int, hi: int) -> tuple[Layer, Token] | None:
    """Return the layer that `token` makes over a deeper predicate, with that predicate."""
    # handles: It is [unlikely] that the dam will hold. / not: The unlikely hero held the dam.
    for holder in (token, *_complements(token)):
        if not lo <= holder.i < hi:
            continue
        effect = operator_of(holder, predicate=token, subject=subject_of(token))
        if effect is None:
            continue
        deeper = _clause_under(holder, token, lo, hi)
        # handles: A deal is [unlikely]. / not: The [risk] is a burst pipe.
        if (
            deeper is None
            and holder.i != token.i
            and holder.pos_ == "ADJ"
            and effect.certainty is not Certainty.UNKNOWN
        ):
            deeper = holder
        if deeper is not None:
            return Layer(token, holder, effect), deeper
    return None


def _complements(token: Token) -> list[Token]:
    found = []
    for child in token.children:
        described = child.dep_ in {"acomp", "attr", "oprd", "dobj"}
        # "is very likely to": the parser may take the adjective for an adverb or the verb's own complement.
        described |= child.dep_ in {"advmod", "xcomp"} and child.pos_ == "ADJ"
        if described or (child.dep_ == "nsubj" and _is_existential(token)):
            found.append(child)
    return found


def _is_existential(token: Token) -> bool:
    return any(child.dep_ == "expl" for child in token.children)


def _clause_under(holder: Token, token: Token, lo: int, hi: int) -> Token | None:
    for owner in (holder, token) if holder.i != token.i else (token,):
        for child in owner.children:
            if child.dep_ in _CLAUSAL and lo <= child.i < hi and child.i != holder.i and _depends(child, holder):
                return child
    return None


def _depends(child: Token, holder: Token) -> bool:
    """Tell whether a clause says what `holder` is about, rather than when or why."""
    if child.dep_ in {"xcomp", "ccomp", "csubj", "csubjpass"}:
        return child.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}
    first = next((c.lower_ for c in child.children if c.dep_ in {"mark", "aux"}), "")
    if child.dep_ == "advcl":
        return first in {"to", "that", "whether"} and child.i > holder.i
    return first in {"that", "to", "whether"}


def main_words(clause: Clause, predicate: Token) -> list[Token]:
    """Return the words of a predicate's own clause, in order, without those of clauses that depend on it."""
    found, stack = [], [predicate]
    while stack:
        token = stack.pop()
        found.append(token)
        stack += [child for child in token.children if clause.holds(child) and not _is_other(child)]
    return sorted(found, key=lambda token: token.i)


def _is_other(child: Token) -> bool:
    if child.dep_ == "conj":
        return child.pos_ in {"VERB", "AUX"}
    return child.dep_ in _SUBORDINATE or child.dep_ == "xcomp"


def condition_of(clause: Clause, predicate: Token) -> Token | None:
    """Return the word that makes a predicate depend on a condition, if one does."""
    listed = words("stance")
    # handles: If it rains, the fair moves. / not: Even if it rains, the fair stays.
    for child in predicate.children:
        if child.dep_ != "advcl" or not clause.holds(child):
            continue
        opener = child.left_edge
        # handles: Should it rain, the fair moves. / not: It should rain.
        if opener.lower_ in {"should", "had", "were"} and opener.i < predicate.i:
            return opener
        for mark in child.children:
            if mark.dep_ in {"mark", "advmod", "prep"} and mark.lower_ in listed["conditionals"]:
                before = clause.doc[mark.i - 1].lower_ if mark.i else ""
                return None if before in listed["not_conditional_after"] else mark
    return None
