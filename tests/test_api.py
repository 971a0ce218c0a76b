"""The names that users import, and what importing them costs."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import claimkit

HEAVY = {
    "spacy",
    "onnxruntime",
    "tokenizers",
    "rich",
    "trafilatura",
    "pydantic",
    "pandas",
    "polars",
    "pyarrow",
    "duckdb",
    "typer",
    "lxml",
}


def test_all_is_sorted_and_complete() -> None:
    def rank(name: str) -> tuple[int, str]:
        return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)

    assert list(claimkit.__all__) == sorted(claimkit.__all__, key=rank)
    assert {*claimkit._HOME, "__version__"} == set(claimkit.__all__)
    assert set(claimkit.__all__) <= set(dir(claimkit))


@pytest.mark.parametrize("name", claimkit.__all__)
def test_every_name_can_be_had_and_is_documented(name: str) -> None:
    value = getattr(claimkit, name)
    assert isinstance(value, str) or value.__doc__


def test_a_name_that_there_is_not_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'claims_of'"):
        claimkit.claims_of  # noqa: B018


def in_a_new_process(code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def test_importing_claimkit_is_cheap_and_loads_nothing_heavy() -> None:
    code = (
        "import json, sys, time; start = time.perf_counter(); import claimkit; "
        "print(json.dumps([time.perf_counter() - start, sorted(sys.modules)]))"
    )
    # The best of three, because a busy machine makes any one of them slow.
    runs = [json.loads(in_a_new_process(code)) for _ in range(3)]
    assert min(seconds for seconds, _ in runs) < 0.3
    assert HEAVY.isdisjoint(runs[0][1])


def test_no_stage_loads_a_heavy_library_when_it_is_imported(root: Path) -> None:
    folder = root / "src" / "claimkit"
    names = sorted({path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()})
    modules = [f"claimkit.{name}" for name in names if name not in {"__init__", "cli", "spacy_component"}]
    code = f"import json, sys, {', '.join(modules)}; print(json.dumps(sorted(sys.modules)))"
    assert (HEAVY - {"pydantic"}).isdisjoint(json.loads(in_a_new_process(code)))


def test_every_module_is_small_and_says_what_it_is_for(root: Path) -> None:
    for path in (root / "src" / "claimkit").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith('"""'), path
        assert len(text.splitlines()) <= 300, path


def test_only_the_command_line_prints(root: Path) -> None:
    for path in (root / "src" / "claimkit").rglob("*.py"):
        if path.parent.name != "cli":
            assert not re.search(r"^\s*print\(", path.read_text(encoding="utf-8"), re.MULTILINE), path


def test_the_package_is_typed(root: Path) -> None:
    assert (root / "src" / "claimkit" / "py.typed").exists()


def test_the_version_is_in_the_changelog(root: Path) -> None:
    assert f"## [{claimkit.__version__}]" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_testing_is_importable_by_users() -> None:
    testing = importlib.import_module("claimkit.testing")
    testing.assert_spans_exact(testing.example())
