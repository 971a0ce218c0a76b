"""Find which people of a text are tied to which bodies: as employee or member, as chief executive, by party."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.speakers.chains import Chains
from claimkit.speakers.finding import Finder, TieKind
from claimkit.speakers.mentions import find_mentions, index_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc

    from claimkit.models import Offsets, Tenure
    from claimkit.speakers.finding import Found
    from claimkit.speakers.index import Index
    from claimkit.speakers.names import Name

__all__ = ["Tie", "TieKind", "find_ties", "kinds_by_pair", "ties_of"]

_NEAR = 1
"""Sentences before and after a tie in which other mentions of the two share it."""
_MOST = 40
"""Mentions of one side that share a tie at most, so that a long list stays linear."""


class Tie(NamedTuple):
    """A mention of a person and one of a body that the text ties; `office` are the words for it, where there are any.

    `tenure` is None where the text does not say that it is over, for the time being, or still to come.
    """

    person: Offsets
    body: Offsets
    kind: TieKind
    office: Offsets | None = None
    tenure: Tenure | None = None


def find_ties(doc: Doc) -> tuple[Tie, ...]:
    """Return the ties between the people and bodies of a parsed text, in its order.

    >>> from claimkit.findings import Block, BlockKind
    >>> from claimkit.parsing import load, parse
    >>> text = "Mara Ives, former chief executive of Brack Ltd, joined Orsk Ferries."
    >>> for tie in find_ties(parse(text, [Block(0, len(text), BlockKind.PARAGRAPH)], load())):
    ...     print(text[slice(*tie.person)], "|", tie.kind, "|", text[slice(*tie.body)], "|", tie.tenure)
    Mara Ives | chief | Brack Ltd | former
    Mara Ives | employer | Orsk Ferries | None

    Every mention of the two near by shares the tie, pronouns too. Offsets are code points of the text. Entities, where
    the parse has them, help to tell people from bodies.
    """
    return ties_of(index_of(doc))


def ties_of(index: Index, names: Iterable[Name] | None = None) -> tuple[Tie, ...]:
    """Return the ties of an indexed text; `names` are its names where they are known.

    >>> from claimkit.parsing import load, parse
    >>> text = "Ron Vale joined the Green Party."
    >>> [(tie.kind.value, tie.body) for tie in ties_of(index_of(parse(text, (), load())))]
    [('party', (20, 31))]
    """
    chains = Chains(index, find_mentions(index, names))
    found: dict[tuple[int, int, TieKind], Found] = {}
    for each in Finder(index, chains).all():
        found.setdefault((chains.chain[each.person], chains.chain[each.body], each.kind), each)
    for person, body, kind in list(found):
        # Whoever heads a body, or is of a party, needs not be called its member besides.
        if kind is not TieKind.EMPLOYER:
            found.pop((person, body, TieKind.EMPLOYER), None)
    ties = {tie[:3]: tie for each in found.values() for tie in _shared(each, chains)}
    return tuple(ties[key] for key in sorted(ties))


def kinds_by_pair(ties: Iterable[Tie]) -> dict[tuple[Offsets, Offsets], frozenset[TieKind]]:
    """Return for each pair of a person's and a body's offsets what ties the two.

    >>> kinds_by_pair([Tie((0, 9), (13, 18), TieKind.PARTY)])
    {((0, 9), (13, 18)): frozenset({<TieKind.PARTY: 'party'>})}

    The offsets are among those of `people_and_bodies`.
    """
    kinds: dict[tuple[Offsets, Offsets], frozenset[TieKind]] = {}
    for tie in ties:
        kinds[tie.person, tie.body] = kinds.get((tie.person, tie.body), frozenset()) | {tie.kind}
    return kinds


def _shared(found: Found, chains: Chains) -> Iterator[Tie]:
    """Give a tie to every mention of its person and its body in the sentences around it."""
    mentions, chain = chains.mentions, chains.chain
    first, last = sorted((mentions[found.person].sentence, mentions[found.body].sentence))
    near = [at for number in range(first - _NEAR, last + _NEAR + 1) for at in chains.within(number)]
    people = [at for at in near if chain[at] == chain[found.person] and mentions[at].person][:_MOST]
    bodies = [at for at in near if chain[at] == chain[found.body] and not mentions[at].person][:_MOST]
    for person in people:
        for body in bodies:
            one, other = mentions[person], mentions[body]
            yield Tie((one.start, one.end), (other.start, other.end), found.kind, found.office, found.tenure)
