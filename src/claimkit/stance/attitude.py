"""Attitude: does the holder speak well or ill of what the claim is about?"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import words
from claimkit.models import Attitude
from claimkit.stance.clause import Clause, subject_of
from claimkit.stance.polarity import negators_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from claimkit.models import Offsets

_NOMINAL = frozenset({"NOUN", "PROPN"})
_OBJECTS = frozenset({"dobj", "attr", "oprd", "nsubjpass", "pobj"})
_OWN_LEVEL = 2
"""A word in the predicate itself weighs this many times what one deeper inside weighs."""


class Verdict(NamedTuple):
    """An evaluating word and what it adds: above nought is favourable."""

    value: int
    token: Token


def verdicts_of(clause: Clause) -> list[Verdict]:
    """Return the evaluating words of a claim, each with its value where it stands."""
    found: list[Verdict] = []
    considered = [token for token in clause.tokens if token.lower_ in _weighty() or token.lemma_.lower() in _weighty()]
    aside = _aside(clause) if considered else set()
    considered = [token for token in considered if token.i not in aside]
    moves = {token.i: value for token in considered if (value := _moves(token))}
    moved = {thing.i for token in considered if token.i in moves for thing in _things(token)}
    for token in considered:
        value = moves.get(token.i) or (0 if token.i in moved else _value(token)) or _fails(clause, token)
        if value and not (_is_unreal(clause, token) and negators_of(clause, token)):
            weight = _OWN_LEVEL if _is_central(clause, token) else 1
            # The negation is what makes "cannot" a failing: it does not turn it round again.
            turn = 1 if token.tag_ == "MD" else _turn(clause, token)
            found.append(Verdict(value * weight * turn, token))
    return found


@cache
def _weighty() -> frozenset[str]:
    """Return every word that may evaluate, by its lemma or as it stands; most claims have none."""
    listed = words("stance")
    keys = ("favourable", "unfavourable", "rising", "falling", "reversing")
    return frozenset(["too", "run", "can", "ca", "could"]).union(*(listed[key] for key in keys))


def _aside(clause: Clause) -> set[int]:
    """Return the words of clauses that only say when or while what a claim is so."""
    # handles: [Exports fell] while rents rose. / not: [Exports fell] while [rents rose].
    return {
        i
        for child in clause.core.children
        if child.dep_ == "advcl" and any(c.lower_ in {"while", "as", "when", "after", "before"} for c in child.children)
        for i in range(child.left_edge.i, child.right_edge.i + 1)
    }


def lean(verdicts: list[Verdict]) -> Attitude:
    """Return the attitude that the verdicts add up to."""
    total = sum(verdict.value for verdict in verdicts)
    if total == 0:
        return Attitude.NEUTRAL
    return Attitude.FAVOURABLE if total > 0 else Attitude.UNFAVOURABLE


def _value(token: Token) -> int:
    if token.pos_ not in {"NOUN", "VERB", "ADJ", "ADV"} or token.ent_type_ in {"ORG", "PERSON", "GPE", "FAC"}:
        return 0
    listed = words("stance")
    forms = {token.lemma_.lower(), token.lower_}
    # "well" before a preposition or after a modal measures, it does not praise.
    if token.lower_ == "well" and token.dep_ == "advmod" and token.i > 0 and token.doc[token.i - 1].tag_ == "MD":
        return 0
    return bool(forms & listed["favourable"]) - bool(forms & listed["unfavourable"])


def _fails(clause: Clause, token: Token) -> int:
    """Evaluate what cannot be done, what is too much and what runs out."""
    # handles: The gate could not be opened; the fee is too high. / not: The gate was not opened; the fee is high, too.
    if token.lower_ == "too" and token.dep_ == "advmod" and token.head.pos_ in {"ADJ", "ADV"}:
        return -1
    # handles: The fund ran dry. / not: The clothes are dry.
    if token.lemma_ == "run" and any(c.lower_ in {"dry", "out", "short", "low"} for c in token.children):
        return -1
    if token.tag_ != "MD" or token.lower_ not in {"can", "ca", "could"} or token.head.i != clause.core.i:
        return 0
    return -1 if token.head.pos_ in {"VERB", "AUX"} and any(c.dep_ == "neg" for c in token.head.children) else 0


def _moves(token: Token) -> int:
    """Evaluate a rise, a fall or an end by what it is that rises, falls or ends."""
    # handles: Exports fell; deaths fell; they averted a strike. / not: The curtain fell.
    listed = words("stance")
    lemma = token.lemma_.lower()
    rising, falling = lemma in listed["rising"], lemma in listed["falling"]
    if not (rising or falling or lemma in listed["reversing"]):
        return 0
    for thing in _things(token):
        worth = _worth(thing)
        if worth:
            return worth if rising else -worth
    # handles: The crown lost 4%; they lost the vote. / not: The curtain fell.
    beside = [child for near in token.children for child in (near, *near.children)]
    figures = any(child.like_num or child.text == "%" for child in beside)
    return -1 if lemma in listed["losing"] and (figures or any(near.dep_ == "dobj" for near in token.children)) else 0


def _things(token: Token) -> Iterator[Token]:
    children = list(token.children)
    for child in children:
        if child.dep_ in {"dobj", "nsubjpass"}:
            yield child
    # handles: a fall in exports; the rise of crime. / not: a fall in the mountains.
    if token.pos_ == "NOUN":
        for child in children:
            if child.dep_ == "prep" and child.lower_ in {"in", "of"}:
                yield from (inner for inner in child.children if inner.dep_ == "pobj")
            elif child.dep_ == "compound":
                yield child
    elif (subject := subject_of(token)) is not None:
        yield subject


def _worth(thing: Token) -> int:
    listed = words("stance")
    lemma = thing.lemma_.lower()
    return bool({lemma} & listed["goods"]) - bool({lemma} & (listed["bads"] | listed["unfavourable"]))


def _turn(clause: Clause, token: Token) -> int:
    """Return -1 where a negation or a verb like "prevent" turns the value of a word, else 1."""
    sign = 1
    head = token
    reversing = words("stance")["reversing"] | words("stance")["falling"]
    for _ in range(4):
        if len(_negators(clause, head)) % 2:
            sign = -sign
        if head.dep_ == "pobj" and head.head.lower_ == "without":
            sign = -sign
        above = head.head
        if above.i == head.i or not clause.holds(above) or head.dep_ in {"relcl", "advcl", "ccomp", "conj", "appos"}:
            break
        if head.dep_ in {"dobj", "nsubjpass"} and above.lemma_.lower() in reversing and not _worth(head):
            sign = -sign
        # handles: They squandered its goodwill. / not: They won its goodwill.
        if head.dep_ == "dobj" and above.lemma_.lower() in words("stance")["forfeiting"] and _value(token) > 0:
            sign = -sign
        head = above
    return -sign if sign > 0 and _is_unreal(clause, token) else sign


def _is_unreal(clause: Clause, token: Token) -> bool:
    # handles: A guard would have saved it: a regret. / not: A guard would save it.
    if token.i != clause.core.i or _value(token) <= 0:
        return False
    auxiliaries = {child.lower_ for child in token.children if child.dep_ == "aux"}
    return "have" in auxiliaries and bool(auxiliaries & {"would", "could", "should", "might"})


def _negators(clause: Clause, head: Token) -> tuple[Token, ...]:
    if head.pos_ in {"VERB", "AUX"}:
        return negators_of(clause, head)
    return tuple(
        child for child in head.children if child.dep_ == "neg" or (child.lower_ == "no" and child.dep_ == "det")
    )


def _is_central(clause: Clause, token: Token) -> bool:
    for _ in range(3):
        if token.i == clause.core.i:
            return True
        if token.dep_ not in {"acomp", "attr", "oprd", "amod", "advmod", "dobj"}:
            return False
        token = token.head
    return False


def target_of(clause: Clause, verdicts: list[Verdict]) -> Offsets | None:
    """Return the noun phrase that a claim evaluates: what its evaluating word speaks of, or else its subject."""
    strongest = sorted(verdicts, key=lambda verdict: (-abs(verdict.value), verdict.token.i))
    candidates = [noun for verdict in strongest[:1] for noun in _spoken_of(verdict.token)]
    subject = subject_of(clause.core)
    candidates += [subject] if subject is not None else []
    candidates += [child for child in clause.core.children if child.dep_ in _OBJECTS]
    inside = [noun for noun in candidates if clause.holds(noun) and noun.pos_ in _NOMINAL]
    if not inside and clause.core.pos_ in _NOMINAL:
        inside = [clause.core]
    return _phrase(clause, inside[0]) if inside else None


def _spoken_of(token: Token) -> Iterator[Token]:
    # handles: [the plan] is reckless; a reckless [plan]; it ruined [the harbour]. / not: [it] is reckless.
    if token.dep_ == "amod":
        yield token.head
    for child in token.children:
        if child.dep_ in {"dobj", "nsubjpass"}:
            yield child
    verb = token if token.pos_ in {"VERB", "AUX"} else token.head
    subject = subject_of(verb)
    if subject is not None:
        yield subject


def _phrase(clause: Clause, noun: Token) -> Offsets:
    """Return the span of a noun phrase without the clauses that hang on it."""
    lo, hi = max(noun.left_edge.i, clause.start), min(noun.right_edge.i + 1, clause.end)
    for child in noun.children:
        if child.i > noun.i and child.dep_ in {"relcl", "acl", "appos", "advcl", "punct", "cc"}:
            hi = min(hi, max(child.left_edge.i, noun.i + 1))
    last = clause.doc[hi - 1]
    return clause.doc[lo].idx, last.idx + len(last)
