"""Many articles: from a folder, a pattern, JSONL or Parquet to a dataset, resumable, on all processors.

`sources` yields items, `planning` drops those that the dataset has, `pool` turns the others into rows by `batch`, and
`shards` writes them. `batch.records_of` is the whole work on an article, whatever engine calls it.
"""

from claimkit.corpus.progress import Progress, RunReport
from claimkit.corpus.running import run

__all__ = ["Progress", "RunReport", "run"]
