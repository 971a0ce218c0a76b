"""Versions and fingerprints: what changes them, and what does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import claimkit
from claimkit import parsing
from claimkit.errors import ModelError
from claimkit.versioning import fingerprint

FILES = {"settings.json": b"{}", "net.onnx": b"\x08\x01", "README.md": b"A card."}


def folder_of(place: Path, **changed: bytes | None) -> Path:
    place.mkdir()
    for name, content in {**FILES, **{name.replace("_", "."): new for name, new in changed.items()}}.items():
        if content is not None:
            (place / name).write_bytes(content)
    return place


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({}, True),
        ({"README_md": b"Another card."}, True),
        ({"README_md": None}, True),
        ({"net_onnx": b"\x08\x02"}, False),
        ({"net_onnx": None}, False),
        ({"new_json": b""}, False),
        ({"net_onnx": b"{}", "settings_json": b"\x08\x01"}, False),
    ],
)
def test_a_fingerprint_goes_by_names_and_bytes_of_the_files(
    tmp_path: Path, changed: dict[str, bytes | None], same: bool
) -> None:
    one, other = fingerprint(folder_of(tmp_path / "one")), fingerprint(folder_of(tmp_path / "other", **changed))
    assert (one == other) is same
    assert len(other) == 8
    assert int(other, 16) >= 0


def test_a_network_in_a_folder_inside_counts(tmp_path: Path) -> None:
    found = set()
    for number, content in enumerate((None, b"\x08\x01", b"\x08\x02")):
        folder = folder_of(tmp_path / str(number))
        if content is not None:
            (folder / "careful").mkdir()
            (folder / "careful" / "net.onnx").write_bytes(content)
        found.add(fingerprint(folder))
    assert len(found) == 3


def test_the_weights_that_are_named_take_the_place_of_those_shipped(tmp_path: Path) -> None:
    named = claimkit.versions(model=folder_of(tmp_path / "heads"))
    shipped = claimkit.versions()
    assert named["weights"] == {**shipped["weights"], "attribution": fingerprint(tmp_path / "heads")}
    assert claimkit.versions(model=None)["weights"] == {"pairs": shipped["weights"]["pairs"]}
    with pytest.raises(ModelError, match="name their folder"):
        claimkit.versions(model=tmp_path / "none")


def test_the_pipeline_is_the_one_that_is_loaded(tmp_path: Path) -> None:
    meta = parsing.load().meta
    assert claimkit.versions()["pipeline"] == f"{meta['lang']}_{meta['name']} {meta['version']}"
    assert claimkit.versions(pipeline="en_none_such")["pipeline"] is None
    (tmp_path / "meta.json").write_text('{"version": "7.1"}')
    assert claimkit.versions(pipeline=str(tmp_path))["pipeline"] == f"{tmp_path.name} 7.1"
    (tmp_path / "meta.json").write_text("[]")
    assert claimkit.versions(pipeline=str(tmp_path))["pipeline"] is None


def test_telling_versions_loads_no_model() -> None:
    code = "import sys, claimkit; claimkit.versions(); print({'spacy', 'onnxruntime', 'numpy'} & set(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout == "set()\n"
