"""Claims as schema.org `Claim` (https://schema.org/Claim), in JSON-LD: who claims what, where it appeared. No rating.

The text of a claim says what its holder holds, a denial or a doubt outside the words included. What shows an attitude
and states nothing ("denounced the plan") is no claim in this sense and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from claimkit.export import json_array
from claimkit.models import AUTHOR_ID, Form, SpeakerKind
from claimkit.wording import wording

if TYPE_CHECKING:
    from claimkit.models import Article, Claim, Quote, Speaker
    from claimkit.results import Extraction

_DAY = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?")
"""What EDTF and the dates of schema.org have in common; seasons, intervals and years unknown are left out."""
_BODIES = (SpeakerKind.ORGANIZATION, SpeakerKind.GROUP)


def write(extractions: Iterable[Extraction], stream: IO[str]) -> None:
    """Write a JSON array of claims, a graph an article."""
    json_array.write((_graph(extraction) for extraction in extractions), stream)


def _graph(extraction: Extraction) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@graph": list(_claims(extraction))}


def _claims(extraction: Extraction) -> Iterator[dict[str, Any]]:
    speakers = {speaker.id: speaker for speaker in extraction.speakers}
    quotes = {quote.id: quote for quote in extraction.quotes}
    article = _article(extraction.article)
    for claim in extraction.claims:
        if claim.form is Form.PROPOSITION:
            quote = quotes.get(claim.quote or "")
            yield _known({
                "@type": "Claim",
                "@id": uuid5(NAMESPACE_URL, f"claimkit:{extraction.article.id}#claim-{claim.id}").urn,
                "text": wording(claim).removeprefix("that "),
                **_holder(speakers.get(claim.speaker or ""), article),
                "dateCreated": _day(quote.said if quote else None),
                "temporalCoverage": _day(claim.about),
                "keywords": _keywords(claim, quote),
                "appearance": {
                    "@type": "Quotation" if quote else "CreativeWork", "text": claim.span.text, "isPartOf": article,
                },
            })  # fmt: skip


def _holder(speaker: Speaker | None, article: dict[str, Any]) -> dict[str, Any]:
    """Say who holds it; a document is no author, and of an unnamed person no more than the words are known."""
    if speaker is None:
        return {}
    if speaker.id == AUTHOR_ID:
        return {"author": article.get("author")}
    if speaker.kind is SpeakerKind.DOCUMENT:
        return {"isBasedOn": {"@type": "CreativeWork", "name": speaker.name}}
    if speaker.kind in _BODIES:
        return {"author": {"@type": "Organization", "name": speaker.name}}
    naming = "description" if speaker.kind is SpeakerKind.UNNAMED else "name"
    person = {"@type": "Person", naming: speaker.name, "jobTitle": speaker.role}
    if speaker.affiliation:
        person["affiliation"] = {"@type": "Organization", "name": speaker.affiliation}  # type: ignore[assignment]
    return {"author": _known(person)}


def _article(article: Article) -> dict[str, Any]:
    return _known({
        "@type": "Article",
        "identifier": article.id,
        "headline": article.title,
        "url": article.url,
        "datePublished": article.published,
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": article.outlet} if article.outlet else None,
    })  # fmt: skip


def _keywords(claim: Claim, quote: Quote | None) -> list[str]:
    return [quote.kind.value if quote else "own", claim.polarity.value, claim.certainty.value, claim.attitude.value]


def _day(date: str | None) -> str | None:
    return date if date and _DAY.fullmatch(date) else None


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what has no value."""
    return {name: value for name, value in fields.items() if value}
