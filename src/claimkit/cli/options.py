"""The options that the commands share."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal

from typer import Argument, BadParameter, Option

from claimkit.export import FORMATS

LEAST_WIDTH = 40

Kind = StrEnum("Kind", ["direct", "indirect", "mixed", "own"])
Schema = Literal["extraction", "comparison", "verification"]
Picture = Literal["certainty", "quoted", "timeline", "positions"]
InputFormat = Literal["text", "html", "jsonl"]


def _known(name: str | None) -> str | None:
    if name is not None and name not in FORMATS:
        raise BadParameter(f"{name!r} is not one of {', '.join(map(repr, FORMATS))}.")
    return name


def placed(out: str) -> str:
    """Return `out` if there is a folder for it: nobody waits for hours to be told then that there is none."""
    folder = Path(out).parent
    if out != "-" and not folder.is_dir():
        raise BadParameter(f"there is no folder {str(folder)!r}: make it, or name a file in a folder that there is.")
    return out


def output_to(told: str) -> Any:
    """Make the option `-o OUT` of a command; `told` is its help."""
    return Option("-o", "--output", metavar="OUT", callback=placed, help=told)


Format = Annotated[
    str | None,
    Option(
        "-f",
        "--format",
        metavar="FORMAT",
        callback=_known,
        autocompletion=lambda: [(name, each.about) for name, each in FORMATS.items()],
        help=f"{', '.join(FORMATS)}; else what OUT ends in, else json.",
    ),
]
Files = Annotated[list[str] | None, Argument(metavar="FILE", help="Articles to read; - is standard input.")]
Published = Annotated[str | None, Option(metavar="DATE", help="Date of publication: 2024-11-24, 2024-11 or 2024.")]
Outlet = Annotated[str | None, Option(metavar="NAME", help="Who published the article.")]
Author = Annotated[list[str] | None, Option(metavar="NAME", help="Who wrote it; give it once for each author.")]
Title = Annotated[str | None, Option(metavar="TEXT", help="Its title.")]
Url = Annotated[str | None, Option(metavar="URL", help="Where it stands. Nothing is fetched.")]
Model = Annotated[
    str | None,
    Option(metavar="DIR", help="Folder of the tagger's weights to use instead of those that come with claimkit."),
]
Fast = Annotated[bool, Option("--fast", help="Rules alone: half the time, finds less.")]
Least = Annotated[float, Option(metavar="P", help="Leave out quotes less likely to be right than this, from 0 to 1.")]
Pipeline = Annotated[str | None, Option(metavar="NAME", help="spaCy pipeline to parse with.")]
Input = Annotated[InputFormat | None, Option(metavar="KIND", help="text, html or jsonl, if FILE does not tell.")]
Encoding = Annotated[str | None, Option(metavar="NAME", help="Encoding of FILE, if it is read wrongly.")]
MaxChars = Annotated[int, Option(min=1, metavar="N", help="Longest article to accept, in characters.")]
AllowGzip = Annotated[bool, Option("--allow-gzip", help="Unpack FILE if it is gzip.")]
RawCsv = Annotated[bool, Option("--raw-csv", help="Leave cells that a spreadsheet would run as formulas as they are.")]
ComparedTo = Annotated[
    str,
    output_to("File for JSON or HTML, folder for a dataset; - is standard output."),
]
Days = Annotated[int, Option(min=0, metavar="N", help="In a dataset, compare articles published so many days apart.")]
Workers = Annotated[int | None, Option(min=1, metavar="N", help="Processes for a dataset; as many as processors.")]
OtherOutlets = Annotated[
    bool, Option("--other-outlets", help="In a dataset, leave out pairs of articles of one outlet.")
]
Width = Annotated[int | None, Option(min=LEAST_WIDTH, metavar="N", help="Columns to fill.")]
Quiet = Annotated[bool, Option("-q", "--quiet", help="No progress and no hints; errors are told all the same.")]


def _of_all(
    published: Published = None,
    outlet: Outlet = None,
    author: Author = None,
    title: Title = None,
    url: Url = None,
    model: Model = None,
    fast: Fast = False,
    min_confidence: Least = 0.0,
    pipeline: Pipeline = None,
    input_format: Input = None,
    encoding: Encoding = None,
    max_chars: MaxChars = 200_000,
    allow_gzip: AllowGzip = False,
    quiet: Quiet = False,
) -> None:
    """Declare the options of every command that reads articles; nothing calls it."""


SHARED: Mapping[str, inspect.Parameter] = inspect.signature(_of_all, eval_str=True).parameters


def reads_articles(command: Callable[..., None]) -> Callable[..., None]:
    """Give `command` the options of all that read articles, after its own; `Run.of` finds them in its context."""
    own = inspect.signature(command, eval_str=True)

    @wraps(command)
    def called(**given: Any) -> None:
        command(**{name: value for name, value in given.items() if name not in SHARED})

    whole = own.replace(parameters=[*own.parameters.values(), *SHARED.values()])
    called.__signature__ = whole  # type: ignore[attr-defined]  # what inspect, and so typer, goes by
    return called
