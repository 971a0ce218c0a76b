"""Invent a dataset for `benchmarks/scale.py`: events, the articles that tell of them, and their claims.

An article's file holds but its number; `invented` makes of it the article and what extracting finds in it.
"""

from __future__ import annotations

import datetime
import json
import random
from typing import TYPE_CHECKING

from claimkit.models import Certainty, Polarity
from claimkit.testing import Saying, build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from claimkit.models import Article
    from claimkit.results import Extraction

CLAIMS = 20
"""Claims of an article."""
FIRST, DAYS = datetime.date(2031, 1, 1), 365
_SIZES, _SHARES = (1, 2, 3, 5, 8, 14), (60, 18, 10, 7, 4, 1)
"""By how many articles an event is told, and how often in a hundred."""
_STARTS = ["B", "Br", "D", "Dr", "F", "G", "H", "K", "L", "M", "N", "P", "Qu", "R", "S", "St", "T", "V", "W"]
_MIDDLES = ["a", "e", "i", "o", "u", "ar", "el", "in", "or", "un", "al", "en", "ir", "on", "ul"]
_ENDS = ["d", "k", "l", "m", "n", "r", "s", "t", "v", "nd", "rt", "ld", "rk", "ss"]
_TAILS = ["wick", "ham", "ford", "stad", "moor", "by", "mouth", "dale", "haven", "ow"]
_OUTLETS = [
    f"{one} {two}" for one in ("Coast", "Inland", "North", "Valley") for two in ("Post", "Echo", "Herald", "Wire")
]
_THINGS = [
    "bridge",
    "ferry",
    "hospital",
    "school",
    "dam",
    "factory",
    "airport",
    "library",
    "harbour",
    "mine",
    "prison",
    "tunnel",
    "stadium",
    "market",
]
_FATES = ["closed", "sold", "rebuilt", "inspected", "flooded", "evacuated", "sued", "privatised", "extended", "guarded"]
_CAUSES = [
    "a failed pump",
    "a design error",
    "the late budget",
    "bad weather",
    "poor training",
    "a cyber attack",
    "the strike",
]
_ROLES = ["mayor", "engineer", "minister", "union leader", "inspector", "spokesman", "professor", "owner"]
_SAYINGS = (
    "The {thing} in {place} will be {fate} {when};{place}’s {thing} is going to be {fate} {when}",
    "{number} people were hurt at the {thing} in {place};The accident at the {place} {thing} injured {number} people",
    "Repairing the {thing} will cost {money} million euros;The repair of {place}’s {thing} costs {money} million euros",
    "{cause} led to the failure of the {thing};The {place} {thing} failed because of {cause}",
    "The {thing} was inspected by {body} last year;{body} had checked the {thing} in {place} a year ago",
    "{name} knew of the danger;{name} had been warned that the {thing} was unsafe",
    "{name} should resign;It is time for {name} to go",
    "The {thing} is safe again;Nobody needs to be afraid of the {thing} in {place}",
    "{body} acted too late;The answer of {body} was far too slow",
    "Residents of {place} were not informed;{body} told people in {place} nothing",
    "Work on the {thing} begins {when};Builders will start on the {place} {thing} {when}",
    "{name} praised the helpers;The helpers in {place} did great work, according to {name}",
    "{number} homes near the {thing} lost power;Power failed in {number} homes in {place}",
    "An inquiry into {body} is under way;{body} is being investigated",
)
_ANYWHERE = (
    "The government has lost the trust of voters", "Taxes are too high", "Nobody can say what happens next",
    "The opposition is playing politics", "More money is needed for repairs", "Such things happen everywhere",
)  # fmt: skip


def written(claims: int, path: Path) -> None:
    """Write a JSONL file of about so many claims' articles."""
    chance = random.Random(claims)  # noqa: S311  # invented claims, no secrets
    with path.open("w", encoding="utf-8") as stream:
        for event, number in _articles(chance, claims // CLAIMS):
            seed = json.dumps([event, number])
            stream.write(json.dumps({"id": f"{event}-{number}", "text": seed}) + "\n")


def _articles(chance: random.Random, most: int) -> Iterator[tuple[int, int]]:
    event, left = 0, most
    while left > 0:
        size = min(chance.choices(_SIZES, _SHARES)[0], left)
        yield from ((event, number) for number in range(size))
        left -= size
        event += 1


def invented(article: Article) -> Extraction:
    """Make an article of its numbers, and what is found in it."""
    event, number = json.loads(article.text)
    of_event, chance = random.Random(event), random.Random(event * 1000 + number + 1)  # noqa: S311
    day = of_event.randrange(DAYS)
    place = _name(of_event) + of_event.choice(_TAILS)
    people = [f"{_name(of_event)} {_name(of_event)}" for _ in range(4)] + [_known(of_event)]
    facts = {
        "place": place,
        "thing": of_event.choice(_THINGS),
        "fate": of_event.choice(_FATES),
        "body": of_event.choice((f"the {place} council", f"{_name(of_event)} Group", "the ministry", "the police")),
        "name": of_event.choice(people),
        "cause": of_event.choice(_CAUSES),
        "when": of_event.choice(("in May", "next week", "within a month", "before the vote")),
    }
    sayings = [_saying(chance, facts, people, of_event.randrange(5, 400)) for _ in range(CLAIMS)]
    published = FIRST + datetime.timedelta(days=day + min(number // 4, 3))
    return build(
        *sayings,
        id=article.id,
        title=f"The {facts['thing']} in {place}",
        outlet=chance.choice(_OUTLETS),
        published=published.isoformat(),
    )


def _saying(chance: random.Random, facts: dict[str, str], people: list[str], figure: int) -> Saying:
    if chance.random() < 0.15:
        words = chance.choice(_ANYWHERE)
    else:
        changed = {
            "number": str(figure + chance.choice((0, 0, 0, 7))),
            "money": str(figure // 3 + chance.choice((0, 0, 4))),
        }
        given = {**facts, **changed}
        if chance.random() < 0.15:
            given["cause"], given["when"] = chance.choice(_CAUSES), "in June"
        words = chance.choice(chance.choice(_SAYINGS).split(";")).format(**given)
    words = words[0].upper() + words[1:]
    return Saying(
        chance.choice([*people, None]),
        words,
        role=chance.choice(_ROLES),
        polarity=chance.choices((Polarity.POSITIVE, Polarity.NEGATIVE), (9, 1))[0],
        certainty=chance.choices(tuple(Certainty), (7, 2, 1, 1))[0],
    )


def _known(chance: random.Random) -> str:
    """Name one of the forty people of whom there is news all year."""
    of_person = random.Random(f"person {chance.randrange(40)}")  # noqa: S311
    return f"{_name(of_person)} {_name(of_person)}"


def _name(chance: random.Random) -> str:
    parts = (_STARTS, _MIDDLES, _ENDS, _MIDDLES, _ENDS)
    return "".join(chance.choice(part).lower() for part in parts).capitalize()
