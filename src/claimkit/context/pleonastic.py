"""Tell the "it" that stands for nothing from the one that takes something up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.context.nouns import lemma_of
from claimkit.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "csubj", "acl", "relcl", "csubjpass"})
_ARGUMENTS = frozenset({"acomp", "attr", "oprd", "ccomp", "xcomp", "prep", "advmod"})
_THAT = frozenset({"that", "to", "whether", "who", "how", "what", "when", "if", "why", "where"})


def stands_for_nothing(it: Token) -> bool:
    """Tell whether an "it" stands for no thing: with weather, times, and clauses that follow."""
    if it.lower_ != "it":
        return False
    verb, lemma = it.head, lemma_of(it.head)
    if it.dep_ == "expl" or lemma in words("context")["weather"]:
        return True
    # handles: we will do it, as she put it. / not: they sold it.
    if it.dep_ == "dobj" and lemma in words("context")["vague"]:
        return True
    # handles: she made it clear that it was late. / not: she made it.
    if it.dep_ not in {"nsubj", "nsubjpass"} and verb.dep_ != "ccomp":
        return it.i + 2 < len(it.doc) and _opens_clause(it.i + 2, it.doc[it.i + 1])
    # handles: it is clear that ..., it seems to ..., it was Ives who ... / not: it is empty, it said that it ...
    if lemma in {"be", *words("context")["seeming"]} or it.dep_ == "nsubjpass" or verb.dep_ == "ccomp":
        return _has_clause(verb) or _names_time(verb)
    return False


def _opens_clause(at: int, middle: Token) -> bool:
    return middle.pos_ in {"ADJ", "NOUN"} and middle.doc[at].lower_ in _THAT


def _has_clause(verb: Token) -> bool:
    for child in verb.rights:
        if child.dep_ in _CLAUSES and _opens(child):
            return True
        if child.dep_ in _ARGUMENTS and any(each.dep_ in _CLAUSES and _opens(each) for each in child.rights):
            return True
    return False


def _opens(clause: Token) -> bool:
    first = clause.doc[clause.left_edge.i]
    return (
        first.lower_ in _THAT
        or first.tag_ in {"TO", "IN", "WP", "WDT", "WRB"}
        or any(each.tag_ == "TO" for each in clause.lefts)
        or any(each.dep_ in {"nsubj", "nsubjpass"} for each in clause.lefts)
    )


def _names_time(verb: Token) -> bool:
    # handles: it is Monday, it was two years before ... / not: it is a ferry.
    names = words("context")["times"]
    # handles: it took a year, it took too long. / not: it took the prize.
    takes = lemma_of(verb) in {"take", "last"}
    if takes and any(child.lower_ == "long" or lemma_of(child) in names for child in verb.rights):
        return True
    return any(child.dep_ in {"attr", "acomp"} and lemma_of(child) in names for child in verb.rights)
