"""An extraction in parts, for formats that keep spans in one place and what is said of them in another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.models import Span

if TYPE_CHECKING:
    from claimkit.results import Extraction

SPANS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "speakers": ("mentions",),
    "quotes": ("spans", "source", "cue"),
    "claims": ("span", "stance_cues", "target"),
    "problems": ("span",),
})  # fmt: skip
"""The fields of each kind of record that hold spans; the first says where the record stands."""

_SEVERAL = frozenset({"mentions", "spans", "stance_cues"})


class Part(NamedTuple):
    """A record: which list of the extraction it is in, its fields without spans, and its spans by field."""

    kind: str
    fields: dict[str, Any]
    spans: dict[str, tuple[Span, ...]]

    @property
    def place(self) -> tuple[Span, ...]:
        """Where the record stands."""
        return self.spans[SPANS[self.kind][0]]

    @property
    def others(self) -> list[tuple[str, Span]]:
        """The spans beside it, each with its field."""
        return [(field, span) for field in SPANS[self.kind][1:] for span in self.spans[field]]


def parts(extraction: Extraction) -> Iterator[Part]:
    """Take an extraction apart, in the order of its JSON.

    >>> from claimkit.testing import example
    >>> quote = next(part for part in parts(example()) if part.kind == "quotes")
    >>> quote.fields["speaker"], [(field, span.text) for field, span in quote.others]
    ('s2', [('source', 'Ana Brill'), ('cue', 'said')])
    """
    for kind, fields in SPANS.items():
        for record in getattr(extraction, kind):
            held = {field: getattr(record, field) for field in fields}
            spans = {
                field: value if isinstance(value, tuple) else (value,) * bool(value) for field, value in held.items()
            }
            yield Part(kind, record.model_dump(mode="json", exclude=set(fields)), spans)


def head(extraction: Extraction) -> dict[str, Any]:
    """Give what belongs to no record: the article and the version of the schema.

    >>> from claimkit.testing import example
    >>> head(example())["article"]["title"]
    'The ferry to Holm is late'
    """
    return extraction.model_dump(mode="json", include={"schema_version", "article"})


def assembled(heading: Mapping[str, Any], found: Iterable[Part]) -> Extraction:
    """Undo `head` and `parts`.

    >>> from claimkit.testing import example
    >>> assembled(head(example()), parts(example())) == example()
    True

    Raises `ValueError` (pydantic's `ValidationError`) on what is no extraction.
    """
    from claimkit.results import Extraction

    records: dict[str, list[dict[str, Any]]] = {kind: [] for kind in SPANS}
    for part in found:
        spans = {
            field: part.spans[field] if field in _SEVERAL else next(iter(part.spans[field]), None)
            for field in SPANS[part.kind]
        }
        records[part.kind].append({**part.fields, **spans})
    return Extraction.model_validate({**heading, **records})
