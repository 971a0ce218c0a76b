"""The people, bodies and things of one article while they are being told apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from claimkit.models import SpeakerKind

if TYPE_CHECKING:
    from claimkit.models import Offsets

PEOPLE = frozenset({SpeakerKind.PERSON, SpeakerKind.UNNAMED, SpeakerKind.AUTHOR})


class Role(NamedTuple):
    """A role as the article words it, the noun it is about, and its words, all lower case but `text`."""

    text: str
    head: str
    words: frozenset[str]
    affiliation: str | None = None


@dataclass(eq=False, slots=True)
class Entity:
    """Somebody or something that may be a speaker. Equal only to itself."""

    kind: SpeakerKind
    name: str
    start: int
    given: str = ""
    family: str = ""
    gender: str = ""
    plural: bool = False
    place: bool = False
    heads: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    roles: list[Role] = field(default_factory=list)
    mentions: set[Offsets] = field(default_factory=set)
    pronouns: dict[str, int] = field(default_factory=dict)
    party: str = ""
    body: str = ""
    late: bool = False

    @property
    def named(self) -> bool:
        """Tell whether the article gives it a name of its own."""
        return bool(self.family) or self.kind is SpeakerKind.PERSON

    def sex(self) -> str:
        """Return "m", "f" or "" from titles and names, else from the pronouns near it."""
        if self.gender:
            return self.gender
        masculine, feminine = self.pronouns.get("m", 0), self.pronouns.get("f", 0)
        if masculine == feminine:
            return ""
        return "m" if masculine > feminine else "f"


class Mention(NamedTuple):
    """One place where an entity is named or described; `head` is the index of its main token."""

    start: int
    end: int
    entity: Entity
    head: int
    sentence: int
    subject: bool
    quoted: bool
