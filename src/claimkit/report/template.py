"""Fill the page templates in `pages/`: everything is escaped, the stylesheet is the only one that the page allows."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup

from claimkit.models import SCHEMA_VERSION
from claimkit.report.escaping import address, shown

_POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


def filled(name: str, **views: Any) -> str:
    """Fill the template `name` with `views`."""
    return _environment().get_template(name).render(**views) + "\n"


@cache
def _environment() -> jinja2.Environment:
    import claimkit

    style = resources.files("claimkit.report").joinpath("pages", "report.css").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        autoescape=True,
        finalize=shown,
        undefined=jinja2.StrictUndefined,
        loader=jinja2.PackageLoader("claimkit.report", "pages"),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "style": Markup(style),  # noqa: S704 - it comes with claimkit
        "policy": policy(style),
        "version": claimkit.__version__,
        "schema_version": SCHEMA_VERSION,
    }
    environment.filters["address"] = address
    return environment


def policy(style: str) -> str:
    """Return a content security policy that allows one inline stylesheet, by its hash, and nothing else.

    >>> policy("a{}")[:44]
    "default-src 'none'; style-src 'sha256-X1RutG"
    """
    digest = hashlib.sha256(style.encode()).digest()
    return _POLICY.format(base64.b64encode(digest).decode())
