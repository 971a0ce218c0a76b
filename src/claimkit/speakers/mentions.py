"""Find every place in a text that may stand for a person or a body: names and pronouns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from claimkit.findings import Block, BlockKind, Layout
from claimkit.lexicon import words
from claimkit.models import Article
from claimkit.speakers.index import Index
from claimkit.speakers.lexemes import fold, is_body_word, is_courtesy, is_office
from claimkit.speakers.likelihood import weigh_form, weigh_label, weigh_place
from claimkit.speakers.names import find_names
from claimkit.speakers.parties import letters_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc, Token

    from claimkit.models import Offsets
    from claimkit.speakers.names import Name

PERSONAL = frozenset({"i", "me", "my", "myself", "he", "him", "his", "himself", "she", "her", "hers", "herself"})
RELATIVE_PEOPLE = frozenset({"who", "whom", "whose"})
THINGS = frozenset({"it", "its", "itself", "which", "where", "whose", "they", "their", "them", "we", "our"})
_OTHERS = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "LANGUAGE"})
_WORD = re.compile(r"[^\W_]+(?:[.'&-][^\W_]+)*")
UNSURE = 3.1
"""Names whose figure is nearer to 0 than this may be either a person's or a body's."""
_SURE = 9.0


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
    layout = Layout((Block(0, len(text), BlockKind.PARAGRAPH),))
    return Index(doc, article=Article(text=text), layout=layout, attributions=())


def find_mentions(index: Index, names: Iterable[Name] | None = None) -> list[Mention]:
    """Return the mentions of people and bodies in the order of the text; none overlaps another."""
    found = [each for name in (find_names(index) if names is None else names) for each in _parts(name, index)]
    letters = {each.start for each in found if each.likely == -_SURE}
    found = [each for each in found if each.likely == -_SURE or each.start not in letters]
    known = sorted((each.start, each.end) for each in found)
    more = [each for span in _unnamed_entities(index, known) if (each := _entity(span, index)) is not None]
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
    parties, folds = words("parties"), tuple(map(fold, name.title))
    lead = 0
    while lead < len(folds) and (folds[lead] in parties["words"] or not _is_title(folds[lead])):
        lead += 1
    if lead == len(folds) and lead and any(fold(word) in parties["blocs"] | parties["words"] for word in name.words):
        name = name._replace(start=name.title_start, title=(), words=(*name.title, *name.words), person=False)
    elif lead and not _is_ministry(folds, lead):
        end = index.text.find(name.title[lead - 1], name.title_start) + len(name.title[lead - 1])
        tokens = index.within(name.title_start, end)
        if tokens and not _is_no_name(folds[:lead], tokens):
            yield _mention((name.title_start, end), index, folds[:lead], -4.0)
    if (named := _named(name, index)) is not None:
        yield named
    if (letters := letters_at(index.text, name.end)) is not None:
        start, end, party = letters
        yield _mention((start, end), index, tuple(map(fold, party.split())), -_SURE)


def _is_ministry(title: tuple[str, ...], lead: int) -> bool:
    """handles: "Transport Minister" / not: "Labour Minister" (its party), "Brack director"."""
    parties = words("parties")
    return title[lead : lead + 1] != () and title[lead] in parties["ministries"] and title[0] not in parties["words"]


def _is_title(word: str) -> bool:
    ranked = word in words("ties")["titles"] or word in words("titles")["ranks"]
    return ranked or is_office(word) or is_courtesy(word)


def _named(name: Name, index: Index) -> Mention | None:
    # "When I left Brack I went": the pronoun is no part of the name.
    while name.words and name.words[-1] == "I":
        gap = index.text[name.start : name.end - 1]
        name = name._replace(words=name.words[:-1], end=name.start + len(gap.rstrip()))
    tokens = index.within(name.start, name.end)
    folds = tuple(map(fold, name.words))
    if not tokens or not folds or _is_no_name(folds, tokens):
        return None
    span = (name.start, name.end)
    likely = (1.0 if name.person else -1.0) + 2.0 * bool(name.title) + weigh_form(folds, name.text)
    likely += weigh_label(tokens) + weigh_place(span, index)
    return _mention(span, index, folds, likely)._replace(title=name.title)


def _mention(span: Offsets, index: Index, folds: tuple[str, ...], likely: float) -> Mention:
    start, end = span
    tokens = index.within(start, end)
    head = next((token for token in reversed(tokens) if not start <= token.head.idx < end), tokens[-1])
    return Mention(start, end, head.i, index.sentence[head.i], folds, likely)


def _is_no_name(folds: tuple[str, ...], tokens: Sequence[Token]) -> bool:
    """handles: "Managing Director", "Oral History", "Australian" / not: "Director Films", "Liberal"."""
    ties, parties = words("ties"), words("parties")
    ends = folds[-1] in ties["title_ends"] and not any(is_body_word(word) for word in folds[:-1])
    named = all(_is_title(word) or _is_joined(word) for word in folds)
    if ends or named or "ceo" in folds:
        return not any(word in parties["words"] for word in folds)
    if all(word in ties["subjects"] or word in ("and", "of", "&") for word in folds):
        return True
    adjective = len(folds) == 1 and tokens[-1].tag_ in ("JJ", "JJR") and tokens[-1].ent_type_ != "ORG"
    if adjective and tokens[-1].text[0].isupper():
        return folds[0] not in parties["words"] and folds[0] not in parties["names"]
    return all(token.ent_type_ in _OTHERS for token in tokens)


def _is_joined(word: str) -> bool:
    """handles: "Editor-in-Chief", "Secretary-General" / not: "Liebherr-Orsk"."""
    return "-" in word and is_office(word.split("-", maxsplit=1)[0])


def _unnamed_entities(index: Index, known: Sequence[Offsets]) -> Iterator[Offsets]:
    """Give what the tagger takes for a person or body where no name was found."""
    at = 0
    for ent in index.doc.ents:
        while at < len(known) and known[at][1] <= ent.start_char:
            at += 1
        free = at == len(known) or known[at][0] >= ent.end_char
        if free and ent.label_ in ("PERSON", "ORG", "FAC") and any(token.pos_ == "PROPN" for token in ent):
            yield ent.start_char, ent.end_char


def _entity(span: Offsets, index: Index) -> Mention | None:
    tokens = index.within(*span)
    text = index.text[slice(*span)]
    folds = tuple(fold(found.group()) for found in _WORD.finditer(text)) or (text,)
    if _is_no_name(folds, tokens):
        return None
    return _mention(span, index, folds, weigh_label(tokens) + weigh_form(folds, text))


def _pronouns(index: Index) -> Iterator[Mention]:
    for token in index.tokens:
        word = token.lower_
        likely = 0.0
        if word in PERSONAL or word in ("who", "whom"):
            likely = _SURE
        elif word in THINGS or (word == "that" and token.tag_ == "WDT"):
            likely = -_SURE
        if likely and not (word == "it" and _is_empty(token)):
            yield Mention(token.idx, token.idx + len(token), token.i, index.sentence[token.i], (word,), likely, word)


def _is_empty(token: Token) -> bool:
    """handles: "it was late that", "it rained" / not: "it made ropes"."""
    return token.dep_ == "expl" or (token.dep_ == "nsubj" and token.head.lemma_ in ("be", "rain", "seem", "snow"))
