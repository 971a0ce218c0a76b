"""The articles that a picture is of, and what their holders are called in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.contrasts import letter, name_of
from claimkit.errors import InputError
from claimkit.models import AUTHOR_ID
from claimkit.plot.look import line
from claimkit.render import NO_SPEAKER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimkit.results import Comparison, Extraction

AUTHOR = "the author"


class Holder(NamedTuple):
    """Who holds claims: a name, the letter of the article where there are several, and the speaker's id in it."""

    name: str
    letter: str = ""
    id: str | None = None

    def __str__(self) -> str:
        """Give the letter and the name."""
        return f"{self.letter} · {self.name}" if self.letter else self.name


class Voices:
    """The articles of one result or several, with the holders of each looked up."""

    def __init__(self, results: Sequence[Extraction | Comparison]) -> None:
        """Take the articles out of `results`. Raises `InputError` where there is none."""
        self.articles = [article for result in results for article in _articles(result)]
        if not self.articles:
            raise InputError("a picture needs an article: give an extraction, or a comparison with its extractions")
        several = len(self.articles) > 1
        self.letters = [letter(number) if several else "" for number in range(len(self.articles))]
        self._names = [{each.id: _name(each.id, each.name) for each in article.speakers} for article in self.articles]
        self._places = {article.article.id: number for number, article in enumerate(self.articles)}

    def each(self) -> Iterator[tuple[int, Extraction]]:
        """Yield the articles with their numbers."""
        return enumerate(self.articles)

    def holder(self, article: int | str, speaker: str | None) -> Holder:
        """Return the holder for a speaker of an article, named by its number or its id."""
        number = article if isinstance(article, int) else self._places[article]
        return Holder(self._names[number].get(speaker or "", NO_SPEAKER), self.letters[number], speaker)

    def subject(self) -> str:
        """Say what one article is called; several are named in `key`."""
        return line(name_of(self.articles[0].article)) if len(self.articles) == 1 else ""

    def key(self) -> list[tuple[str, str]]:
        """Return the letters with what their articles are called."""
        named = zip(self.letters, self.articles, strict=True)
        return [(each, line(name_of(article.article))) for each, article in named if each]


def _articles(result: Extraction | Comparison) -> Sequence[Extraction]:
    found = getattr(result, "extractions", None)
    if found is None:
        return (result,)  # type: ignore[return-value]  # what has no extractions is one
    if len(found) != len(result.articles):  # type: ignore[union-attr]  # the same
        raise InputError("the names stand in the articles' JSON: give the articles with .with_extractions()")
    return found  # type: ignore[no-any-return]


def _name(speaker_id: str, name: str) -> str:
    return AUTHOR if speaker_id == AUTHOR_ID == name else line(name)
