"""Find the subject that a claim shares with a clause outside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.context.nouns import Kind, is_plural, kind_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimkit.context.nouns import Range
    from claimkit.context.scene import Scene

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_ANY = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def shared_subject(scene: Scene, part: Range) -> Token | None:
    """Return the subject, outside a claim, of the claim's first verb."""
    # handles: The council met and [cut the fee]. / not: The council met and [the fee fell], [Cutting the fee is wrong].
    verb = _first_verb(scene, part)
    if verb is None or not _goes_on(scene, part[0], verb) or any(child.dep_ in _ANY for child in verb.children):
        return None
    first = verb
    while verb.dep_ == "conj" and verb.head.i < verb.i:
        verb = verb.head
        subject = next((each for each in verb.lefts if each.dep_ in _ANY), None)
        if subject is not None:
            fits = subject.i < part[0] and subject.dep_ in _SUBJECTS and not _is_loose(scene, part[0], verb)
            return subject if fits and _agrees(subject, first) else None
    return None


def _goes_on(scene: Scene, start: int, verb: Token) -> bool:
    # handles: It broke and [sank]; it broke, [sank], and was lost.
    # not: nobody, or hardly anybody, [saw it] (misread).
    before = scene.tokens[start - 1] if start else None
    if before is None or before.dep_ == "cc":
        return before is not None
    return before.text == "," and any(child.dep_ == "cc" for child in verb.rights)


def _agrees(subject: Token, verb: Token) -> bool:
    # handles: The lines fell and [were mended]. / not: The lines fell, one after another, [has gone].
    helper = next((each for each in verb.lefts if each.dep_ in {"aux", "auxpass"}), verb)
    return not (helper.tag_ == "VBZ" and is_plural(subject)) and not (
        helper.lower_ in {"were", "are", "have"}
        and subject.tag_ == "NN"
        and not list(subject.conjuncts)
        and kind_of(subject) is not Kind.BODY
    )


def _is_loose(scene: Scene, start: int, verb: Token) -> bool:
    """Tell whether the clause before ends in a relative one, which may be what the claim goes on with."""
    # handles: They met the man who sold it and [left] (who left?). / not: The man who sold it paid and [left].
    last = start - 1
    while last > 0 and (scene.tokens[last].is_punct or scene.tokens[last].dep_ in {"cc", "punct"}):
        last -= 1
    token = scene.tokens[last]
    for _ in range(12):
        if token.i in {verb.i, token.head.i}:
            return False
        if token.dep_ == "relcl":
            return True
        token = token.head
    return False


def _first_verb(scene: Scene, part: Range) -> Token | None:
    for token in scene.tokens[part[0] : min(part[0] + 4, part[1])]:
        if token.pos_ in {"VERB", "AUX"}:
            verb = token.head if token.dep_ in {"aux", "auxpass"} else token
            finite = token.tag_ in _FINITE or verb.tag_ in _FINITE
            inside = part[0] <= verb.i < part[1] and verb.left_edge.i >= part[0]
            return verb if finite and inside and verb.dep_ == "conj" else None
        if token.pos_ not in {"ADV", "PART"}:
            return None
    return None


def relative_of(scene: Scene, start: int) -> Token | None:
    """Return the noun that the "who" or "which" at the start of a claim takes up."""
    # handles: the port, [which lost money]. / not: [Who lost money] is unclear.
    first = scene.tokens[start]
    if first.tag_ not in {"WDT", "WP", "WP$"} or first.lower_ not in {"who", "which", "whose"}:
        return None
    clause = first
    for _ in range(4):
        if clause.dep_ == "relcl":
            noun = clause.head
            fits = noun.i < start and noun.pos_ in {"NOUN", "PROPN"} and not _is_open(noun, first)
            return noun if fits else None
        clause = clause.head
    return None


def _is_open(noun: Token, relative: Token) -> bool:
    """Tell whether a relative clause may hang on another noun than `noun`."""
    # handles: the report on the port, which ...; it cut the fee in June, which ... / not: the port, which ...
    if noun.dep_ != "pobj":
        return False
    above = noun.head.head
    things = any(child.dep_ in {"dobj", "attr"} and child.i < noun.i for child in above.children)
    return above.pos_ in {"NOUN", "PROPN"} or (relative.lower_ == "which" and things)
