"""From a batch of items to rows: the one function that every engine calls, in a process pool or on a cluster.

It knows nothing of where items come from and where rows go. The model is loaded at the first call in a process and
kept. An article that raises anything costs only itself: it is named in the table of problems.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from claimkit import pipeline, reading
from claimkit.corpus.tables import TABLES, arrow_table
from claimkit.models import FAILED, Article
from claimkit.tables import rows_of

if TYPE_CHECKING:
    import pyarrow

    from claimkit.corpus.items import Item
    from claimkit.results import Extraction
    from claimkit.tables import Row

Extractor = Callable[[Article], "Extraction"]


@dataclass(frozen=True)
class Options:
    """How articles are read and extracted from: those of `claimkit.extract`, and the longest article in code points.

    `extractor` takes the place of `claimkit.extract`; a process pool needs one that a module defines.
    """

    model: str | os.PathLike[str] | None = pipeline.DEFAULT_MODEL
    pipeline: str | None = None
    max_chars: int = reading.MAX_CHARS
    extractor: Extractor | None = None


class Failure(NamedTuple):
    """An article that gave no rows, and why, on one line."""

    key: str
    message: str


@dataclass(frozen=True)
class Batch:
    """The rows of a batch by table, in the order of its items, and which items failed."""

    rows: Mapping[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    failures: tuple[Failure, ...] = ()

    def tables(self) -> dict[str, pyarrow.Table]:
        """Return the rows as Arrow tables. Raises `ClaimkitError` where pyarrow is not installed."""
        return {name: arrow_table(name, rows) for name, rows in self.rows.items()}


def records_of(items: Iterable[Item], options: Options) -> Batch:
    """Read the items, extract from each, and return all rows.

    >>> from claimkit.corpus.items import Item
    >>> from claimkit.testing import example
    >>> batch = records_of([Item("a.txt", "text", b"Fog.")], Options(extractor=lambda article: example()))
    >>> len(batch.rows["claims"]), batch.rows["quotes"][0]["speaker"]
    (4, 'Ana Brill')

    Raises `ModelError` where the model cannot be loaded, for that is no fault of an article.
    """
    return united(_records_of(item, options) for item in items)


def united(batches: Iterable[Batch]) -> Batch:
    """Put the rows of several batches together, in their order."""
    given = list(batches)
    rows = {name: [row for batch in given for row in batch.rows[name]] for name in TABLES}
    return Batch(rows, tuple(failure for batch in given for failure in batch.failures))


def failed(key: str, reason: str, article: Article | None = None) -> Batch:
    """Return what is kept of an article that failed.

    >>> failed("a.txt", "it holds no text").rows["problems"][0]["code"]
    'extraction-failed'
    """
    by = article.model_dump(include={"outlet", "published"}) if article else {"outlet": None, "published": None}
    where = {"start": None, "end": None, "text": None}
    problem = {**_of(key, article), **by, **where, "code": FAILED, "message": reason}
    return Batch({**{name: [] for name in TABLES}, "problems": [problem]}, (Failure(key, reason),))


def warmed(options: Options) -> Options:
    """Load what extracting needs. Raises `ModelError` for a pipeline or weights that are missing."""
    if options.extractor is None:
        pipeline.extract("Fog fell.", model=options.model, pipeline=options.pipeline)
    return options


def _records_of(item: Item, options: Options) -> Batch:
    if item.failure is not None:
        return failed(item.key, item.failure)
    article: Article | None = None
    try:
        article = reading.from_bytes(item.raw, name=item.key, input_format=item.kind, max_chars=options.max_chars)
        return _rows(item.key, _extracted(article, options))
    except Exception as error:  # whatever it is, it is the article's; Ctrl-C and the like are no Exception
        message = " ".join(str(error).split()) or type(error).__name__
        known = message.startswith(item.key)
        return failed(item.key, message if known else f"{item.key}: {type(error).__name__}: {message}", article)


def _extracted(article: Article, options: Options) -> Extraction:
    if options.extractor is not None:
        return options.extractor(article)
    return pipeline.extract(article, model=options.model, pipeline=options.pipeline)


def _of(key: str, article: Article | None) -> Row:
    return {"key": key, "article_id": article.id if article is not None else None}


def _rows(key: str, found: Extraction) -> Batch:
    of = _of(key, found.article)
    return Batch({name: [{**of, **row} for row in rows] for name, rows in rows_of(found).items()})
