"""The command line: `claimkit table`, `extract`, `run`, `compare`, `verify`, `plot`, `query`, `schema`, `completion`.

Data goes to standard output, talk to standard error. Exit codes: 0 done, 1 nothing readable, 2 usage, 3 some articles
failed and the others are written; `verify` has two of its own.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Annotated, Any, NoReturn

import typer
from typer import Option

from claimkit.cli.comparing import compare
from claimkit.cli.corpus import run
from claimkit.cli.describing import completion, schema, version_lines
from claimkit.cli.drawing import plot
from claimkit.cli.examples import epilog
from claimkit.cli.extracting import extract
from claimkit.cli.listing import table
from claimkit.cli.querying import query
from claimkit.cli.running import INTERRUPTED, NOTHING_READABLE, USAGE
from claimkit.cli.talking import say
from claimkit.cli.verifying import verify
from claimkit.errors import ClaimkitError

__all__ = ["NOTHING_READABLE", "USAGE", "app", "main"]

app = typer.Typer(
    help="Read news and analysis and say who claims what.",
    epilog="Exit codes: 0 done, 1 nothing readable, 2 usage, 3 some articles failed (the others are written).",
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def _claimkit(
    context: typer.Context,
    version: Annotated[
        bool, Option("--version", help="Show the versions of claimkit, its schema, its weights and the spaCy pipeline.")
    ] = False,
) -> None:
    if version:
        typer.echo("\n".join(version_lines()))
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(USAGE)


app.command()(table)
app.command()(extract)
app.command()(run)
app.command()(compare)
app.command()(verify)
app.command()(plot)
app.command()(query)
app.command()(schema)
app.command()(completion)

for _command in app.registered_commands:
    if _command.callback:
        _command.epilog = epilog(_command.callback.__name__)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    if arguments is None and hasattr(signal, "SIGPIPE"):
        # A program of its own ends quietly, as others do, when the one that it writes to has ended.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        code = _group()(arguments, prog_name="claimkit", standalone_mode=False) or 0
        sys.stdout.flush()
    except typer.TyperException as error:
        say(_told(error))
        code = error.exit_code
    except ClaimkitError as error:
        say(str(error))
        code = USAGE
    except OSError as error:
        say(f"the output cannot be written ({error.strerror or error}): write to a disk with room for it")
        code = NOTHING_READABLE
        _let_go()
    except typer.Abort:
        code = INTERRUPTED
    sys.exit(code)


def _group() -> Callable[..., Any]:
    """Make the command of all commands, with completion but without options that guess which shell is running."""
    group = typer.main.get_command(app)
    group.params = [each for each in group.params if each.name not in ("install_completion", "show_completion")]
    return group


def _told(error: typer.TyperException) -> str:
    """Say in one line what cannot be used, and where to look."""
    message = error.format_message().replace("Value error, ", "").removeprefix("Invalid value: ")
    context = getattr(error, "ctx", None)
    end = "" if message.endswith("?") else "."
    return f"{message.rstrip('.')}{end} See {context.command_path if context else 'claimkit'} --help."


def _let_go() -> None:
    """Keep Python from writing the rest to standard output when it ends: that fails again, and says so at length."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
