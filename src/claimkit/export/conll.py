"""Token columns with BIO tags, in the frame of CoNLL-U Plus (https://universaldependencies.org/ext-format.html).

A token is a word or a sign; a line break of the text ends a sentence. `START` and `END` keep each token's offsets. A
quote stands in the first layer of columns; one that shares tokens with it (a quote inside a quote) in the second,
`INNER`. What finds no room there either is named in a comment. A span that cuts a token takes the whole of it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, NamedTuple
from urllib.parse import quote as plain

if TYPE_CHECKING:
    from claimkit.models import Quote, Span
    from claimkit.results import Extraction

_ROLES = ("CONTENT", "SOURCE", "CUE", "QUOTE", "SPEAKER")
_LAYERS = ("CLAIMKIT:", "CLAIMKIT:INNER_")
COLUMNS = ("ID", "FORM", "START", "END", *(f"{layer}{role}" for layer in _LAYERS for role in _ROLES))
_OUTSIDE = ("O", "O", "O", "_", "_")

_TOKEN = re.compile(r"\w+(?:[-'’.,]\w+)*|[^\w\s]")
_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


class Token(NamedTuple):
    """A word or sign, with its place in code points."""

    form: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Cut a text into words and signs.

    >>> [token.form for token in tokens("“It's 4.5 m,” said Jon-Vik.")]
    ['“', "It's", '4.5', 'm', ',', '”', 'said', 'Jon-Vik', '.']
    """
    return [Token(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def write(extractions: Iterable[Extraction], stream: IO[str]) -> None:
    """Write the columns' names, then each article."""
    stream.write(f"# global.columns = {' '.join(COLUMNS)}\n")
    for extraction in extractions:
        stream.writelines(f"{line}\n" for line in _lines(extraction))


def _lines(extraction: Extraction) -> Iterator[str]:
    text = extraction.article.text
    cut = tokens(text)
    sheet = _Sheet(cut)
    left_out = [each for each in extraction.quotes if not sheet.holds(each)]
    yield f"# newdoc id = {json.dumps(extraction.article.id)}"
    yield from (f"# speaker {plain(each.id)} = {json.dumps(each.name)}" for each in extraction.speakers)
    yield from (f"# left out = {plain(each.id)}" for each in left_out)
    number, before = 0, 0
    for place, token in enumerate(cut):
        if number and _BREAK.search(text, before, token.start):
            yield ""
            number = 0
        number, before = number + 1, token.end
        yield "\t".join((str(number), token.form, str(token.start), str(token.end), *sheet.row(place)))
    yield ""


class _Sheet:
    """The tags of the tokens, in layers."""

    def __init__(self, cut: list[Token]) -> None:
        self._starts = [token.start for token in cut]
        self._ends = [token.end for token in cut]
        self._layers: list[dict[int, list[str]]] = [{} for _ in _LAYERS]

    def holds(self, quote: Quote) -> bool:
        """Tag the tokens of a quote in the first layer that has room; say whether one had."""
        marks = [(0, quote.kind.value, span) for span in quote.spans]
        marks += [(1, "source", quote.source)] if quote.source else []
        marks += [(2, "cue", quote.cue)] if quote.cue else []
        runs = [(column, tag, self._run(span)) for column, tag, span in marks]
        layer = next(
            (each for each in self._layers if not any(place in each for *_, run in runs for place in run)), None
        )
        if layer is None:
            return False
        for column, tag, run in runs:
            for place in run:
                row = layer.setdefault(place, [*_OUTSIDE[:3], plain(quote.id), plain(quote.speaker or "_")])
                if row[column] == "O":
                    row[column] = f"{'B' if place == run[0] else 'I'}-{tag}"
        return True

    def row(self, place: int) -> list[str]:
        return [tag for layer in self._layers for tag in layer.get(place, _OUTSIDE)]

    def _run(self, span: Span) -> range:
        """The tokens that a span touches."""
        return range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))
