"""The command line: what goes where, and with which exit code; the pipeline is a stand-in in all tests but one."""

from __future__ import annotations

import errno
import io
import json
import os
import shlex
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import claimkit
from claimkit import cli
from claimkit.cli.running import SOME_FAILED
from claimkit.errors import ModelError
from claimkit.export import FORMATS
from claimkit.models import FAILED, Article, Problem, Speaker, SpeakerKind
from claimkit.results import Extraction
from claimkit.testing import build

Run = Callable[..., tuple[int, str, str]]


def found_in(article: Article) -> Extraction:
    """The extraction of the stand-in: one claim in the author's own voice, the whole of the text."""
    if article.text == "FAIL":
        return Extraction(article=article, problems=(Problem(code=FAILED, message="told to fail"),))
    whole = build(claimkit.testing.Saying(None, article.text))
    return Extraction(
        article=article,
        speakers=(Speaker(id="author", name="author", kind=SpeakerKind.AUTHOR),),
        claims=whole.claims,
    )


@pytest.fixture
def told() -> list[tuple[object, ...]]:
    """The weights and the pipeline that the stand-in was told, once for each run."""
    return []


@pytest.fixture
def run(told: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    stand_in = ModuleType("claimkit.pipeline")

    def extract_many(
        articles: Iterable[Article],
        *,
        model: Path | str | None = "default",
        pipeline: str | None = None,
    ) -> Iterator[Extraction]:
        told.append((model, pipeline))
        if pipeline == "missing":
            raise ModelError("pipeline 'missing' is not installed: pip install missing")
        return (found_in(article) for article in articles)

    stand_in.extract_many = extract_many  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "claimkit.pipeline", stand_in)
    return lambda *arguments: left(capsys, *arguments)


def left(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run the command line in this process; the exit code, what is printed and what is said."""
    with pytest.raises(SystemExit) as leaving:
        cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(leaving.value.code or 0), out, err


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "fog.txt"
    path.write_text("Fog closed [the port].", encoding="utf-8")
    return path


def test_the_table_goes_to_standard_output_and_nothing_to_standard_error(run: Run, article: Path) -> None:
    code, out, err = run("table", article, "--title", "Fog", "--outlet", "Quay", "--author", "A. B", "--author", "C. D")
    assert (code, err) == (0, "")
    assert "Fog closed [the port]." in out
    assert "Quay · by A. B, C. D" in out


def test_wide_gives_a_column_to_each_fact(run: Run, article: Path) -> None:
    _, out, _ = run("table", article, "--wide")
    assert out.splitlines()[2].split() == ["Speaker", "Role", "Kind", "Stance", "Claim", "Said", "About"]
    _, out, _ = run("table", article, "--width", 50)
    assert max(map(len, out.splitlines())) <= 50


def test_filters_reach_the_table(run: Run, article: Path) -> None:
    assert "no quotes and no claims" in run("table", article, "--kind", "direct", "--kind", "mixed")[1]
    assert "no quotes and no claims" in run("table", article, "--speaker", "Brill")[1]
    assert "Fog closed" in run("table", article, "--kind", "own", "--sort", "certainty", "--speaker", "AUTH")[1]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ("default", None)),
        (["--pipeline", "en_other"], ("default", "en_other")),
        (["--model", "heads"], (Path("heads"), None)),
        (["--model", "default"], (Path("default"), None)),  # a folder of that name, not the weights shipped
        (["--fast"], (None, None)),
        (["--fast", "--pipeline", "en_other"], (None, "en_other")),
    ],
)
def test_what_to_find_quotes_with_reaches_the_pipeline(
    run: Run, told: list[tuple[object, ...]], article: Path, arguments: list[str], expected: tuple[object, ...]
) -> None:
    for command in ("table", "extract"):
        code, _, err = run(command, article, *arguments)
        assert (code, err) == (0, "")
    assert told == [expected] * 2


def test_the_pipeline_itself_takes_what_it_is_told(capsys: pytest.CaptureFixture[str], article: Path) -> None:
    article.write_text("“Fog closed the port,” said pilot Runa Tolvey.", encoding="utf-8")
    code, out, err = left(capsys, "table", article, "--fast", "--min-confidence", "0.5")
    assert (code, err) == (0, "")
    assert "Runa Tolvey" in out
    assert "Runa Tolvey" not in left(capsys, "table", article, "--fast", "--min-confidence", "1")[1]
    made = article.parent / "made.csv"
    code, out, err = left(capsys, "extract", article, "--model", article.parent, "-o", made)
    assert (code, out, err.count("\n"), made.exists()) == (cli.USAGE, "", 1, False)
    assert f"the weights in {article.parent} cannot be loaded" in err


def test_extract_writes_json_that_comes_back(run: Run, article: Path) -> None:
    code, out, err = run("extract", article, "--published", "2024-11-24")
    assert (code, err) == (0, "")
    assert Extraction.from_json(out).article.published == "2024-11-24"
    assert out == Extraction.from_json(out).to_json(indent=2) + "\n"


def test_several_articles_in_order(run: Run, article: Path, tmp_path: Path) -> None:
    lines = tmp_path / "many.jsonl"
    lines.write_text('{"text": "Ice came."}\n{"text": "Rain fell."}\n')
    code, out, _ = run("extract", article, lines, "-f", "jsonl")
    texts = [Extraction.from_json(line).article.text for line in out.splitlines()]
    assert (code, texts) == (0, ["Fog closed [the port].", "Ice came.", "Rain fell."])


def test_the_format_goes_by_the_name_of_the_output(run: Run, article: Path, tmp_path: Path) -> None:
    starts = {"o.csv": "speaker,role", "o.jsonl": '{"schema_version"', "o.out": "{\n", "o.conllup": "# global.columns"}
    for name, start in starts.items():
        assert run("extract", article, "-o", tmp_path / name) == (0, "", "")
        assert (tmp_path / name).read_text().startswith(start)


@pytest.mark.parametrize("format_name", FORMATS)
def test_each_format_is_written_as_the_library_writes_it(
    run: Run, article: Path, tmp_path: Path, format_name: str
) -> None:
    out = tmp_path / "made"
    assert run("extract", article, "-f", format_name, "-o", out) == (0, "", "")
    expected = io.BytesIO()
    stream = expected if FORMATS[format_name].binary else io.TextIOWrapper(expected, encoding="utf-8", newline="")
    FORMATS[format_name].write([found_in(Article(text=article.read_text()))], stream)
    stream.flush()
    assert out.read_bytes() == expected.getvalue()


def test_bytes_go_to_a_pipe_and_not_to_a_terminal(run: Run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with in_a_new_process(PRINT_EXAMPLE, "extract", article, "-f", "brat") as process:
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        assert [Path(name).suffix for name in archive.namelist()] == [".conf", ".txt", ".ann"]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    code, printed, told = run("extract", article, "-f", "parquet")
    assert (code, printed, told.count("\n")) == (cli.USAGE, "", 1)
    assert "name a file with -o" in told


def test_brat_writes_a_folder_that_is_new_or_empty(run: Run, article: Path, tmp_path: Path) -> None:
    made, there = tmp_path / "made", tmp_path / "there"
    there.mkdir()
    assert run("extract", article, "-f", "brat", "-o", f"{made}/") == (0, "", "")
    assert run("extract", article, "-f", "brat", "-o", there) == (0, "", "")
    assert sorted(path.name for path in made.iterdir()) == sorted(path.name for path in there.iterdir())
    code, _, err = run("extract", article, "-f", "brat", "-o", there)
    assert (code, err.count("\n")) == (cli.USAGE, 1)
    assert "name a new folder" in err
    code, _, err = run("extract", article, "-f", "w3c", "-o", there)
    assert (code, err.count("\n")) == (cli.USAGE, 1)


def test_csv_guards_formulas_unless_told_not_to(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sum.txt"
    path.write_text("=1+1 is what they say")
    assert "'=1+1" in run("extract", path, "-f", "csv")[1]
    assert "'=1+1" not in run("extract", path, "-f", "csv", "--raw-csv")[1]
    assert run("extract", path, "-f", "json", "--raw-csv")[0] == cli.USAGE


def test_standard_input_is_read(run: Run, monkeypatch: pytest.MonkeyPatch, article: Path) -> None:
    for arguments in (["extract", "-"], ["extract"]):
        with article.open(encoding="utf-8") as stream:
            monkeypatch.setattr(sys, "stdin", stream)
            code, out, _ = run(*arguments)
        assert (code, json.loads(out)["article"]["text"]) == (0, "Fog closed [the port].")


def test_a_terminal_without_a_file_gets_a_word_not_a_hang(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    code, out, err = run("table")
    assert (code, out) == (cli.USAGE, "")
    assert "name one, or - to type the text. See claimkit table --help" in err


def test_nothing_readable_leaves_the_output_as_it_was(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("before")
    code, printed, err = run("extract", tmp_path / "none.txt", "-o", out)
    assert (code, printed, out.read_text()) == (cli.NOTHING_READABLE, "", "before")
    assert err.count("\n") == 1
    assert "none.txt" in err


def test_some_failed_and_the_others_are_written(run: Run, article: Path, tmp_path: Path) -> None:
    code, out, err = run("extract", tmp_path / "none.txt", article, tmp_path, "-f", "jsonl")
    assert code == SOME_FAILED
    assert len(out.splitlines()) == 1
    assert len(err.splitlines()) == 2
    assert run("table", tmp_path / "none.txt", article)[0] == SOME_FAILED


ERRORS = tomllib.loads((Path(__file__).parent / "cases" / "cli_errors.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in ERRORS["case"]])
def test_an_error_is_one_line_that_says_what_to_do(
    run: Run, case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in ERRORS["files"].items():
        Path(name).mkdir() if name.endswith("/") else Path(name).write_text(content, encoding="utf-8")
    if case.get("terminal"):
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    if case.get("locked"):
        # Taking away permissions does not hinder the superuser.
        monkeypatch.setattr(tempfile, "mkstemp", refusing)
    before = sorted(tmp_path.rglob("*"))
    code, out, err = run(*shlex.split(case["line"]))
    assert (code, out, err.count("\n")) == (case.get("code", cli.USAGE), "", 1)
    assert err.startswith("claimkit: ")
    assert ".." not in err.removesuffix("\n").replace("...", "")
    for words in case["says"]:
        assert words.replace("FORMATS", ", ".join(map(repr, FORMATS))) in err
    assert sorted(tmp_path.rglob("*")) == before


def refusing(**_: object) -> tuple[int, str]:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def test_every_command_has_errors_in_the_table() -> None:
    commands = {each.callback.__name__ for each in cli.app.registered_commands if each.callback}
    assert commands <= {case["line"].split()[0] for case in ERRORS["case"]}


@pytest.mark.parametrize("line", ["schema", "extract FILE", "table FILE"])
def test_a_full_disk_is_one_line(article: Path, line: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    paths = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-c", PRINT_EXAMPLE, *line.replace("FILE", str(article)).split()]
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, check=False, env={**os.environ, "PYTHONPATH": paths}
        )
    assert (process.returncode, process.stderr.count(b"\n")) == (cli.NOTHING_READABLE, 1)
    assert b"cannot be written (No space left on device): write to a disk" in process.stderr


def test_messages_obey_nothing_that_a_file_name_says(run: Run, tmp_path: Path) -> None:
    _, _, err = run("table", tmp_path / "a\x1b[2J[b]\u202e.txt")
    assert not set(err) & {"\x1b", "\u202e"}


def test_version_and_help(run: Run) -> None:
    code, out, err = run("--version")
    assert (code, err) == (0, "")
    assert out.startswith(f"claimkit {claimkit.__version__} (schema {claimkit.SCHEMA_VERSION})\n")
    for arguments in (["-h"], ["--help"], ["table", "-h"], ["extract", "--help"], ["schema", "-h"]):
        code, out, err = run(*arguments)
        assert (code, err) == (0, "")
        assert out.startswith("Usage: claimkit")
    assert run()[0] == cli.USAGE


@pytest.mark.parametrize(
    ("arguments", "name"),
    [((), "extraction"), *(((name,), name) for name in ("extraction", "comparison", "verification"))],
)
def test_the_schema_that_is_printed_is_the_committed_one(
    run: Run, root: Path, arguments: tuple[str, ...], name: str
) -> None:
    code, out, err = run("schema", *arguments)
    assert (code, err) == (0, "")
    assert out == (root / "docs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")


def test_an_article_on_which_a_stage_fails_is_written_and_told(run: Run, article: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("FAIL")
    code, out, err = run("extract", article, other, "-f", "jsonl")
    assert (code, len(out.splitlines())) == (SOME_FAILED, 2)
    assert err.endswith("told to fail\n")
    assert run("extract", other)[0] == cli.NOTHING_READABLE


def in_a_new_process(script: str, *arguments: object, **environment: str) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths, **environment},
    )


def test_a_reader_that_ends_early_is_no_error() -> None:
    with in_a_new_process("from claimkit.cli import main; main()", "schema") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


PRINT_EXAMPLE = """
import sys, types
from claimkit import cli, testing
stub = types.ModuleType("claimkit.pipeline")
stub.extract_many = lambda articles, **told: (testing.build(testing.Saying("É", each.text)) for each in articles)
sys.modules["claimkit.pipeline"] = stub
cli.main(sys.argv[1:])
"""


@pytest.mark.parametrize(("command", "expected"), [("table", b"na\\xefve"), ("extract", "naïve".encode())])
def test_a_terminal_of_few_characters_loses_none(article: Path, command: str, expected: bytes) -> None:
    article.write_text("naïve", encoding="utf-8")
    with in_a_new_process(PRINT_EXAMPLE, command, article, PYTHONIOENCODING="ascii") as process:
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert expected in out


FERRY = [Path(__file__).parents[1] / "fixtures" / name for name in ("ferry_report.txt", "ferry_opinion.txt")]


def test_compare_shows_both_texts_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = left(capsys, "compare", *FERRY, "--least", "0.2", "--width", "80")
    assert (code, err) == (0, "")
    assert "Where they differ" in out
    assert max(map(len, out.splitlines())) <= 80


def test_compare_shows_what_a_holder_says_to_an_issue(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = left(capsys, "compare", *FERRY, "--issue", "The delay made the outcome worse.", "--width", "120")
    told = out.partition("Who holds what")[2].partition("Only in")[0].splitlines()
    assert code == 0
    assert "disputes" in told
    holder = next(number for number, line in enumerate(told) if line.startswith("  Halvard Roe ("))
    assert told[holder + 1].startswith("    – the delay had made no difference to the outcome")


def test_compare_writes_the_contract(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "compared.json"
    asked = ("compare", *FERRY, "--issue", "The fuel was to blame.")
    assert left(capsys, *asked, "-o", out) == (0, "", "")
    made = json.loads(out.read_text(encoding="utf-8"))
    assert {each["issue"] for each in made["positions"]} == {"The fuel was to blame."}
    assert left(capsys, *asked, "-f", "json")[1] == out.read_text(encoding="utf-8")


@pytest.mark.parametrize("other", [None, "same"])
def test_compare_wants_two_articles(run: Run, article: Path, other: str | None) -> None:
    code, out, err = run("compare", article, *([article] if other else []))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_compare_with_one_of_two_to_read(run: Run, article: Path, tmp_path: Path) -> None:
    assert run("compare", article, tmp_path / "none.txt")[0] == 1


def test_a_report_is_one_page_for_all_articles(run: Run, article: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert run("extract", article, article, "-o", out) == (0, "", "")
    written = out.read_text(encoding="utf-8")
    assert written.count("<h1>") == 1
    assert written.count("Fog closed [the port].</span>") >= 2
    assert run("extract", article, article, "-f", "html")[1] == written
    assert run("extract", tmp_path / "none.txt", "-f", "html")[:2] == (cli.NOTHING_READABLE, "")


def test_compare_writes_a_report(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    asked = ("compare", *FERRY, "--issue", "The fuel was to blame.")
    assert left(capsys, *asked, "-o", out) == (0, "", "")
    written = out.read_text(encoding="utf-8")
    assert written.startswith("<!doctype html>")
    assert "The fuel was to blame." in written
    assert left(capsys, *asked, "-f", "html")[1] == written


@pytest.mark.parametrize(
    ("asked", "code", "verdict"),
    [
        (["fog closed [the port]"], 0, "exact"),
        (["Fog closed the bright port"], 4, "altered"),
        (["Fog closed", "--speaker", "Brill"], 4, "misattributed"),
        (["The ferry sank"], 5, "nowhere"),
    ],
)
def test_verify_leaves_with_its_verdict(run: Run, article: Path, asked: list[str], code: int, verdict: str) -> None:
    left_with, out, err = run("verify", *asked, article)
    assert (left_with, out.partition(":")[0], err) == (code, verdict, "")
    left_with, out, _ = run("verify", *asked, article, "-f", "json")
    assert (left_with, json.loads(out)["verdict"]) == (code, verdict)
    made = article.parent / "verified.json"
    assert run("verify", *asked, article, "-o", made) == (code, "", "")
    assert made.read_text(encoding="utf-8") == out


def test_verify_with_articles_that_cannot_be_read(run: Run, article: Path, tmp_path: Path) -> None:
    assert run("verify", "Fog closed", tmp_path / "none.txt", article)[0] == SOME_FAILED
    assert run("verify", "Fog closed", tmp_path / "none.txt")[0] == cli.NOTHING_READABLE


def test_verify_obeys_nothing_that_an_article_says(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_text("The [b]port[/b] \x1b[2J is \u202eclosed today", encoding="utf-8")
    code, out, _ = run("verify", "The b port b 2J is closed today", path)
    assert not set(out) & {"\x1b", "\u202e"}
    assert (code, "[/b]" in out) == (4, True)
