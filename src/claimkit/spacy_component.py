"""The spaCy component `claimkit`: what claimkit finds in the text of a Doc, as spans of the Doc.

spaCy loads this module itself, through the entry point `spacy_factories`, whenever it makes a pipeline; so it imports
spaCy, which is there then, and leaves the rest of claimkit until a Doc is read.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span

    from claimkit.models import Span as Stretch
    from claimkit.results import Extraction

KEY = "claimkit"
"""The name of the component, of its span group and of its attribute, and the key of its JSON in `doc.user_data`."""
ABOUT = "claimkit_article"
"""The attribute that says what is known of the article: fields of `Article` without its text."""
LABELS = ("content", "source", "cue", "claim")


class Component:
    """Reads a Doc's text and writes what it finds to the Doc; `model` and `pipeline` are those of `extract`."""

    def __init__(self, model: str | None, pipeline: str | None) -> None:
        """Take the folder of the weights (None: rules alone) and the name of the pipeline to parse with."""
        self.model, self.pipeline = model, pipeline

    def __call__(self, doc: Doc) -> Doc:
        """Find who claims what in the text of `doc`, and write it to its spans and its attribute."""
        from claimkit.models import Article
        from claimkit.pipeline import extract

        about = doc.user_data.get(ABOUT) or {}
        found = extract(Article(text=doc.text, **about), model=self.model, pipeline=self.pipeline)
        doc.user_data[KEY] = found.to_json()
        doc.spans[KEY] = [span for span in _spans(doc, found) if span is not None]
        return doc


@Language.factory(KEY, default_config={"model": "default", "pipeline": None})
def component(nlp: Language, name: str, model: str | None, pipeline: str | None) -> Component:
    """Make the component for `nlp.add_pipe("claimkit")`.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("claimkit")
    >>> doc = nlp("“The lift is safe,” said Mayor Ada Brook on Monday.")
    >>> [(span.label_, span.text) for span in doc.spans["claimkit"]]
    [('content', 'The lift is safe'), ('source', 'Mayor Ada Brook'), ('cue', 'said'), ('claim', 'The lift is safe')]
    >>> doc._.claimkit.quotes[0].kind.value
    'direct'

    A span covers the tokens that it touches; its exact offsets are in `doc._.claimkit`. `span.id_` is the id of its
    quote or claim. Raises `ModelError` at the first Doc where weights or pipeline are missing.
    """
    return Component(model, pipeline)


def _spans(doc: Doc, found: Extraction) -> Iterator[Span | None]:
    def span(stretch: Stretch, label: str, name: str) -> Any:
        return doc.char_span(stretch.start, stretch.end, label=label, span_id=name, alignment_mode="expand")

    for quote in found.quotes:
        yield from (span(stretch, "content", quote.id) for stretch in quote.spans)
        yield from (
            span(each, label, quote.id) for label, each in (("source", quote.source), ("cue", quote.cue)) if each
        )
    yield from (span(claim.span, "claim", claim.id) for claim in found.claims)


def _extraction(doc: Doc) -> Extraction | None:
    written = doc.user_data.get(KEY)
    return None if written is None else _read(written)


@lru_cache(maxsize=64)
def _read(written: str) -> Extraction:
    from claimkit.results import Extraction

    return Extraction.from_json(written)


def _about(doc: Doc) -> dict[str, Any]:
    return dict(doc.user_data.get(ABOUT) or {})


def _set_about(doc: Doc, about: dict[str, Any]) -> None:
    doc.user_data[ABOUT] = dict(about)


# JSON in `user_data` and not the record itself: so a DocBin and other processes can take it along.
Doc.set_extension(KEY, getter=_extraction, force=True)
Doc.set_extension(ABOUT, getter=_about, setter=_set_about, force=True)
