"""The benchmark beside the peers: every system in a process of its own, what is missing told and left out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import speed_peers
import speed_systems

ARTICLE = "“It sank,” said Ada Quill. " * 3


def test_a_system_is_clocked_in_a_process_of_its_own():
    found = speed_peers.measured("claimkit --fast", [ARTICLE], runs=1, python=sys.executable)
    assert isinstance(found, speed_peers.Figures)
    assert min(found.load, found.work, found.peak, found.found) > 0


@pytest.mark.parametrize("name", ["spaCy", "textacy"])
def test_what_is_not_installed_is_left_out_with_the_reason(name):
    command = [sys.executable, "-S", "-E", speed_systems.__file__, name, "1"]
    done = subprocess.run(command, input=json.dumps([ARTICLE]), capture_output=True, text=True, check=True)
    assert "spacy" in json.loads(done.stdout)["absent"]


def test_an_interpreter_that_fails_is_a_reason_too(tmp_path):
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho no such thing >&2\nexit 3\n")
    broken.chmod(0o755)
    assert speed_peers.measured("textacy", [ARTICLE], runs=1, python=str(broken)) == "no such thing"


def test_a_text_that_a_system_refuses_is_counted():
    def count(text):
        if "?" in text:
            raise ValueError(text)
        return 2

    _, found, failed = speed_systems.clocked(count, ["a", "?", "b"], 2)
    assert (found, failed) == (4, 1)


def test_the_table_gives_multiples_of_the_plain_pipeline():
    one, two = speed_peers.Figures(1.0, 4.0, 300.0, 0, 0), speed_peers.Figures(1.5, 2.0, 400.0, 7, 1)
    lines = speed_peers.table({"spaCy": one, "claimkit --fast": two}, 8_000).splitlines()
    assert [line.split()[:3] for line in lines[1:]] == [["spaCy", "2,000", "1.00"], ["claimkit", "--fast", "4,000"]]
    assert lines[2].split()[3:] == ["2.00", "1.5", "400", "7", "1"]
    assert set(speed_peers.SYSTEMS) == set(speed_systems.SYSTEMS)
