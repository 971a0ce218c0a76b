"""Join the tokens of corpora as text is written, keeping where each token stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLOSING = frozenset(".,;:?!%)]}") | {"n't", "'s", "'S", "'re", "'ve", "'ll", "'d", "'m", "''", "...", "’s", "n’t", "'"}
_OPENING = frozenset("([{$£€#") | {"``"}
_REWRITTEN = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}


def joined(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text of `tokens` and the offsets of each, in code points.

    >>> joined(["It", "did", "n't", "sink", "(", "yet", ")", "."])[0]
    "It didn't sink (yet)."
    """
    text, spans, glued, quoted = "", [], True, False
    for token in tokens:
        word = _REWRITTEN.get(token, token)
        closing = token in _CLOSING or word in _CLOSING or (word == '"' and quoted)
        if not glued and not closing:
            text += " "
        spans.append((len(text), len(text) + len(word)))
        text += word
        glued = token in _OPENING or word in _OPENING or (word == '"' and not quoted)
        quoted ^= word == '"'
    return text, spans
