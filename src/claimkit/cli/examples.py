"""The examples under the help of each command; they are run in the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

EXAMPLES: Mapping[str, Sequence[str]] = {
    "table": (
        "claimkit table report.txt",
        "claimkit table page.html --wide --sort date",
        "claimkit table report.txt --speaker stead --kind direct",
    ),
    "extract": (
        "claimkit extract report.txt -o claims.csv",
        "claimkit extract report.txt page.html -f jsonl -o all.jsonl",
        "claimkit extract report.txt --published 2023-10-17 -o page.html",
    ),
    "run": (
        "claimkit run news -o dataset",
        "claimkit run all.jsonl.gz -o dataset --fast --workers 4",
        "claimkit run all.parquet -o dataset --text-column body --sample 0.01",
    ),
    "compare": (
        "claimkit compare report.txt opinion.txt",
        "claimkit compare report.txt opinion.txt -o report.html",
        'claimkit compare report.txt opinion.txt --issue "The fuel was to blame."',
        "claimkit compare dataset -o compared --days 7",
    ),
    "verify": (
        'claimkit verify "Our master made the right call" report.txt',
        'claimkit verify "Nobody died" report.txt opinion.txt -f json',
        'claimkit verify "far too early" report.txt --speaker official',
    ),
    "plot": (
        "claimkit plot timeline report.txt -o claims.svg",
        "claimkit plot positions report.txt opinion.txt -o positions.png",
    ),
    "query": (
        "claimkit query all.jsonl --tables",
        'claimkit query "select outlet, count(*) from claims group by all" all.jsonl',
        "claimkit query \"from quotes where kind = 'direct'\" all.jsonl -o direct.csv",
    ),
    "schema": ("claimkit schema", "claimkit schema comparison"),
    "completion": (
        'eval "$(claimkit completion bash)"',
        'eval "$(claimkit completion zsh)"',
        "claimkit completion fish | source",
    ),
}


def epilog(command: str) -> str:
    """Arrange the examples of a command for its help, a line each that is not broken.

    >>> epilog("schema").split("\\n")
    ['\\x08', 'Examples:', '  claimkit schema', '  claimkit schema comparison']
    """
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in EXAMPLES.get(command, ()))])
