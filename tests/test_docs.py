"""The documentation is run: sessions, commands, help texts, and the doctests of the modules."""

from __future__ import annotations

import doctest
import importlib
import os
import pkgutil
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import claimkit
from claimkit.frames import COLUMNS
from claimkit.testing import example

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
MODULES = sorted(module.name for module in pkgutil.walk_packages(claimkit.__path__, "claimkit."))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = {"text", "xml", "pycon"}
"""Languages of blocks that hold nothing to run here; `pycon` is run with the engines (tests/test_engines.py)."""
UNRUN = re.compile(r"(?:make|pip install|python (?:training|benchmarks)/)")
"""What a block of shell without output may hold: it installs, or takes hours."""


def blocks(page: Path, language: str) -> list[str]:
    return blocks_of(page.read_text(encoding="utf-8"), language)


def blocks_of(text: str, language: str) -> list[str]:
    return [body for found, body in BLOCK.findall(text) if found == language]


def pages_with(language: str) -> list[Any]:
    return [pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES if blocks(page, language)]


def doctested(source: str, name: str, names: dict[str, Any]) -> None:
    examples = doctest.DocTestParser().get_doctest(source, names, name, name, 0)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    runner.run(examples, out=report.append, clear_globs=False)
    names.update(examples.globs)
    assert not runner.failures, "".join(report)


def test_no_block_escapes() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        fences = re.findall(r"^.*(?:```|~~~).*$", text, re.MULTILINE)
        assert len(fences) == 2 * len(BLOCK.findall(text)), f"{page.name}: a block that no test would see"
        assert {language for language, _ in BLOCK.findall(text)} <= {"python", "console", "sh", "sql", *SHOWN}, (
            page.name
        )
        for body in blocks(page, "sh"):
            assert all(UNRUN.match(line) for line in body.splitlines()), f"{page.name}: give its output, as console"
        assert not [body for body in blocks(page, "console") if not body.startswith("$ ")], page.name


@pytest.mark.parametrize("page", pages_with("python"))
def test_python_blocks_run(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    for number, source in enumerate(blocks(page, "python")):
        if ">>>" in source:
            doctested(source, f"{page.name}[{number}]", names)
        else:
            exec(compile(source, f"{page.name}[{number}]", "exec"), names)  # noqa: S102 - our own documentation


@pytest.mark.parametrize("page", pages_with("console"))
def test_console_blocks_print_what_they_say(page: Path, tmp_path: Path) -> None:
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    paths = os.pathsep.join(filter(None, sys.path))
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
    define = f'claimkit() {{ "{sys.executable}" -m claimkit.cli "$@"; }}\n'
    for session in re.split(r"^\$ ", "".join(blocks(page, "console")), flags=re.MULTILINE)[1:]:
        command, _, expected = session.partition("\n")
        process = subprocess.run(
            ["bash", "-c", define + command], capture_output=True, text=True, check=False, env=environment, cwd=tmp_path
        )
        assert process.returncode == 0, process.stderr
        assert doctest.OutputChecker().check_output(expected, process.stdout, FLAGS), process.stdout


@pytest.mark.parametrize("name", MODULES)
def test_doctests_of_modules(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name), optionflags=FLAGS)
    assert failed == 0


def test_the_help_texts_of_the_documentation_are_those_of_the_commands() -> None:
    tool = runpy.run_path(str(ROOT / "docs" / "scripts" / "help.py"))
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert set(tool["COMMANDS"]) >= {"", "table", "extract", "compare", "verify", "plot", "schema", "completion"}
    assert tool["renewed"](page) == page, "run python docs/scripts/help.py"


@pytest.mark.parametrize("page", pages_with("sql"))
def test_recipes_in_sql_run(page: Path) -> None:
    for sql in blocks(page, "sql"):
        found = claimkit.query(sql, example())
        assert found.num_rows or "anti join" in sql


def test_every_column_and_key_is_documented() -> None:
    page = (ROOT / "docs" / "columns.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page.partition("## JSON")[0], re.MULTILINE) == list(COLUMNS)
    for key, records in example().model_dump().items():
        row = re.search(rf"^\| `{key}` \| (.*) \|$", page, re.MULTILINE)
        assert row, key
        record = (
            records
            if isinstance(records, dict)
            else records[0]
            if isinstance(records, list | tuple) and records
            else {}
        )
        assert not record or re.findall(r"`(\w+)`", row.group(1)) == list(record), key


def test_the_two_commands_of_the_readme_are_what_ci_runs() -> None:
    commands = [line.split("#")[0].strip() for line in "".join(blocks(ROOT / "README.md", "sh")).splitlines()]
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in run if line.startswith("make")] == commands
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{command.split()[1]}:", makefile, re.MULTILINE) for command in commands)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for link in re.findall(r"\]\(([^):#]+)[)#]", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_readme_is_short_and_begins_with_a_result() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 120
    first = "\n".join(lines[:20])
    assert blocks_of(first, "console")
    assert all(f"](docs/pictures/{name})" in "\n".join(lines) for name in ("table.svg", "report.png"))
