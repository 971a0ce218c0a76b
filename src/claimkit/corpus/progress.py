"""What a run tells while it goes on, and at its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from claimkit.corpus.batch import Failure


class Progress(NamedTuple):
    """How far a run is: articles done and failed now, those kept from before, and the share of the corpus, in [0, 1].

    `failure` is the article that has just failed, where one has.
    """

    done: int
    failed: int
    kept: int
    share: float
    failure: Failure | None = None


Told = Callable[[Progress], None]


@dataclass(frozen=True)
class RunReport:
    """What a run has done, and what the dataset holds.

    `done` and `failed` are articles worked on in this run, `kept` those that stood there before. `counts` are those of
    the whole dataset: the rows of each table, and `failed`, its articles that failed. `finished` is false where
    `fail_fast` stopped the run, and `stopped_by` names the article.
    """

    out: Path
    done: int
    failed: int
    kept: int
    counts: Mapping[str, int]
    finished: bool = True
    stopped_by: Failure | None = None
