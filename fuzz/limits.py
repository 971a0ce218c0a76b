"""What holds of every target: errors are claimkit's own and one line, spans are exact, time is linear."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from claimkit.errors import ClaimkitError
from claimkit.models import Problem, Span

Check = Callable[[bytes], None]
"""Runs a part of claimkit on bytes; raises AssertionError, or whatever else claimkit lets out, on a finding."""

SECONDS = 1.0
SECONDS_A_BYTE = 2e-4
"""CPU time that an input may take, with every branch of claimkit counted on the way; a tenth of it is usual."""
STRETCHED = 8_000
"""Bytes to which some inputs are repeated: what needs the square of the length only shows there."""
ONE_IN = 256
"""Of so many inputs one is stretched, chosen by its bytes, so that the same input is always treated alike."""


class Target(NamedTuple):
    """A check, and how many leading bytes of its input are options, which are not repeated."""

    check: Check
    options: int
    stretches: bool = True


def checked(target: Target, data: bytes, *, always: bool = False) -> None:
    """Run the check within its time, and again on the input repeated for some inputs, or for all if `always`.

    >>> checked(Target(lambda data: None, options=1), b"some bytes")

    Raises what the check raises, and AssertionError where it takes too long.
    """
    _warm(target.check)
    _timed(target.check, data)
    head, body = data[: target.options], data[target.options :]
    if target.stretches and body and (always or zlib.crc32(data) % ONE_IN == 0):
        _timed(target.check, head + body * (STRETCHED // len(body)))


@cache
def _warm(check: Check) -> None:
    """Load word lists and the like, so that the clock sees work only."""
    check(b"\x01\x01\xe2\x80\x9cFog fell,\xe2\x80\x9d Ada Quill said in May. She left.")


def _timed(check: Check, data: bytes) -> None:
    start = time.process_time()
    check(data)
    taken = time.process_time() - start
    allowed = SECONDS + SECONDS_A_BYTE * len(data)
    assert taken <= allowed, f"{len(data)} bytes took {taken:.1f} CPU seconds, {allowed:.1f} are allowed"


def one_line(error: ClaimkitError) -> None:
    """Demand that the message of an error is one line that can be printed anywhere."""
    message = str(error)
    assert message.strip(), "an error without words"
    assert len(message.splitlines()) == 1, f"more than one line: {message!r}"
    message.encode("utf-8")


def exact(text: str, spans: Iterable[Span]) -> None:
    """Demand that every span is what it says it is."""
    for span in spans:
        assert 0 <= span.start <= span.end <= len(text), f"{span!r} is outside the text"
        assert text[span.start : span.end] == span.text, f"{span!r} is not what stands there"


def problems_exact(text: str, problems: Iterable[Problem]) -> None:
    """Demand that every problem names its place exactly and says something in one line."""
    for problem in problems:
        assert problem.code, f"{problem!r} has no code"
        assert len(problem.message.splitlines()) == 1, f"{problem!r} is more than one line"
        exact(text, [problem.span] if problem.span else [])


def text_of(data: bytes) -> str:
    """Return a text of any bytes, as an article may hold it."""
    return data.decode("utf-8", errors="replace")
