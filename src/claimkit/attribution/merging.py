"""Make one attribution of the candidates that share a cue, and drop those that surer ones exclude."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.attribution.candidates import Candidate, ranges
from claimkit.attribution.governed import is_nobody, is_own

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from claimkit.attribution.stretches import Stretch

_CLAUSAL = frozenset({"clause", "paren", "obj+inf", "inf", "according", "adj:clause", "ing"})
_SURE, _LIKELY = 0.6, 0.4
"""How sure an attribution without a clause must be inside a quotation, and inside what is told indirectly."""


def merge(
    doc: Doc, direct: Sequence[Candidate], governed: Sequence[Candidate], quoted: Sequence[Stretch]
) -> list[Candidate]:
    """Return the candidates that stand, those of quotations first where both claim the same words."""
    owner = _owners(quoted)
    by_cue = {c.cue: k for k, c in enumerate(direct) if c.cue >= 0}
    kept = list(direct)
    alone = {owner[c.content[0][0]]: k for k, c in enumerate(direct) if c.frame == "alone"}
    loose: list[Candidate] = []
    for candidate in governed:
        if is_own(doc, candidate.source) or is_nobody(doc, candidate.source) or not candidate.content:
            continue
        if candidate.cue in by_cue:
            k = by_cue[candidate.cue]
            kept[k] = _joined(doc, kept[k], candidate)
        elif candidate.cue in owner:
            loose.append(_within(doc, candidate, quoted[owner[candidate.cue]]))
        else:
            loose.append(_whole_quotations(doc, candidate, quoted, owner))
    loose = _without_carriers(loose)
    taken = {i for c in kept if c.frame != "alone" for part in c.content for i in range(*part)}
    standing = [c for c in loose if c.content and (c.cue in owner or _share_in(c, taken) < 0.5)]
    covered = {owner.get(i) for c in standing if c.cue not in owner for part in c.content for i in range(*part)}
    dropped = {k for stretch, k in alone.items() if stretch in covered}
    kept = [c for k, c in enumerate(kept) if k not in dropped]
    told = {i for c in kept + standing for part in c.content for i in range(*part)}
    return kept + _distinct(
        [c for c in standing if c.cue not in told or _sure(c, _SURE if c.cue in owner else _LIKELY)]
    )


def _sure(candidate: Candidate, least: float) -> bool:
    """Tell whether an attribution inside what somebody else says is worth keeping.

    handles: “They told me it was safe,” she said. / not: “They can still offer help,” she said.
    """
    return candidate.source is not None and (candidate.frame in _CLAUSAL or candidate.confidence >= least)


def _without_carriers(candidates: list[Candidate]) -> list[Candidate]:
    """Drop the attribution of a verb whose object makes the same source's.

    handles: "voiced doubts about the pier" (doubts) / not: "welcomed the board's criticism of the pier" (two sources)
    """
    nouns = {c.cue: c.source for c in candidates if c.frame.startswith("noun:")}
    return [
        c
        for c in candidates
        if not (
            c.frame.startswith("obj")
            and any(i in nouns and nouns[i] == c.source for part in c.content for i in range(*part))
        )
    ]


def _owners(quoted: Sequence[Stretch]) -> dict[int, int]:
    """Map each token inside an outermost quotation to that quotation's index."""
    return {i: k for k, stretch in enumerate(quoted) for part in stretch.parts for i in range(*part)}


def _joined(doc: Doc, direct: Candidate, governed: Candidate) -> Candidate:
    """Add to a quotation the words outside it that the same cue governs.

    handles: He said that for years “we were late every day”. / not: “We were late,” he said on Monday.
    """
    source = direct.source or governed.source
    if direct.frame != "before" or governed.frame not in _CLAUSAL:
        return direct._replace(source=source)
    first, last = direct.content[0][0], direct.content[-1][1]
    ends = doc[last - 1].text in {".", "?", "!", ","}
    words = [i for part in governed.content for i in range(*part)]
    extra = {i for i in words if i < first or (i >= last and not ends)}
    if (
        not extra
        or not any(first <= i < last for i in words)
        or min(abs(i - j) for i in extra for j in (first, last)) > 3
    ):
        return direct._replace(source=source)
    inside = {i for part in direct.content for i in range(*part)}
    return direct._replace(source=source, content=ranges(extra | inside, doc))


def _within(doc: Doc, candidate: Candidate, stretch: Stretch) -> Candidate:
    """Keep of a candidate inside a quotation what the quotation holds."""
    inside = {i for part in stretch.parts for i in range(*part)}
    content = {i for part in candidate.content for i in range(*part)} & inside
    return candidate._replace(content=ranges(content, doc))


def _whole_quotations(doc: Doc, candidate: Candidate, quoted: Sequence[Stretch], owner: dict[int, int]) -> Candidate:
    """Take in the whole of each quotation that the content touches: the parse often breaks at its marks."""
    content = {i for part in candidate.content for i in range(*part)}
    touched = {owner[i] for i in content if i in owner}
    if not touched:
        return candidate
    for k in touched:
        content |= {i for part in quoted[k].parts for i in range(*part)}
    return candidate._replace(content=ranges(content - set(range(*candidate.cue_range)), doc))


def _share_in(candidate: Candidate, taken: set[int]) -> float:
    words = [i for part in candidate.content for i in range(*part)]
    return sum(i in taken for i in words) / len(words)


def _distinct(candidates: list[Candidate]) -> list[Candidate]:
    """Keep the surest of those that claim the same words.

    handles: "She made the claim that …" (claim, not made) / not: "He says she said that …" (one inside the other)
    """
    best: dict[tuple[int, int], Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: -c.confidence):
        key = candidate.content[0][0], candidate.content[-1][1]
        best.setdefault(key, candidate)
    return sorted(best.values(), key=lambda c: c.content)
