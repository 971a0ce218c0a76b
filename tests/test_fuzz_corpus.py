"""The fuzz targets hold for every input that is kept, without the fuzzer; and they do find what they are to find."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz import edits, limits
from fuzz.__main__ import NAMES
from fuzz.keeping import ROOM, keep
from fuzz.targets import TARGETS, dictionary, inputs

KEPT = [pytest.param(name, path, id=f"{name}-{path.name}") for name in TARGETS for path in inputs(name)]
LARGEST_CORPUS = 200_000


@pytest.mark.parametrize(("name", "path"), KEPT)
def test_what_is_kept_holds(name: str, path: Path) -> None:
    limits.checked(TARGETS[name], path.read_bytes())


@pytest.mark.parametrize("name", [name for name, target in TARGETS.items() if target.stretches])
def test_what_is_kept_takes_linear_time_when_repeated(name: str) -> None:
    for path in list(inputs(name))[::8]:
        limits.checked(TARGETS[name], path.read_bytes(), always=True)


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("data", [b"", b"\0", b"\xff" * 9, b"\x80\x80\0\0\0"])
def test_targets_stand_inputs_that_are_too_short(name: str, data: bytes) -> None:
    limits.checked(TARGETS[name], data)


def test_the_corpus_is_small_and_every_target_has_some() -> None:
    sizes = {name: sum(path.stat().st_size for path in inputs(name)) for name in TARGETS}
    assert tuple(sizes) == NAMES
    assert all(0 < size <= ROOM for size in sizes.values())
    assert sum(sizes.values()) < LARGEST_CORPUS
    assert all(dictionary(name).exists() for name in TARGETS)


def test_what_is_wrong_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(data: bytes) -> None:
        sum(1 for _ in range(len(data) ** 2))

    monkeypatch.setattr(limits, "SECONDS", 0.01)
    monkeypatch.setattr(limits, "SECONDS_A_BYTE", 1e-6)
    with pytest.raises(AssertionError, match="CPU seconds"):
        limits.checked(limits.Target(slow, options=0), b"x" * 100, always=True)
    with pytest.raises(AssertionError, match="more than one line"):
        limits.one_line(limits.ClaimkitError("a\nb"))
    with pytest.raises(AssertionError, match="is not what stands there"):
        limits.exact("fog", [limits.Span(start=0, end=1, text="g")])
    with pytest.raises(AssertionError, match="outside the text"):
        limits.exact("fog", [limits.Span(start=2, end=4, text="gs")])


def test_edits_change_what_they_are_told_to() -> None:
    value = {"a": [1, {"b": "c"}]}
    assert edits.edited(value, b"") == value
    assert edits.edited(value, bytes([0, 1, 0])) != value
    assert value == {"a": [1, {"b": "c"}]}


def test_a_corpus_takes_what_goes_a_new_way_smallest_first(tmp_path: Path) -> None:
    check = TARGETS["reading"].check
    found = [b"\1Fog fell.", b"\1Fog fell on the quay.", b"\3{", b"\1" + b"\xff" * ROOM]
    assert keep(check, found, tmp_path) == 2
    assert keep(check, found, tmp_path) == 0
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [b"\1Fog fell.", b"\3{"]
