"""Find capitalised names with the titles before them, and tell people from bodies and places."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from claimkit.findings import BlockKind
from claimkit.lexicon import entries, words
from claimkit.speakers.index import is_subject
from claimkit.speakers.lexemes import fold, is_body_word, is_courtesy, is_given, is_office
from claimkit.speakers.votes import after_the, key_of, weigh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from claimkit.speakers.index import Index

_WORD = re.compile(r"[^\W\d_]+(?:[.'\-‐‑&][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"'[sS]$")
_FUNCTION_TAGS = frozenset({"DET", "ADP", "SCONJ", "CCONJ", "ADV", "PRON", "AUX", "VERB", "INTJ", "PART", "PUNCT"})
_DATELINE = re.compile(r"[^.:!?\n]{0,50}?\s?[-–—]{1,2}\s")
_LONGEST = 14
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


class Word(NamedTuple):
    """A word of the text without the mark of the genitive; `fold` is its lower-case form without dots."""

    start: int
    end: int
    text: str
    fold: str


class Name(NamedTuple):
    """A name in the text: `title` stands before it, `words` are the name itself, `person` says what it names."""

    start: int
    end: int
    title: tuple[str, ...]
    words: tuple[str, ...]
    person: bool
    the: bool
    place: bool = False
    title_start: int = -1
    text: str = ""
    subject: bool = False
    several: bool = False
    bracketed: bool = False

    @property
    def last(self) -> str:
        """Return the last word that is no Jr or III, folded."""
        kept = [fold(word) for word in self.words if fold(word) not in _SUFFIXES]
        return kept[-1] if kept else fold(self.words[-1])


def find_names(index: Index) -> list[Name]:
    """Return the names of the article in order, those of furniture and bylines left out."""
    runs = list(_runs(index))
    # A surname at the start of a sentence may be tagged as anything.
    surnames = frozenset(run[-1].fold for run in runs if len(run) > 1)
    split = [parts for run in runs if (parts := _split(run, index, surnames))]
    people = weigh(split, index)
    return [_name(title, name, index, person=people[key_of(name)] > 0) for title, name in split]


def _name(title: list[Word], name: list[Word], index: Index, *, person: bool) -> Name:
    start, end = name[0].start, name[-1].end
    token = index.tokens[min(index.first(end - 1), len(index.tokens) - 1)]
    # "the U.N.", "Ana Marr Jr."
    dotted = index.text[end : end + 1] == "." and ("." in name[-1].text or name[-1].fold in _SUFFIXES)
    return Name(
        start=start,
        end=end,
        title=tuple(word.text for word in title),
        words=tuple(word.text for word in name),
        text=index.words(start, end + dotted),
        title_start=(title or name)[0].start,
        person=person,
        the=after_the(title or name, index),
        # handles: "Tern Ledge" / not: "Heather Lake" where it names a person.
        place=any(each.ent_type_ in ("GPE", "LOC") for each in index.within(start, end))
        or (len(name) > 1 and not person and name[-1].fold in words("people")["landforms"]),
        subject=is_subject(token),
        # "Republicans", not "Rhodes"
        several=token.tag_ == "NNPS" and token.ent_type_ == "NORP",
        bracketed=index.text[max(start - 1, 0) : start] == "(",
    )


def _words(index: Index) -> Iterator[Word]:
    for found in _WORD.finditer(index.text):
        text = _POSSESSIVE.sub("", found.group())
        if text and index.kind_at(found.start()) not in (BlockKind.FURNITURE, BlockKind.BYLINE):
            yield Word(found.start(), found.start() + len(text), text, fold(text))


def _runs(index: Index) -> Iterator[list[Word]]:
    """Cut the text into runs of capitalised words; small words stay between the parts of one name."""
    run: list[Word] = []
    small: list[Word] = []
    for word in _words(index):
        last = small[-1] if small else run[-1] if run else None
        if len(run) > _LONGEST or (last and not _adjoins(last, word, index)):
            yield from [run] if run else []
            run, small = [], []
        if (
            word.text[0].isupper()
            and word.fold not in words("people")["calendar"]
            and not (run and _is_verb(word, index))
        ):
            run, small = [*run, *small, word], []
        elif run and len(small) < 2 and _connects(run, word):
            small.append(word)
        else:
            yield from [run] if run else []
            run, small = [], []
    if run:
        yield run


def _is_verb(word: Word, index: Index) -> bool:
    """handles: "Marr Says Mill Will Close" / not: "Ruth May"."""
    token = index.tokens[min(index.first(word.start), len(index.tokens) - 1)]
    return token.tag_ in ("VBZ", "VBD", "VBP", "MD") and not token.ent_type_ and not is_given(word.fold)


def _adjoins(last: Word, word: Word, index: Index) -> bool:
    """handles: "J. Marr", "Dr. Ana Marr", "Marr, Jr." / not: "Marr. Ana", "Marr's Ana"."""
    gap = index.text[last.end : word.start]
    if gap in (" ", "\n", "\u00a0") or gap == " & ":
        return True
    if gap in (". ", ".\n"):
        return (
            len(last.text) == 1
            or last.fold in _SUFFIXES
            or is_courtesy(last.fold)
            or last.fold in entries("titles")["abbreviations"]
        )
    if gap == "' ":
        return is_body_word(word.fold) or last.fold.endswith("s")
    return (gap == ", " and word.fold in _SUFFIXES) or _is_nickname(last, word, gap, index.text)


def _is_nickname(last: Word, word: Word, gap: str, text: str) -> bool:
    """handles: 'Ana "Nan" Marr' / not: 'said Marr. "Nan fell."'."""
    if gap in (' "', " “"):
        return text[word.end : word.end + 2] in ('" ', "” ")
    return gap in ('" ', "” ") and text[max(last.start - 2, 0) : last.start] in (' "', " “")


def _connects(run: list[Word], word: Word) -> bool:
    """handles: "Ruth van den Marr", "Institute for River Studies" / not: "Marr of Ladbury"."""
    if word.fold in words("people")["particles"]:
        return True
    headed = any(is_body_word(each.fold) for each in run)
    if word.fold in ("of", "for", "the", "on"):
        return headed or (
            word.fold not in ("for", "on") and fold(run[-1].text) in ("secretary", "speaker", "minister", "of")
        )
    return word.fold == "and" and headed and len(run) > 2


def _split(run: list[Word], index: Index, surnames: frozenset[str]) -> tuple[list[Word], list[Word]] | None:
    """Part a run into title and name; drop words that only start a sentence."""
    while run and not (len(run) == 1 and run[0].fold in surnames):
        if not _opens_sentence(run[0], index, alone=len(run) == 1) and not _is_verb_before(run, index):
            break
        run = run[1:]
    if not run or (index.kind_at(run[0].start) is BlockKind.HEADING and all(word.text.isupper() for word in run)):
        return None
    if _is_dateline(run, index):
        return None
    at = _title_length(run, index)
    # handles: "the Prime Minister", who is named elsewhere or not at all / not: "Prime Minister Major".
    ranked = at > 0 and {word.fold for word in run[:at]} <= words("titles")["ranks"]
    if at == len(run) or (ranked and at == len(run) - 1 and is_office(run[at].fold)) or _is_post(run, index):
        return None
    return run[:at], run[at:]


def _is_post(run: list[Word], index: Index) -> bool:
    """handles: "the Home Secretary" / not: "Home Secretary Ana Marr", "the Department of Justice", "the Speaker"."""
    adjoin = all(after.start - before.end == 1 for before, after in pairwise(run))
    return len(run) > 1 and adjoin and run[-1].fold in words("titles")["posts"] and after_the(run, index)


def _is_dateline(run: list[Word], index: Index) -> bool:
    """handles: "LADBURY, May 3 (Orsk Wire) - The mill" / not: "PALLANT: We never closed it."."""
    block = index.paragraph_at(run[0].start)
    opens = block >= 0 and index.blocks[block].start == run[0].start
    return opens and run[0].text.isupper() and _DATELINE.match(index.text, run[-1].end) is not None


def _opens_sentence(word: Word, index: Index, *, alone: bool) -> bool:
    """handles: "Yesterday Marr said" / not: "Will Marr said"."""
    at = index.first(word.start)
    token = index.tokens[at] if at < len(index.tokens) else None
    if token is None or word.fold == "i":
        return True
    common = token.tag_ == "VBG" or (alone and _is_common(word.fold, token))
    if token.is_sent_start and common and not is_given(word.fold):
        return True
    inside = token.pos_ in _FUNCTION_TAGS and not token.ent_type_
    return inside or (token.is_stop and word.fold not in ("will",)) or word.fold in ("the", "a", "an")


def _is_common(word: str, token: Token) -> bool:
    """handles: "Readers said", "Poll: ..." / not: "Chancellor Marr", where the title is cut off later."""
    people = words("people")
    single = word.removesuffix("s")
    if single != word and (is_office(single) or single in people["unnamed"]):
        return True
    return not token.ent_type_ and any(single in people[kind] for kind in ("unnamed", "documents", "groups"))


def _is_verb_before(run: list[Word], index: Index) -> bool:
    """handles: "Picture Ana Marr" / not: "Chancellor Ana Marr", "Ruth Ana Marr"."""
    if not index.tokens[min(index.first(run[0].start), len(index.tokens) - 1)].is_sent_start:
        return False
    if len(run) < 3 or len(run[0].text) == 1 or is_office(run[0].fold) or is_courtesy(run[0].fold):
        return False
    return is_given(run[1].fold) and not is_given(run[0].fold) and run[0].fold not in words("titles")["ranks"]


def _title_length(run: list[Word], index: Index) -> int:
    """handles: "Finance Minister Ana Marr", "Secretary of State Ana Marr" / not: "Judge Advocate Council"."""
    if is_body_word(run[-1].fold) and not is_courtesy(run[0].fold):
        return 0
    length = 0
    for at, word in enumerate(run[:-1]):
        if is_office(word.fold) or is_courtesy(word.fold) or (at == 0 and word.fold in words("titles")["parties"]):
            length = at + 1
    if 0 < length < len(run) - 2 and run[length].fold == "of":
        length = max(length + 2, _entity_start(run, index))
    return length


def _entity_start(run: list[Word], index: Index) -> int:
    for at, word in enumerate(run):
        token = index.tokens[min(index.first(word.start), len(index.tokens) - 1)]
        if token.ent_type_ == "PERSON":
            return at
    return 0
