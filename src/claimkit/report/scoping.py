"""Bind a stylesheet to one element of a page, so that it changes nothing else there."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"(?P<opening>@[^{}]+\{)|(?P<selectors>[^{}@]+)\{(?P<body>[^{}]*)\}|\}")
_COMMA = re.compile(r",\s*(?![^()]*\))")
_BLANKS = re.compile(r"\s+")


def scoped(style: str, root: str) -> str:
    """Put `root` before every selector of a stylesheet, and leave out comments and line breaks.

    >>> scoped("a, td:not(.x, .y) { top: 0 } @media print { p { left: 0 } }", "#one").split("\\n")
    ['#one a, #one td:not(.x, .y){top: 0}', '@media print {', '#one p{left: 0}', '}']

    Rules may stand in at-rules that hold rules, such as `@media`. The selectors are plain: a browser that knows no
    nesting applies them, too.
    """
    return "\n".join(_rule(match, root) for match in _RULE.finditer(_COMMENT.sub("", style)))


def _rule(match: re.Match[str], root: str) -> str:
    if match["selectors"] is None:
        return (match["opening"] or "}").strip()
    selectors = ", ".join(f"{root} {each}" for each in _COMMA.split(match["selectors"].strip()))
    return f"{selectors}{{{_BLANKS.sub(' ', match['body']).strip()}}}"
