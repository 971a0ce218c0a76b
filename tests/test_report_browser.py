"""The report in a browser: nothing overflows, nothing is asked for, links lead where they say, axe finds no fault.

Needs Chromium and `pip install 'claimkit[browser]'`; skips where one of them is missing. `CLAIMKIT_CHROMIUM` names the
browser where it is not on the path.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import claimkit as ck
from claimkit.testing import Saying, build

sync_api = pytest.importorskip("playwright.sync_api", reason="no Playwright: pip install 'claimkit[browser]'")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe: pip install 'claimkit[browser]'")

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
ARTICLES = sorted(path for path in FIXTURES.iterdir() if path.suffix in {".txt", ".html"})
PAYLOADS = tomllib.loads((Path(__file__).parent / "cases" / "report.toml").read_text(encoding="utf-8"))["payloads"]
NAMES = [*(path.name for path in ARTICLES), "two articles", "comparison", "hostile"]
WIDTHS = (360, 1280)
KINDS = ("interview.txt", "damaged.txt", "two articles", "comparison", "hostile")
"""Those that together have every part that a page can have."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files with the reports of the fixtures, by name."""
    folder = tmp_path_factory.mktemp("reports")
    found = {path.name: ck.extract(ck.read(path)) for path in ARTICLES}
    ferry = [found["ferry_report.txt"], found["ferry_opinion.txt"]]
    from claimkit.report import page

    written = {name: result.to_html() for name, result in found.items()}
    written |= {"two articles": page(ferry), "comparison": ck.compare(*ferry).to_html()}
    hostile = (Saying(words, f"{words} {'x' * 200}", role=words, said=words) for words in PAYLOADS)
    written["hostile"] = build(*hostile, title=PAYLOADS[0], url=PAYLOADS[30], outlet=PAYLOADS[5]).to_html()
    for name, text in written.items():
        (folder / f"{name}.page.html").write_text(text, encoding="utf-8", newline="")
    return {name: folder / f"{name}.page.html" for name in written}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_overflows_or_is_asked_for(pages: dict[str, Path], open_page: Any, name: str, width: int) -> None:
    opened = open_page(pages[name].as_uri(), width)
    wide = opened.page.evaluate(
        """() => [...document.querySelectorAll('body *:not(.skip, .skip *, .unseen, thead, thead *)')]
            .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
            .map(each => each.outerHTML.slice(0, 200))"""
    )
    assert wide == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.said == []
    assert opened.asked == [pages[name].as_uri()]
    # The style is applied, so the policy lets it through.
    assert opened.page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NAMES)
def test_a_highlight_leads_to_its_row_and_back(pages: dict[str, Path], open_page: Any, name: str, width: int) -> None:
    page = open_page(pages[name].as_uri(), width).page
    label = page.locator(".text a.label[id*='-c']").last
    highlight = label.get_attribute("id")
    label.focus()
    page.keyboard.press("Enter")
    row = page.locator("tr:target")
    sync_api.expect(row).to_be_in_viewport()
    row.locator("th a").click()
    assert page.evaluate("location.hash") == f"#{highlight}"
    sync_api.expect(page.locator(f"#{highlight}")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_no_fault(pages: dict[str, Path], open_page: Any, name: str, width: int, scheme: str) -> None:
    page = open_page(pages[name].as_uri(), width, scheme).page
    found = axe.Axe().run(page)
    assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []


def test_the_skip_link_comes_first_and_leads_to_the_content(pages: dict[str, Path], open_page: Any) -> None:
    page = open_page(pages["comparison"].as_uri(), 1280).page
    page.keyboard.press("Tab")
    sync_api.expect(page.locator(".skip")).to_be_focused()
    sync_api.expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("main")).to_be_focused()


def test_what_is_printed_is_dark_on_light_and_whole(pages: dict[str, Path], open_page: Any) -> None:
    page = open_page(pages["interview.txt"].as_uri(), 800, "dark").page
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('section.claims')).maxHeight") == "none"


HOST = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>notebook</title><style>
html {{ overflow-y: scroll; }} main {{ width: {inner}px; }}
.out td, .out th {{ text-align: right; white-space: nowrap; padding: 3em; }}
.out tr:nth-child(odd) {{ background: red; }} .out table {{ table-layout: fixed; margin: 5em auto; }}
.out blockquote, .out p, .out ul {{ margin: 4em; padding: 1em; }}
</style></head><body {theme}><main><h1>Notebook</h1><p id="own" class="quote k1 claim label">a <mark>host</mark></p>
<table id="table"><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>
<div class="out">{outputs}</div></main></body></html>"""
LOOK = """() => [...document.querySelectorAll('h1, #own, #own *, #table, #table *')].map(
    each => [...getComputedStyle(each)].map(name => name + getComputedStyle(each).getPropertyValue(name)))"""
THEMES = [
    ("", "light", "rgb(255, 255, 255)"),
    ("", "dark", "rgb(22, 23, 27)"),
    ('data-jp-theme-light="false"', "light", "rgb(22, 23, 27)"),
    ('data-jp-theme-light="true"', "dark", "rgb(255, 255, 255)"),
    ('class="vscode-dark"', "light", "rgb(22, 23, 27)"),
    ('class="vscode-light"', "dark", "rgb(255, 255, 255)"),
]


@pytest.fixture(scope="module")
def outputs() -> list[str]:
    """What an article, an extraction, a comparison and a verification show in a notebook."""
    one, other = (ck.extract(ck.read(FIXTURES / name)) for name in ("ferry_report.txt", "ferry_opinion.txt"))
    shown = (one.article, one, ck.compare(one, other), ck.verify("I will not speculate on it", one, speaker="Stead"))
    return [each._repr_html_() for each in shown]


@pytest.mark.parametrize("width", [400, 1000])
@pytest.mark.parametrize("case", THEMES)
def test_outputs_of_a_notebook_keep_to_themselves_and_follow_its_theme(
    outputs: list[str], open_page: Any, tmp_path: Path, case: tuple[str, str, str], width: int
) -> None:
    theme, scheme, ground = case
    looks = []
    for shown in ("", "".join(outputs)):
        path = tmp_path / f"{len(shown)}.html"
        path.write_text(HOST.format(theme=theme, outputs=shown, inner=width - 40), encoding="utf-8")
        opened = open_page(path.as_uri(), width, scheme)
        looks.append(opened.page.evaluate(LOOK))
        assert (opened.said, opened.asked) == ([], [path.as_uri()])
    assert looks[0] == looks[1]
    page = opened.page
    grounds = "[...document.querySelectorAll('.claimkit')].map(each => getComputedStyle(each).backgroundColor)"
    assert page.evaluate(grounds) == [ground] * 4
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cell = page.locator(".claimkit td").first
    assert cell.evaluate("each => getComputedStyle(each).textAlign") == "start"
    assert cell.evaluate("each => getComputedStyle(each.parentNode).backgroundColor") == "rgba(0, 0, 0, 0)"
    found = axe.Axe().run(page, context=".claimkit")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []
