"""Polarity: is a proposition put forward as so, or as not so?"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from claimkit.lexicon import words
from claimkit.stance.clause import SUBJECTS, Clause, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_OBJECTS = frozenset({"dobj", "attr", "oprd", "dative", "npadvmod"})
_BESIDE = frozenset({"neg", "advmod", "cc", "preconj", "npadvmod", "dep", "intj", "det"})
_PREPOSITIONS = frozenset({"prep", "agent"})


@cache
def _negating() -> frozenset[str]:
    """Return every word without which nothing is negated."""
    listed = words("stance")
    keys = ("negative_adverbs", "negative_determiners", "negative_pronouns", "negative_quantifiers")
    return frozenset(["not", "longer", "more"]).union(*(listed[key] for key in keys))


def negators_of(clause: Clause, predicate: Token, holder: Token | None = None) -> tuple[Token, ...]:
    """Return the words that negate a predicate: none or an even number leave its polarity as it is.

    `holder` is a noun or adjective in the predicate that is judged with it ("there is no [doubt]").
    """
    if clause.lacks(_negating()):
        return ()
    found = _on_the_verb(clause, predicate, holder)
    subject = subject_of(predicate)
    if subject is not None:
        found += _in_phrase(subject, holder)[:1]
    elif clause.core.i == predicate.i:
        found += _in_phrase(predicate, holder)[:1] if predicate.pos_ in {"NOUN", "PROPN", "PRON"} else []
    objects = [word for child in predicate.children for word in _in_argument(clause, child, holder)]
    return (*found, *objects[:1])


def _on_the_verb(clause: Clause, predicate: Token, holder: Token | None) -> list[Token]:
    """Return at most one negating word that stands with the verb itself."""
    heads = [predicate, *([holder] if holder is not None and holder.i != predicate.i else [])]
    # handles: The wall is not safe. / not: The not wholly new wall is safe.
    heads += [child for child in predicate.children if child.dep_ in {"acomp", "xcomp"} and child.pos_ == "ADJ"]
    for head in heads:
        for child in head.children:
            # "came, nor did it go": a joining word after the verb belongs to what follows.
            follows = child.dep_ == "cc" and child.i > head.i
            if (
                clause.holds(child)
                and not follows
                and (child.dep_ in _BESIDE or child.tag_ == "RB")
                and _negates(child)
            ):
                return [child]
    return []


def _negates(token: Token) -> bool:
    if token.lower_ in words("stance")["negative_adverbs"]:
        return not _has_focus(token) and not (token.lower_ == "nowhere" and _is_hollow(token))
    return _is_no_longer(token)


def _is_no_longer(token: Token) -> bool:
    # handles: The ferry no longer runs. / not: It waited no longer than an hour.
    if token.lower_ not in {"longer", "more"} or token.i == 0:
        return False
    doc = token.doc
    after = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""
    return doc[token.i - 1].lower_ in {"no", "any"} and after != "than" and token.head.pos_ in {"VERB", "AUX"}


def _has_focus(token: Token) -> bool:
    # handles: It not only fell but broke. / not: It did not fall.
    listed = words("stance")
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return after is not None and token.lower_ == "not" and after.lower_ in listed["focus_words"]


def _in_argument(clause: Clause, child: Token, holder: Token | None) -> list[Token]:
    if not clause.holds(child):
        return []
    if child.dep_ in _OBJECTS:
        return _in_phrase(child, holder)
    # handles: It rang in none of them; at no point did it ring. / not: A man of no means rang.
    if child.dep_ in _PREPOSITIONS and child.lower_ != "without":
        return [word for inner in child.children if inner.dep_ == "pobj" for word in _in_phrase(inner, holder)]
    # A clause can stand where its negated noun is the subject of a small clause or of "there is".
    return _in_phrase(child, holder) if child.dep_ == "nsubj" and child.i > child.head.i else []


def _in_phrase(noun: Token, holder: Token | None) -> list[Token]:
    """Return the words that make a noun phrase say that there is none of its kind."""
    listed = words("stance")
    hollow = holder is None or holder.i != noun.i
    if noun.lower_ in listed["negative_pronouns"]:
        return [] if _is_hollow(noun) else [noun]
    for child in noun.children:
        if child.i > noun.i:
            break
        # handles: No lorry came. / not: No fewer than ten lorries came.
        if child.lower_ in listed["negative_determiners"] and child.dep_ in {"det", "neg", "advmod", "preconj"}:
            return [] if hollow and (_is_hollow(child)) else [child]
        if child.dep_ in {"neg", "preconj", "advmod"} and child.lower_ == "not" and not _has_focus(child):
            return [child]
        inner = next((c for c in child.children if c.lower_ == "not" and c.i < noun.i), None)
        # handles: Not a word was said; not one came. / not: A not very good man came.
        if inner is not None and child.dep_ in {"det", "nummod", "predet"} and not _has_focus(inner):
            return [inner]
    return _scarce(noun)


def _is_hollow(token: Token) -> bool:
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if token.lower_ in words("stance")["negative_pronouns"]:
        # handles: It had nowhere to go but down; it is nothing more than a stunt. / not: It had nowhere to go.
        if [word.lower_ for word in token.doc[token.i + 1 : token.i + 3]] in (["more", "than"], ["short", "of"]):
            return True
        return any(word.lower_ == "but" for word in token.doc[token.i + 1 : token.i + 4])
    return after is not None and after.lower_ in words("stance")["hollow_after_no"]


def _scarce(noun: Token) -> list[Token]:
    # handles: Few believed it; there is little hope. / not: A few believed it; the little boat sank.
    listed = words("stance")["negative_quantifiers"]
    first = noun if noun.lower_ in listed else next(iter(noun.children), noun)
    if first.lower_ not in listed or first.dep_ not in {"amod", "nsubj", "nsubjpass", "attr", "dobj"}:
        return []
    before = first.doc[first.i - 1] if first.i else None
    bare = before is None or before.dep_ not in {"det", "poss", "advmod", "neg"} or before.lower_ in {"very", "too"}
    return [first] if bare and (first.lower_ == "few" or first.head.lemma_ != "thing") else []


def _at_the_front(clause: Clause) -> tuple[Token, ...]:
    """Look at a claim's first words, for a subject that the parse lost."""
    # handles: Nobody, or almost nobody, saw it. / not: No: they saw it.
    listed = words("stance")
    lo = clause.start + (clause.doc[clause.start].lower_ == "that")
    first, after = (clause.doc[i] if i < clause.end else None for i in (lo, lo + 1))
    if first is None or after is None or any(child.dep_ in SUBJECTS for child in clause.core.children):
        return ()
    if first.lower_ in listed["negative_pronouns"] and not _is_hollow(first):
        return (first,)
    negates = first.lower_ == "no" and not after.is_punct and not _is_hollow(first)
    negates |= first.lower_ == "not" and after.lower_ in {"a", "an", "one", "every", "all", "any"}
    return (first,) if negates else ()


def is_negative(clause: Clause) -> tuple[bool, tuple[Token, ...]]:
    """Tell whether a claim's own words put it forward as not so, with the words that decide."""
    negative = False
    cues: list[Token] = []
    for layer in clause.layers:
        if layer.holder.i == clause.core.i and layer.predicate.i == layer.holder.i:
            continue
        found = negators_of(clause, layer.predicate, layer.holder)
        flips = layer.effect.negated_flip if len(found) % 2 else layer.effect.flip
        if flips or found:
            cues += [*found, layer.holder]
        negative ^= flips
    if not any(layer.holder.i == clause.core.i for layer in clause.layers):
        found = negators_of(clause, clause.core)
        found = tuple(word for word in found if word.i not in {cue.i for cue in cues})
        found = found if found or cues else _at_the_front(clause)
        negative ^= bool(len(found) % 2)
        cues += found
    return negative, tuple(cues)
