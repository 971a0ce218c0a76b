"""Talk to the user on standard error: errors, and a hint at the command that is of use next."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import typer

from claimkit.cli.options import SHARED

if TYPE_CHECKING:
    from rich.text import Text

_MOST_FILES = 4
"""Files that a hint names; of more it says FILE…"""


def on_terminal() -> bool:
    """Tell whether a person reads standard error; a colour that is asked for in a pipe makes it no terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


def say(message: str) -> None:
    """Say on standard error what is wrong, in one line."""
    from rich.text import Text

    from claimkit.render import shown_text

    _print(Text.assemble(("claimkit: ", "bold red"), shown_text(message)))


def hint(words: str, command: str) -> None:
    """Say in one line on standard error what a command would do; the words end in a colon."""
    from rich.text import Text

    from claimkit.render import shown_text

    _print(Text.assemble(shown_text(f"{words} ", "dim"), shown_text(command, "cyan")))


def _print(line: Text) -> None:
    from rich.console import Console

    # rich looks at NO_COLOR and FORCE_COLOR; the line is left whole, for a terminal to wrap and for others to search.
    Console(stderr=True, highlight=False).print(line, soft_wrap=True)


def again(context: typer.Context, command: str, *more: str, also: Collection[str] = ()) -> str:
    """Write the command line of another command on the same articles, with the options that all share.

    `also` names options of the command's own to keep, `more` are words that come last. Names are quoted for the shell.
    """
    kept = [word for option in context.command.params for word in _given(context, option, {*SHARED, *also} - {"quiet"})]
    files = [f"./{name}" if name.startswith("-") and name != "-" else name for name in context.params["files"] or ["-"]]
    named = shlex.join(files) if len(files) <= _MOST_FILES else "FILE…"
    return " ".join(filter(None, ["claimkit", command, named, shlex.join([*kept, *more])]))


def _given(context: typer.Context, option: Any, names: Collection[str]) -> Sequence[str]:
    """Give back the words with which an option of `names` was set on the command line."""
    source = context.get_parameter_source(option.name)
    if option.name not in names or source is None or source.name != "COMMANDLINE":
        return []
    flag, value = max(option.opts, key=len), context.params[option.name]
    if isinstance(value, bool):
        return [flag]
    return [word for each in (value if isinstance(value, list) else [value]) for word in (flag, str(each))]
