"""Tell names of places, which employ nobody, from those of bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.speakers.lexemes import is_body_word

if TYPE_CHECKING:
    from claimkit.speakers.index import Index
    from claimkit.speakers.mentions import Mention

_KINDS = frozenset({"GPE", "LOC", "NORP", "LANGUAGE", "DATE"})
_WHERE = frozenset({"in", "near", "throughout", "across", "outside", "around", "from"})


def is_place(mention: Mention, index: Index) -> bool:
    """handles: "in Ladbury", "Ladbury, Ohio" / not: "in the Navy", "the City of Ladbury", "at Ladbury"."""
    if any(is_body_word(word) for word in mention.words):
        return False
    kinds = {token.ent_type_ for token in index.within(mention.start, mention.end)}
    before = index.first(mention.start) - 1
    word = index.tokens[before].lower_ if before >= 0 else ""
    if kinds <= _KINDS:
        return word != "at"
    return word in _WHERE and "ORG" not in kinds and index.text[mention.start : mention.end].istitle()
