"""Write the help text of each command into docs/cli.md, below the heading that names it: `python docs/scripts/help.py`.

What else stands on the page is left as it is. The tests compare: they fail where this was not run after a change.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from claimkit.cli import app

PAGE = Path(__file__).resolve().parents[1] / "cli.md"
COMMANDS = ["", *(each.callback.__name__ for each in app.registered_commands if each.callback)]


def help_of(command: str) -> str:
    """Return what `claimkit COMMAND --help` prints at 80 columns."""
    environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    line = [sys.executable, "-m", "claimkit.cli", *command.split(), "--help"]
    return subprocess.run(line, capture_output=True, check=True, env=environment, encoding="utf-8").stdout


def renewed(page: str) -> str:
    """Return `page` with the help texts of now in the first block of text below each heading of a command.

    Raises `LookupError` for a command without such a heading.
    """
    for command in COMMANDS:
        heading = f"## `claimkit {command}".rstrip() + "`"
        block = re.compile(rf"(?<=^{re.escape(heading)}\n\n```text\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
        if not block.search(page):
            raise LookupError(f"docs/cli.md lacks a heading {heading!r} with a block of text below it: add them")
        page = block.sub(help_of(command).replace("\\", r"\\"), page, count=1)
    return page


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
