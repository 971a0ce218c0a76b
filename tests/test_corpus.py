"""Corpora: what is found in a source, and that a dataset is whole whatever happens while it is made."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimkit
from claimkit import cli
from claimkit.corpus.batch import Options, records_of
from claimkit.corpus.items import Item, digest, is_sampled
from claimkit.corpus.pool import Pool
from claimkit.corpus.sources import Source
from claimkit.corpus.tables import TABLES, arrow_table, schema
from claimkit.errors import ClaimkitError, InputError, ModelError
from claimkit.frames import COLUMNS
from claimkit.reading import MAX_CHARS
from claimkit.testing import example

parquet = pytest.importorskip("pyarrow.parquet")
arrow = pytest.importorskip("pyarrow")
zstandard = pytest.importorskip("zstandard")

HERE = Path(__file__).parent
ROOT = HERE.parent
CASES = tomllib.loads((HERE / "cases" / "corpus.toml").read_text(encoding="utf-8"))["case"]

Run = Callable[..., claimkit.RunReport]


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(HERE / "stand_ins"))
    import corpus_stand_in

    return corpus_stand_in


@pytest.fixture
def run(stand_in: Any) -> Run:
    def started(source: Path, out: Path, **options: Any) -> claimkit.RunReport:
        chosen = {"workers": 1, "shard_size": 3, "extractor": stand_in.quick, **options}
        return claimkit.run(source, out, **chosen)

    return started


TEXTS = {f"{number:02}.txt": f"The pier is {number} years old." for number in range(8)}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "corpus", TEXTS)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of the corpus, made without a break."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(HERE / "stand_ins"))
        import corpus_stand_in

        corpus = folder_of(folder / "corpus", TEXTS)
        claimkit.run(corpus, folder / "out", workers=1, shard_size=3, extractor=corpus_stand_in.quick)
    return folder / "out"


@pytest.fixture
def out(whole: Path, tmp_path: Path) -> Path:
    """A copy of that dataset."""
    return Path(shutil.copytree(whole, tmp_path / "out"))


def folder_of(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def state(out: Path) -> dict[str, str]:
    """All that a dataset holds, by hash; the lock is no part of it."""
    files = (path for path in out.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    return [row for path in sorted((out / table).glob("*.parquet")) for row in parquet.read_table(path).to_pylist()]


def packed(name: str, text: str) -> bytes:
    lines = [f'{{"text": "Fog {number} {random.Random(number).random()}."}}' for number in range(20_000)]
    content = {"MANY": "\n".join(lines).encode(), "BOMB": b" " * 100_000_000, "RAW": b"PAR0"}.get(text, text.encode())
    if name.endswith(".parquet") and text != "RAW":
        sink = io.BytesIO()
        found = [{"text": content.decode()}] if text == "BOMB" else [json.loads(line) for line in text.splitlines()]
        parquet.write_table(arrow.Table.from_pylist(found), sink, compression="zstd")
        return sink.getvalue()
    if name.endswith(".gz"):
        return gzip.compress(content, 9)
    return zstandard.compress(content) if name.endswith(".zst") else content


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_found_in_a_source(case: dict[str, Any], tmp_path: Path) -> None:
    for name, text in case["files"].items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = packed(name, text)
        end = len(content) * 2 // 3 if name in case.get("cut", ()) else len(content)
        path.write_bytes(content[: end - 8 * (name in case.get("trimmed", ()))])
    for name, target in case.get("links", {}).items():
        (tmp_path / name).symlink_to(target)
    source = Source(str(tmp_path / case.get("source", "")), columns=case.get("columns", {}))
    found = list(source.items())
    told = [
        item.key if item.failure is None else item.failure.replace(f"{item.key} ", f"{item.key}: ", 1) for item in found
    ]
    if "…" in case["items"]:
        first = next(number for number, item in enumerate(found) if item.failure)
        assert first > 100
        assert told[:first] == [f"{found[0].key.partition('#')[0]}#{number}" for number in range(1, first + 1)]
        told[:first] = ["…"]
    assert told == case["items"]
    assert all(len(item.raw) <= 12 * MAX_CHARS + 65_537 for item in found)
    positions = [item.position for item in found]
    assert positions == sorted(positions)
    assert not positions or positions[-1] <= source.size()
    assert found == list(source.items())


def test_what_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder_of(tmp_path, {"a.txt": "Fog.", "shut/b.txt": "Fog.", "z.txt": "Fog."})
    listed, opened = os.listdir, Path.open

    def refusing(path: Any, *how: Any, **named: Any) -> Any:
        if str(path).endswith("a.txt"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *how, **named)

    def hiding(path: str) -> list[str]:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "open", refusing)
    monkeypatch.setattr(os, "listdir", hiding)
    found = list(Source(str(tmp_path)).items())
    reason = "cannot be read (Permission denied): check the path and its permissions"
    assert [item.failure for item in found] == [f"a.txt {reason}", f"shut {reason}", None]


def test_the_dataset_is_no_part_of_its_own_source(run: Run, corpus: Path) -> None:
    out = corpus / "out"
    assert run(corpus, out).done == 8
    before = state(out)
    assert run(corpus, out).kept == 8
    assert state(out) == before
    assert [item.key for item in Source(str(corpus / "**"), leaving_out=str(out)).items()] == [
        f"{n:02}.txt" for n in range(8)
    ]


def test_names_that_are_no_utf8_have_keys_of_their_own(tmp_path: Path) -> None:
    for name in (b"a\xff.txt", rb"a\xff.txt", "ä.txt".encode()):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"Fog.")
    assert [item.key for item in Source(str(tmp_path)).items()] == [r"a\\xff.txt", r"a\xff.txt", "ä.txt"]


@given(st.text(min_size=1), st.binary(), st.integers())
def test_the_digest_of_an_item_tells_what_it_is(key: str, raw: bytes, position: int) -> None:
    item = Item(key.encode("utf-8", "replace").decode(), "text", raw)
    assert digest(item) == digest(item._replace(position=position))
    assert digest(item) != digest(item._replace(raw=raw + b"x"))
    assert digest(item) != digest(item._replace(failure="cannot be read"))


@given(st.sets(st.text(st.characters(exclude_categories=["Cs"])), max_size=50), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_sample_holds_a_smaller_one(keys: set[str], one: float, other: float) -> None:
    small, large = sorted((one, other))
    assert {key for key in keys if is_sampled(key, small)} <= {key for key in keys if is_sampled(key, large)}


def test_every_cell_has_a_column_and_every_column_a_cell() -> None:
    batch = records_of([Item("a.txt", "text", b"Fog.")], Options(extractor=lambda article: example()))
    tables = batch.tables()
    for name, table in tables.items():
        assert table.schema.equals(arrow_table(name, []).schema, check_metadata=True)
        assert table.to_pylist() == [{**dict.fromkeys(TABLES[name]), **row} for row in batch.rows[name]]
        assert all(set(row) == set(TABLES[name]) for row in batch.rows[name]), name
        assert table.column_names[:2] == ["key", "article_id"]
    for claim, row in zip(example().claims, batch.rows["claims"], strict=True):
        assert (row["claim_id"], row["claim"], row["start"]) == (claim.id, claim.span.text, claim.span.start)


def test_every_column_of_the_dataset_is_documented() -> None:
    page = (ROOT / "docs" / "columns.md").read_text(encoding="utf-8").partition("## The dataset")[2]
    for name, columns in TABLES.items():
        line = next(line for line in page.splitlines() if line.startswith(f"| `{name}` |"))
        documented = ["key", "article_id", *re.findall(r"`(\w+)`", line.partition(" | ")[2])]
        above = [column for column in COLUMNS if column != "article_id"] if name == "claims" else []
        assert sorted(documented + above) == sorted(columns), name


def test_the_dataset_is_what_extraction_gives(tmp_path: Path) -> None:
    text = "“The pier is safe,” said engineer Ana Brill on Monday."
    folder_of(tmp_path / "corpus", {"a.txt": text})
    report = claimkit.run(tmp_path / "corpus", tmp_path / "out", fast=True, workers=1)
    result = claimkit.extract(claimkit.read(tmp_path / "corpus" / "a.txt"), model=None)
    found = rows(tmp_path / "out", "claims")
    assert [{name: row[name] for name in result.to_records()[0]} for row in found] == result.to_records()
    assert report.counts == {"articles": 1, "quotes": 1, "claims": 1, "speakers": 2, "problems": 0, "failed": 0}
    file = parquet.ParquetFile(tmp_path / "out" / "problems" / "part-000000.parquet")
    assert file.schema_arrow.equals(schema("problems"))
    assert file.schema_arrow.metadata == {b"claimkit_schema_version": claimkit.SCHEMA_VERSION.encode()}


def test_the_number_of_workers_changes_nothing(run: Run, corpus: Path, tmp_path: Path, whole: Path) -> None:
    run(corpus, tmp_path / "other", workers=3, timeout=60)
    assert state(tmp_path / "other") == state(whole)


def test_articles_that_fail_cost_themselves_only(run: Run, tmp_path: Path) -> None:
    texts = {"a": "Fog.", "b": "RAISE", "c": "DIE", "d": "KILLED", "e": "HANG", "f": "Rain.", "g": " "}
    corpus = folder_of(tmp_path / "corpus", {f"{name}.txt": text for name, text in texts.items()})
    heard: list[Any] = []
    report = run(corpus, tmp_path / "out", workers=2, timeout=1.0, progress=heard.append)
    assert [row["key"] for row in rows(tmp_path / "out", "articles")] == ["a.txt", "f.txt"]
    assert {row["key"]: (row["code"], row["message"]) for row in rows(tmp_path / "out", "problems")} == {
        "b.txt": ("extraction-failed", "b.txt: ValueError: told to fail"),
        "c.txt": ("extraction-failed", "c.txt: the worker that read it ended with exit code 7, 2 times"),
        "d.txt": ("extraction-failed", "d.txt: the worker that read it ended by signal 9 (SIGKILL), 2 times"),
        "e.txt": (
            "extraction-failed",
            "e.txt took longer than the limit of 1 seconds: give it more with --timeout and --retry",
        ),
        "g.txt": ("extraction-failed", "g.txt holds no text: check that it is the right file"),
    }
    assert (report.done, report.failed, report.counts["failed"]) == (2, 5, 5)
    assert [each.failure.key for each in heard if each.failure] == ["b.txt", "c.txt", "d.txt", "e.txt", "g.txt"]
    assert heard[-1].share == 1.0


def test_a_worker_that_dies_once_costs_nothing(stand_in: Any, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "Fog.", "title": str(tmp_path / "died")}))
    report = claimkit.run(tmp_path / "a.jsonl", tmp_path / "out", workers=1, extractor=stand_in.dies_once)
    assert (tmp_path / "died").exists()
    assert (report.done, report.failed) == (1, 0)


def test_what_failed_is_worked_on_again_when_asked_for(run: Run, corpus: Path, tmp_path: Path) -> None:
    folder_of(corpus, {"03b.txt": "HANG", "07b.txt": "HANG"})
    run(corpus, tmp_path / "out", timeout=1.0)
    before = state(tmp_path / "out")
    assert run(corpus, tmp_path / "out", timeout=1.0).kept == 10
    report = run(corpus, tmp_path / "out", timeout=0.5, retry=True)
    assert (report.kept, report.failed) == (8, 2)
    assert state(tmp_path / "out") != before
    folder_of(corpus, {"03b.txt": "Fog.", "07b.txt": "Rain."})  # a text that failed and has changed is worked on, too
    assert run(corpus, tmp_path / "out").done == 2
    run(corpus, tmp_path / "whole")
    assert state(tmp_path / "out") == state(tmp_path / "whole")


@pytest.mark.parametrize("first", [3, 4])
def test_a_corpus_may_grow_at_its_end(run: Run, corpus: Path, tmp_path: Path, whole: Path, first: int) -> None:
    grown = tmp_path / "grown"
    assert run(corpus, grown, limit=first).done == first
    assert run(corpus, grown, limit=first).kept == first
    report = run(corpus, grown)
    assert (report.kept, report.done) == (first, 8 - first)
    assert state(grown) == state(whole)
    assert run(corpus, grown, limit=first).kept == first
    assert state(grown) == state(whole)


def test_a_sample_is_always_the_same(run: Run, corpus: Path, tmp_path: Path) -> None:
    report = run(corpus, tmp_path / "out", sample=0.5)
    assert [row["key"] for row in rows(tmp_path / "out", "articles")] == [
        f"{number:02}.txt" for number in range(8) if is_sampled(f"{number:02}.txt", 0.5)
    ]
    assert 0 < report.done < 8


def changed_text(corpus: Path, out: Path) -> dict[str, Any]:
    folder_of(corpus, {"01.txt": "Another pier."})
    return {}


def new_article_in_front(corpus: Path, out: Path) -> dict[str, Any]:
    folder_of(corpus, {"00a.txt": "Another pier."})
    return {}


def article_gone(corpus: Path, out: Path) -> dict[str, Any]:
    (corpus / "07.txt").unlink()
    return {}


def manifest_gone(corpus: Path, out: Path) -> dict[str, Any]:
    (out / "manifest.json").unlink()
    return {}


def manifest_damaged(corpus: Path, out: Path) -> dict[str, Any]:
    (out / "manifest.json").write_text("{")
    return {}


def receipts_gone(corpus: Path, out: Path) -> dict[str, Any]:
    for path in (out / ".shards").iterdir():
        path.unlink()
    return {}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (changed_text, "01.txt is not the article that stood there"),
        (new_article_in_front, "00a.txt is not the article that stood there"),
        (article_gone, "holds more articles than the source gives now"),
        (lambda corpus, out: {"max_chars": 1000}, r"was made with another max_chars \(200000, now 1000\)"),
        (lambda corpus, out: {"shard_size": 5}, r"was made with another shard_size \(3, now 5\)"),
        (lambda corpus, out: {"extractor": None}, "was made with another pipeline"),
        (manifest_gone, "has lost its manifest.json"),
        (manifest_damaged, "manifest.json is damaged"),
        (receipts_gone, "has lost its .shards"),
    ],
)
def test_what_was_made_otherwise_is_refused(
    run: Run, corpus: Path, out: Path, change: Callable[..., dict[str, Any]], says: str
) -> None:
    options = change(corpus, out)
    before = state(out)
    with pytest.raises(InputError, match=says) as refusal:
        run(corpus, out, **options)
    assert "--restart" in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert state(out) == before


def test_a_dataset_can_be_begun_anew(run: Run, corpus: Path, out: Path, whole: Path) -> None:
    manifest_damaged(corpus, out)
    (out / "articles" / "part-000000.parquet").unlink()
    assert run(corpus, out, restart=True).done == 8
    assert state(out) == state(whole)


def test_a_folder_of_somebody_else_is_left_alone(run: Run, corpus: Path, tmp_path: Path) -> None:
    out = folder_of(tmp_path / "out", {"articles/part-000000.parquet": "mine"})
    for restart in (False, True):
        with pytest.raises(InputError, match="is there and no dataset of claimkit: name a new folder"):
            run(corpus, out, restart=restart)
    assert list(state(out)) == ["articles/part-000000.parquet"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"workers": 0}, "workers must be more than 0"),
        ({"timeout": float("nan")}, "timeout must be more than 0"),
        ({"sample": 1.5}, "sample is a share"),
        ({"max_chars": 0}, "max_chars must be at least 1"),
        ({"columns": {"body": "text"}}, "columns cannot hold 'body'"),
        ({"fast": True, "model": Path("heads")}, "fast uses no weights"),
        ({"extractor": None, "model": Path("heads")}, "the weights in heads cannot be read"),
        ({"source": "nowhere"}, "nowhere: no such file or folder"),
    ],
)
def test_arguments_that_cannot_be_used_leave_nothing_behind(
    run: Run, corpus: Path, tmp_path: Path, options: dict[str, Any], says: str
) -> None:
    with pytest.raises(ClaimkitError, match=says):
        run(options.pop("source", corpus), tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_two_runs_do_not_write_in_one_folder(run: Run, corpus: Path, tmp_path: Path) -> None:
    from claimkit.corpus.durable import locked

    (tmp_path / "out" / ".shards").mkdir(parents=True)
    with locked(tmp_path / "out"), pytest.raises(InputError, match="is being written by another run"):
        run(corpus, tmp_path / "out")
    assert run(corpus, tmp_path / "out").done == 8


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "damage", "done"),
    [
        ("articles/part-000001.parquet", flipped, 3),
        ("problems/part-000002.parquet", Path.unlink, 2),
        (".shards/000000.json", flipped, 3),
        (".shards/000002.json", Path.unlink, 2),
        ("problems/duplicate-ids.parquet", Path.unlink, 0),
    ],
)
def test_a_damaged_shard_is_made_anew(  # noqa: PLR0917
    run: Run, corpus: Path, out: Path, whole: Path, name: str, damage: Callable[[Path], Any], done: int
) -> None:
    damage(out / name)
    report = run(corpus, out)
    assert (report.done, report.kept) == (done, 8 - done)
    assert state(out) == state(whole)


def test_leftovers_and_clocks_do_not_matter(run: Run, corpus: Path, out: Path, whole: Path) -> None:
    folder_of(out, {".tmp/articles.part-000000.parquet": "half", "claims/part-000009.parquet": "old"})
    for moment, path in enumerate([*corpus.iterdir(), *out.rglob("*")]):
        os.utime(path, (moment % 2 * 4e9, moment % 2 * 4e9))
    report = run(corpus, out)
    assert (report.kept, report.done) == (8, 0)
    assert state(out) == state(whole)


def test_articles_that_share_an_id_are_kept_apart(run: Run, tmp_path: Path) -> None:
    lines = [{"id": "x", "text": "Fog."}, {"id": "y", "text": "Rain."}, {"id": "x", "text": "Hail."}, {"text": "Fog."}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, [*lines, lines[3]])))
    report = run(tmp_path / "a.jsonl", tmp_path / "out", shard_size=2)
    assert (report.done, report.failed) == (5, 0)
    assert [row["key"] for row in rows(tmp_path / "out", "claims")] == [f"a.jsonl#{number}" for number in range(1, 6)]
    hashed = claimkit.Article(text="Fog.").id
    assert [(row["key"], row["code"], row["message"]) for row in rows(tmp_path / "out", "problems")] == [
        ("a.jsonl#3", "duplicate-id", "the id 'x' is also that of a.jsonl#1: tell them apart by key"),
        ("a.jsonl#5", "duplicate-id", f"the id {hashed!r} is also that of a.jsonl#4: tell them apart by key"),
    ]


def test_the_first_failure_can_end_a_run(run: Run, corpus: Path, tmp_path: Path) -> None:
    folder_of(corpus, {"03b.txt": "RAISE"})
    report = run(corpus, tmp_path / "out", fail_fast=True)
    assert not report.finished
    assert report.stopped_by is not None
    assert report.stopped_by.key == "03b.txt"
    assert sorted(path.name for path in (tmp_path / "out" / "articles").iterdir()) == ["part-000000.parquet"]
    run(corpus, tmp_path / "out")
    run(corpus, tmp_path / "whole")
    assert state(tmp_path / "out") == state(tmp_path / "whole")


def test_a_model_that_is_missing_is_said_in_one_line(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="pipeline 'nosuch' is not installed"):
        claimkit.run(corpus, tmp_path / "out", pipeline="nosuch", fast=True, workers=1)
    assert claimkit.run(corpus, tmp_path / "out", fast=True, workers=1, limit=1).done == 1


def test_workers_that_cannot_start_are_said_in_one_line(
    stand_in: Any, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stand_in.loads_nothing, "__module__", "claimkit.cli.running")
    monkeypatch.setattr("claimkit.cli.running.loads_nothing", stand_in.loads_nothing, raising=False)
    with pytest.raises(ClaimkitError, match="ended with exit code 1 before its first article"):
        claimkit.run(corpus, tmp_path / "out", extractor=stand_in.loads_nothing, workers=1)


def test_a_worker_makes_room_for_another_in_time(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimkit.corpus.pool.LIFETIME", 3)
    monkeypatch.setattr("claimkit.corpus.pool.AHEAD", 4)
    items = [Item(f"{number}.txt", "text", b"Fog.") for number in range(10)]
    with Pool(Options(extractor=stand_in.quick), workers=2, timeout=60) as pool:
        found = [(item.key, len(batch.rows["claims"])) for item, batch in pool.results(iter(items))]
    assert found == [(item.key, 1) for item in items]


def test_a_worker_that_cannot_start_ends_no_run_that_goes_on(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [Item(f"{number}.txt", "text", b"SLOW") for number in range(12)]
    with Pool(Options(extractor=stand_in.quick), workers=2, timeout=60) as pool:
        results = pool.results(iter(items))
        found = [next(results)]
        started = pool._started
        refused: list[int] = []

        def stillborn() -> Any:
            worker = started()
            if len(refused) < 2:
                refused.append(1)
                worker.process.kill()
            return worker

        monkeypatch.setattr(pool, "_started", stillborn)
        for worker in pool._workers:
            worker.process.kill()
        found += results
    assert [item.key for item, _ in found] == [item.key for item in items]
    assert len(refused) == 2
    assert not any(batch.failures for _, batch in found)


def test_reading_ahead_is_bounded(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    size, asked_with = 100_000, []
    monkeypatch.setattr("claimkit.corpus.pool.AHEAD_BYTES", 4 * size)

    def source() -> Any:
        for number in range(20):
            asked_with.append(pool._bytes)
            yield Item(f"{number}.txt", "text", b"Fog. " * (size // 5))

    with Pool(Options(extractor=stand_in.quick), workers=1, timeout=60) as pool:
        assert len(list(pool.results(source()))) == 20
    # The worker takes seconds to start, so the first articles wait: no fifth is read before one of them is done.
    assert max(asked_with) == 3 * size


SCRIPT = """
import sys; sys.path[:0] = [{stand_ins!r}]
import claimkit, corpus_stand_in
if __name__ == "__main__":
    try:
        claimkit.run({source!r}, {out!r}, workers=2, shard_size=3, extractor=corpus_stand_in.quick)
    except claimkit.ClaimkitError as error:
        sys.exit(str(error))
"""


def script(tmp_path: Path, source: Path, out: Path) -> list[str]:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT.format(stand_ins=str(HERE / "stand_ins"), source=str(source), out=str(out)))
    return [sys.executable, str(path)]


@pytest.fixture
def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def test_a_full_disk_is_said_in_one_line_and_loses_nothing(
    run: Run, corpus: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    folder_of(corpus, {"04.txt": "\n".join(f"{random.Random(line).random()}" for line in range(4000))})
    command, limit = script(tmp_path, corpus, tmp_path / "out"), 30_000
    full = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert full.returncode == 1
    assert full.stderr.count("\n") == 1
    assert "part-000001.parquet cannot be written (File too large): what is done is kept; mend that" in full.stderr
    assert [path.name for path in (tmp_path / "out" / ".shards").iterdir()] == ["000000.json"]
    assert not list((tmp_path / "out" / ".tmp").iterdir())
    subprocess.run(command, check=True, env=environment)
    run(corpus, tmp_path / "whole")
    assert state(tmp_path / "out") == state(tmp_path / "whole")


def test_a_folder_that_cannot_be_written_is_said_in_one_line(run: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "file", tmp_path / "file" / "out", Path("/proc/out")):
        with pytest.raises(InputError, match="cannot be written") as refusal:
            run(corpus, out)
        assert "\n" not in str(refusal.value)


def test_ctrl_c_leaves_whole_shards_and_no_process(
    run: Run, tmp_path: Path, environment: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    corpus = folder_of(tmp_path / "corpus", {f"{number:02}.txt": f"SLOW {number}" for number in range(40)})
    (tmp_path / "out" / ".shards").mkdir(parents=True)
    started = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "claimkit.cli",
            "run",
            str(corpus),
            "-o",
            str(tmp_path / "out"),
            "--shard-size",
            "3",
            "--fast",
        ],
        env=environment,
        start_new_session=True,
    )
    waited((tmp_path / "out" / ".shards" / "000000.json").exists)
    os.killpg(started.pid, signal.SIGINT)
    assert started.wait(20) == 130
    waited(lambda: is_gone(started.pid))
    assert "Traceback" not in capfd.readouterr().err
    receipts = {path.stem for path in (tmp_path / "out" / ".shards").iterdir()}
    assert all(receipts <= {path.stem[5:] for path in (tmp_path / "out" / table).iterdir()} for table in TABLES)


def test_workers_end_with_the_process_that_has_them(tmp_path: Path, environment: dict[str, str]) -> None:
    corpus = folder_of(tmp_path / "corpus", {"a.txt": "Fog.", "b.txt": "Rain.", "c.txt": "Hail.", "d.txt": "HANG"})
    started = subprocess.Popen(script(tmp_path, corpus, tmp_path / "out"), env=environment, start_new_session=True)
    waited((tmp_path / "out" / ".shards" / "000000.json").exists)
    started.kill()
    started.wait()
    waited(lambda: is_gone(started.pid))


def is_gone(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def waited(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def test_runs_that_are_killed_end_in_the_same_dataset(environment: dict[str, str]) -> None:
    """The short form of what `benchmarks/faults.py --kills 200` does."""
    command = [sys.executable, str(ROOT / "benchmarks" / "faults.py"), "--kills", "3", "--seed", "7"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 of 3 identical" in done.stdout


def left(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as leaving:
        cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(leaving.value.code or 0), out, err


def test_the_command_says_how_it_went(
    corpus: Path, tmp_path: Path, stand_in: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("claimkit.cli.corpus.PAUSE", 0.0)
    real = claimkit.run
    monkeypatch.setattr("claimkit.corpus.run", lambda *a, **k: real(*a, **k, extractor=stand_in.quick))
    out = tmp_path / "out"
    code, printed, said = left(capsys, "run", corpus, "-o", out, "--workers", 1)
    assert (code, printed) == (0, "")
    assert said.splitlines()[-1] == f"claimkit: 8 articles now; {out} holds 8 articles and 8 claims; 0 failed"
    assert "8 articles, " in said
    assert " a second, about 0 s left" in said
    assert left(capsys, "run", corpus, "-o", out)[2].startswith("claimkit: nothing to do; ")
    folder_of(corpus, {"09.txt": "RAISE"})
    code, _, said = left(capsys, "run", corpus, "-o", out)
    assert code == 3
    assert "claimkit: 09.txt: ValueError: told to fail\n" in said
    code, _, said = left(capsys, "run", corpus, "-o", out)
    assert (code, said.splitlines()[-1]) == (3, f"claimkit: why stands in {out}/problems; --retry works on them again")
    code, _, said = left(capsys, "run", corpus / "09.txt", "-o", tmp_path / "two", "--fail-fast")
    assert (code, said.splitlines()[-1][:47]) == (1, "claimkit: stopped at the first failure (--fail-")
    (tmp_path / "empty").mkdir()
    code, _, said = left(capsys, "run", tmp_path / "empty", "-o", tmp_path / "three")
    assert code == 1
    assert "holds no articles that claimkit reads" in said
    code, _, said = left(capsys, "run", corpus, "-o", out, "--shard-size", 5)
    assert (code, said.count("\n")) == (2, 1)
    assert left(capsys, "run", corpus)[0] == 2
