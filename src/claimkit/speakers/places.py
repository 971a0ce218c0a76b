"""Tell names of places, which employ nobody, from those of bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.speakers.lexemes import is_body_word

if TYPE_CHECKING:
    from claimkit.speakers.index import Index
    from claimkit.speakers.mentions import Mention

_WHERE = frozenset({"in", "near", "throughout", "across", "outside", "around"})


def is_place(mention: Mention, index: Index) -> bool:
    """handles: "in Ladbury", "Ladbury, Ohio" / not: "in the Navy", "the City of Ladbury", "in Ladbury Hospital"."""
    if any(is_body_word(word) for word in mention.words):
        return False
    kinds = {token.ent_type_ for token in index.within(mention.start, mention.end)}
    if kinds and kinds <= {"GPE", "LOC", "NORP", "LANGUAGE", "DATE", ""} and kinds != {""}:
        return True
    before = index.first(mention.start) - 1
    bare = 0 <= before and index.tokens[before].lower_ in _WHERE
    return bare and "ORG" not in kinds
