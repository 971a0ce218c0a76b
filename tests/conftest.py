"""What every test may use: the folders beside it, the corpora where there are any, and no network."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
"""Flags with which Chromium asks nobody for anything."""

settings.register_profile("claimkit", deadline=None, max_examples=100, derandomize=True)
settings.load_profile("claimkit")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a test tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of the articles that were written for these tests."""
    return ROOT / "fixtures"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the documentation as a site, built as `make docs` does."""
    for name in ("mkdocs", "material", "mkdocstrings"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"no {name}: pip install 'claimkit[docs]'")
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(out)]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(command, cwd=ROOT, env=quiet, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return out


# Of a module and not of the session: it runs a loop of events in this thread, and notebooks bring another.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, driven by Playwright, or a skip that says what is missing."""
    api = pytest.importorskip("playwright.sync_api", reason="no Playwright: pip install 'claimkit[browser]'")
    chromium = os.environ.get("CLAIMKIT_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium: install it or name it in CLAIMKIT_CHROMIUM")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield running
        running.close()


class Opened:
    """A page in the browser, with what its console said and what it asked for."""

    def __init__(self, browser: Any, address: str, width: int, scheme: str) -> None:
        self.page = browser.new_page(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(address, wait_until="networkidle")


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Opened]]:
    """Open the page of an address at a width, in pixels, in a light or dark scheme; it is closed when the test ends."""
    pages = []

    def opened(address: str, width: int = 1280, scheme: str = "light") -> Opened:
        pages.append(Opened(browser, address, width, scheme))
        return pages[-1]

    yield opened
    for each in pages:
        each.page.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the corpora, or a skip that says how to name it."""
    folder = Path(os.environ.get("CLAIMKIT_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip("no corpora: name their folder in CLAIMKIT_SHARED")
    return folder


@pytest.fixture(scope="session")
def lines_run() -> Callable[[Callable[[], object]], int]:
    """Count the lines of claimkit that a call runs: unlike a time it is the same on every machine."""

    def counted(call: Callable[[], object]) -> int:
        count = 0

        def trace(frame: FrameType, event: str, _: object) -> Callable[..., object] | None:
            nonlocal count
            count += event == "line"
            return trace if "claimkit" in frame.f_code.co_filename else None

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            call()
        finally:
            sys.settrace(before)
        return count

    return counted
