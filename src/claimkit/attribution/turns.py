"""Take answers in an interview and signed block quotations as the words of the one whose label they bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.attribution.candidates import Candidate, Range, light, trim
from claimkit.attribution.stretches import Stretch, tokens_between
from claimkit.findings import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from claimkit.findings import Block

_DASHES = frozenset({"-", "--", "—", "–", "―", "~"})


def turns(doc: Doc, blocks: Sequence[Block]) -> list[Candidate]:
    """Return an attribution for each answer, with the paragraphs that continue it, and each signed quotation."""
    if not any(block.label for block in blocks):
        return []
    starts = [token.idx for token in doc]
    found: list[Candidate] = []
    answering = False
    for block in blocks:
        whole = tokens_between(doc, starts, block.start, block.end)
        label = tokens_between(doc, starts, *block.label) if block.label else None
        if block.kind is BlockKind.ANSWER and label is None and answering:
            found[-1] = found[-1]._replace(content=(*found[-1].content, whole))
        answering = answering if block.kind is BlockKind.ANSWER and label is None else False
        if label is None:
            continue
        if block.kind is BlockKind.ANSWER and (said := _after_label(doc, label, whole)):
            found.append(said)
            answering = True
        elif block.kind is BlockKind.QUOTATION and (signed := _before_signature(doc, label, whole)):
            found.append(signed)
    return found


def _after_label(doc: Doc, label: Range, whole: Range) -> Candidate | None:
    """handles: "Lowe: We were late." / not: "Lowe:" (an empty answer)"""
    cue = label[1]
    content = trim((cue, whole[1]), doc)
    return Candidate(cue, "answer", (cue, cue + 1), label, ((content[0], whole[1]),), 0.97) if content else None


def _before_signature(doc: Doc, label: Range, whole: Range) -> Candidate | None:
    """handles: "We were late. — Ann Lowe (@lowe) 3 May" / not: "— Ann Lowe" (nothing is quoted)"""
    end = label[0]
    while end > whole[0] and light(doc[end - 1]):
        end -= 1
    dash = next((i for i in range(end, label[0]) if doc[i].text in _DASHES), -1)
    content = trim((whole[0], dash if dash >= 0 else end), doc)
    office = label[1] < whole[1] and doc[label[1]].text == "," and not any(doc[i].like_num for i in range(*whole))
    source = trim((label[0], whole[1]), doc) if office and label[1] - label[0] < whole[1] - label[0] else label
    return Candidate(dash, "signed", (dash, dash + 1), source, ((content[0], end),), 0.95) if content else None


def as_stretches(candidates: Sequence[Candidate]) -> list[Stretch]:
    """Return the turns as if they stood in quotation marks, so that what is attributed in them is theirs."""
    return [Stretch(c.content, c.content[0][0], c.content[-1][1], (0, 0), (0, 0), opens=True) for c in candidates]
