"""Shards of a dataset: one file a table, and a receipt that says that they are whole.

The receipt is written last. A shard whose receipt is missing or wrong, or one of whose files is not the one of which
the receipt has the hash, does not count and is written anew.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from claimkit.corpus import durable
from claimkit.corpus.batch import Batch, Failure, united
from claimkit.corpus.tables import TABLES, arrow_table
from claimkit.tables import Row
from claimkit.tabular import optional

RECEIPTS = ".shards"
FOLDERS = (RECEIPTS, durable.DRAFTS, *TABLES)
"""The folders of a dataset, in the order in which they are made: by the first it is known for one."""

_FORMAT = {"compression": "zstd", "version": "2.6", "write_statistics": True, "row_group_size": 100_000}


@dataclass(frozen=True)
class Receipt:
    """What a shard holds: the digests of its items, rows and hash of each file, and failures by the item's place."""

    items: tuple[str, ...]
    rows: Mapping[str, int]
    files: Mapping[str, str]
    failures: Mapping[int, Failure]

    def to_json(self) -> bytes:
        """Write it; the same receipt gives the same bytes."""
        failures = [[place, *failure] for place, failure in self.failures.items()]
        content = {**asdict(self), "items": list(self.items), "failures": failures}
        return json.dumps(content, indent=1, sort_keys=True).encode() + b"\n"

    @classmethod
    def from_json(cls, content: bytes) -> Receipt:
        """Read what `to_json` wrote. Raises `ValueError`, `KeyError` or `TypeError` on anything else."""
        found: dict[str, Any] = json.loads(content)
        failures = {int(place): Failure(str(key), str(message)) for place, key, message in found["failures"]}
        return cls(
            tuple(found["items"]), dict(found["rows"]), {name: found["files"][name] for name in TABLES}, failures
        )


class Totals(NamedTuple):
    """Items and rows of a dataset, the articles that failed, and a hash of all items."""

    items: int
    failed: int
    rows: Mapping[str, int]
    inputs: str

    def counts(self) -> dict[str, int]:
        """Return the rows of each table, and the articles that failed."""
        return {**self.rows, "failed": self.failed}


def part(number: int) -> str:
    """Name the file of a shard in the folder of its table.

    >>> part(7)
    'part-000007.parquet'
    """
    return f"part-{number:06}.parquet"


class Shards:
    """The shards in the folder of a dataset."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of a dataset, which has a folder for each table."""
        self._folder = folder

    def receipt(self, number: int) -> Receipt | None:
        """Return the receipt of a shard that is whole, None where it is not there or damaged."""
        try:
            receipt = Receipt.from_json(self._receipt(number).read_bytes())
            whole = all(
                hashlib.sha256(self._file(table, number).read_bytes()).hexdigest() == expected
                for table, expected in receipt.files.items()
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return receipt if whole else None

    def is_there(self, number: int) -> bool:
        """Tell whether a shard has a receipt, right or wrong."""
        return self._receipt(number).exists()

    def numbers(self) -> list[int]:
        """Return the numbers of the shards that have a receipt."""
        return sorted(int(path.stem) for path in (self._folder / RECEIPTS).glob("*.json") if path.stem.isdecimal())

    def totals(self) -> Totals:
        """Add up what the receipts say."""
        items = failed = 0
        rows, inputs = Counter(dict.fromkeys(TABLES, 0)), hashlib.sha256()
        for number in self.numbers():
            receipt = Receipt.from_json(self._receipt(number).read_bytes())
            items += len(receipt.items)
            failed += len(receipt.failures)
            rows.update(receipt.rows)
            inputs.update("".join(receipt.items).encode())
        return Totals(items, failed, dict(rows), inputs.hexdigest())

    def write(self, number: int, items: Sequence[str], batches: Sequence[Batch]) -> Receipt:
        """Write a shard: its files, then its receipt. `items` are the digests, `batches` what each item gave.

        Raises `InputError` where that is not possible; then the shard does not count.
        """
        durable.remove(self._receipt(number))
        batch = united(batches)
        contents = {table: parquet(table, batch.rows[table]) for table in TABLES}
        for table, content in contents.items():
            durable.write(self._folder, f"{table}/{part(number)}", content)
        receipt = Receipt(
            items=tuple(items),
            rows={table: len(batch.rows[table]) for table in TABLES},
            files={table: hashlib.sha256(content).hexdigest() for table, content in contents.items()},
            failures={place: each.failures[0] for place, each in enumerate(batches) if each.failures},
        )
        durable.write(self._folder, f"{RECEIPTS}/{number:06}.json", receipt.to_json())
        return receipt

    def read(self, number: int, receipt: Receipt) -> list[Batch]:
        """Return what each item of a shard gave, in their order; of one that failed nothing but that."""
        library = optional("pyarrow.parquet", extra="corpus")
        rows: dict[str, dict[str, list[Row]]] = {}
        for table in TABLES:
            for row in library.ParquetFile(self._file(table, number)).read().to_pylist():
                rows.setdefault(row["key"], {name: [] for name in TABLES})[table].append(row)
        failed = {failure.key for failure in receipt.failures.values()}
        good = iter([Batch(found) for key, found in rows.items() if key not in failed])
        failures = receipt.failures
        return [
            Batch(rows[failures[place].key], (failures[place],)) if place in failures else next(good)
            for place in range(len(receipt.items))
        ]

    def clear(self, number: int) -> None:
        """Remove a shard, its receipt first."""
        durable.remove(self._receipt(number))
        for table in TABLES:
            durable.remove(self._file(table, number))

    def leftovers(self) -> Iterator[Path]:
        """Yield the files of shards that have no receipt, and drafts."""
        for table in TABLES:
            for path in (self._folder / table).glob("part-*.parquet"):
                number = path.stem.removeprefix("part-")
                if not (self._folder / RECEIPTS / f"{number}.json").exists():
                    yield path
        yield from (self._folder / durable.DRAFTS).iterdir()

    def _receipt(self, number: int) -> Path:
        return self._folder / RECEIPTS / f"{number:06}.json"

    def _file(self, table: str, number: int) -> Path:
        return self._folder / table / part(number)


def parquet(table: str, rows: Sequence[Row]) -> bytes:
    """Write the rows of a table as the bytes of a Parquet file; the same rows give the same bytes.

    >>> parquet("problems", [])[:4]
    b'PAR1'
    """
    sink = optional("pyarrow", extra="corpus").BufferOutputStream()
    optional("pyarrow.parquet", extra="corpus").write_table(arrow_table(table, rows), sink, **_FORMAT)
    content: bytes = sink.getvalue().to_pybytes()
    return content
