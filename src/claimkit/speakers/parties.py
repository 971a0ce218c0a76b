"""Tell which names are those of parties, and which party a role names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimkit.lexicon import entries, words
from claimkit.speakers.lexemes import fold

if TYPE_CHECKING:
    from claimkit.speakers.index import Index
    from claimkit.speakers.mentions import Mention
    from claimkit.speakers.names import Name

_AROUND = 25
"""Tokens around a name in which politics is looked for."""


def is_party(mention: Mention, index: Index) -> bool:
    """Tell whether a name is a party's.

    handles: "the Green Party", "Fine Gael", "MP for the Orsk Front" / not: "the Green Line", "the Orsk Front of the war"
    """
    parties = words("parties")
    folds = mention.words
    name = " ".join(folds)
    if name in parties["names"] or name.removeprefix("the ") in parties["names"]:
        return True
    if any(word in parties["words"] for word in folds):
        return not any(word in parties["others"] for word in folds)
    last = index.first(mention.end - 1)
    after = [token.lower_ for token in index.tokens[last + 1 : last + 3]]
    if "party" in after:
        return True
    if not any(word in parties["blocs"] for word in folds):
        return False
    near = index.tokens[max(last - _AROUND, 0) : last + _AROUND]
    return any(token.lower_ in parties["politics"] for token in near)
