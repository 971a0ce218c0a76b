"""The documentation is run: sessions, commands, help texts, and the doctests of the modules."""

from __future__ import annotations

import doctest
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import claimkit
from claimkit import cli
from claimkit.frames import COLUMNS
from claimkit.testing import example

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
MODULES = sorted(module.name for module in pkgutil.walk_packages(claimkit.__path__, "claimkit."))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    return [body for found, body in BLOCK.findall(page.read_text(encoding="utf-8")) if found == language]


def pages_with(language: str) -> list[Any]:
    return [pytest.param(page, id=page.name) for page in PAGES if blocks(page, language)]


def doctested(source: str, name: str, names: dict[str, Any]) -> None:
    examples = doctest.DocTestParser().get_doctest(source, names, name, name, 0)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    runner.run(examples, out=report.append, clear_globs=False)
    names.update(examples.globs)
    assert not runner.failures, "".join(report)


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


@pytest.mark.parametrize("command", ["", "table", "extract", "run", "compare", "verify", "plot", "schema"])
def test_help_texts_are_documented(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        cli.main([*command.split(), "--help"])
    shown = " ".join(capsys.readouterr().out.split())
    documented = [" ".join(body.split()) for body in blocks(ROOT / "docs" / "cli.md", "text")]
    assert shown in documented


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
        for link in re.findall(r"\]\(([^):#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120
