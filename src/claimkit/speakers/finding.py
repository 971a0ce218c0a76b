"""Judge each mention of a body: what ties it to somebody, to whom, and how."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from claimkit.lexicon import entries, words
from claimkit.models import Tenure
from claimkit.speakers.holders import Holders
from claimkit.speakers.lexemes import is_body_word
from claimkit.speakers.offices import is_chief, office_at, says_nothing, tenure_in
from claimkit.speakers.parties import is_party
from claimkit.speakers.places import is_place
from claimkit.speakers.triggers import Trigger, is_post, trigger_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from claimkit.models import Offsets
    from claimkit.speakers.chains import Chains
    from claimkit.speakers.index import Index
    from claimkit.speakers.mentions import Mention

_REACH = 12
"""Tokens between an office and its body at most."""
_BODY_PREPOSITIONS = frozenset({"of", "at", "for", "with"})
_BRACKETS = frozenset({" (", "(", "'s ", ", "})
_OWN = frozenset({"its", "our", "it"})

Office = tuple[int, int]
"""The first token of an office and the one after its last."""


class TieKind(StrEnum):
    """What ties a person to a body: work or membership, its highest office, or its being the person's party."""

    EMPLOYER = "employer"
    CHIEF = "chief"
    PARTY = "party"


class Found(NamedTuple):
    """A tie between two mentions, by their numbers."""

    person: int
    body: int
    kind: TieKind
    office: Offsets | None
    tenure: Tenure | None


class Finder:
    """Go over the mentions of one text."""

    def __init__(self, index: Index, chains: Chains) -> None:
        """`chains` are the mentions of the text of `index`."""
        self.index = index
        self.chains = chains
        self.holders = Holders(chains)
        mentions = chains.mentions
        named = [at for at, each in enumerate(mentions) if not each.person and not each.pronoun]
        sided = {chains.chain[at] for at in named if is_party(mentions[at], index)}
        self.parties = {at for at in named if chains.chain[at] in sided}
        placed = {at for at in named if is_place(mentions[at], index)} - self.parties
        self.places = {chains.chain[at] for at in placed} - {chains.chain[at] for at in named if at not in placed}
        self.taken = [chains.at(token) is not None for token in index.tokens]
        self._chiefs: set[int] = set()

    def all(self) -> Iterator[Found]:
        """Give the ties of each body, and of each chief executive beside whom none is named."""
        for at, mention in enumerate(self.chains.mentions):
            if not mention.person and self.chains.chain[at] not in self.places:
                yield from self._of_body(at, mention)
        for token in self.index.tokens:
            if token.i not in self._chiefs and is_post(token):
                yield from self._bare(token)

    def _of_body(self, at: int, mention: Mention) -> Iterator[Found]:
        party = at in self.parties
        trigger = self._bracketed(at)
        if trigger is None:
            trigger = trigger_of(self.index.tokens[mention.head], self.holders.is_person, party=party)
        if trigger is None:
            return
        noun = self._noun(trigger, mention)
        if trigger.sort == "office" and not party and (self._is_field(mention, noun) or self._is_kin(at)):
            return
        kind, office = self._kind(trigger, noun, party=party)
        self._chiefs.update(range(*office) if office else ())
        if kind is None:
            return
        tenure = self._tenure(trigger, office) or self._once(at)
        # handles: It joined Brack. / not: The guild called for a halt.
        told = self.holders.of(trigger)
        for person in told or (self.holders.main(mention.sentence) if trigger.sort != "hiring" else ()):
            if self.chains.mentions[person].person:
                yield Found(person, at, kind, self._offsets(office), tenure)

    def _bracketed(self, at: int) -> Trigger | None:
        """handles: "Ann Lowe (R-Ohio)", "Ann Lowe, Greens" / not: "Ann Lowe (in the Senate)"."""
        mentions = self.chains.mentions
        if not at or at not in self.parties or not mentions[at - 1].person or mentions[at - 1].pronoun:
            return None
        gap = self.index.text[mentions[at - 1].end : mentions[at].start]
        return Trigger(self.index.tokens[mentions[at - 1].head], "person") if gap in _BRACKETS else None

    def _noun(self, trigger: Trigger, mention: Mention) -> Token:
        """Return the noun of the office that stands nearest before the body, where the parse hangs it elsewhere.

        handles: "a miner, founder and chair of Brack" / not: "Brack chair Ann Lowe"
        """
        noun = trigger.token
        if trigger.sort != "office":
            return noun
        first = self.index.first(mention.start)
        for at in range(first - 1, max(noun.i, first - _REACH), -1):
            token = self.index.tokens[at]
            if self.taken[at]:
                break
            if is_post(token) and token.pos_ != "ADJ":
                return token
        return noun

    def _is_field(self, mention: Mention, noun: Token) -> bool:
        """Tell whether a name is what an office is about, since the body of the office comes behind it.

        handles: "professor of Tongues at Orsk" (Tongues), "Slade fellow at Orsk" (Slade) / not: "Brack's man at Orsk"
        """
        if mention.pronoun or any(is_body_word(word) for word in mention.words):
            return False
        tokens = self.index.tokens
        first, last = self.index.first(mention.start), self.index.first(mention.end - 1)
        if first > noun.i:
            return tokens[first - 1].lower_ in ("of", "for", "in", "the", "and") and self._comes(last, ("at", "with"))
        owned = tokens[min(last + 1, noun.i)].lower_ in ("'s", "'")
        return not owned and self._next(noun.i) in (*_BODY_PREPOSITIONS, "in")

    def _is_kin(self, at: int) -> bool:
        """handles: "a member of the Kenward clan" / not: "a member of the Kenward team"."""
        return self.index.tokens[self._after(at)].lemma_.lower() in words("ties")["kin"]

    def _next(self, at: int) -> str:
        return self.index.tokens[at + 1].lower_ if at + 1 < len(self.index.tokens) else ""

    def _comes(self, last: int, told: tuple[str, ...]) -> bool:
        """Tell whether one of some words comes soon, before a comma or a verb."""
        for token in self.index.tokens[last + 1 : last + 8]:
            if token.lower_ in told:
                return True
            if token.pos_ in ("PUNCT", "VERB", "AUX") or token.is_sent_start:
                return False
        return False

    def _kind(self, trigger: Trigger, noun: Token, *, party: bool) -> tuple[TieKind | None, Office | None]:
        if trigger.sort != "office":
            office = self._as_chief(trigger) if not party else None
            return (TieKind.PARTY if party else TieKind.CHIEF if office else TieKind.EMPLOYER), office
        office = office_at(noun, self.index.doc, self.taken)
        if party:
            return TieKind.PARTY, office
        if is_chief(self._words(office)):
            return TieKind.CHIEF, office
        return (None if says_nothing(self.index.tokens[slice(*office)]) else TieKind.EMPLOYER), office

    def _as_chief(self, trigger: Trigger) -> Office | None:
        """handles: "joined Brack as chief executive" / not: "joined Brack as chief executive of its bank"."""
        if trigger.sort == "person":
            return None
        nouns = [noun for child in trigger.token.children if child.lower_ == "as" for noun in child.children]
        offices = [office_at(noun, self.index.doc, self.taken) for noun in nouns if is_post(noun)]
        return next((each for each in offices if is_chief(self._words(each)) and not self._goes_on(each)), None)

    def _goes_on(self, office: Office) -> bool:
        return self._next(office[1] - 1) in _BODY_PREPOSITIONS

    def _bare(self, noun: Token) -> Iterator[Found]:
        """handles: "Brack is led by chief executive Ann Lowe" / not: "the chief executive of the firm met Brack"."""
        office = office_at(noun, self.index.doc, self.taken)
        if not is_chief(self._words(office)):
            return
        self._chiefs.update(range(*office))
        body = self._body_near(noun, office)
        if body is not None:
            for person in self.holders.holder(noun) or self.holders.main(self.index.sentence[noun.i]):
                yield Found(person, body, TieKind.CHIEF, self._offsets(office), tenure_in(self._words(office)))

    def _body_near(self, noun: Token, office: Office) -> int | None:
        """Return the body of an office that has none beside it: the last before it, else the first after it."""
        here = [at for at in self.chains.within(self.index.sentence[noun.i]) if self._may_employ(at)]
        heads = [self.chains.mentions[at].head for at in here]
        if self._goes_on(office):
            near = (at for at, head in zip(here, heads, strict=True) if office[1] < head < office[1] + _REACH)
            return next(near, None)
        before = [at for at, head in zip(here, heads, strict=True) if head < noun.i]
        return before[-1] if before else here[0] if here else None

    def _may_employ(self, at: int) -> bool:
        mention = self.chains.mentions[at]
        if mention.person or mention.pronoun:
            return mention.pronoun in _OWN
        return at not in self.parties and self.chains.chain[at] not in self.places

    def _words(self, office: Office) -> str:
        start, end = self._span(office)
        return self.index.text[start:end]

    def _span(self, office: Office) -> Offsets:
        last = self.index.tokens[office[1] - 1]
        return self.index.tokens[office[0]].idx, last.idx + len(last)

    def _offsets(self, office: Office | None) -> Offsets | None:
        return None if office is None else self._span(office)

    def _once(self, at: int) -> Tenure | None:
        """handles: "a former Democrat" / not: "a former Democratic senator"."""
        first = self.index.first(self.chains.mentions[at].start)
        before = self.index.tokens[first - 1].lower_ if first and at in self.parties else ""
        former = before in entries("ties")["tenure"]["former"] and not is_post(self.index.tokens[self._after(at)])
        return Tenure.FORMER if former else None

    def _after(self, at: int) -> int:
        return min(self.index.first(self.chains.mentions[at].end - 1) + 1, len(self.index.tokens) - 1)

    def _tenure(self, trigger: Trigger, office: Office | None) -> Tenure | None:
        """handles: "former chair of Brack", "left Brack", "will join Brack" / not: "joined Brack"."""
        if office is not None and (told := tenure_in(self._words(office))):
            return told
        if trigger.sort not in ("verb", "hired", "hiring"):
            return None
        if trigger.token.lemma_.lower() in words("ties")["leaving"]:
            return Tenure.FORMER
        will = any(child.lower_ in ("will", "'ll", "shall") for child in trigger.token.children)
        return Tenure.FUTURE if will else None
