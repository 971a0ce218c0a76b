"""Errors that claimkit raises.

    ClaimkitError        anything claimkit refuses to do; its text is one line that says what to do
    ├── InputError       a file, page or argument that cannot be read or used
    ├── LimitError       an input larger than a limit that an option can raise
    └── ModelError       a spaCy pipeline or weights that are missing or do not fit

Odd text is never an error: it is a `Problem` on the result.
"""

from __future__ import annotations


class ClaimkitError(Exception):
    """Root of every error that claimkit raises on purpose."""


class InputError(ClaimkitError):
    """An input that cannot be read or an argument that cannot be used."""


class LimitError(InputError):
    """An input over a limit; the message names the limit and the option that raises it."""


class ModelError(ClaimkitError):
    """A spaCy pipeline or weights that are missing, broken or lack a part; the message says what to do."""
