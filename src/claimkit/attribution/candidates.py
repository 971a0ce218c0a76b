"""What the rules pass to each other: a cue with its source and content, in tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Range = tuple[int, int]


class Candidate(NamedTuple):
    """An attribution in token indices, half-open.

    `cue` is the token that carries it, `frame` how that governs the content.
    """

    cue: int
    frame: str
    cue_range: Range
    source: Range | None
    content: tuple[Range, ...]
    confidence: float = 1.0


def ranges(indices: set[int], doc: Doc) -> tuple[Range, ...]:
    """Return the runs of `indices`, without punctuation and white space at their edges.

    Gaps of punctuation or white space alone do not break a run.
    """
    runs: list[list[int]] = []
    for i in sorted(indices):
        if runs and all(light(doc[k]) for k in range(runs[-1][1], i)):
            runs[-1][1] = i + 1
        else:
            runs.append([i, i + 1])
    trimmed = (trim((start, end), doc) for start, end in runs)
    return tuple(run for run in trimmed if run)


def trim(run: Range, doc: Doc) -> Range | None:
    """Take punctuation (but no brackets that the run closes) and white space off the edges of `run`."""
    start, end = run
    while start < end and light(doc[start]):
        start += 1
    while end > start and light(doc[end - 1]):
        end -= 1
    return (start, end) if start < end else None


def light(token: Token) -> bool:
    """Tell whether `token` is punctuation or white space; a currency sign or a percent sign is not."""
    return token.is_space or (token.is_punct and token.text not in {"%", "#", "&", "@"})


def subtree(token: Token) -> set[int]:
    """Return the indices of all that hangs on `token`, itself included."""
    return {t.i for t in token.subtree}
