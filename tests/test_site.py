"""The site: it builds strictly, names every public name, and its drawings show what claimkit reads now."""

from __future__ import annotations

import importlib.util
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

import claimkit as ck

DOCS = Path(__file__).resolve().parents[1] / "docs"
SVG = {"svg": "http://www.w3.org/2000/svg"}


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


draw = script("draw")


@pytest.mark.parametrize("name", draw.DRAWINGS)
def test_drawings_show_what_is_read_now(name: str) -> None:
    kept = (DOCS / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
    assert kept == draw.drawn(name), f"read the drawing, then: python docs/scripts/draw.py ({name})"


@pytest.mark.parametrize("name", draw.DRAWINGS)
def test_brackets_stand_beneath_their_words_and_apart(name: str) -> None:
    for block in draw.DRAWINGS[name]():
        seen: set[int] = set()
        for start, end in draw.lines(block.text):
            assert end - start <= draw.COLUMNS
            seen |= set(range(start, end))
            taken: set[tuple[int, int]] = set()
            for piece in draw.placed(block.marks, start, end):
                words = block.text[start + piece.first : start + piece.last]
                assert words in block.text[piece.mark.start : piece.mark.end]
                ends = max(piece.last, piece.label + len(piece.mark.label))
                cells = {(piece.tier, column) for column in range(min(piece.first, piece.label), ends)}
                assert not cells & taken
                taken |= cells
        assert {place for place, sign in enumerate(block.text) if sign != " "} <= seen


def test_the_table_of_the_readme_is_what_is_printed_now() -> None:
    pytest.importorskip("rich")

    def words(source: str) -> list[str]:
        found = ET.fromstring(source).iterfind(".//svg:text", SVG)  # noqa: S314 - our own file
        return [" ".join("".join(each.itertext()).split()) for each in found]

    kept = words((DOCS / "pictures" / "table.svg").read_text(encoding="utf-8"))
    assert kept == words(script("pictures").table_svg()), "look at it, then: python docs/scripts/pictures.py"
    assert any("Corinna Stead" in each for each in kept)


def test_pictures_ask_for_nothing_and_are_small() -> None:
    for picture in (DOCS / "pictures").iterdir():
        assert picture.stat().st_size < 300_000, picture.name
        if picture.suffix == ".svg":
            source = picture.read_text(encoding="utf-8")
            assert not re.search(r"(?:href|src)=|@import|<script|url\((?!#)", source), picture.name


def test_every_public_name_stands_in_the_api() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in (DOCS / "api").glob("*.md"))
    assert sorted(re.findall(r"^::: claimkit\.(\w+)$", pages, re.MULTILINE)) == sorted(ck.__all__)


def test_the_site_builds_strictly(site: Path) -> None:
    for page in DOCS.rglob("*.md"):
        assert (site / page.relative_to(DOCS)).with_suffix(".html").is_file(), page
    assert {page.stem for page in (site / "cards").iterdir()} == {"attribution", "pairs"}
    assert not list(site.rglob("*.py"))
    extracting = (site / "api" / "extracting.html").read_text(encoding="utf-8")
    assert "Find who claims what in one article." in extracting
    assert "&gt;&gt;&gt;" in extracting
    assert "<blockquote>" not in extracting


def test_no_page_of_the_site_asks_for_anything_outside(site: Path) -> None:
    asked = re.compile(r"""<(?:(?:script|img|iframe|source)\b[^>]*\bsrc|link\b[^>]*\bhref)="?(?:https?:)?//""")
    for page in site.rglob("*.html"):
        assert not asked.search(page.read_text(encoding="utf-8")), page
