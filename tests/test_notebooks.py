"""The notebooks run, print what is stored with them, and hold nothing of the machine that they ran on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from claimkit.report.fragments import BOUND

nbformat = pytest.importorskip("nbformat", reason="no nbformat: pip install 'claimkit[dev]'")
pytest.importorskip("nbclient", reason="no nbclient: pip install 'claimkit[dev]'")
pytest.importorskip("ipykernel", reason="no ipykernel: pip install 'claimkit[dev]'")

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "notebooks"
NAMES = sorted(path.name for path in FOLDER.glob("*.ipynb"))
DECIMALS = re.compile(r"\d+\.\d+")
"""Probabilities, whose last digits depend on the processor."""
SECONDS = 600


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the notebooks as they come out now; that of a notebook whose cell fails is not there."""
    folder = tmp_path_factory.mktemp("notebooks")
    paths = os.pathsep.join(filter(None, sys.path))
    process = subprocess.run(
        [sys.executable, str(FOLDER / "remake.py"), str(folder)],
        capture_output=True, text=True, check=False, timeout=SECONDS, env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    assert process.returncode == 0, process.stderr[-3000:]
    return folder


def stored(name: str, folder: Path = FOLDER) -> Any:
    return nbformat.read(folder / name, as_version=4)


def told(cell: Any) -> list[tuple[str, str]]:
    """What a cell shows, by kind; of pictures and pages the kind alone."""
    found = []
    for output in cell.get("outputs", ()):
        kinds = {"stdout": output.text} if output.output_type == "stream" else output.data
        found += [
            (kind, DECIMALS.sub("#", text) if kind in {"stdout", "text/plain"} else "") for kind, text in kinds.items()
        ]
    return sorted(found)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_prints_what_is_stored(name: str, remade: Path) -> None:
    before, now = stored(name), stored(name, remade)
    assert [cell.source for cell in now.cells] == [cell.source for cell in before.cells]
    for number, (one, other) in enumerate(zip(before.cells, now.cells, strict=True)):
        assert told(other) == told(one), f"cell {number}: run `make notebooks` if that is right"


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_has_outputs_and_nothing_of_the_machine(name: str) -> None:
    book = stored(name)
    nbformat.validate(book)
    assert set(book.metadata) == {"kernelspec", "language_info"}
    assert "version" not in book.metadata.language_info
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert not re.search(r"/(home|root|tmp|usr|work|Users)/|[A-Z]:\\\\|site-packages|Traceback", text)
    for cell in book.cells:
        assert not cell.metadata
        for output in cell.get("outputs", ()):
            assert output.get("name") != "stderr"
            assert len(output.get("data", {}).get("text/html", "").encode()) <= BOUND
    assert all(cell.execution_count is None for cell in book.cells if cell.cell_type == "code")
    kinds = {kind for cell in book.cells for kind, _ in told(cell)}
    assert {"text/html", "text/plain", "image/svg+xml", "stdout"} <= kinds
    assert len(text) < 500_000


def test_the_notebooks_use_what_is_public_alone() -> None:
    for name in NAMES:
        code = "\n".join(cell.source for cell in stored(name).cells if cell.cell_type == "code")
        assert set(re.findall(r"^(?:import|from) (\w+(?:\.\w+)*)", code, re.MULTILINE)) <= {
            "claimkit", "pandas", "pathlib",
        }  # fmt: skip
        assert not re.search(r"\._\w|claimkit\.\w+ import", code)


def test_the_articles_are_ten_and_short() -> None:
    lines = (FOLDER / "ten_articles.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert len({each["outlet"] for each in found}) == 10
    assert all(150 <= len(each["text"].split()) <= 350 for each in found)


def test_the_notebooks_come_to_the_results_that_they_speak_of(remade: Path) -> None:
    shown = {name: " ".join(text for cell in stored(name, remade).cells for _, text in told(cell)) for name in NAMES}
    assert "misattributed - they are the words of Tor Abels" in shown["one_article.ipynb"]
    assert "disputes | the fish had vanished" in shown["one_article.ipynb"]
    assert "Verification(verdict='altered'" in shown["one_article.ipynb"]
    ten = shown["ten_articles.ipynb"]
    assert re.search(r"\w+ \w+ gives three million crowns, the transport board nine million crowns", ten)
    assert re.search(r"Comparison\(articles=10, agree=\d+, differ=[1-9]\d*, issues=2\)", ten)
    assert "True" in ten
