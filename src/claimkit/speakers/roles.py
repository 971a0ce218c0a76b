"""Read the roles that stand beside a name: titles, appositives, relative clauses and copulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimkit.lexicon import words
from claimkit.speakers.lexemes import is_body_word, is_office
from claimkit.speakers.roles_before import comma_before, title_role
from claimkit.speakers.wording import (
    LONGEST,
    RELATIVES,
    STOPS,
    Found,
    found_role,
    head_of,
    is_person_noun,
    make_role,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from claimkit.speakers.index import Index
    from claimkit.speakers.names import Name

_PARTY = re.compile(r"\s?[(,]\s?([DRI]-[A-Z][\w.]{1,12})\s?[),]")
_AGE = re.compile(r"(?:aged? )?\d{1,3}")
_DASHES = frozenset({"—", "–", "--", "-"})
_OPENERS = frozenset({"DET", "ADJ", "NOUN", "PRON", "PROPN", "NUM"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def roles_beside(name: Name, index: Index) -> Iterator[Found]:
    """Give every role that stands directly beside `name`."""
    before, after = index.first(name.title_start), index.first(name.end - 1) + 1
    yield from title_role(name, before, index)
    yield from comma_before(before, after, index)
    if name.person:
        party = _PARTY.match(index.text, name.end)
        if party and (role := make_role(party.group(1))):
            yield Found(role, -1)
        yield from _after(after, index)
        yield from _copula(after, index)


def _segment(start: int, index: Index) -> list[Token]:
    """Return the tokens from `start` to the next stop or end of the sentence."""
    segment: list[Token] = []
    for token in index.tokens[start : start + LONGEST]:
        if (segment and token.is_sent_start) or token.text in STOPS or token.is_space:
            break
        segment.append(token)
    return segment


def _after(at: int, index: Index) -> Iterator[Found]:
    """handles: "Ana Marr, 71, a nurse at the clinic, who chairs the trust," / not: "Ana Marr, on Monday"."""
    tokens = index.tokens
    yield from _of_body(at, index)
    at = _past_brackets(at, index)
    given = False
    for _ in range(4):
        if at >= len(tokens) or (tokens[at].text != "," and tokens[at].text not in _DASHES):
            return
        segment = _segment(at + 1, index)
        if not segment:
            return
        found = list(_read(segment, index, given=given))
        if not found and not _AGE.fullmatch(words_of(segment, index)):
            return
        yield from found
        given = given or bool(found)
        at = segment[-1].i + 1


def _past_brackets(at: int, index: Index) -> int:
    """handles: "Ana Marr (D-Ohio), chair of the board" / not: a bracket that is not closed."""
    tokens = index.tokens
    if at < len(tokens) and tokens[at].text == "(":
        return next((token.i + 1 for token in tokens[at : at + 10] if token.text == ")"), at)
    return at


def _read(segment: list[Token], index: Index, *, given: bool) -> Iterator[Found]:
    first = segment[0].lower_
    if first == "who":
        yield from _relative(segment[1:], index)
        return
    if first in ("now", "then", "formerly", "currently", "also", "and") and len(segment) > 1:
        segment, given = segment[1:], given and first != "and"
    if given:
        return
    if segment[0].pos_ == "ADP":
        yield from _of_body(segment[0].i, index)
    elif _is_role_phrase(segment):
        for part in _parts(segment):
            yield from found_role(part, index)


def _relative(clause: list[Token], index: Index) -> Iterator[Found]:
    """handles: "who has chaired the trust since May" / not: "who faces an election"."""
    for at, token in enumerate(clause[:5]):
        if token.pos_ in ("VERB", "AUX") and token.lemma_.lower() in words("titles")["role_verbs"]:
            if role := make_role(words_of(clause[at:], index)):
                yield Found(role, -1)
            return
        if token.lemma_ == "be" and at + 1 < len(clause) and clause[at + 1].pos_ in ("DET", "ADJ", "NOUN"):
            yield from _predicate(clause[at + 1 :], index)
            return
        if token.pos_ not in ("ADV", "AUX", "PART", "VERB"):
            return


def _copula(at: int, index: Index) -> Iterator[Found]:
    """handles: "Ana Marr is the director of the trust" / not: "Ana Marr is a disgrace"."""
    clause = index.tokens[at : at + LONGEST]
    if len(clause) > 2 and clause[0].lower_ in ("is", "was", "became", "remains") and clause[1].pos_ in ("DET", "PRON"):
        yield from _predicate(_segment(at + 1, index), index)


def _predicate(tokens: list[Token], index: Index) -> Iterator[Found]:
    cut = next(
        (at for at, token in enumerate(tokens) if at and (token.lower_ in RELATIVES or token.tag_ in _FINITE)),
        len(tokens),
    )
    phrase = tokens[:cut]
    while phrase and phrase[-1].pos_ in ("CCONJ", "SCONJ", "ADP", "ADV", "PRON"):
        phrase = phrase[:-1]
    if phrase and is_office(head_of(phrase).lower_):
        yield from found_role(phrase, index)


def _is_role_phrase(segment: list[Token]) -> bool:
    """handles: "a carter whom all knew", "head of the mill" / not: "the council said", "teachers", "Ladbury"."""
    head = head_of(segment)
    if segment[0].pos_ not in _OPENERS and segment[0].lower_ not in words("titles")["ranks"]:
        return False
    if segment[0].lower_ in ("one", "among") and len(segment) > 3 and segment[1].lower_ == "of":
        return True
    finite = any(token.tag_ in _FINITE for token in segment)
    if finite and not any(token.lower_ in RELATIVES for token in segment):
        return False
    ranked = segment[0].lower_ in words("titles")["ranks"] and head.pos_ == "NOUN"
    if ranked or is_person_noun(head) or head.lemma_.lower() in words("people")["unnamed"]:
        return head.tag_ != "NNS"
    return (
        head.pos_ == "NOUN"
        and head.tag_ == "NN"
        and segment[0].lower_ in ("a", "an", "the", "his", "her")
        and not _is_thing(head)
    )


def _is_thing(token: Token) -> bool:
    people = words("people")
    lemma = token.lemma_.lower()
    return lemma in people["bodies"] or lemma in people["documents"] or token.ent_type_ in ("DATE", "TIME")


def _parts(segment: list[Token]) -> Iterator[list[Token]]:
    """handles: "a poet and one of its editors" -> two roles / not: "head of oil and gas"."""
    start = 0
    for at, token in enumerate(segment[:-1]):
        if at and token.lower_ == "and" and segment[at + 1].lower_ in RELATIVES:
            segment = segment[:at]
            break
        if at and token.lower_ == "and" and segment[at + 1].lower_ in ("a", "an", "the", "one", "former", "his", "her"):
            yield segment[start:at]
            start = at + 1
    yield segment[start:]


def _of_body(at: int, index: Index) -> Iterator[Found]:
    """handles: "Ana Marr of the Lowland Trust" / not: "Ana Marr of Ladbury"."""
    tokens = index.tokens
    closed = at > 0 and at < len(tokens) and tokens[at - 1].text == ","
    if at >= len(tokens) or tokens[at].lower_ not in (("of", "from", "with", "at") if closed else ("of",)):
        return
    end = at + 1
    while end < min(len(tokens) - 1, at + 15) and _continues(tokens[end], tokens[end + 1]):
        end += 1
    body = tokens[at + 1 : end]
    if body and (any(is_body_word(token.lower_) for token in body) or any(token.ent_type_ == "ORG" for token in body)):
        text = words_of(body, index)
        role = make_role(text)
        yield from [Found(role._replace(head="", affiliation=text), -1)] if role else []


def _continues(token: Token, following: Token) -> bool:
    small = token.lower_ in ("of", "for", "&", "-") and following.pos_ in ("PROPN", "DET")
    return small or token.pos_ in ("PROPN", "DET")
