"""Read the roles that stand before a name: titles and appositives closed by a comma."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.lexicon import words
from claimkit.speakers.lexemes import fold, is_courtesy
from claimkit.speakers.wording import LONGEST, RELATIVES, STOPS, Found, found_role, head_of, is_person_noun, make_role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from claimkit.speakers.index import Index
    from claimkit.speakers.names import Name

_NP = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PART", "PRON", "NUM", "ADP"})


def title_role(name: Name, before: int, index: Index) -> Iterator[Found]:
    """handles: "retired keeper Ana Marr", "former Finance Minister Ana Marr" / not: "Yesterday Ana Marr"."""
    tokens, at = index.tokens, before - 1
    nearest = tokens[at] if 0 <= at < len(tokens) else None
    start = name.title_start
    offices = [word for word in name.title if not is_courtesy(fold(word))]
    ranked = nearest is not None and offices and nearest.lower_ in words("titles")["ranks"]
    if nearest is not None and (ranked or (not name.title and nearest.text.islower() and is_person_noun(nearest))):
        while at >= 0 and before - at < 10 and _in_prefix(tokens[at], tokens[before - 1]):
            start, at = tokens[at].idx, at - 1
    raw = index.text[start : name.start].split()
    while raw and (is_courtesy(fold(raw[0])) or fold(raw[0]) in ("the", "a", "an", "'s", "-")):
        raw = raw[1:]
    if raw and (role := make_role(" ".join(raw))):
        yield Found(role, before - 1 if not name.title else -1)


def _in_prefix(token: Token, nearest: Token) -> bool:
    if token.i < nearest.i and (token.whitespace_ == "" and token.nbor().pos_ == "PUNCT" and token.nbor().text != "-"):
        return False
    rank = token.lower_ in words("titles")["ranks"]
    return rank or token.pos_ in ("NOUN", "ADJ", "PROPN") or token.text in ("-", "'s")


def comma_before(before: int, after: int, index: Index) -> Iterator[Found]:
    """handles: "the union's treasurer, Ana Marr, said" / not: "In the capital, Ana Marr said"."""
    tokens = index.tokens
    if not 1 < before < len(tokens) or tokens[before - 1].text != ",":
        # "the mediator, the retired judge Ana Marr,": the words of a title stand between.
        before = _title_comma(before, index)
        if not before:
            return
    closed = after >= len(tokens) or tokens[after].text in STOPS or _is_appositive(tokens[after - 1])
    start = before - 1
    while start > 0 and before - start < LONGEST and _in_phrase(tokens[start - 1]) and not tokens[start].is_sent_start:
        start -= 1
    phrase = _noun_phrase(tokens[start : before - 1])
    as_office = bool(phrase) and phrase[0].i > 0 and tokens[phrase[0].i - 1].lower_ == "as"
    if not phrase or not (closed or as_office):
        return
    head = head_of(phrase)
    opened = as_office or phrase[0].pos_ in ("DET", "PRON") or any(token.text == "'s" for token in phrase)
    # handles also: "the Home Secretary, Ana Marr," / not: "the Treasury, Ana Marr said".
    common = head.pos_ == "NOUN" or head.lower_ in words("titles")["posts"]
    if opened and common and is_person_noun(head) and head.tag_ != "NNS":
        yield from found_role(phrase, index)


def _title_comma(before: int, index: Index) -> int:
    for at in range(before - 1, max(before - 6, 1), -1):
        token = index.tokens[at] if at < len(index.tokens) else None
        if token is None or token.pos_ not in ("DET", "ADJ", "NOUN", "PUNCT", "VERB"):
            return 0
        if token.text == ",":
            return at + 1 if index.tokens[at + 1].pos_ == "DET" else 0
    return 0


def _in_phrase(token: Token) -> bool:
    if token.lower_ in RELATIVES:
        return False
    return token.pos_ in _NP or token.text == "-" or token.lower_ in words("titles")["ranks"]


def _is_appositive(token: Token) -> bool:
    return token.dep_ == "appos"


def _noun_phrase(tokens: list[Token]) -> list[Token]:
    """Cut what stands before the phrase: a leading preposition, but not one between its nouns."""
    while tokens and tokens[0].pos_ in ("ADP", "PART") and tokens[0].text != "'s":
        tokens = tokens[1:]
    starts = [
        at
        for at, token in enumerate(tokens)
        if token.lower_ in ("a", "an", "the", "its", "his", "her", "their", "our", "my")
    ]
    begin = 0
    for at in starts[1:]:
        if tokens[at - 1].pos_ != "ADP":
            continue
        owned = any(token.text in ("'s", "'") for token in tokens[at:])
        if not owned and is_person_noun(head_of(tokens[begin:at])):
            break
        begin = at
    return tokens[begin:]
