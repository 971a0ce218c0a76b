"""The comfort of the command line: completion, examples, colours, widths, progress and hints."""

from __future__ import annotations

import gzip
import json
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

import claimkit
from claimkit import cli, verify
from claimkit.cli import progress
from claimkit.cli.examples import EXAMPLES
from claimkit.frames import lines
from claimkit.models import Alone, Article, Aspect, ClaimRef, IssuePosition, Pair, Relation, Stand
from claimkit.render import table
from claimkit.results import Comparison, Extraction
from claimkit.side_by_side import side_by_side
from claimkit.testing import Saying, build
from claimkit.testing import example as claimkit_example
from claimkit.verifying.display import shown

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = sorted(each.callback.__name__ for each in cli.app.registered_commands if each.callback)
Run = Callable[..., tuple[int, str, str]]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    paths = os.pathsep.join(filter(None, sys.path))
    return {**kept, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8", "TERM": "xterm-256color", **more}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def ran(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as leaving:
            cli.main([str(argument) for argument in arguments])
        return int(leaving.value.code or 0), *capsys.readouterr()

    return ran


@pytest.fixture
def place(tmp_path: Path, fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the examples name."""
    for name, source in {"report.txt": "ferry_report.txt", "opinion.txt": "ferry_opinion.txt"}.items():
        shutil.copy(fixtures / source, tmp_path / name)
    shutil.copy(fixtures / "page.html", tmp_path)
    (tmp_path / "all.jsonl").write_text(claimkit_example().to_json() + "\n", encoding="utf-8")
    (tmp_path / "news").mkdir()
    shutil.copy(fixtures / "press_release.txt", tmp_path / "news")
    with gzip.open(tmp_path / "all.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write('{"text": "“The pier is safe,” said Ana Brill."}\n')
    pyarrow.parquet.write_table(
        pyarrow.table({"body": ["“It is safe,” said Ana Brill."] * 300}), tmp_path / "all.parquet"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Examples


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_its_examples(run: Run, command: str) -> None:
    code, out, _ = run(command, "--help")
    assert code == 0
    assert len(EXAMPLES[command]) >= 2
    for example in EXAMPLES[command]:
        assert f"\n    {example}\n" in out
        assert len(example) <= 76


@pytest.mark.parametrize(
    "line", [line for command in EXAMPLES if command != "completion" for line in EXAMPLES[command]]
)
def test_examples_run(run: Run, place: Path, line: str) -> None:
    program, *words = shlex.split(line)
    if words[:2] == ["compare", "dataset"]:
        run("run", "news", "-o", "dataset", "--fast", "--workers", "1")
    code, out, err = run(*words)
    assert (program, code) == ("claimkit", 0)
    assert not err or words[0] == "run" or "dataset" in words
    assert (place / words[words.index("-o") + 1]).exists() if "-o" in words else out


# Completion

CASES = tomllib.loads((Path(__file__).parent / "cases" / "completion.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_offers(run: Run, monkeypatch: pytest.MonkeyPatch, shell: str, case: dict[str, Any]) -> None:
    monkeypatch.setenv("_CLAIMKIT_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("COMP_WORDS", "\n".join(case["typed"]))
    monkeypatch.setenv("COMP_CWORD", str(len(case["typed"]) - 1))
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", " ".join(case["typed"]))
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    _, out, err = run()
    if shell == "zsh":
        offered = set(re.findall(r'^(?:_arguments.*\(\()?"([^"]+)"', out, re.MULTILINE))
    else:
        offered = {line.partition("\t")[0] for line in out.splitlines() if line}
    assert err == ""
    assert offered >= set(case["offers"])
    assert not case.get("only") or offered == set(case["offers"])
    assert offered.isdisjoint(case.get("never", ()))


@pytest.fixture
def program(tmp_path: Path) -> dict[str, str]:
    """The environment of a shell that finds claimkit."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "claimkit").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m claimkit.cli "$@"\n')
    (folder / "claimkit").chmod(0o755)
    return environment(PATH=f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_bash_completes_what_the_script_says(program: dict[str, str]) -> None:
    script = """
    eval "$(claimkit completion bash)"
    function=$(complete -p claimkit | sed 's/.*-F \\([^ ]*\\).*/\\1/')
    COMP_WORDS=(claimkit extract report.txt -f js) COMP_CWORD=4
    "$function" claimkit
    printf '%s\\n' "${COMPREPLY[@]}"
    """
    ran = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, text=True, check=True, env=program)
    assert (ran.stdout.split(), ran.stderr) == (["json", "jsonl"], "")


@pytest.mark.parametrize("line", EXAMPLES["completion"])
def test_the_scripts_are_taken_by_their_shells(line: str, program: dict[str, str]) -> None:
    shell = next(name for name in ("bash", "zsh", "fish") if name in line)
    if not shutil.which(shell):
        pytest.skip(f"no {shell}")
    start = "autoload -Uz compinit; compinit -D; " if shell == "zsh" else ""
    ran = subprocess.run([shell, "-c", start + line], capture_output=True, text=True, check=False, env=program)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_no_option_guesses_which_shell_is_running(run: Run) -> None:
    assert "-completion" not in run("--help")[1]
    assert run("--install-completion")[0] == cli.USAGE


# Colours, progress and hints, on terminals and in pipes

STAND_IN = """
import sys, types
from claimkit import cli, testing
stub = types.ModuleType("claimkit.pipeline")
stub.extract_many = lambda articles, **told: (testing.build(testing.Saying("Ana", each.text)) for each in articles)
sys.modules["claimkit.pipeline"] = stub
sys.argv[0] = "claimkit"
cli.main()
"""
COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|9[0-7])(?:;\d+)*m")
BAR = "━"


def on(streams: str, *arguments: str, **more: str) -> tuple[int, str, str]:
    """Run a stand-in; `streams` names those of "out" and "err" that are a terminal, what is not named is a pipe."""
    ends = {name: pty.openpty() if name in streams.split() else os.pipe() for name in ("out", "err")}
    process = subprocess.Popen(
        [sys.executable, "-c", STAND_IN, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=ends["out"][1],
        stderr=ends["err"][1],
        env=environment(**more),
    )
    for _, write in ends.values():
        os.close(write)
    told = {name: drained(read) for name, (read, _) in ends.items()}
    return process.wait(timeout=60), told["out"], told["err"]


def drained(read: int) -> str:
    """Read until the other end closes; a terminal says so by an error. What is written here fits in a buffer."""
    pieces = []
    while True:
        try:
            piece = os.read(read, 65_536)
        except OSError:
            piece = b""
        if not piece:
            os.close(read)
            return b"".join(pieces).decode()
        pieces.append(piece)


@pytest.fixture
def fog(tmp_path: Path) -> list[str]:
    """An article, another, and one that there is not."""
    for name in ("fog.txt", "ice.txt"):
        (tmp_path / name).write_text(f"{name} closed the port.")
    return [str(tmp_path / name) for name in ("fog.txt", "ice.txt", "none.txt")]


@pytest.mark.parametrize(
    ("streams", "more", "out", "err"),
    [
        ("", {}, False, False),
        ("", {"FORCE_COLOR": "1"}, True, True),
        ("", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ("", {"FORCE_COLOR": ""}, False, False),
        ("out err", {}, True, True),
        ("out err", {"NO_COLOR": "1"}, False, False),
        ("out err", {"NO_COLOR": ""}, True, True),
        ("out err", {"TERM": "dumb"}, False, False),
        ("out", {}, True, False),
        ("err", {}, False, True),
    ],
)
def test_colours_are_as_asked_for(fog: list[str], streams: str, more: dict[str, str], out: bool, err: bool) -> None:
    code, printed, told = on(streams, "table", *fog, **more)
    assert code == 3
    assert "none.txt: no such file" in told
    assert (bool(COLOUR.search(printed)), bool(COLOUR.search(told))) == (out, err)
    if not (out or streams or "FORCE_COLOR" in more):
        assert "\x1b" not in printed + told


@pytest.mark.parametrize(
    ("streams", "arguments", "more", "bar"),
    [
        ("out err", ["FOG", "ICE"], {}, True),
        ("err", ["FOG", "ICE"], {}, True),
        ("out", ["FOG", "ICE"], {}, False),
        ("", ["FOG", "ICE"], {}, False),
        ("", ["FOG", "ICE"], {"FORCE_COLOR": "1"}, False),
        ("err", ["FOG", "ICE", "--quiet"], {}, False),
        ("err", ["-q", "FOG", "ICE"], {}, False),
        ("err", ["FOG", "ICE"], {"TERM": "dumb"}, False),
        ("err", ["FOG"], {}, False),
        ("err", ["LONG"], {}, True),
        ("err", ["MANY"], {}, True),
    ],
)
def test_long_work_shows_how_far_it_is_to_a_person(
    fog: list[str], streams: str, arguments: list[str], more: dict[str, str], bar: bool
) -> None:
    tmp_path = Path(fog[0]).parent
    (tmp_path / "long.txt").write_text("It rained. " * (progress.LONG // 10))
    (tmp_path / "many.jsonl").write_text(json.dumps({"text": "It rained."}) + "\n" + json.dumps({"text": "Fog fell."}))
    names = {"FOG": fog[0], "ICE": fog[1], "LONG": str(tmp_path / "long.txt"), "MANY": str(tmp_path / "many.jsonl")}
    code, printed, told = on(streams, "extract", *(names.get(each, each) for each in arguments), "-o", "-", **more)
    assert code == 0
    assert (BAR in told) is bar
    assert BAR not in printed
    if bar:
        # It leaves nothing behind: the line is erased in the end, and the cursor is shown again.
        assert told.rindex("\x1b[2K") > told.rindex(BAR)
        assert told.rindex("\x1b[?25h") > told.rindex("\x1b[?25l")
    if "ICE" in arguments and bar:
        assert re.search(r"article 2 · [\d.e+]+/s", told)
        assert "%" in told


@pytest.mark.parametrize(
    ("streams", "arguments", "expected"),
    [
        ("out err", ["table", "FOG"], "For a spreadsheet: claimkit extract FOG -o claims.csv"),
        (
            "err",
            ["table", "FOG", "ICE", "--fast", "--wide", "--published", "2024-11", "--author", "A. B", "--author", "C"],
            "For a spreadsheet: claimkit extract FOG ICE --published 2024-11 --author 'A. B' --author C --fast "
            "-o claims.csv",
        ),
        ("err", ["table", *["FOG"] * 5], "For a spreadsheet: claimkit extract FILE… -o claims.csv"),
        ("out err", ["extract", "FOG"], "For people to read: claimkit table FOG"),
        ("err", ["extract", "FOG"], None),
        ("out err", ["verify", "closed the port", "FOG"], "All that is said there: claimkit table FOG"),
        ("out err", ["verify", "closed the port", "FOG", "-f", "json"], None),
        (
            "out err",
            ["compare", "FOG", "ICE", "--issue", "It's safe.", "--least", "0.5"],
            "As a page to hand on: claimkit compare FOG ICE --issue 'It'\"'\"'s safe.' --least 0.5 -o report.html",
        ),
        ("out", ["table", "FOG"], None),
        ("", ["table", "FOG"], None),
        ("out err", ["table", "FOG", "-q"], None),
        ("out err", ["schema"], None),
    ],
)
def test_a_hint_names_the_next_command_to_a_person(
    tmp_path: Path, fog: list[str], streams: str, arguments: list[str], expected: str | None
) -> None:
    odd = tmp_path / "in the fog's [b].txt"
    odd.write_text("The fog closed the port.")
    names = {"FOG": str(odd), "ICE": fog[1]}
    code, _, told = on(streams, *(names.get(each, each) for each in arguments), TERM="dumb")
    said = told.replace("\r\n", "\n")
    assert code == 0
    if expected is None:
        assert said == ""
    else:
        quoted = {name: shlex.quote(path) for name, path in names.items()}
        assert said == re.sub("FOG|ICE", lambda found: quoted[found[0]], expected) + "\n"


def test_what_a_hint_names_can_be_run(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "-odd one.txt").write_text("“The pier is safe,” engineer Ana Brill said.")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("claimkit.cli.running.on_terminal", lambda: True)
    for line in (
        "table --fast -- '-odd one.txt'",
        "compare report.txt opinion.txt --fast",
        "verify safe page.html --fast",
    ):
        said = run(*shlex.split(line))[2]
        code, _, _ = run(*shlex.split(said.partition(": claimkit ")[2]), "-q")
        assert (said.count("\n"), code) == (1, 0), said
    assert {"claims.csv", "report.html"} <= {path.name for path in place.iterdir()}


def test_nothing_heavy_is_loaded_to_complete_or_to_tell_the_version(run: Run) -> None:
    code = "import sys, claimkit.cli; print({'spacy', 'onnxruntime', 'numpy', 'rich', 'lxml'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment())
    assert ran.stdout == "set()\n"
    found = claimkit.versions()
    code, out, _ = run("--version")
    assert (code, out.splitlines()) == (
        0,
        [
            f"claimkit {found['library']} (schema {found['schema']})",
            *(f"weights {name} {fingerprint}" for name, fingerprint in found["weights"].items()),
            f"pipeline {found['pipeline']}",
        ],
    )


# Widths

WIDTHS = (40, 60, 80, 120, 160, 240)
WIDE_WORDS = (
    "日本語の文を広く書いた長い文である" * 6,
    "ｆｕｌｌ ｗｉｄｔｈ ｗｏｒｄｓ " * 6,
    "안녕하세요 한국어 문장입니다 " * 8,
    "e\u0301te\u0301 " * 40 + "a\u0308\u0323" * 90,
    "😀🚢🌊" * 40,
    "👩\u200d👩\u200d👧 🇫🇴 ☁\ufe0f 👍🏽 " * 20,
    "x" * 300,
    "ab日" * 100,
)


def columns(line: str) -> int:
    """How many columns a terminal needs, by Unicode's own tables; rich's count where it joins several characters."""
    if re.search("[\u200d\ufe0f\U0001f3fb-\U0001f3ff]", line):
        return cell_len(line)
    kinds = ((unicodedata.category(each), unicodedata.east_asian_width(each)) for each in line)
    return sum(0 if kind in ("Mn", "Me", "Cf") else 2 if wide in "WF" else 1 for kind, wide in kinds)


def printed(printable: Any, width: int) -> str:
    console = Console(width=width, highlight=False)
    with console.capture() as caught:
        console.print(printable)
    return caught.get()


def assert_fits(printable: Any, width: int) -> None:
    for line in printed(printable, width).splitlines():
        assert columns(line) <= width, line


def assert_whole(printable: Any, width: int) -> None:
    """What is printed in few columns is what is printed in many: wrapped, and not cut."""
    assert_fits(printable, width)
    few, many = (Counter("".join(printed(printable, each).split())) for each in (width, 20_000))
    assert few == many


def told_by(name: str, words: str, **article: Any) -> Extraction:
    sayings = (Saying(name, words, role=words[:40], said="2024-11-11/2024-11-17", about="2024-21"), Saying(None, words))
    return build(*sayings, title=words, outlet=name, authors=(name,), url=f"https://example.org/{words}", **article)


def compared(one: Extraction, other: Extraction) -> Comparison:
    """A comparison in which all that can be shown is: pairs, positions, and what only one has."""
    ids, words = (one.article.id, other.article.id), one.article.title or ""
    sides = [ClaimRef(article=each.article.id, claim=each.claims[0].id) for each in (one, other)]
    pair = {"score": 0.5, "about": words, "a": sides[0], "b": sides[1], "why": words}
    return Comparison(
        articles=ids,
        pairs=(Pair(relation=Relation.DIFFER, aspect=Aspect.CERTAINTY, **pair), Pair(relation=Relation.AGREE, **pair)),
        positions=tuple(
            IssuePosition(issue=words, article=name, speaker="s1", position=stand, claims=("c1",))
            for name, stand in zip(ids, (Stand.SUPPORTS, Stand.DISPUTES), strict=True)
        ),
        alone=tuple(Alone(article=name, claims=("c1", "c2"), speakers=("s1",)) for name in ids),
        extractions=(one, other),
    )


def assert_all_fit(name: str, words: str, width: int) -> None:
    one, other = told_by(name, words), told_by(name, words + " or not")
    assert_fits(table(one, lines(one), width=width), width)
    assert_whole(side_by_side(compared(one, other), width=width), width)
    if any(map(str.isalnum, words)):
        for asked in (words, words[: len(words) // 2] + " and " + words[len(words) // 2 :]):
            assert_whole(shown(verify(asked, one, other, speaker="Nobody"), [one, other]), width)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("words", WIDE_WORDS, ids=[words[:8] for words in WIDE_WORDS])
def test_wide_characters_fit(words: str, width: int) -> None:
    assert_all_fit(words[:60].strip(), words, width)


@settings(max_examples=40)
@given(
    name=st.text(st.characters(categories=["L", "M"], max_codepoint=0x1FFFF), min_size=1, max_size=60),
    words=st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"]), min_size=1, max_size=200),
    width=st.sampled_from(WIDTHS),
)
def test_any_words_fit(name: str, words: str, width: int) -> None:
    assert_all_fit(name, words, width)


@cache
def read_once(path: Path) -> Extraction:
    return claimkit.extract(path, model=None)


@pytest.mark.parametrize("path", sorted((ROOT / "fixtures").glob("*.txt")), ids=lambda path: path.name)
def test_the_tables_of_the_fixtures_fit(path: Path) -> None:
    extraction = read_once(path)
    words = next((each.span.text for each in extraction.claims), "It rained")
    for width in WIDTHS:
        assert_fits(table(extraction, lines(extraction), width=width), width)
        for asked in (words, f"never {words}"):
            assert_whole(shown(verify(asked, extraction), [extraction]), width)


def test_the_comparison_of_the_fixtures_fits() -> None:
    names = ("ferry_report.txt", "ferry_opinion.txt")
    both = [read_once(ROOT / "fixtures" / name) for name in names]
    found = claimkit.compare(*both, issues=["The fuel was to blame."])
    for width in WIDTHS:
        assert_whole(side_by_side(found, width=width), width)


@pytest.mark.parametrize("command", ["table FILE", "table FILE --wide", "compare FILE OTHER", "verify rained FILE"])
def test_every_command_keeps_to_its_width(run: Run, fog: list[str], command: str) -> None:
    Path(fog[0]).write_text("It rained 日本語の文, " * 20)
    words = [{"FILE": fog[0], "OTHER": fog[1]}.get(word, word) for word in command.split()]
    for width in WIDTHS:
        code, out, _ = run(*words, "--fast", "--width", width)
        assert code == 0
        assert max(map(columns, out.splitlines())) <= width


def test_a_long_article_is_long_for_the_eye_only() -> None:
    watch = progress.Watch(["a.txt"], quiet=False)
    watch.file(0)
    watch.begin(Article(text="x" * progress.LONG * 2))
    watch.rest()  # standard error is no terminal here: nothing is drawn and nothing is left to take away
    assert watch._bar is None
