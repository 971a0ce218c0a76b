"""A sheet to draw on from the top down, in points, that becomes a figure of the plotting library."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

from claimkit.plot.look import COLOURS, breadth, cut, families, line, wrapped
from claimkit.tabular import optional

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.figure import Figure

INCH = 72.0
MARGIN = 12.0
_TITLE, _BODY, SMALL = 13.0, 10.0, 8.5
_SWATCH, _GAP = 10.0, 14.0
_HALIGN: dict[str, Literal["left", "center", "right"]] = {"start": "left", "middle": "center", "end": "right"}


class Letters(TypedDict, total=False):
    """How words are set; `anchor` says which end of them stands at `x`."""

    size: float
    colour: str
    bold: bool
    anchor: Literal["start", "middle", "end"]


class Sheet:
    """Paper of a width in points; `y` is how far down it is used, and grows."""

    def __init__(self, width: float) -> None:
        """Take a new sheet. Raises `ClaimkitError` where the plotting library is not installed."""
        self.width = width
        self.y = MARGIN
        self._families = families()
        with plain():
            self.figure: Figure = optional("matplotlib.figure").Figure(facecolor=COLOURS["paper"])
            self._axes = self.figure.add_axes((0, 0, 1, 1))
            self._axes.set_axis_off()

    @property
    def left(self) -> float:
        """Where the content starts."""
        return MARGIN

    @property
    def right(self) -> float:
        """Where the content ends."""
        return self.width - MARGIN

    @property
    def room(self) -> float:
        """How broad the content is."""
        return self.right - self.left

    def words(self, x: float, y: float, words: str, **letters: Unpack[Letters]) -> None:
        """Write words with their baseline at `y`: as they are, never as mathematics or TeX."""
        with plain():
            self._axes.text(
                x, y, line(words), fontsize=letters.get("size", _BODY), color=COLOURS[letters.get("colour", "ink")],
                weight="bold" if letters.get("bold") else "normal", ha=_HALIGN[letters.get("anchor", "start")],
                va="baseline", family=self._families, parse_math=False, usetex=False,
            )  # fmt: skip

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a box whose upper left corner is at (`x`, `y`)."""
        self.shape([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour)

    def shape(self, corners: Sequence[tuple[float, float]], colour: str, *, hollow: bool = False) -> None:
        """Draw a shape with these corners, filled or hollow."""
        paint, ground = COLOURS[colour], COLOURS["paper"]
        with plain():
            patch = optional("matplotlib.patches").Polygon(
                corners, closed=True, facecolor=ground if hollow else paint, edgecolor=paint if hollow else "none",
                linewidth=1.4 if hollow else 0, clip_on=False,
            )  # fmt: skip
            self._axes.add_patch(patch)

    def heading(self, title: str, below: str | None) -> None:
        """Write the title, and beneath it what the picture is about."""
        self.y += _TITLE
        self.words(self.left, self.y, cut(title, self.room, _TITLE, bold=True), size=_TITLE, bold=True)
        self.y += 5
        self.paragraph(below or "", most=2)
        self.y += 5

    def paragraph(self, words: str, *, most: int = 3, indent: float = 0, label: str = "") -> None:
        """Write small print over the width, in at most `most` lines; `label` stands in the indent."""
        shown = line(words) if words.strip() else ""
        for number, each in enumerate(wrapped(shown, self.room - indent, SMALL, most=most)):
            self.y += SMALL + 2
            if label and not number:
                self.words(self.left, self.y, label, size=SMALL, bold=True)
            self.words(self.left + indent, self.y, each, size=SMALL, colour="faint")
        self.y += 2

    def paragraphs(self, texts: Iterable[tuple[str, str]]) -> None:
        """Write small print with labels, all with the indent of the broadest."""
        listed = list(texts)
        indent = max((breadth(label, SMALL, bold=True) + 6 for label, _ in listed if label), default=0.0)
        for label, words in listed:
            self.paragraph(words, indent=indent if label else 0, label=label)

    def legend(self, entries: Sequence[tuple[str, Any]], draw: Any) -> None:
        """Write a key: for each entry what `draw(entry, x, y, size)` draws, and its word."""
        x = self.left
        self.y += _SWATCH
        for word, entry in entries:
            broad = _SWATCH + 5 + breadth(word, SMALL)
            if x > self.left and x + broad > self.right:
                x = self.left
                self.y += _SWATCH + 6
            draw(entry, x, self.y - _SWATCH + 1, _SWATCH)
            self.words(x + _SWATCH + 5, self.y, word, size=SMALL)
            x += broad + _GAP
        self.y += 8

    def done(self, title: str, told: str) -> Figure:
        """Cut the sheet where it is used up and return it; `told` says its content to those who cannot see it."""
        height = self.y + MARGIN
        self.figure.set_size_inches(self.width / INCH, height / INCH)
        self._axes.set_xlim(0, self.width)
        self._axes.set_ylim(height, 0)
        # A label is how the plotting library names an artist; saving takes both from there.
        self.figure.set_label(title)
        self._axes.set_label(told)
        # A notebook shows a figure by itself only where it has loaded the plotting library's own display.
        vars(self.figure)["_repr_svg_"] = partial(_shown, self.figure)
        return self.figure


def _shown(figure: Figure) -> str:
    from claimkit.plot.svg import svg

    return svg(figure)


def plain() -> AbstractContextManager[None]:
    """Leave the user's style sheets and settings aside: they may ask for TeX, or for another look."""
    context: AbstractContextManager[None] = optional("matplotlib").rc_context(_settings())
    return context


def _settings() -> dict[str, Any]:
    default = optional("matplotlib").rcParamsDefault
    kept = ("text.", "font.", "patch.", "path.", "svg.", "savefig.", "figure.", "axes.")
    chosen = {name: default[name] for name in default if name.startswith(kept)}
    chosen |= {"text.parse_math": False, "text.usetex": False, "svg.fonttype": "none", "svg.hashsalt": "claimkit"}
    return chosen
