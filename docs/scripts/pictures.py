"""Make the README's pictures: `python docs/scripts/pictures.py` writes the table, and with Chromium the report."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

import claimkit as ck
from claimkit.frames import lines
from claimkit.render import table

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
ARTICLE = ROOT / "fixtures" / "ferry_report.txt"
_FONT_FACE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def table_svg() -> str:
    """Return what `claimkit table fixtures/ferry_report.txt --kind direct` prints, as SVG without outside fonts."""
    found = ck.extract(ck.read(ARTICLE))
    console = Console(width=88, record=True, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(table(found, lines(found, kind=["direct"]), width=console.width))
    title = f"claimkit table {ARTICLE.name} --kind direct"
    drawn = console.export_svg(title=title, theme=DEFAULT_TERMINAL_THEME, unique_id="table")
    return re.sub(r"[ \t]+$", "", _FONT_FACE.sub("", drawn), flags=re.MULTILINE).replace("Fira Code,", "")


def report_png(chromium: str, out: Path) -> None:
    """Let Chromium draw the head of the report of one article."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_text(ck.extract(ck.read(ARTICLE)).to_html(), encoding="utf-8", newline="")
        quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        size = ["--window-size=1280,900", "--hide-scrollbars"]
        where = [f"--user-data-dir={folder}/profile", f"--screenshot={out}", page.as_uri()]
        subprocess.run([chromium, *quiet, *size, *where], check=True, capture_output=True)


if __name__ == "__main__":
    (PICTURES / "table.svg").write_text(table_svg(), encoding="utf-8", newline="")
    browser = os.environ.get("CLAIMKIT_CHROMIUM") or shutil.which("chromium")
    if browser:
        report_png(browser, PICTURES / "report.png")
