"""Ray and Spark on this machine: record for record what `claimkit run` finds, and the sessions in `docs/engines.md`."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import claimkit.engines.ray
import claimkit.engines.spark
from claimkit import run
from claimkit.corpus.batch import Options
from claimkit.corpus.tables import TABLES, schema
from claimkit.engines import nested, worker
from claimkit.errors import ClaimkitError, InputError

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

HERE = Path(__file__).parent
OPTIONS = {"columns": {"text": "body"}, "fast": True, "max_chars": 300}
FILE = "articles.parquet"
NEEDED = {
    "ray": [("ray", find_spec("ray") is not None)],
    "spark": [("pyspark", find_spec("pyspark") is not None), ("Java", shutil.which("java") is not None)],
}
Tables = dict[str, list[dict[str, Any]]]


def given() -> list[dict[str, Any]]:
    lines = (HERE / "cases" / "engines.jsonl").read_text(encoding="utf-8").strip().split("\n")
    return [json.loads(line) for line in lines]


def written(folder: Path) -> Path:
    columns = ("id", "body", "title", "authors")
    rows = {name: [article.get(name) for article in given()] for name in columns}
    dates = [article.get("date") for article in given()]
    rows["date"] = [date and datetime.date.fromisoformat(date) for date in dates]
    parquet.write_table(pyarrow.table(rows), folder / FILE)
    return folder / FILE


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """What the process pool finds, with the ids for keys."""
    folder = tmp_path_factory.mktemp("pool")
    run(written(folder), folder / "found", workers=2, **OPTIONS)
    parts = {name: sorted((folder / "found" / name).glob("part-*.parquet")) for name in TABLES}
    rows = {name: [row for part in parts[name] for row in parquet.read_table(part).to_pylist()] for name in TABLES}
    for each in (row for table in rows.values() for row in table):
        name = given()[int(each["key"].partition("#")[2]) - 1].get("id")
        if "message" in each:
            each["message"] = each["message"].replace(each["key"], name or "")
        each["key"] = name
    return rows


@pytest.fixture(scope="module", params=["ray", "spark"])
def session(request: pytest.FixtureRequest) -> Iterator[tuple[Tables, str]]:
    """What an engine finds, and the report of its session in the documentation."""
    missing = [name for name, is_there in NEEDED[request.param] if not is_there]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    page = (HERE.parent / "docs" / "engines.md").read_text(encoding="utf-8")
    part = re.search(rf"^## {request.param}$(.*?)^## ", page, re.MULTILINE | re.DOTALL | re.IGNORECASE)
    # Not the folder of pytest: its path is longer than the names of Ray's sockets may be.
    with tempfile.TemporaryDirectory(prefix="ck", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        written(folder)
        (folder / "options.json").write_text(json.dumps(OPTIONS), encoding="utf-8")
        (folder / "session.txt").write_text("".join(re.findall(r"^```pycon\n(.*?)^```", part[1], re.M | re.S)))
        process = subprocess.run(
            [sys.executable, HERE / "engine_session.py", request.param, folder],
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONWARNINGS": "ignore"},
        )
        assert process.returncode == 0, process.stderr[-3000:]
        yield json.loads((folder / "found.json").read_text()), (folder / "report.txt").read_text()


def test_engines_find_what_the_pool_finds(session: tuple[Tables, str], expected: Tables) -> None:
    def ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Put articles in one order, and leave that of the rows of each as it is; one has no id to be its key."""
        named = [{**row, "key": None if re.fullmatch("[0-9a-f]{16}", row["key"] or "") else row["key"]} for row in rows]
        firsts = [{name: row[name] for name in row if name in ("key", "text", "quote", "name")} for row in named]
        return [row for _, _, row in sorted(zip(map(str, firsts), range(len(named)), named, strict=True))]

    found, _ = session
    assert {name: ordered(found[name]) for name in TABLES} == {name: ordered(expected[name]) for name in TABLES}
    failed = {row["key"] for row in found["problems"] if row["code"] == "extraction-failed"}
    assert failed == {"no text", "empty", "too long"}
    assert all(found[name] for name in TABLES)


def test_sessions_of_the_documentation(session: tuple[Tables, str]) -> None:
    _, report = session
    assert report == ""


def test_the_documentation_has_a_session_for_each_engine() -> None:
    page = (HERE.parent / "docs" / "engines.md").read_text(encoding="utf-8")
    parts = dict(re.findall(r"^## (\w+)$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    assert [name for name, part in parts.items() if "```pycon" in part] == ["Ray", "Spark"]


@pytest.fixture
def pools() -> Iterator[None]:
    """Leave no process behind."""
    yield
    for pool in list(worker._IDLE.values()):
        pool.__exit__()
    worker._IDLE.clear()


def rows_of(count: int) -> pyarrow.Table:
    return pyarrow.table({"id": list(range(count)), "text": [f"Fog {number}." for number in range(count)]})


@pytest.mark.usefixtures("pools")
def test_an_article_that_ends_its_process_costs_only_itself() -> None:
    job = worker.Job(Options(extractor=sys.exit), (("id", "id"), ("text", "text")))
    rows = [row for found in worker.worked(rows_of(2), job) for row in found.to_pylist()]
    assert [row["key"] for row in rows] == ["0", "1"]
    assert [row["problems"][0]["message"] for row in rows] == [
        f"{number}: the worker that read it ended with exit code 1, 2 times" for number in range(2)
    ]
    assert not any(row[name] for row in rows for name in TABLES if name != "problems")


@pytest.mark.usefixtures("pools")
def test_what_an_engine_does_not_take_is_not_mixed_with_what_follows() -> None:
    job = worker.Job(Options(extractor=len), (("id", "id"), ("text", "text")))
    begun = worker.worked(rows_of(2 * worker.BATCH), job)
    next(begun)
    begun.close()
    assert not worker._IDLE
    rows = [row for found in worker.worked(rows_of(worker.BATCH + 1), job) for row in found.to_pylist()]
    assert [row["key"] for row in rows] == [str(number) for number in range(worker.BATCH + 1)]
    assert all(row["problems"][0]["message"].startswith(f"{row['key']}: TypeError") for row in rows)
    (kept,) = worker._IDLE.values()
    other = job._replace(timeout=9.0)
    assert len(list(worker.worked(rows_of(1), other))) == 1
    assert list(worker._IDLE) == [other]
    assert worker._IDLE[other] is not kept


def test_a_key_is_the_id_or_depends_on_the_row_alone() -> None:
    rows = pyarrow.table({"id": ["a", None, None, None], "text": ["Fog.", "Fog.", "Rain.", "Fog."]})
    chosen = {"id": "id", "text": "text"}
    keys = [item.key for item in worker.items_of(rows, chosen)]
    assert keys[0] == "a"
    assert keys[1] == keys[3] != keys[2]
    assert [item.key for item in worker.items_of(rows.slice(2), chosen)] == keys[2:]


@pytest.mark.parametrize("name", list(TABLES))
def test_a_table_without_rows_has_its_columns(name: str) -> None:
    assert nested.table_of(nested.nested([]), name).schema.equals(schema(name), check_metadata=True)


DEFAULTS: dict[str, Any] = {
    "named": None,
    "there": ["text"],
    "timeout": 300.0,
    "fast": True,
    "model": "default",
    "pipeline": None,
    "max_chars": 10,
}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"there": ["body"]}, "the dataset has no column 'text' but 'body': name one with columns={'text': …}"),
        ({"named": {"id": "number"}}, "the dataset has no column 'number' but 'text'"),
        ({"named": {"body": "text"}}, "columns cannot hold 'body'"),
        ({"timeout": 0}, "timeout must be more than 0"),
        ({"max_chars": 0}, "max_chars must be more than 0"),
        ({"model": "weights"}, "leave out fast or model"),
    ],
)
def test_what_cannot_be_done_is_said_before_a_worker_starts(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)) as error:
        worker.job(**{**DEFAULTS, **wrong})
    assert "\n" not in str(error.value)


def test_a_table_that_there_is_not_is_refused() -> None:
    for engine in (claimkit.engines.ray, claimkit.engines.spark):
        with pytest.raises(InputError, match="no table 'people': use one of articles, "):
            engine.table(None, "people")


@pytest.mark.parametrize(("engine", "library"), [("ray", "ray.data"), ("spark", "pyspark")])
def test_without_its_library_an_engine_names_the_extra(
    engine: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ClaimkitError, match=re.escape(f"pip install 'claimkit[{engine}]'")):
        getattr(claimkit.engines, engine).extract(None)
