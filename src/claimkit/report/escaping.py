"""Make words of an article inert: the only way from an article into the page.

Templates escape what they are given, after `shown` has made control and direction characters visible. The text of an
article itself has to stay as it is, character for character: `exact` keeps such characters and fences each one in.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from claimkit.render import visible

_BLANKS = frozenset("\t\n")
_PLAIN = re.compile(r"[\w .,;:!?()\-–—’‘“”\n]+")
_NO_ADDRESS = re.compile(r"[^\x21-\x7e]|[\"'<>\\^`{|}]")
_FENCED = Markup('<bdi class="odd" data-code="%s">%s</bdi>')
_NO_HTML = {"\x00": "\ufffd"}
"""The one character that no HTML file can hold, and the sign that parsers put for it."""


def shown(value: Any) -> Any:
    """Make the control characters of text visible before it is escaped; what is markup already stays as it is.

    >>> shown("a\\u202eb"), shown(Markup("<br>")), shown(3)
    ('a‹U+202E›b', Markup('<br>'), 3)
    """
    return visible(str(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


def exact(text: str) -> Markup:
    """Escape text so that a browser has every character of it, in its place; those that steer stand in a fence.

    >>> exact("a < b\\u202e")
    Markup('a &lt; b<bdi class="odd" data-code="U+202E">\\u202e</bdi>')
    """
    if _PLAIN.fullmatch(text):
        return Markup(text)  # noqa: S704 - nothing of it means anything in HTML
    return Markup("").join(_pieces(text))


def _pieces(text: str) -> list[Markup]:
    pieces: list[Markup] = []
    run = 0
    for place, character in enumerate(text):
        if character not in _BLANKS and not character.isprintable() and visible(character) != character:
            pieces += [Markup.escape(text[run:place]), _fenced(character)]
            run = place + 1
    return [*pieces, Markup.escape(text[run:])]


def _fenced(character: str) -> Markup:
    # A parser makes a line feed of a carriage return unless it stands there as a reference.
    if character == "\r":
        return Markup("&#13;")
    return _FENCED % (f"U+{ord(character):04X}", _NO_HTML.get(character, character))


def address(url: str | None) -> str | None:
    """Return a web address that a link may lead to, or None: a `javascript:` address is no place to read at.

    >>> address("https://example.org/a"), address("javascript:alert(1)"), address("//example.org")
    ('https://example.org/a', None, None)
    """
    if not url or _NO_ADDRESS.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None
