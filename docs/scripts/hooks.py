"""Hooks of mkdocs: the cards of the weights, which lie beside the weights, become pages of the site."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

WEIGHTS = Path(__file__).resolve().parents[2] / "src" / "claimkit" / "weights"
_SEARCH = '<div class="md-search" data-md-component="search" role="dialog"'
_CARD = re.compile(r"\]\((?:\.\./)*src/claimkit/weights/(\w+)/README\.md\)")


def on_files(files: Any, *, config: Any) -> Any:
    """Add a page `cards/NAME.md` for each card."""
    for card in sorted(WEIGHTS.glob("*/README.md")):
        files.append(File.generated(config, f"cards/{card.parent.name}.md", abs_src_path=str(card)))
    return files


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Let links to a card's file lead to its page."""
    return _CARD.sub(lambda match: f"]({'../' * page.file.src_uri.count('/')}cards/{match[1]}.md)", markdown)


def on_post_page(output: str, **_: Any) -> str:
    """Give the search a name for those who do not see it."""
    return output.replace(f"{_SEARCH}>", f'{_SEARCH} aria-label="Search">')
