"""The options that the commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from typer import Argument, BadParameter, Option

from claimkit.export import FORMATS

Kind = StrEnum("Kind", ["direct", "indirect", "mixed", "own"])
Schema = Literal["extraction", "comparison", "verification"]
Picture = Literal["certainty", "quoted", "timeline", "positions"]
InputFormat = Literal["text", "html", "jsonl"]


def _known(name: str | None) -> str | None:
    if name is not None and name not in FORMATS:
        raise BadParameter(f"{name!r} is not one of {', '.join(map(repr, FORMATS))}.")
    return name


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
    Option("-o", "--output", metavar="OUT", help="File for JSON or HTML, folder for a dataset; - is standard output."),
]
Days = Annotated[int, Option(min=0, metavar="N", help="In a dataset, compare articles published so many days apart.")]
Workers = Annotated[int | None, Option(min=1, metavar="N", help="Processes for a dataset; as many as processors.")]
OtherOutlets = Annotated[
    bool, Option("--other-outlets", help="In a dataset, leave out pairs of articles of one outlet.")
]
