"""Run claimkit's stages up to the tagger on texts of corpora, and give what it judges of words and sentences."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claimkit import parsing, tagging
from claimkit.attribution import attribute, unite
from claimkit.layout import layout
from claimkit.quotes import pair_marks
from claimkit.tagging.running import read
from claimkit.tagging.windows import windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from claimkit.findings import Attribution, Judgements, Layout
    from claimkit.tagging.running import Reals
    from claimkit.tagging.windows import Numbers


class Judged(NamedTuple):
    """A parsed text with its attributions and what the tagger judges."""

    doc: Doc
    layout: Layout
    attributions: Sequence[Attribution]
    judgements: Judgements

    def token_at(self, offset: int) -> Token:
        """Return the token that holds a code point."""
        low, high = 0, len(self.doc)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.doc[middle].idx <= offset else (low, middle)
        return self.doc[low]

    def factuality(self, token: Token) -> float:
        """Return how factual what a token names is, -3 to 3; a fact where it was not read."""
        return float(np.nan_to_num(self.judgements.factuality[token.i], nan=3.0))


@cache
def weights(model: str | None) -> tagging.Weights:
    """Load the weights in a folder, those that come with claimkit unless one is named."""
    folder = Path(model) if model else tagging.shipped()
    if folder is None:
        raise SystemExit("this needs the tagger's weights: install claimkit anew, or name their folder")
    return tagging.load(folder)


def judged(text: str, model: str | None = None) -> Judged:
    """Read a text as `claimkit.extract` does."""
    plan = layout(text)
    quotations, _ = pair_marks(text, plan.blocks)
    doc = parsing.parse(text, plan.blocks, parsing.load(None))
    attributions = attribute(doc, layout=plan, quotations=quotations)
    tagged = tagging.tag(doc, layout=plan, quotations=quotations, attributions=attributions, weights=weights(model))
    attributions = unite(doc, attributions, tagged.attributions, layout=plan, quotations=quotations)
    parsing.mark_entities(doc, tagged.entities)
    return Judged(doc, plan, attributions, tagged.judgements)


def encoded(text: str, model: str | None = None) -> tuple[Numbers, Reals]:
    """Return where the words of a text begin, in code points, and what the encoder's last layer says of each."""
    plan, own = layout(text), weights(model)
    quotations, _ = pair_marks(text, plan.blocks)
    rows = list(read(windows(text, plan.blocks, quotations, own.tokenizer), own))
    starts = np.concatenate([row.window.start for row in rows])
    order = np.argsort(starts, kind="stable")
    return starts[order], np.concatenate([row.hidden for row in rows])[order]
