"""Make cues of negation of the words that the tagger takes for such: whole phrases, parts of words, pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimkit.models import Offsets
    from claimkit.tagging.running import Reals
    from claimkit.tagging.windows import Numbers, Window

_LEAST, _LEAST_AFFIX = 0.5, 0.12
"""How likely a word must be a cue; one that begins or ends like a negation may be less so: each is rare."""


class Cue(NamedTuple):
    """A cue: the number of its first word, its spans, and what is left of a word that negates by a part of itself."""

    at: int
    spans: tuple[Offsets, ...]
    rest: tuple[Offsets, ...] = ()


def cues(text: str, window: Window, sentence: Numbers, likely: Reals) -> list[Cue]:
    """Return the cues of a sentence, given by the numbers of its words; `likely` is the probability of each word."""
    found: list[Cue] = []
    for cue in _single(text, window, sentence, likely):
        before = found[-1] if found else None
        if before is not None and before.spans[-1][1] > cue.spans[0][0]:
            continue
        # handles: [Neither] the mayor [nor] the clerk came. / not: He did [not] come, [nor] did she.
        if before is not None and _joins(text, before, cue):
            found[-1] = before._replace(spans=(*before.spans, *cue.spans))
        else:
            found.append(cue)
    return found


def _joins(text: str, before: Cue, cue: Cue) -> bool:
    first, last = (text[slice(*each.spans[-1])].lower() for each in (before, cue))
    return (
        last == "nor"
        and first in words("negation")["pairing"]
        and "," not in text[before.spans[-1][1] : cue.spans[0][0]]
    )


def _single(text: str, window: Window, sentence: Numbers, likely: Reals) -> Iterator[Cue]:
    for at in sentence[likely[sentence] >= _LEAST_AFFIX].tolist():
        start, end = int(window.start[at]), int(window.end[at])
        word = _whole(text, (start, end))
        if word is None or not any(c.isalpha() for c in text[start:end]):
            continue
        part = _affix(text, word)
        if part is not None:
            yield Cue(at, (part[0],), (part[1],))
        elif likely[at] >= _LEAST:
            yield Cue(at, (word,))


def _whole(text: str, cue: Offsets) -> Offsets | None:
    """Widen a cue to the phrase or the short form that it stands in; None where it negates nothing there."""
    # handles: It is [by no means] safe; it did[n't] sink. / not: It has [no] means; [no doubt] it sank.
    start, end = cue
    if text[start - 2 : end].lower() in ("n't", "n’t"):
        return start - 2, end
    if any(_within(text, cue, phrase) for phrase in words("negation")["idle"]):
        return None
    return next(
        (found for phrase in sorted(words("negation")["phrases"]) if (found := _within(text, cue, phrase))), cue
    )


def _within(text: str, cue: Offsets, phrase: str) -> Offsets | None:
    """Return where a phrase stands that holds a cue as one of its words."""
    before = f" {phrase} ".find(f" {text[slice(*cue)].lower()} ")
    start = cue[0] - before
    return (start, start + len(phrase)) if before >= 0 and text[start : start + len(phrase)].lower() == phrase else None


def _affix(text: str, word: Offsets) -> tuple[Offsets, Offsets] | None:
    """Part a word into what negates and the rest that it negates, None where it negates as a whole."""
    # handles: The lift is [un]safe; it is harm[less]. / not: It is [not] safe; [without] harm.
    start, end = word
    small, listed = text[start:end].lower(), words("negation")
    if small in listed["whole"] or not small.isalpha():
        return None
    for affix in sorted(listed["prefixes"], key=lambda each: (-len(each), each)):
        if small.startswith(affix) and len(small) > len(affix) + 2:
            return (start, start + len(affix)), (start + len(affix), end)
    for affix in sorted(listed["endings"], key=lambda each: (-len(each), each)):
        if small.endswith(affix) and len(small) > len(affix) + 1:
            return (end - len(affix), end - len(affix) + 4), (start, end - len(affix))
    return None
