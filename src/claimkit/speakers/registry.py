"""Gather the names of one article into people and bodies."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claimkit.lexicon import words
from claimkit.models import SpeakerKind
from claimkit.speakers.entities import Entity
from claimkit.speakers.lexemes import expand, fold, is_body_word, is_office

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimkit.speakers.names import Name

_MOST = 50
"""People of one name that are compared, so that a long list of namesakes stays linear."""
_SMALL = frozenset({"of", "the", "for", "and", "&", "in"})


def gather(names: Iterable[Name]) -> list[Entity]:
    """Return the entity of each name, in the order of `names`."""
    names = list(names)
    people = People(name for name in names if name.person)
    bodies = Bodies()
    found: list[Entity] = []
    for number, name in enumerate(names):
        person = people.of(name)
        if (
            person is None
            and name.bracketed
            and number
            and names[number - 1].end == name.start - 2
            and name.text.isupper()
        ):
            # "Ladbury Tenants' Alliance (LTA)"
            bodies.all[fold(name.text)] = found[-1]
        found.append(person if person is not None else bodies.of(name))
    return found


def title_gender(title: Iterable[str]) -> str:
    """Return "m", "f" or "" from the words of a title.

    >>> title_gender(["Mrs"])
    'f'
    """
    titles, people = words("titles"), words("people")
    for word in map(fold, title):
        if word in titles["male"] or word in titles["male_offices"] or word in people["male_words"]:
            return "m"
        if word in titles["female"] or word in titles["female_offices"] or word in people["female_words"]:
            return "f"
    return ""


def given_gender(given: str) -> str:
    """Return "m", "f" or "" from a given name."""
    people = words("people")
    return "m" if given in people["male_names"] else "f" if given in people["female_names"] else ""


class People:
    """The people of an article by family and given name."""

    def __init__(self, names: Iterable[Name]) -> None:
        """Enter the full names first, so that a headline's bare surname finds the person introduced later."""
        self.by_family: dict[str, list[Entity]] = defaultdict(list)
        self.by_given: dict[str, list[Entity]] = defaultdict(list)
        self._latest: dict[str, Entity] = {}
        names = list(names)
        self._folded: dict[tuple[str, ...], Entity] = {}
        for name in names:
            if len(name.words) > 1:
                self._enter(name)
        for name in names:
            if len(name.words) == 1 and self._short(name) is None:
                self._enter(name)
        self._latest.clear()

    def of(self, name: Name) -> Entity | None:
        """Return whom `name` names, or None where it names nobody; ask in the order of the text."""
        full = self._folded.get((*_sex_key(name), *map(fold, name.words)))
        person = (
            full if full is not None and len(name.words) > 1 else self._short(name) if len(name.words) == 1 else None
        )
        if person is not None and (name.subject or person.family not in self._latest):
            self._latest[person.family] = person
        return person

    def _enter(self, name: Name) -> None:
        folds = tuple(map(fold, name.words))
        sex = title_gender(name.title) or (given_gender(folds[0]) if len(folds) > 1 else "")
        person = self._known(folds, name.last, sex) if len(folds) > 1 else None
        if person is None:
            person = Entity(
                SpeakerKind.PERSON, name.text, name.start, folds[0] if len(folds) > 1 else "", name.last, sex
            )
            self.by_family[name.last].append(person)
            if len(folds) > 1:
                self.by_given[folds[0]].append(person)
        elif len(name.text) > len(person.name):
            person.name = name.text
        person.gender = person.gender or sex
        if not person.gender and (guess := given_gender(folds[0])):
            # One word may be a given name; pronouns near it know better.
            person.pronouns[guess] = 1
        self._folded[(*_sex_key(name), *folds)] = person

    def _known(self, folds: tuple[str, ...], last: str, sex: str) -> Entity | None:
        """handles: "Ruth Marr" = "Ruth J. Marr" = "R. Marr" / not: "Ruth Marr" = "Robert Marr"."""
        for person in self.by_family[last][-_MOST:]:
            if person.gender and sex and person.gender != sex:
                continue
            one, other = person.given, folds[0]
            whole = tuple(map(fold, person.name.split()))
            if whole[-len(folds) :] == folds or (len(whole) > 1 and folds[-len(whole) :] == whole):
                return person
            initial = 1 in (len(one), len(other)) and one[:1] == other[:1]
            if one == other or initial:
                return person
        return self._misspelt(folds, last)

    def _misspelt(self, folds: tuple[str, ...], last: str) -> Entity | None:
        """handles: "Ruth Halvorsen" = "Ruth Halvorson" / not: "Ruth Marr" = "Ruth Mars"."""
        from rapidfuzz.distance import Levenshtein

        for person in self.by_given.get(folds[0], [])[-_MOST:]:
            if len(last) >= 6 and Levenshtein.distance(person.family, last, score_cutoff=1) <= 1:
                return person
        return None

    def _short(self, name: Name) -> Entity | None:
        """Resolve one word: a surname, else a given name that one person has; "Mrs Marr" is never Robert Marr."""
        word = name.last
        if "." in name.words[0].rstrip("."):
            # "the U.N." is not Mr Un.
            return None
        sex = title_gender(name.title)
        same = [
            each for each in self.by_family.get(word, [])[:_MOST] if not (sex and each.gender and sex != each.gender)
        ]
        if len(same) > 1:
            titled = [each for each in same if sex and each.gender == sex]
            same = titled if len(titled) == 1 else same
        if same:
            latest = self._latest.get(word)
            return latest if latest in same else same[0]
        given = self.by_given.get(word, ())
        return given[0] if len(given) == 1 and not name.place and not is_body_word(word) else None


def _sex_key(name: Name) -> tuple[str]:
    return (title_gender(name.title),)


class Bodies:
    """The bodies, places and other named things of an article."""

    def __init__(self) -> None:
        """Start with none."""
        self.all: dict[str, Entity] = {}
        self._by_edge: dict[str, Entity] = {}
        self._by_initials: dict[str, Entity] = {}

    def of(self, name: Name) -> Entity:
        """Return the body that `name` names: the same name, its initials, or its first or last words."""
        folds = [fold(word) for word in name.words]
        key = " ".join(folds[1:] if folds[0] == "the" and len(folds) > 1 else folds)
        known = self.all.get(key) or self._by_initials.get(key if name.text.isupper() else "")
        known = known or self._by_edge.get("" if name.place else key)
        if known is None:
            known = Entity(SpeakerKind.ORGANIZATION, name.text, name.start, words=set(folds) - _SMALL)
            known.heads = {word for word in folds if word in words("people")["bodies"] or is_office(expand(word))}
            known.place = name.place
            known.plural = name.several
            known.kind = SpeakerKind.GROUP if name.several else known.kind
            self._index(known, key.split(" "))
        self.all[key] = known
        return known

    def _index(self, body: Entity, folds: list[str]) -> None:
        initials = "".join(word[0] for word in folds if word not in _SMALL)
        if len(initials) > 1:
            self._by_initials[initials] = body
            self._by_initials["".join(word[0] for word in folds)] = body
        for cut in range(1, len(folds)):
            tail = folds[cut:]
            # "Institute" takes up "Lowland Institute"; "Orsk" does not take up "Bank of Orsk".
            if folds[cut - 1] not in _SMALL and any(is_body_word(word) for word in tail):
                self._by_edge[" ".join(tail)] = body
        if len(folds) > 1 and is_body_word(folds[-1]):
            self._by_edge.setdefault(folds[0], body)
