"""Join the mentions of one person or body that stand near each other: names, aliases in brackets, pronouns."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from claimkit.speakers.index import is_subject
from claimkit.speakers.pronouns import SEXES
from claimkit.speakers.registry import given_gender, title_gender

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from claimkit.speakers.index import Index
    from claimkit.speakers.mentions import Mention

_NEAR = 12
"""Tokens between a relative pronoun and what it takes up, at most."""
_LOOK_BACK = 24
"""Mentions that are searched at most, so that a long text stays linear."""
_BRACKETS = re.compile(r"\([^()]*\)")
_SMALL = frozenset({"of", "the", "for", "and", "&", "in", "de"})
_ALIASES = frozenset({"known", "born", "aka", "called", "formerly", "né", "née", "dba", "abbreviated", "or"})
_WEAK = frozenset({"university", "party", "institute", "college", "bank", "school", "national", "united", "new", "the"})


class Chains:
    """The mentions of a text, each with the number of the person or body it stands for."""

    def __init__(self, index: Index, mentions: Sequence[Mention]) -> None:
        """`mentions` are in the order of the text."""
        self.index = index
        self.mentions = mentions
        self.chain = [-1] * len(mentions)
        self.sex: dict[int, str] = {}
        self._made = 0
        self._by_word: dict[tuple[bool, str], int] = {}
        self._whole: dict[tuple[bool, tuple[str, ...]], int] = {}
        self._open: dict[str, tuple[int, int]] = {}
        self._starts = [mention.start for mention in mentions]
        self._at = {token: at for at in range(len(mentions)) for token in self._tokens(at)}
        for at, mention in enumerate(mentions):
            if not mention.pronoun:
                self.chain[at] = self._name(at)
        for at, mention in enumerate(mentions):
            if mention.pronoun:
                self.chain[at] = self._pronoun(at)

    def _tokens(self, at: int) -> range:
        mention = self.mentions[at]
        return range(self.index.first(mention.start), self.index.first(mention.end - 1) + 1)

    def at(self, token: Token) -> int | None:
        """Return the number of the mention that holds a token."""
        return self._at.get(token.i)

    def within(self, sentence: int) -> range:
        """Return the numbers of the mentions of a sentence."""
        low = bisect_left(self.mentions, sentence, key=lambda each: each.sentence)
        return range(low, bisect_left(self.mentions, sentence + 1, key=lambda each: each.sentence))

    def _new(self) -> int:
        self._made += 1
        return self._made - 1

    def _name(self, at: int) -> int:
        mention = self.mentions[at]
        known = self._alias(at)
        if known is None:
            known = self._whole.get((mention.person, mention.words))
        if known is None:
            known = self._short(mention)
        chain = self._new() if known is None else known
        self._enter(mention, chain)
        return chain

    def _enter(self, mention: Mention, chain: int) -> None:
        folds = mention.words
        self._whole[mention.person, folds] = chain
        for word in folds:
            if word not in _SMALL and word not in _WEAK:
                self._by_word[mention.person, word] = chain
        if not mention.person and len(folds) > 1:
            for initials in ("".join(w[0] for w in folds if w not in _SMALL), "".join(w[0] for w in folds)):
                self._whole[False, (initials,)] = chain
        sex = title_gender(mention.title) or (given_gender(folds[0]) if mention.person else "")
        if sex:
            self.sex.setdefault(chain, sex)

    def _short(self, mention: Mention) -> int | None:
        """handles: "Ruth Marr ... Marr", "Brack Ltd ... Brack" / not: "Ruth Marr ... Ada Marr"."""
        key = mention.words[-1] if mention.person else mention.words[0]
        known = self._by_word.get((mention.person, key))
        return known if len(mention.words) == 1 else None

    def _alias(self, at: int) -> int | None:
        """handles: "Lowland Greens (LG)", "Ruth Marr, known as Nan Marr" / not: "the bank (and Marr)"."""
        if not at or self.mentions[at - 1].pronoun or self.chain[at - 1] < 0:
            return None
        before, mention = self.mentions[at - 1], self.mentions[at]
        gap = _BRACKETS.sub("", self.index.text[before.end : min(mention.start, before.end + 200)])
        if len(gap) > 40 or before.person != mention.person or ")" in gap:
            return None
        told = {word.strip("(,\"'“") for word in gap.lower().split()}
        opened = "(" in gap or (bool(told & _ALIASES) and ("," in gap or '"' in gap))
        return self.chain[at - 1] if opened and not told & {"and", "of", "at"} else None

    def _pronoun(self, at: int) -> int:
        mention = self.mentions[at]
        relative = self._relative(at) if mention.pronoun in _RELATIVES else None
        if relative is not None:
            return relative
        key = SEXES.get(mention.pronoun, "i" if mention.person else "we" if mention.pronoun in ("we", "our") else "it")
        first = mention.pronoun in ("i", "me", "my", "myself", "we", "our")
        if not first and (found := self._antecedent(at)) is not None:
            self._open[key] = (found, mention.sentence)
            return found
        chain, sentence = self._open.get(key, (-1, -9))
        if chain < 0 or (mention.sentence - sentence > 2 and key != "i"):
            chain = self._new()
        self._open[key] = (chain, mention.sentence)
        return chain

    def _relative(self, at: int) -> int | None:
        """Return what a relative pronoun takes up: the noun its clause hangs on, else the nearest name before it."""
        mention = self.mentions[at]
        token = clause = self.index.tokens[mention.head]
        for _ in range(5):
            if clause.dep_ == "relcl" or clause.head is clause:
                break
            clause = clause.head
        hung = self._hung(clause.head) if clause.dep_ == "relcl" else None
        if hung is not None and hung < at and self._fits(hung, mention):
            return self.chain[hung]
        for other in range(at - 1, max(at - 6, -1), -1):
            if self.mentions[other].sentence != mention.sentence or token.i - self.mentions[other].head > _NEAR:
                return None
            if self._fits(other, mention) and not self.mentions[other].pronoun:
                return self.chain[other]
        return None

    def _hung(self, noun: Token) -> int | None:
        """handles: "Marr, who", "Marr is a nurse who" / not: "Marr met a nurse who"."""
        token = noun
        for _ in range(5):
            if (at := self._at.get(token.i)) is not None:
                return at
            if token.dep_ in ("attr", "oprd"):
                subject = next((child for child in token.head.children if is_subject(child)), None)
                return self._at.get(subject.i) if subject is not None else None
            if token.dep_ not in ("conj", "appos", "compound", "nmod"):
                return None
            token = token.head
        return None

    def _fits(self, other: int, mention: Mention) -> bool:
        if mention.pronoun in ("that", "whose"):
            return True
        return self.mentions[other].person == (mention.pronoun in ("who", "whom"))

    def _antecedent(self, at: int) -> int | None:
        mention = self.mentions[at]
        found = self._person_before(at) if mention.person else self._body_before(at)
        if found is None and self._fronted(mention):
            found = next(self._after(at), None)
        return found

    def _before(self, at: int, sentences: int) -> Iterator[int]:
        mention = self.mentions[at]
        for other in range(at - 1, max(at - _LOOK_BACK, -1), -1):
            if mention.sentence - self.mentions[other].sentence > sentences:
                return
            if self.mentions[other].person == mention.person and not self.mentions[other].pronoun:
                yield other

    def _person_before(self, at: int) -> int | None:
        """handles: "Marr left when she", "Marr left. She" / not: "Robert met Ann when he" (Ann)."""
        sex = SEXES.get(self.mentions[at].pronoun, "")
        best: tuple[int, int, int] | None = None
        chosen: int | None = None
        for other in self._before(at, 2):
            chain = self.chain[other]
            if self.sex.get(chain, sex) != sex:
                continue
            mention = self.mentions[other]
            subject = is_subject(self.index.tokens[mention.head])
            score = (mention.sentence, int(subject), -other if subject else other)
            if best is None or score > best:
                best, chosen = score, chain
        return chosen

    def _body_before(self, at: int) -> int | None:
        return next((self.chain[other] for other in self._before(at, 1)), None)

    def _after(self, at: int) -> Iterator[int]:
        mention = self.mentions[at]
        for other in range(at + 1, min(at + 6, len(self.mentions))):
            later = self.mentions[other]
            if later.sentence != mention.sentence:
                return
            sex = SEXES.get(mention.pronoun, "")
            subject = is_subject(self.index.tokens[later.head]) or not mention.person
            same = later.person == mention.person and not later.pronoun
            if same and subject and (not sex or self.sex.get(self.chain[other], sex) == sex):
                yield self.chain[other]

    def _fronted(self, mention: Mention) -> bool:
        """handles: "Upon his death, Marr", "Led by its chair, Brack" / not: "He met Marr", "His brother Marr"."""
        token = self.index.tokens[mention.head]
        for _ in range(8):
            if is_subject(token):
                return False
            if token.dep_ in ("prep", "advcl") or token.head is token:
                return token.dep_ in ("prep", "advcl")
            token = token.head
        return False


_RELATIVES = frozenset({"who", "whom", "whose", "which", "that", "where"})
