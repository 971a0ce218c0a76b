"""Find every place in a text that may stand for a person or a body: names and pronouns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from claimkit.findings import Block, BlockKind, Layout
from claimkit.lexicon import words
from claimkit.models import Article
from claimkit.speakers.index import Index, is_subject
from claimkit.speakers.lexemes import fold, is_body_word, is_courtesy, is_given, is_office
from claimkit.speakers.names import find_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc, Token

    from claimkit.models import Offsets
    from claimkit.speakers.names import Name

PERSONAL = frozenset({"i", "me", "my", "myself", "he", "him", "his", "himself", "she", "her", "hers", "herself"})
RELATIVE_PEOPLE = frozenset({"who", "whom", "whose"})
THINGS = frozenset({"it", "its", "itself", "which", "where", "whose", "they", "their", "them", "we", "our"})
_KINDS = {"PERSON": 2.0, "ORG": -1.5, "NORP": -2.5, "FAC": -1.0, "GPE": -1.0, "LOC": -1.0, "PRODUCT": -0.5}
_OTHERS = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE"})
_WORD = re.compile(r"[^\W_]+(?:[.'&-][^\W_]+)*")
_LIFE = re.compile(r"'?\s?\((?:born|b\.|née|[^()]{0,60}\d{4}\s?[-–—])")
_ABBREVIATION = re.compile(r"[A-Z][A-Z&.]{1,5}")
UNSURE = 3.1
"""Names whose figure is nearer to 0 than this may be either a person's or a body's."""


class Mention(NamedTuple):
    """A name or pronoun: its offsets, head token, sentence, its folded words, and above 0 where it is a person's."""

    start: int
    end: int
    head: int
    sentence: int
    words: tuple[str, ...]
    likely: float
    pronoun: str = ""
    title: tuple[str, ...] = ()

    @property
    def person(self) -> bool:
        """Tell whether it is taken for a person's."""
        return self.likely > 0


def people_and_bodies(doc: Doc) -> tuple[tuple[Offsets, ...], tuple[Offsets, ...]]:
    """Return the offsets of whatever may stand for a person, and of whatever may stand for a body.

    >>> from claimkit.findings import Block, BlockKind
    >>> from claimkit.parsing import load, parse
    >>> text = "Mara Ives left Brack Ltd, which she had run."
    >>> people, bodies = people_and_bodies(parse(text, [Block(0, len(text), BlockKind.PARAGRAPH)], load()))
    >>> [text[start:end] for start, end in people], [text[start:end] for start, end in bodies]
    (['Mara Ives', 'she'], ['Brack Ltd', 'which'])

    A name that may be either is in both. Offsets are code points of the text, in its order.
    """
    found = find_mentions(index_of(doc))
    people = [each for each in found if each.likely > -UNSURE or each.pronoun in RELATIVE_PEOPLE]
    bodies = [each for each in found if each.likely < UNSURE]
    return tuple((each.start, each.end) for each in people), tuple((each.start, each.end) for each in bodies)


def index_of(doc: Doc) -> Index:
    """Index a parsed text as one paragraph without quotes."""
    text = doc.text
    return Index(
        doc,
        article=Article(text=text),
        layout=Layout((Block(0, len(text), BlockKind.PARAGRAPH),)),
        attributions=(),
    )


def find_mentions(index: Index) -> list[Mention]:
    """Return the mentions of people and bodies in the order of the text; none overlaps another."""
    found = [each for name in find_names(index) for each in _parts(name, index)]
    known = sorted((each.start, each.end) for each in found)
    more = [_entity(start, end, index) for start, end in _unnamed_entities(index, known)]
    more += list(_pronouns(index))
    return _apart(sorted([*found, *more], key=lambda each: (each.start, -each.end)))


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for each in mentions:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _parts(name: Name, index: Index) -> Iterator[Mention]:
    """handles: "Brack CEO Ann Lowe" as two names / not: "Prime Minister Ann Lowe"."""
    lead = 0
    for word in map(fold, name.title):
        if is_office(word) or is_courtesy(word) or word in words("ties")["titles"] or word in words("titles")["ranks"]:
            break
        lead += 1
    if 0 < lead < len(name.title):
        first, last = name.title[0], name.title[lead - 1]
        end = index.text.find(last, name.title_start) + len(last)
        tokens = index.within(name.title_start, end)
        if first and tokens and not _is_no_name(tuple(map(fold, name.title[:lead])), tokens):
            yield _mention(name.title_start, end, tokens, index, tuple(map(fold, name.title[:lead])), -4.0)
    if (named := _named(name, index)) is not None:
        yield named


def _named(name: Name, index: Index) -> Mention | None:
    tokens = index.within(name.start, name.end)
    folds = tuple(map(fold, name.words))
    if not tokens or _is_no_name(folds, tokens):
        return None
    likely = (1.0 if name.person else -1.0) + 2.0 * bool(name.title) + _form(folds, name.text)
    likely += _told(tokens) + _beside(name.start, name.end, index)
    return _mention(name.start, name.end, tokens, index, folds, likely, name.title)


def _mention(
    start: int,
    end: int,
    tokens: Sequence[Token],
    index: Index,
    folds: tuple[str, ...],
    likely: float,
    title: tuple[str, ...] = (),
) -> Mention:
    head = next((token for token in reversed(tokens) if not start <= token.head.idx < end), tokens[-1])
    return Mention(start, end, head.i, index.sentence[head.i], folds, likely, title=title)


def _is_no_name(folds: tuple[str, ...], tokens: Sequence[Token]) -> bool:
    """handles: "Managing Director", "Oral History", "Australian" / not: "Director Films", "Liberal"."""
    ties, parties = words("ties"), words("parties")
    last = folds[-1] in ties["title_ends"] and not any(is_body_word(word) for word in folds[:-1])
    if last or all(word in ties["titles"] or is_office(word) for word in folds):
        return not any(word in parties["words"] for word in folds)
    if all(word in ties["subjects"] or word in ("and", "of", "&") for word in folds):
        return True
    adjective = len(folds) == 1 and tokens[-1].tag_ in ("JJ", "JJR") and tokens[-1].ent_type_ != "ORG"
    if adjective and tokens[-1].text[0].isupper():
        return folds[0] not in parties["words"] and folds[0] not in parties["names"]
    return all(token.ent_type_ in _OTHERS for token in tokens)


def _form(folds: tuple[str, ...], text: str) -> float:
    """handles: "Ruth Marr" / not: "Marr & Co", "NUT", "the Green Party"."""
    figure = 0.0
    if any(is_body_word(word) for word in folds) or "&" in text:
        figure -= 2.5
    if any(word in words("parties")["words"] for word in folds) or " ".join(folds) in words("parties")["names"]:
        figure -= 6.0
    if _ABBREVIATION.fullmatch(text):
        figure -= 1.5
    if len(folds) > 1 and is_given(folds[0]):
        figure += 0.5
    return figure


def _told(tokens: Sequence[Token]) -> float:
    kinds = [token.ent_type_ for token in tokens if token.ent_type_ in _KINDS]
    return sum(_KINDS[kind] for kind in kinds) / len(kinds) if kinds else 0.0


def _beside(start: int, end: int, index: Index) -> float:
    """Weigh the words around a name.

    handles: "Marr (born 1950) was", "Marr joined the bank" / not: "at Marr", "Marr's chief executive"
    """
    first, last = index.first(start), min(index.first(end - 1), len(index.tokens) - 1)
    figure = 2.5 if _LIFE.match(index.text, end) else 0.0
    return figure + _before(first, index) + _after(last, index) + _as_subject(index.tokens[last])


def _before(first: int, index: Index) -> float:
    """handles: "the Marr", "chief executive of Marr", "joined Marr" / not: "and Marr"."""
    before = [token.lower_ for token in index.tokens[max(first - 3, 0) : first]]
    figure = 0.0
    if before and before[-1] == "the":
        figure -= 1.5
        before.pop()
    if before and before[-1] in ("at", "joined", "joining", "left", "leaving", "for", "within"):
        return figure - 1.5
    if len(before) > 1 and before[-1] in ("of", "with") and _is_post(before[-2]):
        return figure - 3.0
    return figure + (1.5 if before and _is_post(before[-1]) else 0.0)


def _is_post(word: str) -> bool:
    return is_office(word) or word in words("ties")["posts"]


def _after(last: int, index: Index) -> float:
    """handles: "Marr's founder", "Marr, which" / not: "Marr, who", "Marr, chairman of"."""
    after = [token.lower_ for token in index.tokens[last + 1 : last + 5]]
    if after[:1] == ["'s"]:
        return -1.5 if any(_is_post(word) for word in after[1:]) else 0.0
    if after[:1] == [","] and len(after) > 1:
        if after[1] in ("who", "whose") or _is_post(after[1]):
            return 1.5
        return -2.0 if after[1] in ("which", "where") else 0.0
    return 0.0


def _as_subject(head: Token) -> float:
    """handles: "Marr joined the bank", "Marr is a nurse" / not: "Marr is a bank", "Marr was founded"."""
    if not is_subject(head):
        return 0.0
    verb = head.head.lemma_.lower()
    if head.dep_ == "nsubjpass" and verb in words("ties")["made"]:
        return -5.0
    if verb == "be" and any(_is_thing(each) for each in head.head.rights):
        return -3.0
    told = verb == "be" and any(is_office(each.lower_) for each in head.head.rights)
    return 1.5 if told or verb in words("ties")["work"] else 0.0


def _is_thing(token: Token) -> bool:
    people, lemma = words("people"), token.lemma_.lower()
    return token.dep_ == "attr" and (lemma in people["enterprises"] or lemma in people["bodies"]) and not is_office(lemma)


def _unnamed_entities(index: Index, known: Sequence[Offsets]) -> Iterator[Offsets]:
    """Give what the tagger takes for a person or body where no name was found."""
    at = 0
    for ent in index.doc.ents:
        while at < len(known) and known[at][1] <= ent.start_char:
            at += 1
        free = at == len(known) or known[at][0] >= ent.end_char
        if free and ent.label_ in ("PERSON", "ORG", "FAC") and any(token.pos_ == "PROPN" for token in ent):
            yield ent.start_char, ent.end_char


def _entity(start: int, end: int, index: Index) -> Mention:
    tokens = index.within(start, end)
    folds = tuple(fold(found.group()) for found in _WORD.finditer(index.text, start, end)) or (index.text[start:end],)
    return _mention(start, end, tokens, index, folds, _told(tokens) + _form(folds, index.text[start:end]))


def _pronouns(index: Index) -> Iterator[Mention]:
    for token in index.tokens:
        word = token.lower_
        likely = 0.0
        if word in PERSONAL or word in ("who", "whom"):
            likely = 9.0
        elif word in THINGS or (word == "that" and token.tag_ == "WDT"):
            likely = -9.0
        if likely and not (word == "it" and token.dep_ == "expl"):
            yield Mention(token.idx, token.idx + len(token), token.i, index.sentence[token.i], (word,), likely, word)
