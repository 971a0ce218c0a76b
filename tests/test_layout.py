"""What the blocks of a text are, and that they hold all of it."""

from __future__ import annotations

import json
import os
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimkit.findings import BlockKind
from claimkit.layout import layout

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases" / "layout.toml").read_text(encoding="utf-8"))["case"]
SHARED = Path(os.environ.get("CLAIMKIT_SHARED", HERE.parents[1] / "shared"))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    text = case["text"]
    found = layout(text)
    assert [block.kind.value for block in found.blocks] == case["kinds"]
    labels = [text[slice(*block.label)] for block in found.blocks if block.label]
    assert labels == case.get("labels", [])
    assert list(found.authors) == case.get("authors", [])
    assert found.author_role == case.get("role")
    assert found.published == case.get("published")


def test_ids_of_the_cases_are_unique() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES)


def test_the_title_that_is_given_is_a_heading_wherever_it_stands() -> None:
    text = "The ferry sank.\n\nIts owner said nothing."
    assert [block.kind for block in layout(text).blocks] == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]
    assert layout(text, title="The ferry  sank.").blocks[0].kind is BlockKind.HEADING


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_every_line_end_parts_blocks(end: str) -> None:
    text = f"The ferry sank.{end}{end}Its owner said nothing."
    assert [text[block.start : block.end] for block in layout(text).blocks] == text.split(end * 2)


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\u2029"])
def test_a_text_of_white_space_has_no_blocks(text: str) -> None:
    assert layout(text).blocks == ()


_WORDS = st.sampled_from([
    "Q:", "A:", "Brandl:", "By", "Hanne Brandl", "—", "(@hb)", "4 May 2025", "The ferry sank.", "“Fog,” she said.",
    "READ MORE", "[Photo: x]", "©", "\n", "\n\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x00",
    "\ud800", "\u202e", "- ", "  ", "?", "a" * 130, "WRITTEN BY:", "Updated", "T&V:", "•", "31 February 2025", "\u200b",
])  # fmt: skip
_TEXTS = st.one_of(st.lists(_WORDS, max_size=40).map(" ".join), st.lists(_WORDS, max_size=40).map("".join), st.text())


@settings(deadline=None, max_examples=300)
@given(_TEXTS)
@example("Q: a\nA: b")
@example("\x1f—\x1f")
def test_blocks_are_ordered_trimmed_and_hold_every_other_character(text: str) -> None:
    end = 0
    for block in layout(text).blocks:
        piece = text[block.start : block.end]
        assert not text[end : block.start].strip()
        assert piece
        assert piece == piece.strip()
        if block.label:
            assert block.start <= block.label[0] < block.label[1] <= block.end
        end = block.end
    assert not text[end:].strip()


@settings(deadline=None, max_examples=100)
@given(_TEXTS)
def test_the_same_text_gives_the_same_layout(text: str) -> None:
    assert layout(text) == layout(text)


@pytest.mark.parametrize(
    "unit",
    [
        "“Fog,” he said. ",
        "By ",
        "Q: a\n",
        "A Brandl: x\n\n",
        "— Hanne Brandl (@hb)\n",
        "- ",
        "[Photo: ",
        "a\n",
        "<!-- ",
        "4 May 2025 ",
        "()",
    ],
)
def test_time_is_linear_in_the_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = time.process_time()
        layout(text)
        return time.process_time() - start

    seconds(2_000)
    # A second at most; a quadratic pass over 100,000 characters would take far longer than this.
    assert seconds(100_000) < 6


def _articles() -> list[str]:
    path = SHARED / "data" / "polnear" / "dev.jsonl"
    if not path.is_file():
        pytest.skip(f"{path} is absent")
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


@pytest.mark.corpus
def test_few_paragraphs_of_real_news_are_called_furniture() -> None:
    texts = _articles()
    blocks = [(text[block.start : block.end], block.kind) for text in texts for block in layout(text).blocks]
    furniture = [piece for piece, kind in blocks if kind is BlockKind.FURNITURE and sum(map(str.isalpha, piece)) > 40]
    # There are two dozen notes of editors and desks in these articles.
    assert 5 <= len(furniture) <= 30
    assert sum(kind is BlockKind.PARAGRAPH for _, kind in blocks) / len(blocks) > 0.9
