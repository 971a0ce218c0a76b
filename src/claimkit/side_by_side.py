"""Show a comparison on a terminal (rich): the words of both side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.contrasts import Contrast, Only, Shown, Stands, Voice, name_of
from claimkit.render import NARROW, shown_text, when

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Group, RenderableType

    from claimkit.models import Article
    from claimkit.results import Comparison

HEADS = {"differ": "Where they differ", "agree": "Where they agree"}
NOTHING = (
    "no two claims are likely enough to assess the same; `least` (--least) at 0.2, say, shows less likely ones, and "
    "`issues` (--issue) who supports a statement of yours"
)
_MOST_ALONE = 5
"""Claims of one article that are shown; the JSON has them all."""
_MOST_QUOTED = 6
_MOST_WORDS = 2
"""Claims that are shown for what one holder holds on an issue."""


def side_by_side(comparison: Comparison, *, width: int) -> Group:
    """Arrange a comparison for a terminal of `width` columns, for rich to print."""
    from rich.console import Group

    shown = Shown(comparison)
    parts: list[RenderableType] = [
        shown_text(f"{letter}  {_title(extraction.article)}", "bold") for letter, extraction in shown.articles()
    ]
    contrasts = shown.contrasts()
    if not contrasts:
        parts += [shown_text(""), shown_text(NOTHING)]
    for relation, head in HEADS.items():
        parts += _section(head, [each for each in contrasts if each.relation == relation], narrow=width < NARROW)
    parts += _issues(shown.stands())
    for only in shown.only():
        parts += _alone(only)
    return Group(*parts)


def _title(article: Article) -> str:
    dated = f" · {when(article.published)}" if article.published else ""
    return name_of(article) + dated


def _section(head: str, contrasts: Sequence[Contrast], *, narrow: bool) -> Iterator[RenderableType]:
    from rich.table import Table

    if not contrasts:
        return
    yield shown_text("")
    yield shown_text(f"{head} ({len(contrasts)})", "bold underline")
    for each in contrasts:
        yield shown_text("")
        yield shown_text(_head(each), "cyan")
        yield shown_text(each.why, "dim")
        grid = Table.grid(padding=(0, 3, 0, 0), expand=True)
        for _ in range(1 if narrow else 2):
            grid.add_column(ratio=1, overflow="fold")
        cells = [_cell(voice) for voice in (each.one, each.other)]
        for row in [[cell] for cell in cells] if narrow else [cells]:
            grid.add_row(*row)
        yield grid


def _head(each: Contrast) -> str:
    kind = f"{each.aspect} · " if each.aspect else ""
    return f"{kind}{each.score:.2f} · {each.about}"


def _cell(voice: Voice) -> RenderableType:
    from rich.text import Text

    who = f" · {voice.role}" if voice.role else ""
    about = f" · about {when(voice.about)}" if voice.about else ""
    return Text("\n", overflow="fold").join(
        [
            Text.assemble(shown_text(f"{voice.letter}  {voice.speaker}", "bold"), shown_text(who, "dim")),
            shown_text(voice.words),
            shown_text(f"{voice.stance}{about}", "dim"),
        ]
    )


def _issues(stands: Sequence[Stands]) -> Iterator[RenderableType]:
    from rich.padding import Padding

    if not stands:
        return
    yield shown_text("")
    yield shown_text("Who holds what", "bold underline")
    for each in stands:
        yield shown_text("")
        yield shown_text(each.issue, "cyan")
        for position, holdings in each.sides.items():
            yield shown_text(position, "bold")
            for holding in holdings:
                yield Padding(shown_text(holding.who), (0, 0, 0, 2), expand=False)
                for line in _lines(holding.words):
                    yield Padding(shown_text(line, "dim"), (0, 0, 0, 4), expand=False)
        if not each.sides:
            yield shown_text("  nobody takes a side", "dim")


def _lines(words: Sequence[str]) -> Iterator[str]:
    yield from (f"– {each}" for each in words[:_MOST_WORDS])
    if len(words) > _MOST_WORDS:
        yield f"and {len(words) - _MOST_WORDS} more"


def _alone(only: Only) -> Iterator[RenderableType]:
    yield shown_text("")
    yield shown_text(f"Only in {only.letter}", "bold underline")
    yield from (shown_text(line) for line in _alone_lines(only))


def _alone_lines(only: Only) -> Iterator[str]:
    if only.speakers:
        yield "Speakers: " + "; ".join(only.speakers)
    if only.quoted:
        yield "Words quoted: " + "; ".join(f"{name} {words}" for name, words in only.quoted[:_MOST_QUOTED])
    number = len(only.claims)
    if number:
        yield f"{number} {'claim' if number == 1 else 'claims'} that no other takes up" + (
            f", the first {_MOST_ALONE}:" if number > _MOST_ALONE else ":"
        )
    yield from (f"– {' '.join(words.split())}" for words in only.claims[:_MOST_ALONE])
