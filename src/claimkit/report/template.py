"""Fill the page templates in `pages/`: everything is escaped, the page's stylesheet is the only one that it allows."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup

from claimkit.models import SCHEMA_VERSION
from claimkit.report.escaping import address, shown
from claimkit.report.scoping import scoped

_POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


def filled(template: str, /, **views: Any) -> str:
    """Fill the template of that file name with `views`."""
    return _environment().get_template(template).render(**views) + "\n"


@cache
def _environment() -> jinja2.Environment:
    import claimkit

    environment = jinja2.Environment(
        autoescape=True,
        finalize=shown,
        undefined=jinja2.StrictUndefined,
        loader=jinja2.PackageLoader("claimkit.report", "pages"),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = Markup(environment.get_template("report.css.j2").render())  # noqa: S704 - it comes with claimkit
    environment.globals |= {
        "style": style,
        "policy": policy(style),
        "version": claimkit.__version__,
        "schema_version": SCHEMA_VERSION,
    }
    environment.globals["fragment_style"] = fragment_style
    environment.filters["address"] = address
    return environment


_ROOT = "#ck-root"


def fragment_style(name: str) -> Markup:
    """Return the stylesheet of the output in a notebook that has the id `name`, letters and digits.

    >>> "#one .claims table{table-layout: fixed;}" in fragment_style("one").splitlines()
    True
    """
    return Markup(_fragment_style().replace(_ROOT, f"#{name}"))  # noqa: S704 - it comes with claimkit


@cache
def _fragment_style() -> str:
    environment = _environment()
    plain = "".join(str(environment.get_template(each).render()) for each in ("parts.css", "fragment.css"))
    return environment.get_template("fragment.css.j2").render(root=_ROOT, parts=Markup(scoped(plain, _ROOT)))  # noqa: S704


def policy(style: str) -> str:
    """Return a content security policy that allows one inline stylesheet, by its hash, and nothing else.

    >>> policy("a{}")[:44]
    "default-src 'none'; style-src 'sha256-X1RutG"
    """
    digest = hashlib.sha256(style.encode()).digest()
    return _POLICY.format(base64.b64encode(digest).decode())
