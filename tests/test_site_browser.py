"""The site in a browser: nothing overflows, the console is empty, no request leaves the page.

Needs Chromium and `pip install 'claimkit[browser,docs]'`; skips where one of them is missing.
"""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"
CARDS = ["cards/attribution.html", "cards/pairs.html"]
PAGES = [*sorted(str(page.relative_to(DOCS).with_suffix(".html")) for page in DOCS.rglob("*.md")), *CARDS]
WIDTHS = (360, 1280)
KINDS = ("index.html", "howto/compare.html", "concepts/quotes.html", "api/extracting.html", "accuracy.html")
"""Those that together have every part that a page can have."""
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


@pytest.mark.parametrize("name", PAGES)
def test_nothing_overflows_or_leaves(address: str, open_page: Any, name: str) -> None:
    opened = open_page(address + name)
    for width in WIDTHS:
        opened.page.set_viewport_size({"width": width, "height": 900})
        assert opened.page.evaluate(WIDE) == []
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.said == []
    assert [url for url in opened.asked if not url.startswith((address, "data:", "blob:"))] == []
    missing = "[...document.images].filter(each => !each.naturalWidth).map(each => each.src)"
    assert opened.page.evaluate(missing) == []


def test_the_search_finds_a_page(address: str, open_page: Any) -> None:
    opened = open_page(f"{address}index.html")
    opened.page.locator(".md-search__input").click()
    opened.page.keyboard.type("misattributed", delay=20)
    found = opened.page.locator(".md-search-result__item a").first
    found.wait_for()
    assert "verify" in (found.get_attribute("href") or "") + found.inner_text().lower()
    assert [url for url in opened.asked if not url.startswith((address, "data:", "blob:"))] == []
    assert opened.said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_no_serious_fault(address: str, open_page: Any, name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe: pip install 'claimkit[browser]'")
    page = open_page(address + name, scheme=scheme).page
    found = axe.Axe().run(page).response["violations"]
    # The theme makes the frames in which wide tables scroll as the page loads; browsers let the keyboard into these.
    grave = [each for each in found if each["impact"] in {"serious", "critical"}]
    kept = [each for each in grave if each["id"] != "scrollable-region-focusable"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in kept] == []
