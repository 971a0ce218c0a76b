"""The JSON Schemas of what claimkit writes, made from the records."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from claimkit.errors import InputError
from claimkit.results import Comparison, Extraction
from claimkit.verifying.records import Verification

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claimkit.models import Record

_RECORDS: Mapping[str, type[Record]] = MappingProxyType(
    {"extraction": Extraction, "comparison": Comparison, "verification": Verification}
)


def json_schema(name: str = "extraction") -> dict[str, Any]:
    """Give the JSON Schema of what `to_json` writes: every key is there, later versions may add others.

    >>> json_schema()["required"]
    ['schema_version', 'article', 'speakers', 'quotes', 'claims', 'problems']
    >>> json_schema("comparison")["required"]
    ['schema_version', 'articles', 'pairs', 'positions', 'alone']

    Raises `InputError` on a name that there is not.
    """
    if name not in _RECORDS:
        raise InputError(f"schema {name!r} is not one of {', '.join(_RECORDS)}")
    found = _RECORDS[name].model_json_schema(mode="serialization")
    for node in (found, *found["$defs"].values()):
        node["description"] = node["description"].partition("\n")[0]
        if "properties" in node:
            del node["additionalProperties"]
            node["required"] = list(node["properties"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
