"""Find the mention that a cue gives as its source: its subject, agent or possessor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.attribution import cues
from claimkit.attribution.candidates import Range, light, subtree, trim
from claimkit.attribution.times import is_weekday

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from spacy.tokens import Token

_SUBJECTS = ("nsubj", "nsubjpass")
_EXPLETIVES = frozenset({"it", "there", "this", "that"})
_CHAIN = 6
"""How many heads up a chain of coordinations, infinitives and prepositions a subject is looked for."""


def children(token: Token, *labels: str) -> list[Token]:
    """Return the children of `token` with one of the dependency `labels`, in order."""
    return [child for child in token.children if child.dep_ in labels]


def is_passive(verb: Token) -> bool:
    """Tell whether `verb` is a passive participle.

    handles: "The plan was denounced by the union." / not: "The union denounced the plan."
    """
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def source_of(cue: Token) -> Token | None:
    """Return the noun that says, thinks or feels what `cue` reports, or None where nothing names it."""
    if cue.pos_ in ("VERB", "AUX"):
        return _agent(cue) if is_passive(cue) else _subject(cue)
    if cue.pos_ == "ADJ":
        return _bearer(cue)
    return _owner(cue)


def _subject(verb: Token) -> Token | None:
    """Walk up from `verb` to the subject that it shares.

    handles: "Ray left and said he was tired." / not: "It was said that he was tired."
    """
    token = verb
    for _ in range(_CHAIN):
        found = _own_subject(token, verb)
        if found is not None:
            return None if token.i != verb.i and found.lower_ in _EXPLETIVES else found
        if token.dep_ in ("acl", "amod"):
            return token.head
        if token.dep_ not in (
            "conj",
            "xcomp",
            "advcl",
            "pcomp",
            "aux",
            "prep",
            "acomp",
            "dobj",
            "ccomp",
            "attr",
            "pobj",
        ):
            return None
        token = token.head
        if token.pos_ in ("NOUN", "PROPN") and (owner := possessor(token)) is not None:
            return owner
    return None


def _own_subject(token: Token, verb: Token) -> Token | None:
    if token.i != verb.i and verb.dep_ == "xcomp":
        # handles: "The vote led Ray to say no." (Ray) / not: "Ray used the vote to say no."
        controllers = [
            child
            for child in children(token, "dobj")
            if child.i < verb.i and token.lemma_ not in cues.words("subject_control")
        ]
        if controllers and token.i == verb.head.i:
            return controllers[0]
    found = children(token, *_SUBJECTS)
    if not found:
        return None
    if token.i != verb.i and _coordinated_above(verb, token):
        return None
    before = [child for child in found if child.i < token.i]
    return before[-1] if before else found[0]


def _coordinated_above(verb: Token, token: Token) -> bool:
    """Tell whether `verb`, hung on the clause of `token`, is coordinated with the verb that reports that clause.

    handles: "She accepts that it rained but doubts that it flooded." (she doubts) / not: "She says he came and told
    them."
    """
    same = verb.dep_ == "conj" and verb.head.i == token.i and token.dep_ == "ccomp"
    return same and verb.tag_ == token.head.tag_ and verb.tag_ != token.tag_ and bool(children(verb, "ccomp"))


def _agent(verb: Token) -> Token | None:
    for agent in children(verb, "agent"):
        for noun in children(agent, "pobj"):
            return noun
    if (
        verb.dep_ == "conj"
        and verb.head.pos_ == "VERB"
        and not is_passive(verb.head)
        and not children(verb, "nsubjpass")
    ):
        return _subject(verb.head)
    return None


def _bearer(adjective: Token) -> Token | None:
    """Return who is "confident", "worried", "critical".

    handles: "Ray is confident that …", "residents worried about …" / not: "It is clear that …"
    """
    if adjective.dep_ in ("amod", "acl") or (adjective.dep_ == "relcl" and not children(adjective, *_SUBJECTS)):
        return adjective.head
    found = _subject(adjective)
    return None if found is not None and found.lower_ in ("it", "there", "this", "that") else found


def _owner(noun: Token) -> Token | None:
    """Return whose claim, plan or view `noun` is.

    handles: "the union's criticism of the plan", "Ray made the claim that …" / not: "The claim that … surfaced."
    """
    owner = possessor(noun)
    if owner is not None:
        return owner
    if noun.dep_ in ("dobj", "pobj", "attr", "conj"):
        governor = noun.head
        while governor.dep_ == "prep" or (
            governor.pos_ in ("NOUN", "PROPN") and governor.dep_ in ("conj", "dobj", "pobj")
        ):
            governor = governor.head
        if governor.pos_ in ("VERB", "AUX") and governor.lemma_ in cues.words("light"):
            return _agent(governor) if is_passive(governor) else _subject(governor)
    return None


def possessor(noun: Token) -> Token | None:
    """Return the possessor of `noun`, before it or after "by" or "from"."""
    for prep in children(noun, "prep"):
        if prep.lower_ in ("by", "from"):
            for owner in children(prep, "pobj"):
                return owner
    for owner in children(noun, "poss"):
        return owner
    return None


def mention(noun: Token, *, without: AbstractSet[int] = frozenset()) -> Range | None:
    """Return the whole noun phrase of `noun` as a token range, with its appositives and relative clauses.

    Tokens in `without` (the cue and its content) and the possessive mark are left out.
    """
    inside = subtree(noun) - without
    start = end = noun.i
    while start - 1 in inside:
        start -= 1
    while end + 1 in inside:
        end += 1
    while end > noun.i and noun.doc[end].tag_ == "POS":
        end -= 1
    # handles: "On Friday Ann Lowe told them" where the parse joins the day to the name
    while start < noun.i and is_weekday(noun.doc[start]) and noun.doc[start].dep_ == "compound":
        start += 1
    return None if light(noun) else trim((start, end + 1), noun.doc)
