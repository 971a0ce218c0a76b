"""The people, bodies and things of an article, the places where they stand, and what is known of its quotes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimkit.context.nouns import Kind, Range
    from claimkit.findings import Attribution, Quotation
    from claimkit.models import Speaker


@dataclass(eq=False, slots=True)
class Entity:
    """Somebody or something of the article. Equal only to itself."""

    kind: Kind
    name: str = ""
    plural: bool = False
    sex: str = ""
    speaker: str | None = None
    votes: dict[str, int] = field(default_factory=dict)

    def gender(self) -> str:
        """Return "m", "f" or "" from titles and names, else from the pronouns near it."""
        masculine, feminine = self.votes.get("m", 0), self.votes.get("f", 0)
        return self.sex or ("" if masculine == feminine else "m" if masculine > feminine else "f")


class Mention(NamedTuple):
    """One place where an entity stands: its head, its short phrase in tokens, its sentence, role, and whose words."""

    head: int
    phrase: Range
    entity: Entity
    sentence: int
    role: str
    voice: int
    pronoun: str = ""
    named: bool = False


class Telling(NamedTuple):
    """What is known of an article's quotes: the attributions, each one's speaker, the speakers, and the marks."""

    attributions: Sequence[Attribution] = ()
    speaker_of: Sequence[str | None] = ()
    speakers: Sequence[Speaker] = ()
    quotations: Sequence[Quotation] = ()


class Reading(NamedTuple):
    """What a pronoun takes up, and the mention whose words say it."""

    entity: Entity
    mention: Mention
