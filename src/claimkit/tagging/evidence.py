"""Say what rules and parse know of the words of a window, as numbers that the heads read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claimkit.models import QuoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from claimkit.findings import Attribution
    from claimkit.models import Offsets
    from claimkit.tagging.windows import Numbers, Window

NO_CUE, UNSURE, LIKELY, SURE, QUOTING, GOES_ON, NO_RULES = range(7)
"""Of a word: the rules' cue begins here (how sure, or beside a quotation), goes on, or the rules were not asked."""
CUE_MARKS = 7
BEGINNINGS = (UNSURE, LIKELY, SURE, QUOTING)
NOTHING, ELSEWHERE, SOURCE, CUE, CONTENT, OTHER_CONTENT, OTHER_PART, UNASKED = range(8)
"""Of a word, seen from a cue: its part in the rules' attribution with that cue, or in others."""
PARTS = 8
_LEAST, _LIKELY, _SURE = 0.3, 0.6, 0.85

_LABELS = (
    "nsubj", "nsubjpass", "dobj", "ccomp", "xcomp", "prep", "pobj", "advmod", "advcl", "mark", "aux", "auxpass",
    "punct", "conj", "cc", "amod", "det", "compound", "poss", "appos", "relcl", "acl", "attr", "acomp", "agent",
    "npadvmod", "parataxis", "dative", "intj", "expl", "neg", "prt", "csubj", "csubjpass", "oprd", "pcomp", "nmod",
    "nummod", "quantmod", "case", "predet", "preconj", "meta", "dep",
)  # fmt: skip
_LABEL = {label: number for number, label in enumerate(_LABELS)}
_AUXILIARIES = frozenset({"aux", "auxpass"})
FAR, ITSELF, ABOVE, _BELOW = range(4)
_BESIDE = _BELOW + len(_LABELS)
PATHS = _BESIDE + len(_LABELS)
"""Of a word, seen from a cue: itself, above it, below it or beside it by which label, or not tied to it."""
_HIGHEST = 20
"""How many heads above a cue are looked at."""


class Evidence(NamedTuple):
    """What is known of the words of one window."""

    doc: Doc
    window: Window
    tokens: Numbers
    attributions: tuple[Attribution, ...]
    asked: bool


def gather(doc: Doc, starts: Numbers, window: Window, attributions: Sequence[Attribution] | None) -> Evidence:
    """Return the evidence on `window`; `starts` are the offsets of the tokens of `doc`.

    `attributions` are those of the rules, None where they were not asked. Those inside others are left out: the corpus
    that the weights were trained on has none.
    """
    low, high = int(window.start[0]), int(window.end[-1])
    near = [
        each
        for each in attributions or ()
        if each.parent is None and any(start < high and low < end for start, end in (*each.content, each.cue or (0, 0)))
    ]
    tokens = np.maximum(np.searchsorted(starts, window.start, side="right") - 1, 0)
    return Evidence(doc, window, tokens, tuple(near), attributions is not None)


def cue_marks(evidence: Evidence) -> Numbers:
    """Return for each word what the rules say of it as a cue."""
    count = len(evidence.window.start)
    if not evidence.asked:
        return np.full(count, NO_RULES)
    marks = np.full(count, NO_CUE)
    for each in evidence.attributions:
        if each.cue:
            first, last = word_range(evidence.window, each.cue)
            marks[first:last] = np.where(marks[first:last] == NO_CUE, GOES_ON, marks[first:last])
            marks[first : min(first + 1, last)] = _surety(each)
    return marks


def seen_from(evidence: Evidence, at: int) -> tuple[Numbers, Numbers]:
    """Return for each word its part in the rules' attributions and its path in the parse, from the cue at word `at`."""
    verb = _carrier(evidence.doc[int(evidence.tokens[at])])
    return _parts(evidence, at, verb), _paths(evidence, verb)


def _surety(attribution: Attribution) -> int:
    if attribution.kind is not QuoteKind.INDIRECT and attribution.confidence >= _SURE:
        return QUOTING
    confidence = attribution.confidence
    return SURE if confidence >= _LIKELY else LIKELY if confidence >= _LEAST else UNSURE


def _carrier(token: Token) -> Token:
    """Return the verb of an auxiliary, else the token itself."""
    for _ in range(3):
        if token.dep_ not in _AUXILIARIES:
            break
        token = token.head
    return token


def _parts(evidence: Evidence, at: int, verb: Token) -> Numbers:
    window = evidence.window
    count = len(window.start)
    if not evidence.asked:
        return np.full(count, UNASKED)
    parts = np.full(count, NOTHING)
    mine = _same_cue(evidence, at, verb)
    for each in evidence.attributions:
        if each is not mine:
            _lay(parts, window, each.content, OTHER_CONTENT)
            _lay(parts, window, [part for part in (each.cue, each.source) if part], OTHER_PART, over=False)
    if mine is not None:
        parts[parts == NOTHING] = ELSEWHERE
        _lay(parts, window, mine.content, CONTENT)
        _lay(parts, window, [mine.cue] if mine.cue else [], CUE)
        _lay(parts, window, [mine.source] if mine.source else [], SOURCE)
    return parts


def _same_cue(evidence: Evidence, at: int, verb: Token) -> Attribution | None:
    """Return the attribution whose cue holds the verb, else one whose cue begins at the word or the two after it."""
    window = evidence.window
    near = int(window.start[at]), int(window.end[min(at + 2, len(window.end) - 1)])
    for start, end in ((verb.idx, verb.idx + len(verb)), near):
        for each in evidence.attributions:
            if each.cue and each.cue[0] < end and start < each.cue[1]:
                return each
    return None


def _lay(parts: Numbers, window: Window, spans: Sequence[Offsets], part: int, *, over: bool = True) -> None:
    for span in spans:
        first, last = word_range(window, span)
        parts[first:last] = part if over else np.where(parts[first:last] == NOTHING, part, parts[first:last])


def word_range(window: Window, span: Offsets) -> tuple[int, int]:
    """Return the words that `span` touches, half-open."""
    first = int(np.searchsorted(window.end, span[0], side="right"))
    return first, max(first, int(np.searchsorted(window.start, span[1], side="left")))


def _paths(evidence: Evidence, verb: Token) -> Numbers:
    sentence = verb.sent
    offset = sentence.start
    paths = np.full(len(sentence) + 1, FAR)  # the last is for words outside the sentence
    head = verb.head
    if head.i != verb.i:
        for child in head.children:
            if child.i != verb.i:
                paths[child.left_edge.i - offset : child.right_edge.i + 1 - offset] = _BESIDE + _label(child)
        above = head
        for _ in range(_HIGHEST):
            paths[above.i - offset] = ABOVE
            if above.head.i == above.i:
                break
            above = above.head
    for child in verb.children:
        paths[child.left_edge.i - offset : child.right_edge.i + 1 - offset] = _BELOW + _label(child)
    paths[verb.i - offset] = ITSELF
    places = evidence.tokens - offset
    return paths[np.where((places >= 0) & (places < len(sentence)), places, len(sentence))]


def _label(token: Token) -> int:
    return _LABEL.get(token.dep_, _LABEL["dep"])
