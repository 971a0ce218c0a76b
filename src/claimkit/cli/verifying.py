"""The command `claimkit verify`."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer
from typer import Argument, Option

from claimkit.cli.options import Width, placed, reads_articles
from claimkit.cli.running import NOTHING_READABLE, Run, output, reconfigured

NOT_EXACT, NOWHERE = 4, 5


@reads_articles
def verify(
    context: typer.Context,
    words: Annotated[str, Argument(metavar="WORDS", help="The quotation, in quotation marks of the shell.")],
    files: Annotated[
        list[str] | None, Argument(metavar="ARTICLE", help="Articles to look in; - is standard input.")
    ] = None,
    speaker: Annotated[str | None, Option(metavar="NAME", help="Whom the words are ascribed to.")] = None,
    format_name: Annotated[
        Literal["text", "json"] | None,
        Option("-f", "--format", metavar="FORMAT", help="text or json; else text, or with -o json."),
    ] = None,
    out: Annotated[
        str, Option("-o", "--output", metavar="OUT", callback=placed, help="File for JSON; - is standard output.")
    ] = "-",
    width: Width = None,
) -> None:
    """Tell of a quotation whether it stands in an article exactly, altered, stitched, in another's mouth, or nowhere.

    Exit codes: 0 exactly, 4 altered, stitched or in another's mouth, 5 nowhere; 1 nothing readable, 2 usage, 3 some
    articles failed.
    """
    from rich.console import Console

    from claimkit.verifying import check_words
    from claimkit.verifying import verify as verified
    from claimkit.verifying.display import shown
    from claimkit.verifying.records import Verdict

    if format_name == "text" and out != "-":
        raise typer.BadParameter("-o writes JSON: leave out -f text")
    check_words(words, speaker)  # before any article is read
    run = Run.of(context)
    extractions = list(run.extractions())
    if run.failed and not run.done:
        raise typer.Exit(NOTHING_READABLE)
    found = verified(words, *extractions, speaker=speaker)
    if format_name == "json" or out != "-":
        with output(out) as stream:
            stream.write(found.to_json() + "\n")
    else:
        reconfigured(sys.stdout, errors="backslashreplace")
        Console(width=width, highlight=False).print(shown(found, extractions))
        run.hint("All that is said there:", "table")
    run.finish()
    if found.verdict is not Verdict.EXACT:
        raise typer.Exit(NOWHERE if found.verdict is Verdict.NOWHERE else NOT_EXACT)
