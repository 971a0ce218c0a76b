"""Load the word lists in `data/en/*.toml` into frozen tables.

A list is a TOML array of strings under a key; `words("hedges")["modals"]` is its frozen set. Tables of tables (a cue
with what it implies) are read with `entries`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from claimkit.errors import ClaimkitError


@cache
def entries(name: str) -> Mapping[str, Any]:
    """Read the file `data/en/NAME.toml` as it is.

    >>> sorted(entries("cues"))[0]
    'frames'

    Raises `ClaimkitError` where the file is missing or broken; the message names it.
    """
    try:
        raw = resources.files("claimkit").joinpath("data", "en", f"{name}.toml").read_text(encoding="utf-8")
        return MappingProxyType(tomllib.loads(raw))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ClaimkitError(f"word list data/en/{name}.toml cannot be read: {error}") from error


@cache
def words(name: str) -> Mapping[str, frozenset[str]]:
    """Read every array of strings in `data/en/NAME.toml` as a frozen set under its key."""
    lists = {key: frozenset(value) for key, value in entries(name).items() if isinstance(value, list)}
    return MappingProxyType(lists)
