"""Read the events of MEANTIME (Minard et al. 2016): CAT-XML files with certainty, polarity and tense of events."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from corpus_tokens import joined

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CERTAINTIES = {"CERTAIN": 3.0, "PROBABLE": 1.5, "POSSIBLE": 0.75}
POLARITIES = {"POS": 1.0, "NEG": -1.0}


class Eventful(NamedTuple):
    """An article and its annotated events: where each begins (code points), factuality (-3 to +3), and lemma."""

    text: str
    events: tuple[tuple[int, float, str], ...]


def articles(folder: Path) -> Iterator[Eventful]:
    """Yield the articles under a folder, in order of their paths."""
    for path in sorted(folder.rglob("*.xml")):
        yield article(ET.parse(path).getroot())  # noqa: S314 (files that the user names)


def article(root: ET.Element) -> Eventful:
    """Read one article: its first two sentences are headline and date, and stand as paragraphs of their own."""
    text, places = "", {}
    for number, group in groupby(root.iter("token"), key=lambda token: int(token.get("sentence", "0"))):
        tokens = list(group)
        words, spans = joined([token.text or "" for token in tokens])
        if text:
            text += "\n\n" if number <= 2 else " "
        places.update({t.get("t_id"): len(text) + start for t, (start, _) in zip(tokens, spans, strict=True)})
        text += words
    return Eventful(text, tuple(sorted(_events(root, places))))


def _events(root: ET.Element, places: dict[str | None, int]) -> Iterator[tuple[int, float, str]]:
    for event in root.iter("EVENT_MENTION"):
        anchors = [places[anchor.get("t_id")] for anchor in event.iter("token_anchor")]
        certainty, polarity = event.get("certainty"), event.get("polarity")
        if anchors and certainty and polarity:
            value = CERTAINTIES.get(certainty, 0.0) * POLARITIES.get(polarity, 0.0)
            yield min(anchors), value, event.get("pred") or ""
