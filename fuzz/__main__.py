"""Run fuzz targets under atheris, each in a process of its own.

    python -m fuzz [TARGET...] [--seconds N] [--keep]

What a target finds stops it and is kept in `.fuzz/TARGET/`, in a file named after the kind of finding; `python -m fuzz
TARGET --again FILE` runs it once more, without atheris. `--keep` takes into `fuzz/corpus/` those inputs of the run that
reach what the kept ones do not, as far as there is room.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

NAMES = ("reading", "quotes", "dates", "json", "extraction")
WORK = Path(".fuzz")
LONGEST = 2_048
"""Bytes of an input; what takes longer than linear time is looked for by repeating it."""
_HANG_SECONDS = 30


def run(name: str, seconds: int) -> int:
    """Run one target for so many seconds; return what its process does: 0 where nothing was found."""
    found = WORK / name / "found"
    found.mkdir(parents=True, exist_ok=True)
    code = f"from fuzz.running import run; run({name!r}, {_options(name, seconds)!r})"
    return subprocess.run([sys.executable, "-c", code], check=False).returncode


def _options(name: str, seconds: int) -> list[str]:
    here = Path(__file__).parent
    words = here / "dictionaries" / f"{name}.dict"
    return [
        f"-max_total_time={seconds}",
        f"-timeout={_HANG_SECONDS}",
        f"-max_len={LONGEST}",
        "-rss_limit_mb=2500",
        "-print_final_stats=1",
        f"-artifact_prefix={WORK / name}/",
        *([f"-dict={words}"] if words.exists() else []),
        str(WORK / name / "found"),
        str(here / "corpus" / name),
    ]


def kept(name: str) -> int:
    """Take what the run found into the kept corpus, smallest first; return how many inputs were new."""
    from fuzz.keeping import keep
    from fuzz.targets import TARGETS, corpus

    found = (path.read_bytes() for path in (WORK / name / "found").iterdir())
    return keep(TARGETS[name].check, found, corpus(name))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", choices=[*NAMES, []], metavar="TARGET", help=", ".join(NAMES))
    parser.add_argument("--seconds", type=int, default=60, help="how long each target runs")
    parser.add_argument("--keep", action="store_true", help="take new inputs into fuzz/corpus")
    parser.add_argument("--again", type=Path, metavar="FILE", help="run one input of the target")
    options = parser.parse_args()
    names = options.targets or NAMES
    if options.again:
        from fuzz.limits import checked
        from fuzz.targets import TARGETS

        checked(TARGETS[names[0]], options.again.read_bytes(), always=True)
        return 0
    codes = {name: run(name, options.seconds) for name in names}
    failed = [f"{name} (ended by signal {-code})" if code < 0 else name for name, code in codes.items() if code]
    if options.keep:
        for name in names:
            print(f"{name}: {kept(name)} inputs are new", file=sys.stderr)
    print(f"findings: {', '.join(failed) or 'none'}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
