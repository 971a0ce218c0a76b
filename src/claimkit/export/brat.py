"""Standoff files for brat (https://brat.nlplab.org): the text of an article beside its annotations.

brat reads a folder, so a stream gets the folder as a ZIP archive. Each article is a pair `0001-ID.txt` and
`0001-ID.ann`, and `annotation.conf` names the types. The parts of a quote's content are tied to the first of them, and
so are its source and its cue; who speaks stands in a note on the content and on the claim, as JSON.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from claimkit.models import Attitude, Certainty, Form, Polarity, QuoteKind

if TYPE_CHECKING:
    from claimkit.models import Claim, Quote, Span
    from claimkit.results import Extraction

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can say; the same text gives the same bytes
_ATTRIBUTES = {
    "Kind": ("Content", QuoteKind),
    "Form": ("Claim", Form),
    "Polarity": ("Claim", Polarity),
    "Certainty": ("Claim", Certainty),
    "Attitude": ("Claim", Attitude),
}
_CONF = """[entities]
Content
Source
Cue
Claim
StanceCue
Target
Mention

[relations]
HasSource\tArg1:Content, Arg2:Source
HasCue\tArg1:Content, Arg2:Cue
Continues\tArg1:Content, Arg2:Content
Within\tArg1:Content, Arg2:Content
StatedIn\tArg1:Claim, Arg2:Content
HasStanceCue\tArg1:Claim, Arg2:StanceCue
HasTarget\tArg1:Claim, Arg2:Target
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
"""
# brat reads annotations line by line and cuts a line at tabs; it takes what has one of these inside in pieces.
_PIECE = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")


def write(extractions: Iterable[Extraction], stream: IO[bytes]) -> None:
    """Write the files as a ZIP archive."""
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files(extractions):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content.encode(), zipfile.ZIP_DEFLATED)


def write_folder(extractions: Iterable[Extraction], folder: Path) -> None:
    """Write the files into a folder that there is."""
    for name, content in files(extractions):
        (folder / name).write_bytes(content.encode())


def files(extractions: Iterable[Extraction]) -> Iterator[tuple[str, str]]:
    """Yield the name and the content of each file.

    >>> from claimkit.testing import example
    >>> [name for name, _ in files([example()])]
    ['annotation.conf', '0001-698a6d4296a03ccb.txt', '0001-698a6d4296a03ccb.ann']
    """
    values = (f"{name}\tArg:{entity}, Value:{'|'.join(kind)}\n" for name, (entity, kind) in _ATTRIBUTES.items())
    yield "annotation.conf", _CONF + "".join(values)
    for number, extraction in enumerate(extractions, start=1):
        # No system takes the number for anything else, whatever the id is.
        name = f"{number:04}-{_NOT_PLAIN.sub('-', extraction.article.id)[:40]}"
        yield f"{name}.txt", extraction.article.text
        yield f"{name}.ann", "".join(f"{line}\n" for line in _Annotations(extraction).lines)


class _Annotations:
    """The lines of an annotation file."""

    def __init__(self, extraction: Extraction) -> None:
        self.lines: list[str] = []
        self._counts: dict[str, int] = {}
        self._text = extraction.article.text
        self._speakers = {speaker.id: speaker for speaker in extraction.speakers}
        contents = {quote.id: self._quote(quote) for quote in extraction.quotes}
        for quote in extraction.quotes:
            self._tie("Within", contents[quote.id], contents.get(quote.parent or ""))
        for claim in extraction.claims:
            self._claim(claim, contents)
        for speaker in extraction.speakers:
            for span in speaker.mentions:
                self._note(self._bound("Mention", span), {"speaker": speaker.id, "name": speaker.name})

    def _quote(self, quote: Quote) -> str | None:
        bound = [self._bound("Content", span) for span in quote.spans]
        if not bound:
            return None
        first = bound[0]
        for part in bound[1:]:
            self._tie("Continues", first, part)
        self._tie("HasSource", first, self._bound("Source", quote.source) if quote.source else None)
        self._tie("HasCue", first, self._bound("Cue", quote.cue) if quote.cue else None)
        self._attribute(first, "Kind", quote.kind)
        self._note(first, {"id": quote.id, **self._who(quote.speaker)})
        return first

    def _claim(self, claim: Claim, contents: dict[str, str | None]) -> None:
        bound = self._bound("Claim", claim.span)
        self._tie("StatedIn", bound, contents.get(claim.quote or ""))
        for cue in claim.stance_cues:
            self._tie("HasStanceCue", bound, self._bound("StanceCue", cue))
        self._tie("HasTarget", bound, self._bound("Target", claim.target) if claim.target else None)
        for name in ("Form", "Polarity", "Certainty", "Attitude"):
            self._attribute(bound, name, getattr(claim, name.lower()))
        self._note(bound, {"id": claim.id, **self._who(claim.speaker)})

    def _who(self, speaker_id: str | None) -> dict[str, Any]:
        speaker = self._speakers.get(speaker_id or "")
        if speaker is None:
            return {}
        return {"speaker": speaker.id, "name": speaker.name, "role": speaker.role}

    def _bound(self, kind: str, span: Span) -> str:
        pieces = [(span.start + found.start(), span.start + found.end()) for found in _PIECE.finditer(span.text)]
        if not pieces or (pieces[0][0], pieces[-1][1]) != (span.start, span.end):
            pieces = [(span.start, span.end)]  # begins or ends with a break: right, though brat passes over it
        words = " ".join(" ".join(_PIECE.findall(self._text[start:end])) for start, end in pieces)
        places = ";".join(f"{start} {end}" for start, end in pieces)
        return self._line("T", f"{kind} {places}\t{words}")

    def _tie(self, kind: str, one: str | None, other: str | None) -> None:
        if one and other:
            self._line("R", f"{kind} Arg1:{one} Arg2:{other}")

    def _attribute(self, bound: str, name: str, value: str) -> None:
        self._line("A", f"{name} {bound} {value}")

    def _note(self, bound: str, facts: dict[str, Any]) -> None:
        self._line("#", f"AnnotatorNotes {bound}\t{json.dumps(facts)}")

    def _line(self, letter: str, rest: str) -> str:
        self._counts[letter] = self._counts.get(letter, 0) + 1
        name = f"{letter}{self._counts[letter]}"
        self.lines.append(f"{name}\t{rest}")
        return name
