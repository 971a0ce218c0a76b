"""SQL over results: the same tables whatever the results are, nothing but them, and each format inert and whole."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from claimkit import cli, export, query
from claimkit.errors import ClaimkitError, InputError
from claimkit.export.csv_table import unguarded
from claimkit.frames import COLUMNS
from claimkit.models import Article, Claim, Problem, Quote, QuoteKind, Span, Speaker, SpeakerKind
from claimkit.plot.times import stretch
from claimkit.querying import opened
from claimkit.querying.display import shown
from claimkit.querying.functions import earliest, latest, words
from claimkit.querying.locked import Locked
from claimkit.querying.outcome import Outcome
from claimkit.querying.writing import FORMATS
from claimkit.render import visible
from claimkit.results import Extraction
from claimkit.tables import TABLES, rows_of
from claimkit.tabular import arrow_schema
from claimkit.testing import Saying, build, example

arrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("duckdb")

CASES = Path(__file__).parent / "cases"
TABLE = tomllib.loads((CASES / "query.toml").read_text(encoding="utf-8"))
HOSTILE = json.loads((CASES / "hostile.json").read_text(encoding="utf-8"))
WAYS = ("extractions", "jsonl", "parquet")


def holm() -> Extraction:
    found = example()
    article = found.article.model_copy(update={"id": "holm", "authors": ("Lea Moor", "Tom Reef")})
    return found.model_copy(update={"article": article})


def quay() -> Extraction:
    """A quote within a quote, a quote without a claim, an emoji, a problem."""
    text = "⛴ “The pier is as safe,” said Ana Brill, “as Runa Tolvey said.”"
    at = lambda words: Span.of(text, text.index(words), text.index(words) + len(words))  # noqa: E731
    return Extraction(
        article=Article(id="quay", text=text, outlet="Quay"),
        speakers=(
            Speaker(id="s1", name="Ana Brill", kind=SpeakerKind.PERSON, mentions=(at("Ana Brill"),)),
            Speaker(id="s2", name="Runa Tolvey", kind=SpeakerKind.PERSON),
        ),
        quotes=(
            Quote(id="q1", kind=QuoteKind.DIRECT, spans=(at("The pier"), at("is as")), speaker="s1"),
            Quote(id="q2", kind=QuoteKind.INDIRECT, spans=(at("as safe"),), speaker="s2", parent="q1", confidence=0.5),
        ),
        claims=(
            Claim(
                id="c1", span=at("is as safe"), speaker="s1", quote="q1", factuality=-1.5,
                text_in_context="[The pier] is as safe",
            ),
        ),
        problems=(Problem(code="unclosed-quote", message="…", span=at("⛴")),),
    )  # fmt: skip


def written(path: Path, *found: Extraction) -> Path:
    """Write extractions in the format that the name of the file says."""
    format_name = path.suffix[1:]
    mode: dict[str, Any] = (
        {"mode": "wb"} if format_name == "parquet" else {"mode": "w", "encoding": "utf-8", "newline": ""}
    )
    with path.open(**mode) as stream:
        export.write(found, stream, format_name)
    return path


def dataset(folder: Path, *found: Extraction, table_names: tuple[str, ...] = tuple(TABLES)) -> Path:
    """Write a dataset, a part for each extraction."""
    for table in table_names:
        (folder / table).mkdir(parents=True)
        for number, each in enumerate(found):
            rows = rows_of(each)[table]
            parquet.write_table(
                arrow.Table.from_pylist(rows, schema=arrow_schema(TABLES[table])),
                folder / table / f"part-{number:05}.parquet",
            )
    return folder


@pytest.fixture(scope="session")
def ways(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Any, ...]]:
    folder = tmp_path_factory.mktemp("results")
    return {
        "extractions": (holm(), quay()),
        "jsonl": (written(folder / "all.jsonl", holm(), quay()),),
        "parquet": (written(folder / "holm.parquet", holm()), written(folder / "quay.parquet", quay())),
    }


@pytest.fixture(scope="session")
def tables(ways: dict[str, Any]) -> Iterator[dict[str, Locked]]:
    with ExitStack() as stack:
        yield {way: stack.enter_context(opened(*results)) for way, results in ways.items()}


def rows(sql: str, *results: Any) -> list[list[Any]]:
    return listed(query(sql, *results))


def listed(found: Any) -> list[list[Any]]:
    """Give the rows of a table; null as an empty string, as TOML has none."""
    columns = [column.to_pylist() for column in found.columns]
    return [["" if value is None else value for value in row] for row in zip(*columns, strict=True)]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in TABLE["case"]])
@pytest.mark.parametrize("way", WAYS)
def test_the_tables_are_the_same_whatever_the_results_are(
    way: str, case: dict[str, Any], tables: dict[str, Locked]
) -> None:
    if way not in case.get("only", WAYS):
        with pytest.raises(InputError):
            tables[way].run(case["sql"])
    else:
        assert listed(tables[way].run(case["sql"]).table()) == case["rows"]


@pytest.mark.parametrize("case", TABLE["refused"], ids=lambda case: case["sql"][:40])
def test_only_the_results_are_read_and_nothing_is_written(
    case: dict[str, str],
    ways: dict[str, Any],
    tables: dict[str, Locked],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    variable_of_the_caller = arrow.table({"secret": [1]})
    (tmp_path / "SECRET.csv").write_text("a,b\n1,2\n")
    parquet.write_table(variable_of_the_caller, tmp_path / "SECRET.parquet")
    before = {path: path.read_bytes() for path in (*tmp_path.iterdir(), *ways["parquet"])}
    with pytest.raises(InputError) as caught:
        tables["parquet"].run(case["sql"]).table()
    assert re.fullmatch(r"[^\n]{10,450}", str(caught.value))
    assert case["says"] in str(caught.value)
    assert {path: path.read_bytes() for path in (*tmp_path.iterdir(), *ways["parquet"])} == before


def test_the_results_themselves_cannot_be_overwritten(ways: dict[str, Any]) -> None:
    path = ways["parquet"][0]
    before = path.read_bytes()
    for sql in ("with x as (copy (select 1) to '{}') select * from x", "select * from read_parquet('{}')"):
        with pytest.raises(InputError):
            query(sql.format(path), path)
    assert path.read_bytes() == before


def test_a_dataset_is_its_five_folders_and_nothing_else_in_it(tmp_path: Path, ways: dict[str, Any]) -> None:
    folder = dataset(tmp_path / "run [1]*", holm(), quay())
    (folder / "manifest.json").write_text("{}")
    (folder / "claims" / ".part-9.parquet").write_bytes(b"PAR1 half")
    (folder / "claims" / "_draft.parquet").write_bytes(b"PAR1 half")
    (folder / "claims" / "note.txt").write_text("x")
    (folder / "more").mkdir()
    with opened(folder) as found:
        for case in TABLE["case"]:
            assert listed(found.run(case["sql"]).table()) == case["rows"], case["id"]


def test_empty_and_absent_folders_of_a_dataset(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "run", table_names=("claims", "problems"))
    with opened(folder) as tables:
        assert list(tables.tables) == ["claims", "problems"]
        assert list(tables.tables["claims"]) == list(TABLES["claims"])
        assert tables.run('select count(*), max(claim), sum("start") from claims').table().num_rows == 1
    with pytest.raises(InputError, match="there is no table quotes: these results have claims and problems"):
        query("from quotes", folder)


def test_parts_of_other_versions_have_nulls_for_what_they_lack(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "run", holm(), quay())
    first = folder / "claims" / "part-00000.parquet"
    parquet.write_table(parquet.read_table(first).drop_columns(["about"]), first)
    assert rows("select count(*), count(about) from claims", folder) == [[5, 0]]
    parquet.write_table(arrow.table({"article_id": [["a"]]}), folder / "claims" / "part-00009.parquet")
    with pytest.raises(InputError, match="files that hold claims do not fit together"):
        query("from claims", folder)


def test_results_of_several_kinds_are_one_table(tmp_path: Path, ways: dict[str, Any]) -> None:
    folder = dataset(tmp_path / "run", holm())
    found = query("from claims order by all", folder, ways["parquet"][1], quay())
    assert found.num_rows == 6
    assert found.column_names[:26] == list(COLUMNS)
    assert rows("select count(*), count(text_in_context), count(confidence) from claims", folder, *ways["parquet"]) == [
        [9, 0, 4]
    ]
    part = folder / "quotes" / "part-00000.parquet"
    assert rows("select count(*) from quotes", part) == [[2]]


def test_indented_json_and_many_articles(tmp_path: Path) -> None:
    path = written(tmp_path / "some.json", *(build(Saying("A. B", f"it rained {n} times")) for n in range(30)))
    assert rows("select count(*), count(distinct article_id) from claims", path) == [[30, 30]]
    path.rename(tmp_path / "some.out")
    assert rows("select count(*) from articles", tmp_path / "some.out") == [[30]]


def test_more_articles_than_are_held_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimkit.querying.spool._GROUP", 3)
    path = written(tmp_path / "some.jsonl", *(build(Saying("A. B", f"it rained {n} times")) for n in range(10)))
    assert rows("select count(*), max(claim) from claims", path) == [[10, "it rained 9 times"]]


def test_memory_is_that_of_a_few_groups_of_rows_whatever_the_size(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    text = random.Random(1).randbytes(500).hex()
    for number in range(4):
        rows = arrow.table({"text": [f"{n} {text}" for n in range(20_000)]})
        path = tmp_path / "articles" / f"{number:02}.parquet"
        parquet.write_table(rows, path, use_dictionary=False, row_group_size=2000)
    group = 2000 * len(text)
    before, held, seen = arrow.total_allocated_bytes(), [], 0
    with opened(tmp_path) as tables:
        for batch in tables.run("from articles").batches():
            time.sleep(0.02)  # time in which much could be read
            held.append(arrow.total_allocated_bytes() - before)
            seen += batch.nbytes
    assert max(held) < 6 * group < 40 * group < seen


UNREADABLE: dict[str, tuple[bytes | None, str]] = {
    "none.jsonl": (None, "no such file or folder"),
    "empty.jsonl": (b"", "is empty"),
    "blank.json": (b"\n \n", "is empty"),
    "other.jsonl": (b'{"text": "Fog fell."}\n', "article 1: this is no extraction"),
    "later.jsonl": (example().to_json().encode() + b"\n{}\n", "article 2: this is no extraction"),
    "major.jsonl": (example().to_json().replace('"1.0"', '"9.0"').encode(), "upgrade claimkit"),
    "latin.jsonl": (b'{"a": "\xe9"}', "it is not UTF-8"),
    "packed.jsonl.gz": (b"\x1f\x8b\x08\x00", "unpack it"),
    "half.parquet": (b"PAR1 half a file", "is damaged or no Parquet"),
    "a\x1b[2J.jsonl": (b"", "a\ufffd[2J.jsonl is empty"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_named_on_one_line(name: str, tmp_path: Path) -> None:
    content, says = UNREADABLE[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        query("from claims", tmp_path / name)
    assert says in str(caught.value)
    assert str(caught.value).isprintable() or "\ufffd" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_parquet_and_folders_that_are_none_of_ours(tmp_path: Path) -> None:
    parquet.write_table(arrow.table({"a": [1]}), tmp_path / "a.parquet")
    later = parquet.read_table(written(tmp_path / "b.parquet", example()))
    parquet.write_table(later.replace_schema_metadata({"claimkit_schema_version": "9.0"}), tmp_path / "b.parquet")
    for path, says in (
        (tmp_path / "a.parquet", "holds no table of claimkit"),
        (tmp_path / "b.parquet", "has schema 9.0"),
        (tmp_path, "holds no results"),
    ):
        with pytest.raises(InputError, match=says):
            query("from claims", path)
    with pytest.raises(InputError, match="nothing to query"):
        query("from claims")
    with pytest.raises(InputError, match="not list"):
        query("from claims", [example()])  # type: ignore[arg-type]


@pytest.mark.parametrize("library", ["duckdb", "pyarrow", "pyarrow.parquet"])
def test_without_the_extra_it_is_told_on_one_line(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ClaimkitError, match=r"not installed: pip install 'claimkit\[query\]'"):
        query("from claims", example())


PARTS = (
    "2024-11-17",
    "2024-09",
    "2024-21",
    "2024",
    "202X",
    "20XX",
    "XXXX-11-17",
    "..",
    "",
    "soon",
    "2024-02-30",
    "2024~",
)
DATES = [*PARTS, *("/".join(pair) for pair in product(PARTS, PARTS))]


@pytest.mark.parametrize("edtf", DATES)
def test_the_days_of_a_date_are_those_that_the_pictures_show(edtf: str) -> None:
    placed = stretch(edtf)
    if placed and not placed.yearless:
        first, last = earliest(edtf), latest(edtf)
        assert (first and first.toordinal(), last and last.toordinal()) == (placed.start, placed.end)


def test_sql_calls_the_same_functions(ways: dict[str, Any]) -> None:
    values = ", ".join(f"('{edtf}')" for edtf in DATES)
    sql = f"select x, earliest(x), latest(x), words(x) from (values {values}, (null)) t(x)"  # noqa: S608 - of this file
    found = [tuple(row.values()) for row in query(sql, *ways["parquet"]).to_pylist()]
    assert found == [*((edtf, earliest(edtf), latest(edtf), words(edtf)) for edtf in DATES), (None,) * 4]
    assert earliest("2024-21") == date(2024, 3, 1)


# The command


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def ran(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as leaving:
            cli.main(["query", *map(str, arguments)])
        out, err = capsys.readouterr()
        return int(leaving.value.code or 0), out, err

    return ran


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def jsonl(tmp_path: Path) -> Path:
    return written(tmp_path / "all.jsonl", holm(), quay())


def test_the_table_says_how_many_rows_there_are(run: Run, jsonl: Path) -> None:
    code, out, err = run("select speaker, count(*) as n from claims group by all order by n desc, speaker", jsonl)
    assert (code, err) == (0, "")
    assert [line.split() for line in out.splitlines()] == [
        ["speaker", "n"], ["─" * len(out.splitlines()[1].strip())], ["Ana", "Brill", "3"], ["Jon", "Vik", "1"],
        ["author", "1"], [], ["3", "rows"],
    ]  # fmt: skip
    assert "the first 2 rows" in run("from claims", jsonl, "--most", 2)[1]
    assert run("from claims limit 1", jsonl)[1].endswith("\n1 row\n")
    assert run("from claims limit 0", jsonl)[1].splitlines()[-1] == "no rows"


BROAD = [
    "from claims",
    "from articles",
    "select 12345678901234567890 as n, claim, true as yes, ['a', 'b'] as l from claims",
    "select repeat('x', 500) as long, 1 as n",
    'select 1 as "' + "n" * 60 + '"',
    "from claims limit 0",
]


@pytest.mark.parametrize("sql", BROAD)
def test_the_table_keeps_to_the_width_and_loses_no_words(sql: str, tables: dict[str, Locked]) -> None:
    found = tables["jsonl"].run(sql).table()
    for width in (*range(40, 90, 7), 120, 160, 240):
        console = Console(width=width, file=io.StringIO(), highlight=False)
        console.print(shown(Outcome(found.to_reader()), width=width))
        out = console.file.getvalue()  # type: ignore[attr-defined]
        assert max(map(len, out.splitlines())) <= width
        for value in (each for row in found.to_pylist() for each in row.values() if isinstance(each, str)):
            # Words of one cell stand one under the other, letter by letter at worst.
            assert not Counter(value) - Counter(out) - Counter(" \n")


def test_hostile_words_are_shown_and_not_obeyed(run: Run, tmp_path: Path) -> None:
    path = written(
        tmp_path / "h.jsonl", *(build(Saying("A. B", words), id=f"{n:03}") for n, words in enumerate(HOSTILE))
    )
    sql = "select quote, [quote] as l from quotes order by article_id"
    code, out, err = run(sql, path, "--width", 240)
    assert (code, err) == (0, "")
    assert visible(out.replace("\n", "")) == out.replace("\n", "")
    assert all(words.split()[0] in out for words in map(visible, HOSTILE) if words.strip())
    table = csv.DictReader(io.StringIO(run(sql, path, "-f", "csv")[1], newline=""))
    cells = [row["quote"] for row in table]
    assert [unguarded(cell) for cell in cells] == HOSTILE
    assert not any(cell[0] in "=+-@\t\r\n＝＋－＠" for cell in cells)
    _, as_json, _ = run(sql, path, "-f", "json")
    _, as_lines, _ = run(sql, path, "-f", "jsonl")
    assert not re.search(r"[<>&\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]", as_json + as_lines)
    expected = [{"quote": words, "l": [words]} for words in HOSTILE]
    assert json.loads(as_json) == [json.loads(line) for line in as_lines.splitlines()] == expected


def test_hostile_names_of_columns(tables: dict[str, Locked]) -> None:
    named = ", ".join(f'1 as "{words.replace(chr(34), chr(34) * 2)}"' for words in HOSTILE if "\0" not in words)
    console = Console(width=80, file=io.StringIO(), highlight=False)
    console.print(shown(tables["jsonl"].run(f"select {named}"), width=80))
    out = console.file.getvalue().replace("\n", "")  # type: ignore[attr-defined]
    assert visible(out) == out
    stream = io.StringIO(newline="")
    FORMATS["csv"].write(tables["jsonl"].run(f"select {named}"), stream)
    header = next(csv.reader(io.StringIO(stream.getvalue(), newline="")))
    assert not any(cell[:1] in tuple("=+-@\t\r\n") for cell in header)


def test_each_format_gives_the_rows(run: Run, jsonl: Path, tmp_path: Path) -> None:
    sql = """select claim_id, -"start" as back, certainty = 'certain' as sure, about, [kind] as kinds
             from claims order by all"""
    expected = query(sql, jsonl).to_pylist()
    assert json.loads(run(sql, jsonl, "-f", "json")[1]) == expected
    assert [json.loads(line) for line in run(sql, jsonl, "-f", "jsonl")[1].splitlines()] == expected
    for name in ("o.parquet", "o.json", "o.jsonl", "o.csv"):
        assert run(sql, jsonl, "-o", tmp_path / name) == (0, "", "")
    assert parquet.read_table(tmp_path / "o.parquet").to_pylist() == expected
    assert json.loads((tmp_path / "o.json").read_text()) == expected
    first, second = (tmp_path / "o.csv").read_text().splitlines()[:2]
    assert (first, second) == ("claim_id,back,sure,about,kinds", 'c1,-12,true,,"[""direct""]"')
    assert run("select '=1+1' as \"@x\"", jsonl, "-f", "csv")[1].split() == ["'@x", "'=1+1"]
    assert run("select '=1+1' as x", jsonl, "-f", "raw-csv")[1].splitlines()[1] == "=1+1"


def test_values_that_json_does_not_have(run: Run, jsonl: Path) -> None:
    sql = (
        "select date '2024-11-24' as d, 1.5::decimal(4, 1) as q, 'nan'::double as n, sum(7) as s, '\\x01'::blob as b,"
        " {'a': [1]} as t, interval 2 month as i, time '10:00' as c, map {'k': 1} as m from range(2)"
    )
    (found,) = json.loads(run(sql, jsonl, "-f", "json")[1])
    assert list(found.values())[:6] == ["2024-11-24", 1.5, None, 14, "01", {"a": [1]}]
    assert "2" in found["i"]
    assert found["c"] == "10:00:00"
    code, out, err = run("select date '10000-01-01' as d", jsonl)
    assert (code, out, err.count("\n")) == (cli.USAGE, "", 1)
    assert "cast it to varchar" in err


WRONG: list[tuple[list[str], str]] = [
    (["selec 1", "RESULTS"], "syntax error"),
    (
        ["from clams", "RESULTS"],
        "there is no table clams: these results have articles, quotes, claims, speakers and prob",
    ),
    (["RESULTS", "from claims"], "the SQL comes first"),
    (["from claims", "missing.jsonl"], "no such file or folder"),
    (["from claims", "RESULTS", "-o", "OUT.txt"], "name a file that ends so"),
    (["from claims", "RESULTS", "-f", "table", "-o", "OUT.csv"], "name a file that ends so"),
    (["from claims", "RESULTS", "-f", "xlsx"], "xlsx"),
    (["select 1 as a, 2 as a", "RESULTS", "-o", "OUT.json"], "2 columns are named 'a'"),
    (["select 1 as a, 2 as a", "RESULTS", "-o", "OUT.parquet"], "2 columns are named 'a'"),
    (["select if(range < 400000, 'x', error('late')) as x from range(500000)", "RESULTS", "-o", "OUT.csv"], "late"),
    (["from claims", "RESULTS", "--most", "0"], "--most"),
]


@pytest.mark.parametrize(("arguments", "says"), WRONG, ids=lambda value: str(value)[:40])
def test_what_cannot_be_done_is_told_on_one_line_and_leaves_the_output_alone(
    run: Run, jsonl: Path, tmp_path: Path, arguments: list[str], says: str
) -> None:
    given_ = [jsonl if each == "RESULTS" else each.replace("OUT", f"{tmp_path}/out") for each in arguments]
    for path in ("out.csv", "out.json", "out.parquet"):
        (tmp_path / path).write_text("before")
    code, out, err = run(*given_)
    assert (code, out, err.count("\n")) == (cli.USAGE, "", 1), err
    assert says in err
    assert {path.read_text() for path in tmp_path.glob("out*")} == {"before"}
    assert len(list(tmp_path.iterdir())) == 4


def test_parquet_is_not_for_a_terminal(run: Run, jsonl: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    code, out, err = run("from claims", jsonl, "-f", "parquet")
    assert (code, out) == (cli.USAGE, "")
    assert "name a file with -o" in err


def test_tables_are_listed_without_sql(run: Run, jsonl: Path, ways: dict[str, Any]) -> None:
    code, out, err = run(jsonl, "--tables")
    assert (code, err) == (0, "")
    assert [line for line in out.splitlines() if line and line[0] != " "][:-1] == list(TABLES)
    assert "quote_start bigint" in " ".join(out.split())
    listed = json.loads(run("--tables", *ways["parquet"], "-f", "json")[1])
    assert [each["column"] for each in listed if each["table"] == "claims"] == list(COLUMNS)
    assert {each["table"] for each in listed} == {"claims", "quotes", "speakers"}


def test_standard_input_is_read_without_results(jsonl: Path) -> None:
    for arguments in (["select count(*) as n from claims"], ["select count(*) as n from claims", "-"]):
        found = subprocess.run(
            [sys.executable, "-m", "claimkit.cli", "query", *arguments, "-f", "csv"],
            input=jsonl.read_bytes(), capture_output=True, check=True,
        )  # fmt: skip
        assert found.stdout.split() == [b"n", b"5"]


def test_a_terminal_without_results_is_told_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    code, out, err = run("from claims")
    assert (code, out) == (cli.USAGE, "")
    assert "no FILE is given, and nothing is piped in" in err
