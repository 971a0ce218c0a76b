"""Write the help texts of the commands into `docs/cli.md`: `python docs/scripts/help.py`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "cli.md"
_HELP = re.compile(r"(?<=^## `)(claimkit ?)(\w*)(`\n\n```text\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def _shown(command: str) -> str:
    arguments = [sys.executable, "-m", "claimkit.cli", *command.split(), "--help"]
    wide = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    shown = subprocess.run(arguments, env=wide, capture_output=True, encoding="utf-8", check=True).stdout
    return re.sub(r" +$", "", shown, flags=re.MULTILINE).strip() + "\n"


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    written = _HELP.sub(lambda match: f"{match[1]}{match[2]}{match[3]}{_shown(match[2])}", page)
    PAGE.write_text(written, encoding="utf-8", newline="")
