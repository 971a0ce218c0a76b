"""Show the claim table on a terminal (rich).

Words of an article reach rich as `Text` only, never as `str`: rich takes "[the minister]" in a string for markup and
prints nothing in its place.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING

from claimkit.frames import OMITTED, OWN, Line
from claimkit.models import AUTHOR_ID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Group, RenderableType
    from rich.text import Text

    from claimkit.models import Article, Problem
    from claimkit.results import Extraction

WIDE = 140
"""Columns of a terminal from which the table has a column for everything."""
NARROW = 60
"""Columns below which the kind of a claim stands under its stance."""
COLUMNS = ("Speaker", "Role", "Kind", "Stance", "Claim", "Said", "About")
LEGEND = "+ favourable to what the claim is about, − unfavourable"
NO_SPEAKER = "(no speaker named)"
NOTHING = "no quotes and no claims"

_KIND = len("indirect")
_SPACES = re.compile(r"\r\n|[\t\n\r\x0b\x0c\x85\u2028\u2029]")
# Joiners shape letters and emoji, the soft hyphen is part of a word: none of them reorders or hides text.
_HARMLESS = frozenset("\u00ad\u200c\u200d")
_HIDDEN = frozenset({"Cc", "Cf", "Cs"})
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}


def visible(text: str) -> str:
    """Make control and direction characters of `text` visible, and each line break a space.

    >>> visible("a\\x1b[2Jb\\u202ec\\nd")
    'a␛[2Jb‹U+202E›c d'
    """
    text = _SPACES.sub(" ", text)
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    hidden = unicodedata.category(character) in _HIDDEN and character not in _HARMLESS
    return f"‹U+{code:04X}›" if hidden else character


def when(date: str | None) -> str:
    """Say an EDTF date for people: seasons by name, intervals with "to".

    >>> when("2024-21"), when("2024-11-11/2024-11-17"), when(None)
    ('spring 2024', '2024-11-11 to 2024-11-17', '')
    """
    if not date:
        return ""
    first, slash, last = date.partition("/")
    if slash:
        return f"{when(first)} to {when(last)}"
    year, _, rest = date.rpartition("-")
    return f"{_SEASONS[rest]} {year}" if rest in _SEASONS and len(year) == 4 else date


def headline(article: Article) -> list[str]:
    """Give the title, what is known of the article, and its address, a line each."""
    authors = "by " + ", ".join(article.authors) if article.authors else None
    published = f"published {when(article.published)}" if article.published else None
    known = " · ".join(part for part in (article.outlet, authors, published) if part)
    return [visible(line) for line in (article.title or "Untitled article", known, article.url) if line]


def counts(extraction: Extraction) -> str:
    """Say how much was found: "2 quotes · 1 claim · 1 speaker"."""
    speakers = sum(speaker.id != AUTHOR_ID for speaker in extraction.speakers)
    found = ((len(extraction.quotes), "quote"), (len(extraction.claims), "claim"), (speakers, "speaker"))
    return " · ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in found)


def problem_line(problem: Problem) -> str:
    """Say a problem and where it is."""
    where = f" (at {problem.span.start})" if problem.span else ""
    return visible(f"{problem.code}: {problem.message}{where}")


def table(extraction: Extraction, shown: Sequence[Line], *, width: int) -> Group:
    """Arrange the headline, the claim table and the counts for a terminal of `width` columns, for rich to print.

    `shown` comes from `frames.lines`. From `WIDE` columns each fact has a column; below, claims stand under a speaker.
    """
    from rich.console import Group

    title, *known = headline(extraction.article)
    body = _wide(shown) if shown and width >= WIDE else _compact(shown, kinds=width >= NARROW)
    return Group(
        shown_text(title, "bold"),
        *(shown_text(line, "dim") for line in known),
        shown_text(""),
        *body,
        *([] if shown else [shown_text(NOTHING), shown_text("")]),
        *(shown_text(line, "dim") for line in _closing(extraction, shown)),
        *(shown_text(f"! {problem_line(problem)}", "yellow") for problem in extraction.problems),
    )


def _closing(extraction: Extraction, shown: Sequence[Line]) -> Iterator[str]:
    """Say how much was found, how much of it is shown, and what the marks mean."""
    claims = sum(line.row.claim_id is not None for line in shown)
    whole = claims == len(extraction.claims)
    yield counts(extraction) + ("" if whole else f" (shown: {claims} of the claims)")
    if any((line.row.stance or "").endswith(("+", "−")) for line in shown):
        yield LEGEND


def shown_text(words: str, style: str = "") -> Text:
    """Wrap words that may come from an article for rich: the only way to it."""
    from rich.text import Text

    return Text(visible(words), style=style, overflow="fold")


def _words(line: Line) -> str:
    return ("↳ " if line.within else "") + OMITTED.join(line.parts)


def _sides(line: Line) -> tuple[str, str]:
    """The kind and the stance that stand beside the words of a line."""
    return ("", "") if line.rest else (line.row.kind, line.row.stance or "")


def _dates(line: Line) -> tuple[str, str]:
    return ("", "") if line.rest else (when(line.row.said), when(line.row.about))


def _runs(shown: Sequence[Line]) -> Iterator[tuple[str, str, list[Line]]]:
    """Group neighbouring lines of one speaker, and give the name and role with them."""
    for _, run in groupby(shown, key=lambda line: (line.row.speaker_id, line.row.speaker)):
        held = list(run)
        row = held[0].row
        by_author = "author" if row.kind == OWN and row.speaker != AUTHOR_ID else ""
        yield row.speaker or NO_SPEAKER, row.role or by_author, held


def _compact(shown: Sequence[Line], *, kinds: bool) -> Iterator[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    width = max((len(line.row.stance or "") for line in shown), default=0)
    for name, role, run in _runs(shown):
        yield Text.assemble(shown_text(name, "bold"), shown_text(f" · {role}" if role else "", "dim"), overflow="fold")
        grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
        grid.add_column(width=1)
        grid.add_column(width=max(width, _KIND if not kinds else 0), overflow="fold")
        if kinds:
            grid.add_column(width=_KIND)
        grid.add_column(ratio=1, overflow="fold")
        for line in run:
            kind, stance = map(shown_text, _sides(line), ("dim", "cyan"))
            side = [stance, kind] if kinds else [_stacked(stance, kind)]
            grid.add_row(shown_text(""), *side, _body(line))
        yield grid
        yield shown_text("")


def _body(line: Line) -> Text:
    """The words of a claim over its dates."""
    named = zip(("said", "about"), _dates(line), strict=True)
    dates = " · ".join(f"{name} {date}" for name, date in named if date)
    return _stacked(shown_text(_words(line), "dim" if line.rest or line.within else ""), shown_text(dates, "dim"))


def _stacked(*texts: Text) -> Text:
    from rich.text import Text

    return Text("\n", overflow="fold").join(text for text in texts if text.plain)


def _wide(shown: Sequence[Line]) -> Iterator[RenderableType]:
    from rich import box
    from rich.table import Table

    found = Table(box=box.SIMPLE_HEAD, expand=True, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    for name, ratio in zip(COLUMNS, (5, 5, None, None, 14, None, None), strict=True):
        found.add_column(shown_text(name), ratio=ratio, overflow="fold")
    for name, role, run in _runs(shown):
        for number, line in enumerate(run):
            cells = (*(("", "") if number else (name, role)), *_sides(line))
            words = shown_text(_words(line), "dim" if line.rest or line.within else "")
            found.add_row(
                *map(shown_text, cells), words, *map(shown_text, _dates(line)), end_section=number == len(run) - 1
            )
    yield found
    yield shown_text("")
