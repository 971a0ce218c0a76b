"""Make attributions of the probabilities of roles: which cues stand, and where their parts begin and end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claimkit.tagging.windows import CLOSING, OPENING, OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimkit.models import Offsets
    from claimkit.tagging.running import Reals, Tied
    from claimkit.tagging.windows import Numbers, Window

_, SOURCE, CUE, CONTENT = range(4)
SWITCH = 0.5
"""Log odds that a content must gain before it begins or ends once more."""
_LOOSE = frozenset(" \t\n,;-–—")
_STOPS = frozenset(".?!")
_NEVER = -30.0
_EXTREME = 1e-5

Run = tuple[int, int]


class Decoded(NamedTuple):
    """An attribution as the tagger reads it, in offsets, with the probabilities that it was made of."""

    content: tuple[Offsets, ...]
    source: Offsets | None
    cue: Offsets
    tied: Tied


class _Cue(NamedTuple):
    tied: Tied
    span: Run
    odds: Reals
    """Log odds of each role for each word."""


def decode(window: Window, tied: Sequence[Tied], text: str, *, least: float) -> list[Decoded]:
    """Return the attributions of a window whose cue is at least as likely as `least`."""
    cues: list[_Cue] = []
    for each in sorted(tied, key=lambda one: -one.probability):
        if each.probability < least:
            break
        odds = _odds(each.roles)
        span = _around(odds[:, CUE], each.at)
        if not any(span[0] < other.span[1] and other.span[0] < span[1] for other in cues):
            cues.append(_Cue(each, span, odds))
    held = np.stack([cue.tied.roles[:, CONTENT] for cue in cues]) if cues else np.zeros((0, 0))
    lettered = [any(map(str.isalnum, text[s:e])) for s, e in zip(window.start, window.end, strict=True)]
    state = window.words(window.state)
    opens = window.ids[window.first - 1] == window.ids[-1]  # after a separator
    stops = np.array([text[s] in _STOPS for s in window.start])
    found = []
    for number, cue in enumerate(cues):
        odds = cue.odds[:, CONTENT].copy()
        # A word belongs to the one content that has the best claim to it.
        odds[held.argmax(0) != number] = np.minimum(odds[held.argmax(0) != number], -1.0)
        odds[slice(*cue.span)] = _NEVER
        inside = _whole_quotations(_stretches(odds.tolist(), SWITCH), state, cue.span)
        content = [run for run in (_trimmed(run, lettered) for run in _runs(inside, opens)) if run]
        content = [run for run in content if not _strays(run, content, cue.span, state, stops)]
        if content:
            spans = tuple(_offsets(window, run) for run in content)
            source = _best(cue.odds[:, SOURCE].tolist())
            heard = _bare(_offsets(window, source), text) if source else None
            found.append(Decoded(spans, heard, _bare(_offsets(window, cue.span), text), cue.tied))
    return sorted(found, key=lambda each: each.content)


def _odds(roles: Reals) -> Reals:
    safe = np.clip(roles, _EXTREME, 1 - _EXTREME)
    return np.log(safe) - np.log(1 - safe)


def _offsets(window: Window, run: Run) -> Offsets:
    return int(window.start[run[0]]), int(window.end[run[1] - 1])


def _bare(span: Offsets, text: str) -> Offsets:
    """Take commas, dashes and white space off the edges of a span, unless nothing else is in it.

    handles: "Ann Lowe, who runs the line," / not: "Ann Lowe (Brell)" (the bracket belongs to it)
    """
    start, end = span
    while start < end and text[start] in _LOOSE:
        start += 1
    while end > start and text[end - 1] in _LOOSE:
        end -= 1
    return (start, end) if start < end else span


def _around(odds: Reals, at: int) -> Run:
    """Return the run of words around `at` whose log odds have the greatest sum."""
    after = np.cumsum(odds[at + 1 :])
    before = np.cumsum(odds[:at][::-1])
    last = at + 1 + (int(after.argmax()) + 1 if len(after) and after.max() > 0 else 0)
    first = at - (int(before.argmax()) + 1 if len(before) and before.max() > 0 else 0)
    return first, last


def _best(odds: Sequence[float]) -> Run | None:
    """Return the run of words whose log odds have the greatest sum, None where no word is likelier than not."""
    best, found, total, begin = 0.0, None, 0.0, 0
    for k, value in enumerate(odds):
        if total <= 0:
            total, begin = 0.0, k
        total += value
        if total > best:
            best, found = total, (begin, k + 1)
    return found


def _stretches(odds: Sequence[float], switch: float) -> list[bool]:
    """Return for each word whether it is inside: the likeliest stretches where each edge costs `switch` (Viterbi)."""
    out, inside = 0.0, -switch
    came: list[tuple[bool, bool]] = []
    for value in odds:
        leaves, stays = inside - switch > out, inside >= out - switch
        came.append((leaves, stays))
        out, inside = max(out, inside - switch), max(inside, out - switch) + value
    at = inside - switch > out
    path = []
    for leaves, stays in reversed(came):
        path.append(at)
        at = stays if at else leaves
    return path[::-1]


def _whole_quotations(inside: list[bool], state: Numbers, cue: Run) -> list[bool]:
    """Take in or leave out each quotation as a whole, as most of its words are: marks are hard evidence of edges.

    handles: “Not now,” she said. / not: “He said no,” she recalled. (the cue is inside the quotation)
    """
    fixed = list(inside)
    for first, last in _quotations(state):
        share = sum(inside[first:last]) / (last - first)
        if 0 < share < 1 and not (first < cue[1] and cue[0] < last):
            fixed[first:last] = [share > 0.5] * (last - first)
    return fixed


def _quotations(state: Numbers) -> list[Run]:
    """Return the runs of words inside outermost marks, the marks included."""
    found: list[Run] = []
    begin: int | None = None
    for k, value in enumerate(state.tolist()):
        if begin is not None and value in (OUTSIDE, OPENING):
            found.append((begin, k))
            begin = None
        if begin is None and value != OUTSIDE:
            begin = k
        if begin is not None and value == CLOSING:
            found.append((begin, k + 1))
            begin = None
    return [*found, (begin, len(state))] if begin is not None else found


def _strays(run: Run, content: Sequence[Run], cue: Run, state: Numbers, stops: Numbers) -> bool:
    """Tell whether a part outside marks is another sentence than the cue's, while others stand inside marks.

    handles: The council met. “Nobody told us,” said Ann Lowe. / not: He was late, he said, and “very sorry”.
    """
    quoted = [bool((state[first:last] != OUTSIDE).any()) for first, last in content]
    if not any(quoted) or (state[slice(*run)] != OUTSIDE).any():
        return False
    between = stops[run[1] : cue[0]] if run[1] <= cue[0] else stops[cue[1] : run[0]]
    return bool(between.any())


def _runs(inside: Iterable[bool], opens: Numbers) -> list[Run]:
    """Return the runs of words inside, cut where a block opens."""
    found: list[Run] = []
    begin: int | None = None
    k = -1
    for k, value in enumerate(inside):
        if begin is not None and (not value or opens[k]):
            found.append((begin, k))
            begin = None
        if value and begin is None:
            begin = k
    return [*found, (begin, k + 1)] if begin is not None else found


def _trimmed(run: Run, lettered: Sequence[bool]) -> Run | None:
    """Take words without letters and digits off the edges of a run."""
    first, last = run
    while first < last and not lettered[first]:
        first += 1
    while last > first and not lettered[last - 1]:
        last -= 1
    return (first, last) if first < last else None
