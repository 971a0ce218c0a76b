"""Find which people of a text are tied to which bodies: as employee or member, as chief executive, by party."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import words
from claimkit.models import Tenure
from claimkit.speakers.chains import Chains
from claimkit.speakers.holders import Holders
from claimkit.speakers.mentions import find_mentions, index_of
from claimkit.speakers.offices import is_chief, office_at, says_nothing, tenure_in
from claimkit.speakers.parties import is_party
from claimkit.speakers.places import is_place
from claimkit.speakers.triggers import Trigger, is_post, trigger_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from claimkit.models import Offsets
    from claimkit.speakers.index import Index
    from claimkit.speakers.mentions import Mention

_NEAR = 1
"""Sentences before and after a tie in which other mentions of the two share it."""
_MOST = 40
"""Mentions that share a tie at most, so that a long list stays linear."""


class TieKind(StrEnum):
    """What ties a person to a body: work or membership, its highest office, or its being the person's party."""

    EMPLOYER = "employer"
    CHIEF = "chief"
    PARTY = "party"


class Tie(NamedTuple):
    """A mention of a person and one of a body that the text ties; `office` are the words for it, where there are any.

    `tenure` is None where the text does not say that it is over, for the time being, or still to come.
    """

    person: Offsets
    body: Offsets
    kind: TieKind
    office: Offsets | None = None
    tenure: Tenure | None = None


class _Found(NamedTuple):
    """A tie between two mentions, by number."""

    person: int
    body: int
    kind: TieKind
    office: Offsets | None
    tenure: Tenure | None


def find_ties(doc: Doc) -> tuple[Tie, ...]:
    """Return the ties between the people and bodies of a parsed text, in its order.

    >>> from claimkit.findings import Block, BlockKind
    >>> from claimkit.parsing import load, parse
    >>> text = "Mara Ives, former chief executive of Brack Ltd, joined Orsk Ferries."
    >>> ties = find_ties(parse(text, [Block(0, len(text), BlockKind.PARAGRAPH)], load()))
    >>> for tie in ties:
    ...     print(text[slice(*tie.person)], tie.kind, text[slice(*tie.body)], tie.tenure)
    Mara Ives chief Brack Ltd former
    Mara Ives employer Orsk Ferries None

    Every mention of the two near by shares the tie, pronouns too. Offsets are code points of the text. Entities, where
    the parse has them, help to tell people from bodies.
    """
    index = index_of(doc)
    chains = Chains(index, find_mentions(index))
    finder = _Finder(index, chains)
    found: dict[tuple[int, int, TieKind], _Found] = {}
    for each in finder.all():
        found.setdefault((chains.chain[each.person], chains.chain[each.body], each.kind), each)
    return tuple(sorted({tie for each in found.values() for tie in _shared(each, chains)}, key=_order))


def _order(tie: Tie) -> tuple[Offsets, Offsets, str]:
    return tie.person, tie.body, tie.kind


def _shared(found: _Found, chains: Chains) -> Iterator[Tie]:
    """Give a tie to every mention of its person and its body in the sentences around it."""
    mentions, chain = chains.mentions, chains.chain
    where = sorted({mentions[found.person].sentence, mentions[found.body].sentence})
    near = [at for number in range(where[0] - _NEAR, where[-1] + _NEAR + 1) for at in chains.within(number)]
    people = [at for at in near if chain[at] == chain[found.person] and mentions[at].person][:_MOST]
    bodies = [at for at in near if chain[at] == chain[found.body] and not mentions[at].person][:_MOST]
    for person in people:
        for body in bodies:
            one, other = mentions[person], mentions[body]
            yield Tie((one.start, one.end), (other.start, other.end), found.kind, found.office, found.tenure)


class _Finder:
    """Judge each mention of a body."""

    def __init__(self, index: Index, chains: Chains) -> None:
        self.index = index
        self.chains = chains
        self.holders = Holders(chains)
        self.taken = [chains.at(token) is not None for token in index.tokens]

    def all(self) -> Iterator[_Found]:
        """Give the ties of each body, and of each chief executive beside whom none is named."""
        chiefs: set[int] = set()
        for at, mention in enumerate(self.chains.mentions):
            if not mention.person:
                yield from self._of_body(at, mention, chiefs)
        for token in self.index.tokens:
            if token.i not in chiefs and is_post(token):
                yield from self._bare(token, chiefs)

    def _of_body(self, at: int, mention: Mention, chiefs: set[int]) -> Iterator[_Found]:
        head = self.index.tokens[mention.head]
        party = self._is_party(at)
        if not party and not mention.pronoun and is_place(mention, self.index):
            return
        trigger = trigger_of(head, self.holders.is_person, party=party)
        if trigger is None:
            return
        noun = self._noun(trigger, mention) if trigger.sort == "office" else trigger.token
        if trigger.sort == "office" and not party and self._is_field(head, noun, trigger.token):
            return
        kind, office = self._kind(trigger, noun, party=party)
        if office is not None:
            chiefs.update(range(*office))
        if kind is None:
            return
        people = self.holders.of(trigger) or self.holders.main(mention.sentence)
        tenure = self._tenure(trigger, office)
        offsets = self._offsets(office)
        for person in people:
            if self.chains.mentions[person].person:
                yield _Found(person, at, kind, offsets, tenure)

    def _is_party(self, at: int) -> bool:
        mention = self.chains.mentions[at]
        return not mention.pronoun and is_party(mention, self.index)

    def _noun(self, trigger: Trigger, mention: Mention) -> Token:
        """Return the noun of the office that stands nearest before the body, where the parse hangs it elsewhere.

        handles: "a miner, founder and chair of Brack" / not: "Brack chair Ann Lowe"
        """
        noun = trigger.token
        first = self.index.first(mention.start)
        for at in range(first - 1, max(noun.i, first - 12), -1):
            token = self.index.tokens[at]
            if self.taken[at]:
                break
            if is_post(token) and token.pos_ != "ADJ":
                return token
        return noun

    def _is_field(self, head: Token, noun: Token, hung: Token) -> bool:
        """handles: "professor of Old Tongues at Orsk" (the tongues) / not: "director of Orsk Ferries in Brack"."""
        prep = head.head
        if prep.lower_ not in ("of", "for", "in") or prep.i < noun.i:
            return False
        others = [*noun.children, *hung.children, *prep.children]
        return any(each.lower_ in ("at", "with") and each.i > head.i and each.i - head.i < 8 for each in others)

    def _kind(self, trigger: Trigger, noun: Token, *, party: bool) -> tuple[TieKind | None, tuple[int, int] | None]:
        if trigger.sort != "office":
            return self._by_verb(trigger, party=party)
        office = office_at(noun, self.index.doc, self.taken)
        if party:
            return TieKind.PARTY, office
        tokens = self.index.tokens[slice(*office)]
        if is_chief(self.index.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1])]):
            return TieKind.CHIEF, office
        return (None if says_nothing(tokens) else TieKind.EMPLOYER), office

    def _by_verb(self, trigger: Trigger, *, party: bool) -> tuple[TieKind | None, tuple[int, int] | None]:
        """handles: "joined Brack as chief executive" / not: "joined Brack as a clerk"."""
        if party:
            return TieKind.PARTY, None
        if trigger.sort == "person":
            return TieKind.EMPLOYER, None
        for child in trigger.token.children:
            if child.lower_ == "as":
                for noun in child.children:
                    office = office_at(noun, self.index.doc, self.taken) if is_post(noun) else None
                    if office is not None and is_chief(self.index.doc[slice(*office)].text):
                        return TieKind.CHIEF, office
        return TieKind.EMPLOYER, None

    def _bare(self, noun: Token, chiefs: set[int]) -> Iterator[_Found]:
        """handles: "Brack is led by chief executive Ann Lowe" / not: "Ann Lowe, chief executive of the firm, met Brack"."""
        office = office_at(noun, self.index.doc, self.taken)
        if not is_chief(self.index.doc[slice(*office)].text):
            return
        chiefs.update(range(*office))
        people = self.holders.holder(noun) or self.holders.main(self.index.sentence[noun.i])
        body = self._body_near(noun)
        if body is not None:
            for person in people:
                tenure = tenure_in(self.index.doc[slice(*office)].text)
                yield _Found(person, body, TieKind.CHIEF, self._offsets(office), tenure)

    def _body_near(self, noun: Token) -> int | None:
        """Return the body that an office without one belongs to: the last before it, else the first after it."""
        here = [at for at in self.chains.within(self.index.sentence[noun.i]) if self._may_employ(at)]
        before = [at for at in here if self.chains.mentions[at].head < noun.i]
        return before[-1] if before else here[0] if here else None

    def _may_employ(self, at: int) -> bool:
        mention = self.chains.mentions[at]
        if mention.person or mention.pronoun:
            return not mention.person and mention.pronoun in ("its", "our", "it")
        return not is_place(mention, self.index) and not self._is_party(at)

    def _offsets(self, office: tuple[int, int] | None) -> Offsets | None:
        if office is None:
            return None
        last = self.index.tokens[office[1] - 1]
        return self.index.tokens[office[0]].idx, last.idx + len(last)

    def _tenure(self, trigger: Trigger, office: tuple[int, int] | None) -> Tenure | None:
        """handles: "former chair of Brack", "left Brack", "will join Brack" / not: "joined Brack"."""
        if office is not None and (told := tenure_in(self.index.doc[slice(*office)].text)):
            return told
        if trigger.sort not in ("verb", "hired", "hiring"):
            return None
        if trigger.token.lemma_.lower() in words("ties")["leaving"]:
            return Tenure.FORMER
        will = any(child.lower_ in ("will", "'ll", "shall") for child in trigger.token.children)
        return Tenure.FUTURE if will else None
