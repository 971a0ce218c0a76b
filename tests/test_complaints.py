"""The complaints that users of quotation finders make most, each settled by articles."""

from __future__ import annotations

import doctest
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import claimkit
from claimkit import pipeline
from claimkit.pipeline import extract

CASES = tomllib.loads((Path(__file__).parent / "cases" / "complaints.toml").read_text(encoding="utf-8"))["case"]
EDGES = re.compile(r"^[^\w$£€(]+|[^\w%)]+$")
KEYS = {"id", "kind", "spans", "speaker", "source", "cue", "said", "parent", "confidence"}


def bare(words):
    return EDGES.sub("", " ".join(words.split()))


def name_of(result, quote):
    return next((speaker.name for speaker in result.speakers if speaker.id == quote.speaker), "")


def row_of(result, quote, wanted):
    """Return what is said of a quote, as far as `wanted` asks."""
    row = {
        "speaker": name_of(result, quote),
        "source": bare(quote.source.text) if quote.source else "",
        "content": [bare(span.text) for span in quote.spans],
        "cue": quote.cue.text if quote.cue else "",
        "kind": quote.kind.value,
    }
    return {key: row[key] for key in wanted}


def marked(case):
    marks = [pytest.mark.xfail(reason=case["known"], raises=AssertionError)] if "known" in case else []
    return pytest.param(case, id=f"{case['complaint']}: {case['id']}", marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_complaint(case):
    result = extract(case["text"])
    plain = {"speaker": "", "source": "", "content": []}
    wanted = [*case["quotes"], *[plain] * (len(result.quotes) - len(case["quotes"]))]
    found = [row_of(result, quote, keys) for quote, keys in zip(result.quotes, wanted, strict=False)]
    assert found == [
        {**quote, "source": bare(quote["source"]), "content": list(map(bare, quote["content"]))}
        for quote in case["quotes"]
    ]
    assert [problem.code for problem in result.problems] == case.get("problems", [])


def test_the_documented_example_runs_and_gives_what_is_shown():
    example = doctest.DocTestFinder(recurse=False).find(pipeline.extract, "extract", globs={"extract": extract})
    runner = doctest.DocTestRunner(verbose=False)
    assert [runner.run(each) for each in example] == [(0, 2)]


def test_the_shape_of_a_result_is_the_documented_one():
    result = extract("“The weir is cracked,” said Tamar Oskell. Wilf Garraway says it will hold.")
    rows = json.loads(result.to_json())["quotes"]
    assert [set(row) for row in rows] == [KEYS, KEYS]
    assert [row["spans"] for row in rows] == [
        [{"start": 1, "end": 20, "text": "The weir is cracked"}],
        [{"start": 61, "end": 73, "text": "it will hold"}],
    ]


def test_plain_python_needs_one_import_and_one_call():
    code = (
        "import claimkit\n"
        "result = claimkit.extract('“The weir is cracked,” said Tamar Oskell.')\n"
        "quote = result.quotes[0]\n"
        "print(quote.spans[0].text, '|', next(s.name for s in result.speakers if s.id == quote.speaker))\n"
    )
    path = str(Path(claimkit.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        env={"PYTHONPATH": path, "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert re.sub(r"\W*\|", " |", done.stdout).strip() == "The weir is cracked | Tamar Oskell"


def test_every_complaint_has_a_case():
    in_tables = {case["complaint"] for case in CASES}
    # Two more, of examples that do not run and of tools that are not for Python, are functions above.
    assert len(in_tables) == 9
    assert len({case["id"] for case in CASES}) == len(CASES)
