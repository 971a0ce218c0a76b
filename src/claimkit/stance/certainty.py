"""Certainty: how sure is the holder of a claim? On the scale of FactBank (Saurí and Pustejovsky 2009)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import words
from claimkit.models import Certainty
from claimkit.stance.clause import Clause, condition_of, main_words, subject_of
from claimkit.stance.polarity import negators_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_RANK = {Certainty.CERTAIN: 0, Certainty.PROBABLE: 1, Certainty.POSSIBLE: 2, Certainty.UNKNOWN: 3}


class Sign(NamedTuple):
    """A word and how sure it leaves the claim."""

    certainty: Certainty
    token: Token


def weakest(signs: list[Sign]) -> Certainty:
    """Return the least sure of what the signs say: a claim is no surer than its weakest hedge."""
    return max((sign.certainty for sign in signs), key=_RANK.__getitem__, default=Certainty.CERTAIN)


def signs_of(clause: Clause) -> list[Sign]:
    """Return every word of a claim that makes it less than certain."""
    found = list(_open_question(clause))
    for layer in clause.layers:
        negated = len(negators_of(clause, layer.predicate, layer.holder)) % 2
        certainty = layer.effect.negated if negated else layer.effect.certainty
        # handles: It cannot be expected to last (certain). / not: It is not expected to last (probable).
        if negated and certainty is Certainty.PROBABLE and _has_ability(layer.predicate):
            certainty = Certainty.CERTAIN
        found.append(Sign(certainty, layer.holder))
        found += _of_predicate(clause, layer.predicate)
    found += _of_predicate(clause, clause.core)
    if not any(_RANK[sign.certainty] for sign in found):
        # A condition leaves open what nothing else hedges: "thinks they will leave if ..." stays probable.
        predicates = [layer.predicate for layer in clause.layers] + [clause.core]
        marks = [mark for predicate in predicates if (mark := condition_of(clause, predicate))]
        found += [Sign(Certainty.POSSIBLE, mark) for mark in marks[:1]]
    return [sign for sign in found if _RANK[sign.certainty]]


def _open_question(clause: Clause) -> Iterator[Sign]:
    """Look for "whether" at the head of the claim or right before it."""
    # handles: It is not known whether [the pipe burst]. / not: [Whether they like it or not, it burst].
    listed = words("stance")["open_words"]
    for i in (clause.start - 1, clause.start):
        if 0 <= i < len(clause.doc) and clause.doc[i].lower_ in listed:
            end = clause.doc[i].head.right_edge.i + 1
            if i < clause.start or end >= clause.end or clause.doc[i].head.dep_ in {"csubj", "csubjpass"}:
                yield Sign(Certainty.UNKNOWN, clause.doc[i])
                return


def _of_predicate(clause: Clause, predicate: Token) -> Iterator[Sign]:
    listed = words("stance")
    verbs = [predicate, *(child for child in predicate.children if child.dep_ in {"aux", "auxpass"})]
    for verb in verbs:
        if clause.holds(verb) and verb.tag_ == "MD":
            yield from _modal(clause, verb, predicate)
    described = any(child.dep_ in {"acomp", "oprd", "attr", "xcomp"} for child in predicate.children)
    # handles: The wall seems sound. / not: She appears in court.
    if described and predicate.lemma_ in listed["hedging_copulas"]:
        yield Sign(Certainty.PROBABLE, predicate)
    yield from _own_view(predicate)
    yield from _adverbs(clause, predicate)


def _modal(clause: Clause, modal: Token, predicate: Token) -> Iterator[Sign]:
    listed = words("stance")
    word = modal.lower_
    tries = predicate.lemma_ in listed["attempts"] and any(child.dep_ == "xcomp" for child in predicate.children)
    # handles: They will try to settle. / not: They tried to settle.
    if tries and word in {"will", "would", "shall", "'ll"}:
        yield Sign(Certainty.POSSIBLE, predicate)
    if word not in listed["possible_modals"] or (word == "could" and _is_ability(clause, predicate)):
        return
    yield Sign(Certainty.POSSIBLE, modal)


def _is_ability(clause: Clause, predicate: Token) -> bool:
    """Tell whether "could" speaks of what somebody was able to do rather than of what may be so."""
    # handles: I could see it; it could not be opened; they could have stopped it. / not: It could break.
    if predicate.lemma_ in words("stance")["perception_verbs"] or negators_of(clause, predicate):
        return True
    auxiliaries = {child.lemma_ for child in predicate.children if child.dep_ in {"aux", "auxpass"}}
    return "have" in auxiliaries and "be" not in auxiliaries and predicate.lemma_ != "be"


def _has_ability(predicate: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in {"can", "ca", "could"} for child in predicate.children)


def _own_view(predicate: Token) -> Iterator[Sign]:
    """Look for a first person's view that has no clause under it."""
    # handles: We think of it as a gift; I go on believing. / not: They think of it as a gift.
    listed = words("stance")
    subject = subject_of(predicate)
    if subject is None or subject.lower_ not in listed["first_persons"]:
        return
    for verb in (predicate, *predicate.children, *(c for child in predicate.children for c in child.children)):
        if verb.dep_ in {predicate.dep_, "xcomp", "pcomp", "pobj"} and verb.lemma_ in listed["opinion_verbs"]:
            yield Sign(Certainty.PROBABLE, verb)
            return


def _adverbs(clause: Clause, predicate: Token) -> Iterator[Sign]:
    listed = words("stance")
    if all(clause.lacks(listed[key]) for key in ("possible_adverbs", "probable_adverbs")):
        return
    for token in main_words(clause, predicate):
        word = token.lower_
        if token.pos_ not in {"ADV", "ADJ", "INTJ", "SCONJ"} or _measures(token):
            continue
        if word in listed["possible_adverbs"]:
            yield Sign(Certainty.POSSIBLE, token)
        elif word in listed["probable_adverbs"] and token.dep_ not in {"amod", "acomp"}:
            yield Sign(Certainty.PROBABLE, token)


def _measures(token: Token) -> bool:
    """Tell whether an adverb only makes the figure after it a rough one."""
    # handles: It rose perhaps ten inches. / not: Perhaps it rose ten inches.
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return after is not None and (after.like_num or (after.lower_ in {"a", "as"} and token.dep_ != "advmod"))
