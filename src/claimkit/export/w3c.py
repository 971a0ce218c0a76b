"""W3C Web Annotations: a page of annotations an article, as JSON-LD (https://www.w3.org/TR/annotation-model/).

Each record is an annotation; its targets say where it stands, by offsets in code points and by the words with those
around them. Sources, cues, stance cues and targets are annotations that link to it. What no selector can say is JSON in
the annotation's body, so nothing is lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from claimkit.errors import InputError
from claimkit.export import json_array
from claimkit.export.parts import SPANS, Part, assembled, head, parts
from claimkit.models import Span

if TYPE_CHECKING:
    from claimkit.results import Extraction

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
"""Code points before and after the words that a quote selector gives, to find them in a text that has changed."""
_MOTIVES = {"speakers": "identifying", "quotes": "classifying", "claims": "assessing", "problems": "commenting"}
_NOUNS = {"speakers": "speaker", "quotes": "quote", "claims": "claim", "problems": "problem"}
_TAGS = ("kind", "form", "polarity", "certainty", "attitude", "code")
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f]+")


def write(extractions: Iterable[Extraction], stream: IO[str]) -> None:
    """Write a JSON array with an annotation page for each extraction."""
    json_array.write((_page(extraction) for extraction in extractions), stream)


def read(stream: IO[str]) -> Iterator[Extraction]:
    """Yield the extractions that `write` wrote. Raises `InputError` on a page that it did not write."""
    for number, page in enumerate(json_array.read(stream), start=1):
        try:
            yield _extraction(page["items"])
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise InputError(f"annotation page {number} is none that claimkit wrote") from error


def _page(extraction: Extraction) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "id": _iri(extraction, "page"),
        "type": "AnnotationPage",
        "items": list(_annotations(extraction)),
    }


def _annotations(extraction: Extraction) -> Iterator[dict[str, Any]]:
    article = extraction.article
    source = article.url if article.url and _IRI.fullmatch(article.url) else _iri(extraction, "text")
    names = {speaker.id: speaker.name for speaker in extraction.speakers}
    yield _annotation(_iri(extraction, "article"), "describing", [_body(head(extraction))], source)
    for number, part in enumerate(parts(extraction)):
        name = _iri(extraction, f"{number}")
        tags = [_NOUNS[part.kind], *(part.fields[field] for field in _TAGS if field in part.fields)]
        who = part.fields.get("name") or names.get(part.fields.get("speaker") or "")
        body = [_text("tagging", tag) for tag in tags]
        body += [_text("identifying", who)] if who else []
        targets = [_target(article.text, source, span) for span in part.place]
        yield _annotation(
            name, _MOTIVES[part.kind], [*body, _body({"record": part.kind, **part.fields})], targets or source
        )
        for place, (field, span) in enumerate(part.others):
            link = {"type": "SpecificResource", "purpose": "linking", "source": name}
            target = [_target(article.text, source, span)]
            yield _annotation(_iri(extraction, f"{number}/{place}"), "linking", [_text("tagging", field), link], target)


def _annotation(name: str, motive: str, body: list[dict[str, Any]], target: Any) -> dict[str, Any]:
    return {"id": name, "type": "Annotation", "motivation": motive, "body": body, "target": target}


def _target(text: str, source: str, span: Span) -> dict[str, Any]:
    return {
        "source": source,
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "TextQuoteSelector",
                "exact": span.text,
                "prefix": text[max(0, span.start - _AROUND) : span.start],
                "suffix": text[span.end : span.end + _AROUND],
            },
        ],
    }


def _iri(extraction: Extraction, name: str) -> str:
    """A name for a thing, always the same one: stores of annotations take no relative ones."""
    return uuid5(NAMESPACE_URL, f"claimkit:{extraction.article.id}#{name}").urn


def _text(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _body(value: dict[str, Any]) -> dict[str, Any]:
    return {**_text("describing", json.dumps(value, ensure_ascii=False)), "format": "application/json"}


def _extraction(items: list[dict[str, Any]]) -> Extraction:
    heading = _described(items[0])
    found: dict[str, Part] = {}
    for item in items[1:]:
        if item["motivation"] == "linking":
            (field, name) = (item["body"][0]["value"], item["body"][1]["source"])
            found[name].spans[field] += _spans(item["target"])
        else:
            fields = _described(item)
            kind = fields.pop("record")
            spans: dict[str, tuple[Span, ...]] = dict.fromkeys(SPANS[kind], ())
            found[item["id"]] = Part(kind, fields, spans)
            spans[SPANS[kind][0]] = _spans(item["target"])
    return assembled(heading, found.values())


def _described(item: dict[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(item["body"][-1]["value"])
    return value


def _spans(targets: Any) -> tuple[Span, ...]:
    if isinstance(targets, str):  # the article as a whole
        return ()
    selectors = [target["selector"] for target in targets]
    return tuple(Span(start=at["start"], end=at["end"], text=words["exact"]) for at, words in selectors)
