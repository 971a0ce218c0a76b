"""Invented parses: every token gets a head, a part of speech and a relation by lot, so that no rule may rely on sense.

Parsing for real takes milliseconds and gives the same few shapes; a stage must stand whatever a parser says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from claimkit import parsing

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from claimkit.findings import Block

_SPEECH = "said says say told tell asked added thinks denied fears will met called urged accepts"
_SIGNS = """
NOUN/NN NOUN/NNS PROPN/NNP VERB/VBD VERB/VBZ VERB/VBN VERB/VB VERB/VBG AUX/VBD AUX/MD ADJ/JJ ADJ/JJS ADV/RB ADP/IN
SCONJ/IN PRON/PRP PRON/WP DET/DT NUM/CD CCONJ/CC PART/TO PUNCT/. X/FW
"""
_TIES = """
nsubj nsubjpass dobj pobj prep ccomp xcomp advcl acl relcl conj cc aux auxpass neg mark amod advmod appos compound poss
nummod quantmod npadvmod attr dative agent pcomp csubj parataxis punct dep det
"""
_VERBS = frozenset(_SPEECH.split())
_TAGS = tuple(_SIGNS.split())
_RELATIONS = tuple(_TIES.split())
_ENTITIES = ("PERSON", "ORG", "GPE", "NORP", "DATE")


def parsed(text: str, blocks: Sequence[Block], *, seed: int) -> Doc:
    """Parse `text` by the lot of `seed`, 0 to 255.

    >>> doc = parsed("Fog fell on the quay. It lifted.", (), seed=7)
    >>> [token.text for token in doc][:2], len(list(doc.sents))
    (['Fog', 'fell'], 2)
    """
    with sown(seed):
        return parsing.parse(text, blocks, pipeline())


@contextmanager
def sown(seed: int) -> Iterator[None]:
    """Let the pipeline draw its lots from `seed` while this lasts."""
    parser: Any = pipeline().get_pipe("parser")
    parser.seed, before = seed, parser.seed
    try:
        yield
    finally:
        parser.seed = before


@cache
def pipeline() -> Language:
    """Make the pipeline, which passes for one that claimkit can use."""
    import spacy
    from spacy.language import Language

    Language.factory("invented_parser", func=_Parser)
    Language.component("invented_lemmas", func=lambda doc: doc)
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("invented_parser", name="parser")
    nlp.add_pipe("invented_lemmas", name="lemmatizer")
    return nlp


class _Parser:
    """Draws heads, tags and relations from a row of numbers that `seed` begins."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.seed = 0

    def __call__(self, doc: Doc) -> Doc:
        # A doc without heads is none that a parser gives: spaCy itself breaks down on its children.
        if not len(doc):
            return doc
        from spacy.tokens import Doc as Made

        lots = _Lots(self.seed + 1)
        heads: list[int] = []
        for sent in doc.sents:
            root = sent.start + lots.below(len(sent))
            heads += [_head(i, root, lots) for i in range(sent.start, sent.end)]
        tags = [_tag(token.lower_, lots) for token in doc]
        made: Doc = Made(
            doc.vocab,
            words=[token.text for token in doc],
            spaces=[bool(token.whitespace_) for token in doc],
            pos=[tag.split("/")[0] for tag in tags],
            tags=[tag.split("/")[1] for tag in tags],
            lemmas=[token.lower_ for token in doc],
            heads=heads,
            deps=["ROOT" if head == i else lots.one_of(_RELATIONS) for i, head in enumerate(heads)],
            ents=[f"B-{lots.one_of(_ENTITIES)}" if "NNP" in tag and lots.below(2) else "O" for tag in tags],
        )
        return made


def _head(i: int, root: int, lots: _Lots) -> int:
    """Return the neighbour towards the root, or the root: a tree without crossing arcs."""
    if i == root or lots.below(3) == 0:
        return root
    return i + 1 if i < root else i - 1


def _tag(word: str, lots: _Lots) -> str:
    if not word[:1].isalnum():
        return "PUNCT/."
    return "VERB/VBD" if word in _VERBS and lots.below(4) else lots.one_of(_TAGS)


class _Lots:
    """A row of numbers that looks like chance and is the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._state = seed * 2_654_435_761 % 2**32

    def below(self, limit: int) -> int:
        """Draw a number from 0 to `limit` - 1."""
        self._state = (self._state * 1_664_525 + 1_013_904_223) % 2**32
        return (self._state >> 16) % limit

    def one_of(self, choices: Sequence[str]) -> str:
        return choices[self.below(len(choices))]
