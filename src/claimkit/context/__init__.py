"""Read claims so that they can stand alone: say in square brackets whom and what their words take up.

Whatever stands outside the brackets is the article's, word for word. A word whose reading is not sure stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.context.demonstratives import act_before
from claimkit.context.entities import Telling
from claimkit.context.events import Events
from claimkit.context.nouns import is_name
from claimkit.context.pronouns import Pronouns
from claimkit.context.scene import Scene
from claimkit.context.subjects import relative_of, shared_subject
from claimkit.context.voices import tokens_in
from claimkit.context.wording import Wording, agreeing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

    from claimkit.context.entities import Entity
    from claimkit.context.nouns import Range
    from claimkit.findings import Layout, Proposition
    from claimkit.models import Offsets

__all__ = ["Telling", "antecedents", "in_context"]

_OWNERS = frozenset({"his", "her", "its", "their", "my", "our", "whose"})


class _Edit(NamedTuple):
    """Words for the text in [start, end); nothing is replaced where the two are equal."""

    start: int
    end: int
    words: str


def in_context(
    doc: Doc, text: str, propositions: Sequence[Proposition], *, layout: Layout, telling: Telling
) -> list[str | None]:
    """Return for each proposition its words with what they take up in square brackets, None where nothing is added.

    >>> from claimkit.findings import Block, BlockKind, Layout, Proposition
    >>> from claimkit.parsing import load
    >>> text = "Mara Ives shut the quay. She left the town."
    >>> plan = Layout((Block(0, len(text), BlockKind.PARAGRAPH),))
    >>> found = [Proposition(0, 23, None), Proposition(25, 42, None)]
    >>> in_context(load()(text), text, found, layout=plan, telling=Telling())
    [None, '[Mara Ives] left the town']

    `doc` must be the parse of `text`.
    """
    scene = Scene(doc, text, layout, telling)
    reader = _Reader(scene, telling)
    return [reader.read((each.start, each.end)) for each in propositions]


def antecedents(doc: Doc, text: str, *, layout: Layout, telling: Telling) -> dict[int, tuple[Offsets, ...]]:
    """Find for each pronoun that has a sure reading, by its offset, every place where what it takes up is named.

    >>> from claimkit.findings import Block, BlockKind, Layout
    >>> from claimkit.parsing import load
    >>> text = "Mara Ives shut the quay. She left."
    >>> plan = Layout((Block(0, len(text), BlockKind.PARAGRAPH),))
    >>> antecedents(load()(text), text, layout=plan, telling=Telling())
    {25: ((0, 9),)}
    """
    scene = Scene(doc, text, layout, telling)
    places: dict[int, list[Offsets]] = {}
    for mention in scene.mentions:
        lo, hi = mention.phrase
        if lo < hi:
            last = scene.tokens[hi - 1]
            places.setdefault(id(mention.entity), []).append((scene.offsets[lo], last.idx + len(last)))
    found = Pronouns(scene, telling).readings
    return {scene.offsets[i]: tuple(places.get(id(reading.entity), ())) for i, reading in found.items()}


class _Reader:
    """Reads the claims of one article."""

    def __init__(self, scene: Scene, telling: Telling) -> None:
        self._scene = scene
        self._wording = Wording(scene, Pronouns(scene, telling), telling)
        self._events = Events(scene, self._wording)
        self._named = scene.entity_at

    def read(self, span: Offsets) -> str | None:
        part = tokens_in(self._scene.offsets, span)
        if part[0] >= part[1] or self._scene.offsets[part[0]] != span[0]:
            return None
        known = {id(self._named[i]) for i in range(*part) if i in self._named}
        # What stands for the claim's subject is known to the rest of it.
        edits = [*self._subject(part, known), *self._acts(part)]
        edits += self._pronouns(part, known)
        text, at, pieces = self._scene.text, span[0], []
        for edit in sorted(edits):
            if edit.start >= at and edit.end <= span[1]:
                pieces += [text[at : edit.start], edit.words]
                at = edit.end
        return "".join([*pieces, text[at : span[1]]]) if pieces else None

    def _subject(self, part: Range, known: set[int]) -> Iterator[_Edit]:
        first = self._scene.tokens[part[0]]
        noun = relative_of(self._scene, part[0])
        told = None if noun is None else self._wording.noun(noun, first)
        if told is not None:
            known.add(id(told[0]))
            yield _Edit(first.idx, first.idx + len(first), self._bracketed(first, *told))
        subject = shared_subject(self._scene, part)
        told = None if subject is None else self._wording.subject(subject)
        if told is not None:
            known.add(id(told[0]))
            yield _Edit(first.idx, first.idx, f"[{told[1][0].upper()}{told[1][1:]}] ")

    def _pronouns(self, part: Range, known: set[int]) -> Iterator[_Edit]:
        """Word the first pronoun for each person or thing that the claim itself does not name."""
        for token in self._scene.tokens[part[0] : part[1]]:
            if token.pos_ != "PRON" and token.lower_ not in _OWNERS:
                continue
            told = self._wording.pronoun(token)
            # handles: [Mara Ives] sold her boat (once is enough). / not: [Mara Ives] sold [Mara Ives's] boat.
            if told is not None and id(told[0]) not in known:
                known.add(id(told[0]))
                after = self._scene.tokens[token.i + 1] if token.i + 1 < part[1] else None
                verb = "" if after is None or token.lower_ not in {"i", "we"} else agreeing(token, after)
                end = after if verb and after is not None else token
                words = f"{told[1]} {verb}".rstrip()
                yield _Edit(token.idx, end.idx + len(end), self._bracketed(token, told[0], words))

    def _bracketed(self, token: Token, entity: Entity, shown: str) -> str:
        owned = token.lower_ in _OWNERS and token.dep_ == "poss"
        shown = self._wording.owned(entity, shown) if owned else shown
        opens = token.is_title and token.lower_ != "i"
        return f"[{shown[0].upper()}{shown[1:]}]" if opens else f"[{shown}]"

    def _acts(self, part: Range) -> Iterator[_Edit]:
        for token in self._scene.tokens[part[0] : part[1]]:
            shown = None
            if token.pos_ == "NOUN" and not is_name(token):
                shown = self._events.of_noun(token, part[0])
            elif token.pos_ in {"PRON", "DET"} and token.lower_ in {"this", "that"}:
                shown = act_before(self._scene, self._wording, token)
            if shown is not None:
                end = token.idx + len(token)
                yield _Edit(end, end, f" [{shown}]")
