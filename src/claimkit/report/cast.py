"""Number the speakers of an article: a colour and a name for each, and how much of the article is theirs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from claimkit.contrasts import words_quoted
from claimkit.models import AUTHOR_ID, SpeakerKind
from claimkit.render import NO_SPEAKER, visible

if TYPE_CHECKING:
    from claimkit.models import Speaker
    from claimkit.results import Extraction

COLOURS = 8
"""Colours in the stylesheet; further speakers share them, and their names tell them apart."""
NO_COLOUR = 0
"""The article's own voice, and nobody's."""
_LONGEST = 28
_AUTHOR = "the author"


class Voice(NamedTuple):
    """A speaker as the page names them; `short` fits a label in the text."""

    name: str
    short: str
    colour: int
    speaker: Speaker | None


class Part(NamedTuple):
    """A row of the table of speakers; `share` is that of all words quoted, in per cent."""

    voice: Voice
    kind: str
    facts: str
    words: int
    share: int
    quotes: int
    claims: int


class Cast:
    """The voices of an article by the ids of their speakers."""

    def __init__(self, extraction: Extraction) -> None:
        """Give colours to the speakers of `extraction` who are heard, in their order."""
        self._extraction = extraction
        self._words = words_quoted(extraction)
        self._heard = Counter(quote.speaker for quote in extraction.quotes)
        self._claims = Counter(claim.speaker for claim in extraction.claims)
        self._nobody = Voice(NO_SPEAKER, NO_SPEAKER, NO_COLOUR, None)
        self._voices: dict[str, Voice] = {}
        coloured = 0
        for speaker in extraction.speakers:
            colour = NO_COLOUR
            if speaker.id in self._heard:
                colour = coloured % COLOURS + 1
                coloured += 1
            name = _AUTHOR if speaker.id == AUTHOR_ID == speaker.name else speaker.name
            self._voices[speaker.id] = Voice(name, label(name), colour, speaker)

    def voice(self, speaker_id: str | None) -> Voice:
        """Return the voice of a speaker, or that of nobody."""
        return self._voices.get(speaker_id or "", self._nobody)

    def parts(self) -> list[Part]:
        """Return a row for each speaker who says or claims something, the most quoted first."""
        whole = max(sum(self._words.values()), 1)
        known: list[str | None] = [*self._voices, None]
        heard = [name for name in known if self._heard[name] or self._claims[name]]
        parts = [
            Part(
                voice, voice.speaker.kind.value if voice.speaker else "", facts(voice.speaker), words,
                round(100 * words / whole), self._heard[name], self._claims[name],
            )
            for name in heard
            for voice, words in [(self.voice(name), self._words.get(name, 0))]
        ]  # fmt: skip
        return sorted(parts, key=lambda part: -part.words)


def facts(speaker: Speaker | None) -> str:
    """Say what is known of a speaker: role (and whether it is held now), affiliation, party.

    >>> from claimkit.models import Speaker
    >>> facts(Speaker(id="s1", name="Ana Brill", kind="person", role="engineer", affiliation="Port of Holm"))
    'engineer · Port of Holm'
    """
    if speaker is None:
        return ""
    role, tenure = speaker.role, speaker.tenure.value if speaker.tenure else ""
    role = f"{role} ({tenure})" if role and tenure not in role.casefold() else role
    return " · ".join(dict.fromkeys(fact for fact in (role, speaker.affiliation, speaker.party) if fact))


def is_unnamed(voice: Voice) -> bool:
    """Say whether words are given to somebody whom the article does not name."""
    return voice.speaker is not None and voice.speaker.kind is SpeakerKind.UNNAMED


def label(name: str) -> str:
    """Return a name as a label in the text: visible, on one line, and not so long that it could not stand on a phone.

    >>> label("The Committee for the Preservation of the Quay"), label("Ana\u202e")
    ('The Committee for the Prese…', 'Ana‹U+202E›')
    """
    words = " ".join(visible(name).split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
