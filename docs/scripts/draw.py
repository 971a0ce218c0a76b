"""Draw sentences with their spans, as claimkit reads them: `python docs/scripts/draw.py` writes `docs/pictures/*.svg`.

Words are set in columns of equal width, whatever font there is, so that a bracket stands beneath its words. The same
reading gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

import claimkit as ck

PICTURES = Path(__file__).resolve().parents[1] / "pictures"
COLUMNS = 44
"""Characters on a line: few enough to be read on a phone."""
_WIDE, _HIGH, _EDGE = 9, 22, 14
_INK = {
    "source": "#8a4b00",
    "cue": "#6b3fa0",
    "content": "#00589c",
    "claim": "#1b6e2d",
    "stance": "#a3123f",
    "plain": "#444444",
}


class Mark(NamedTuple):
    """A stretch of a text [start, end), what is written beneath it, and the kind that gives its colour."""

    start: int
    end: int
    label: str
    kind: str


class Block(NamedTuple):
    """A text with marks, under a line that says what it is."""

    head: str
    text: str
    marks: tuple[Mark, ...]


class Placed(NamedTuple):
    """A piece of a mark on one line: columns, tier below the line, and the column of its label."""

    mark: Mark
    first: int
    last: int
    label: int
    tier: int


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the lines that a text is broken into, at blanks."""
    start = 0
    while len(text) - start > COLUMNS:
        cut = text.rfind(" ", start, start + COLUMNS + 1)
        cut = start + COLUMNS if cut <= start else cut
        yield start, cut
        start = cut + (text[cut] == " ")
    yield start, len(text)


def placed(marks: Iterable[Mark], start: int, end: int) -> list[Placed]:
    """Return the pieces of `marks` on the line [start, end), each on the first tier where nothing is in its way."""
    found: list[Placed] = []
    for mark in marks:
        first, last = max(mark.start, start) - start, min(mark.end, end) - start
        if first >= last:
            continue
        label = min(first, max(0, COLUMNS - len(mark.label)))
        reach = range(min(first, label), max(last, label + len(mark.label)) + 1)
        taken = {
            other.tier
            for other in found
            if reach.start <= max(other.last, other.label + len(other.mark.label))
            and min(other.first, other.label) < reach.stop
        }
        tier = next(number for number in range(len(found) + 1) if number not in taken)
        found.append(Placed(mark, first, last, label, tier))
    return found


def _words(x: int, y: int, words: str, ink: str, size: int = 15) -> str:
    width = len(words) * _WIDE
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" fill="{ink}" textLength="{width}" '
        f'lengthAdjust="spacingAndGlyphs" xml:space="preserve">{escape(words, quote=False)}</text>'
    )


def _bracket(piece: Placed, start: int, end: int, y: int) -> Iterator[str]:
    ink = _INK[piece.mark.kind]
    left, right = _EDGE + piece.first * _WIDE + 1, _EDGE + piece.last * _WIDE - 1
    # A side without a stroke goes on in the line before or behind.
    path = f"M{left} {y - 5}V{y}" if piece.mark.start >= start else f"M{left} {y}"
    path += f"H{right}" + (f"V{y - 5}" if piece.mark.end <= end else "")
    yield f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="2"/>'
    yield _words(_EDGE + piece.label * _WIDE, y + 15, piece.mark.label, ink, 14)


def svg(title: str, blocks: Iterable[Block]) -> str:
    """Return the picture of some texts with their marks."""
    shapes: list[str] = []
    told: list[str] = []
    y = 6
    for block in blocks:
        if block.head:
            y += _HIGH
            shapes.append(_words(_EDGE, y, block.head, "#444444", 14))
        told.append(f"{block.head}: {block.text}" if block.head else block.text)
        told += [f"{mark.label}: {block.text[mark.start : mark.end]}" for mark in block.marks]
        for start, end in lines(block.text):
            y += _HIGH + 4
            shapes.append(_words(_EDGE, y, block.text[start:end], "#111111"))
            pieces = placed(block.marks, start, end)
            for piece in pieces:
                shapes += _bracket(piece, start, end, y + 10 + piece.tier * (_HIGH + 4))
            y += max((piece.tier + 1 for piece in pieces), default=0) * (_HIGH + 4)
        y += 12
    width, height = 2 * _EDGE + COLUMNS * _WIDE, y + 6
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="t d" font-family="ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace">\n'
        f'<title id="t">{escape(title)}</title>\n<desc id="d">{escape("; ".join(told))}</desc>\n'
        f'<rect width="{width}" height="{height}" rx="8" fill="#fbfaf7"/>\n' + "\n".join(shapes) + "\n</svg>\n"
    )


def _read(text: str, published: str | None = "2024-11-24") -> ck.Extraction:
    return ck.extract(ck.Article(text=text, published=published))


def _mark(span: ck.Span | None, label: str, kind: str) -> tuple[Mark, ...]:
    return (Mark(span.start, span.end, label, kind),) if span else ()


def _quote(quote: ck.Quote, content: str) -> tuple[Mark, ...]:
    parts = tuple(mark for span in quote.spans for mark in _mark(span, content, "content"))
    return (*parts, *_mark(quote.source, "source", "source"), *_mark(quote.cue, "cue", "cue"))


def spans() -> Iterator[Block]:
    """Offsets: where a quote, its source and its cue begin and end."""
    found = _read("“The pier is safe,” engineer Ana Brill said.")
    marks = _quote(found.quotes[0], "content")
    yield Block(
        "",
        found.article.text,
        tuple(mark._replace(label=f"{mark.label} {mark.start}:{mark.end}") for mark in marks),
    )


def quotes() -> Iterator[Block]:
    """The kinds of quotes, one in two parts, and one in another."""
    for text in (
        "“The pier is safe,” engineer Ana Brill said.",
        "Ana Brill said the pier was “safe for now”.",
        "The board believes that repairs will last until autumn.",
        "“The pier is safe,” Ana Brill said, “and the ferry will sail.”",
        "The mayor said Jon Vik had told her “the pier is gone”.",
    ):
        found = _read(text)
        heads = [quote.kind.value for quote in found.quotes]
        heads[0] += ", in two parts" if len(found.quotes[0].spans) > 1 else ""
        inner = [quote.id for quote in found.quotes if quote.parent]
        marks = tuple(mark for quote in found.quotes for mark in _quote(quote, f"{quote.id} content"))
        yield Block(" · ".join(heads) + (f" ({inner[0]} stands in q1)" if inner else ""), text, marks)


def speakers() -> Iterator[Block]:
    """Sources that name one speaker in several ways."""
    found = _read(
        "“It is safe,” said Mara Voss, head of the harbour board. Former mayor Ole Dahl said the pier had been closed "
        "too late. Voss said that nobody had complained. She expects no more delays."
    )
    names = {speaker.id: speaker for speaker in found.speakers}
    marks = tuple(
        mark
        for quote in found.quotes
        for mark in _mark(quote.source, f"{quote.speaker} {names[quote.speaker or ''].name}", "source")
    )
    yield Block("", found.article.text, marks)
    for speaker in found.speakers:
        if speaker.role:
            tenure = f" · {speaker.tenure.value}" if speaker.tenure else ""
            yield Block("", f"{speaker.id} {speaker.name} · {speaker.role}{tenure}", ())


def claims() -> Iterator[Block]:
    """A quote that is cut into its claims, and a claim of the author's."""
    found = _read(
        "The ferry has not sailed since Monday. Ana Brill said the pier was “safe for now” and that it would open in "
        "May."
    )
    own = tuple(mark for claim in found.claims for mark in _mark(claim.span, f"{claim.id} of {claim.speaker}", "claim"))
    yield Block("", found.article.text, (*own, *(m for quote in found.quotes for m in _quote(quote, quote.id))))


def stance() -> Iterator[Block]:
    """Claims with their stance and the words that decided it."""
    for text in (
        "Ana Brill denied that the pier is unsafe.",
        "Jon Vik said the ferry will probably sail again.",
        "Fisherman Per Lund praised the new pier.",
        "Mayor Ada Brook doubts that it will open in May.",
    ):
        found = _read(text)
        row, claim = found.to_records()[0], found.claims[0]
        cues = tuple(mark for cue in claim.stance_cues for mark in _mark(cue, "decides", "stance"))
        yield Block("", text, (*_mark(claim.span, f"claim: {row['stance']}", "claim"), *cues))


def dates() -> Iterator[Block]:
    """When it was said, and what time it is about."""
    found = _read(
        "Ana Brill said on Monday that the pier had been closed in October. The ferry will sail again next spring, she "
        "said."
    )
    said = tuple(
        mark for quote in found.quotes if quote.said for mark in _mark(quote.source, f"said {quote.said}", "source")
    )
    about = tuple(mark for claim in found.claims for mark in _mark(claim.span, f"about {claim.about}", "claim"))
    yield Block(f"published {found.article.published}", found.article.text, (*said, *about))


def comparison() -> Iterator[Block]:
    """A pair of claims that differ and one that agree."""
    one = _read("“The pier will be repaired by May,” said Ana Brill. The mayor said the board had acted quickly.")
    other = _read(
        "“The pier will never be repaired by May,” said Jon Vik. The mayor said that the board acted quickly."
    )
    for pair in ck.compare(one, other, issues=[]).pairs:
        aspect = f" · {pair.aspect.value}" if pair.aspect else ""
        for name, found, reference in (("A", one, pair.a), ("B", other, pair.b)):
            claim = next(each for each in found.claims if each.id == reference.claim)
            holder = next(each.name for each in found.speakers if each.id == claim.speaker)
            head = f"{pair.relation.value}{aspect}" if name == "A" else ""
            yield Block(head, claim.span.text, (Mark(0, len(claim.span.text), f"{name} · {holder}", "claim"),))


DRAWINGS: dict[str, Callable[[], Iterator[Block]]] = {
    drawing.__name__: drawing for drawing in (spans, quotes, speakers, claims, stance, dates, comparison)
}


def drawn(name: str) -> str:
    """Return the picture of that name."""
    drawing = DRAWINGS[name]
    return svg((drawing.__doc__ or "").rstrip("."), drawing())


if __name__ == "__main__":
    for each in DRAWINGS:
        (PICTURES / f"{each}.svg").write_text(drawn(each), encoding="utf-8", newline="")
