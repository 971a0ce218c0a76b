"""Find the clause that a "this" or "that" alone takes up: the one told just before, if it can be said in few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.context.nouns import lemma_of, phrase_of
from claimkit.context.wording import is_open
from claimkit.lexicon import entries, words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimkit.context.scene import Scene
    from claimkit.context.wording import Wording

_LONGEST = 14
"""Words of a clause that is put into brackets."""
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_NAMING = frozenset({"prt", "dobj", "attr", "acomp", "xcomp", "oprd", "dative", "advmod", "prep"})
_OWNED = frozenset({"its", "his", "her", "their"})
"""Words that the subject of the same clause explains."""
_SAYING = frozenset({"ccomp"})
_BACK = 3
"""Sentences through which the same act may be taken up."""


def act_before(scene: Scene, wording: Wording, token: Token, back: int = _BACK) -> str | None:
    """Return the act that a "this" takes up: "that ...", or the noun for it; `back` sentences are looked through."""
    # handles: The port lost its licence. [This] angered traders. / not: This week, this is why, he said that.
    if back == 0 or token.dep_ not in _SUBJECTS or token.tag_ != "DT" or token.i == 0:
        return None
    here = scene.sentence[token.i]
    lo = token.i
    while lo > 0 and scene.sentence[lo - 1] == here:
        lo -= 1
        if token.i - lo > 3:
            return None
    if lo == 0 or any(each.pos_ in {"NOUN", "VERB"} for each in scene.tokens[lo : token.i]):
        return None
    return _clause(scene, wording, scene.tokens[lo - 1], token, back)


def _clause(scene: Scene, wording: Wording, last: Token, token: Token, back: int) -> str | None:
    """Word the main clause of the sentence that ends in `last`."""
    root = last
    for _ in range(30):
        if root.head.i == root.i:
            break
        root = root.head
    voice = scene.voices.direct
    told = next((each for each in root.children if each.dep_ in _SAYING and each.i > root.i), None)
    # handles: The port said it had lost its licence. This ... / not: "We lost it," she said. This ...
    verb = told or root
    if voice[verb.i] != voice[token.i] or verb.pos_ not in {"VERB", "AUX"}:
        return None
    subject = next((each for each in verb.lefts if each.dep_ in _SUBJECTS), None)
    if subject is not None and (deed := _deed(scene, wording, verb, subject, back)) is not None:
        return deed
    if any(each.dep_ in {"conj", "advcl", "ccomp", "neg", "parataxis"} for each in verb.children):
        return None
    shown = None if subject is None else wording.subject(subject)
    rest = None if subject is None else _predicate(scene, verb, subject.right_edge.i + 1)
    return f"that {shown[1]} {rest}" if shown is not None and rest is not None else None


def _deed(scene: Scene, wording: Wording, verb: Token, subject: Token, back: int) -> str | None:
    """Return the act that the clause before is about, where all it says is what the act is."""
    # handles: The use of rockets is a change. [This] would widen the war. / not: The use of rockets grew. This ...
    if verb.lemma_ not in words("context")["being"]:
        return None
    # handles: [This] would be a step too far. Secondly, [this] would cost lives (the same act).
    if subject.lower_ == "this":
        return act_before(scene, wording, subject, back - 1)
    lo, hi = phrase_of(subject, _LONGEST)
    names = lemma_of(subject) in words("context")["deeds"] or lemma_of(subject) in entries("context")["clauses"]
    closed = hi - lo > 1 and not any(is_open(each.lower_) or each.is_quote for each in scene.tokens[lo:hi])
    if not (names and closed and subject.pos_ == "NOUN"):
        return None
    shown = scene.shown((lo, hi))
    return f"{shown[0].lower()}{shown[1:]}" if scene.tokens[lo].pos_ == "DET" else shown


def _predicate(scene: Scene, verb: Token, start: int) -> str | None:
    """Return the words from the subject to the end of the object."""
    hi, done = verb.i + 1, False
    for child in verb.rights:
        if child.dep_ == "punct" or child.left_edge.i != hi or child.dep_ not in _NAMING:
            break
        end = phrase_of(child)[1] if child.dep_ in {"dobj", "attr"} else int(child.right_edge.i) + 1
        if end - start > _LONGEST:
            break
        hi, done = end, True
        if end != child.right_edge.i + 1:
            break
    tokens = scene.tokens[start:hi]
    if (
        not done
        or hi - start > _LONGEST
        or any(
            (is_open(each.lower_) and each.lower_ not in _OWNED)
            or each.is_quote
            or each.is_punct
            or each.text in {"[", "]"}
            for each in tokens
        )
    ):
        return None
    return scene.shown((start, hi))
