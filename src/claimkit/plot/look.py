"""What pictures look like: colours by what they stand for, sizes in points, and the widths of words.

A colour never stands alone: what it says is also said by a sign, a height or a word beside it.
"""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from claimkit.render import visible
from claimkit.tabular import optional

if TYPE_CHECKING:
    from collections.abc import Mapping

COLOURS: Mapping[str, str] = MappingProxyType({
    "ink": "#1c1d21", "faint": "#5a5d66", "rule": "#d5d7dd", "paper": "#ffffff",
    "certain": "#16357f", "probable": "#2f62c4", "possible": "#5f8ad9", "unknown": "#868c99",
    "supports": "#17692f", "disputes": "#ab1740", "mixed": "#6e5206", "silent": "#7a808d",
})  # fmt: skip
"""Each colour once, so that a page can put its own in the place of each."""
FAMILY = "DejaVu Sans"
"""The font that comes with the plotting library: pictures are laid out alike on every machine."""
_OTHERS = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "WenQuanYi Zen Hei", "Microsoft YaHei", "Yu Gothic",
    "PingFang SC", "Hiragino Sans", "Arial Unicode MS", "Noto Emoji",
)  # fmt: skip
_MEASURED = 100.0
_SLACK = 1.025
"""Letters drawn as dots are a little broader than they are designed."""
_SIGNLESS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
"""Control characters for whose symbols fonts have no sign, and what XML cannot hold."""
NAMELESS = "(no name)"


def line(words: str) -> str:
    """Make words fit to stand in a picture: on one line, every control and direction character visible.

    >>> line("Ana\\nBrill\\u202e"), line("  ")
    ('Ana Brill‹U+202E›', '(no name)')
    """
    coded = _SIGNLESS.sub(lambda found: f"‹U+{ord(found[0]):04X}›", words)
    return " ".join(visible(coded).split()) or NAMELESS


def cut(words: str, room: float, size: float, *, bold: bool = False) -> str:
    """Cut words to `room` points, set in letters of `size` points; what is cut ends in an ellipsis.

    >>> cut("The Committee for the Preservation of the Quay", 100, 10)
    'The Committee f…'
    """
    if breadth(words, size, bold=bold) <= room:
        return words
    room -= breadth("…", size, bold=bold)
    kept = 0
    for character in words:
        room -= breadth(character, size, bold=bold)
        if room < 0:
            break
        kept += 1
    return words[:kept].rstrip() + "…"


def wrapped(words: str, room: float, size: float, *, most: int) -> list[str]:
    """Break words into at most `most` lines of `room` points; what is left over is cut.

    >>> wrapped("The Committee for the Preservation of the Quay", 100, 10, most=2)
    ['The Committee for', 'the Preservation…']
    """
    lines: list[str] = []
    rest = words.split()
    while rest and len(lines) < most - 1:
        taken = 1
        while taken < len(rest) and breadth(" ".join(rest[: taken + 1]), size) <= room:
            taken += 1
        lines.append(cut(" ".join(rest[:taken]), room, size))
        rest = rest[taken:]
    return [*lines, cut(" ".join(rest), room, size)] if rest else lines


def breadth(words: str, size: float, *, bold: bool = False) -> float:
    """Return how broad words are, in points, in letters of `size` points; what the font lacks counts as a square."""
    return sum(_advance(character, bold) for character in words) * size * _SLACK


def families() -> list[str]:
    """Return the font, and those installed that may have the letters that it lacks."""
    installed = optional("matplotlib.font_manager").get_font_names()
    return [FAMILY, *(name for name in _OTHERS if name in installed)]


@cache
def _font(bold: bool) -> Any:
    manager = optional("matplotlib.font_manager")
    path = manager.findfont(manager.FontProperties(family=FAMILY, weight="bold" if bold else "normal"))
    font = optional("matplotlib.ft2font").FT2Font(path)
    font.set_size(_MEASURED, 72)
    return font


@cache
def _advance(character: str, bold: bool) -> float:
    font = _font(bold)
    if not font.get_char_index(ord(character)):
        return 1.0
    advance: float = font.load_char(ord(character)).linearHoriAdvance / 65536 / _MEASURED
    return advance
