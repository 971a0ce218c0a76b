"""The site in a browser: nothing overflows, the console is empty, no request leaves the page.

Needs Chromium and `pip install 'claimkit[browser,docs]'`; skips where one of them is missing.
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="no Playwright: pip install 'claimkit[browser]'")

CHROMIUM = os.environ.get("CLAIMKIT_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: install it or name it in CLAIMKIT_CHROMIUM")

DOCS = Path(__file__).resolve().parents[1] / "docs"
CARDS = ["cards/attribution.html", "cards/pairs.html"]
PAGES = [*sorted(str(page.relative_to(DOCS).with_suffix(".html")) for page in DOCS.rglob("*.md")), *CARDS]
WIDTHS = (360, 1280)
KINDS = ("index.html", "howto/compare.html", "concepts/quotes.html", "api/extracting.html", "accuracy.html")
"""Those that together have every part that a page can have."""
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE = """() => {
    const within = each => each.closest('.md-typeset__scrollwrap, pre, .md-nav, .md-sidebar, .md-search, .md-dialog');
    return [...document.querySelectorAll('.md-content *, .md-footer *, .md-header__title')]
        .filter(each => !within(each) && each.getClientRects().length)
        .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
        .map(each => each.outerHTML.slice(0, 200));
}"""


class Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing of what is asked for."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served: on this machine only."""
    handler = functools.partial(Silent, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


class Opened:
    """A page with what its console said and what it asked for."""

    def __init__(self, browser: Any, url: str, scheme: str = "light") -> None:
        self.page = browser.new_page(
            viewport={"width": WIDTHS[-1], "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(url, wait_until="networkidle")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_overflows_or_leaves(address: str, browser: Any, name: str) -> None:
    opened = Opened(browser, address + name)
    for width in WIDTHS:
        opened.page.set_viewport_size({"width": width, "height": 900})
        assert opened.page.evaluate(WIDE) == []
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.said == []
    assert [url for url in opened.asked if not url.startswith((address, "data:", "blob:"))] == []
    missing = "[...document.images].filter(each => !each.naturalWidth).map(each => each.src)"
    assert opened.page.evaluate(missing) == []
    opened.page.close()


def test_the_search_finds_a_page(address: str, browser: Any) -> None:
    opened = Opened(browser, f"{address}index.html")
    opened.page.locator(".md-search__input").click()
    opened.page.keyboard.type("misattributed", delay=20)
    found = opened.page.locator(".md-search-result__item a").first
    found.wait_for()
    assert "verify" in (found.get_attribute("href") or "") + found.inner_text().lower()
    assert [url for url in opened.asked if not url.startswith((address, "data:", "blob:"))] == []
    assert opened.said == []
    opened.page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_no_serious_fault(address: str, browser: Any, name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe: pip install 'claimkit[browser]'")
    page = Opened(browser, address + name, scheme).page
    found = axe.Axe().run(page).response["violations"]
    # The theme makes the frames in which wide tables scroll as the page loads; browsers let the keyboard into these.
    grave = [each for each in found if each["impact"] in {"serious", "critical"}]
    kept = [each for each in grave if each["id"] != "scrollable-region-focusable"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in kept] == []
    page.close()
