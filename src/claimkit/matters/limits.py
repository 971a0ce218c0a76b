"""What bounds the cost of comparing many articles.

An article has at most `partners` others that it is compared with, and no more than it has claims. Each article spends
`candidates` readings for each of its claims, in equal shares on its partners, so that all in all at most 1.1 pairs of
claims are read for each claim, however many articles there are. Looking for partners takes, for each article, `terms`
look-ups that give at most twice `common` articles each.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from claimkit.comparing import OF_A_CLAIM
from claimkit.errors import InputError


@dataclass(frozen=True)
class Limits:
    """The bounds; higher ones find more and cost in proportion.

    `partners` is the most articles that one is compared with, `candidates` the pairs of claims that are read for each
    claim, `terms` the terms that an article is looked up by, `common` the articles of one stretch of days from which a
    term is too common to tell anything. `alike` is the likeness, in [0, 1], that two articles must have to be compared,
    `beside` the share, in [0, 1], that it must be of the greatest likeness of either to another.
    Raises `InputError` for a bound that is not positive and for a share outside [0, 1].
    """

    partners: int = 8
    candidates: float = OF_A_CLAIM
    terms: int = 48
    common: int = 60
    alike: float = 0.03
    beside: float = 0.5

    def __post_init__(self) -> None:
        """Refuse bounds that bound nothing."""
        for name, value in asdict(self).items():
            if name in {"alike", "beside"}:
                if not 0 <= value <= 1:
                    raise InputError(f"{name} is a share from 0 to 1, not {value}")
            elif not value > 0:
                raise InputError(f"{name} must be more than 0, not {value}")

    def share(self, claims: tuple[int, int], partners: tuple[int, int]) -> int:
        """Return how many pairs of claims of two articles are read: of each its part for one of its partners.

        >>> Limits().share((20, 10), (1, 1)), Limits().share((20, 10), (4, 2))
        (33, 11)
        """
        shares = (number / among for number, among in zip(claims, partners, strict=True))
        return int(self.candidates * sum(shares))
