"""Tasks for Label Studio: a text to label an article, with what claimkit found as predictions (https://labelstud.io).

Each span is a region; the regions of a record are tied to the first of them. What is no span is in the task's data,
where Label Studio keeps it. `config` gives the labelling interface that shows all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any

from claimkit.errors import InputError
from claimkit.export import json_array
from claimkit.export.parts import SPANS, Part, assembled, head, parts
from claimkit.models import Attitude, Certainty, Polarity, QuoteKind, Span

if TYPE_CHECKING:
    from claimkit.results import Extraction

LABELS = MappingProxyType({
    ("speakers", "mentions"): "Speaker",
    ("quotes", "spans"): "Quote",
    ("quotes", "source"): "Source",
    ("quotes", "cue"): "Cue",
    ("claims", "span"): "Claim",
    ("claims", "stance_cues"): "Stance cue",
    ("claims", "target"): "Target",
    ("problems", "span"): "Problem",
})  # fmt: skip
CHOICES: dict[str, list[str]] = {
    "kind": [each.value for each in QuoteKind],
    "polarity": [each.value for each in Polarity],
    "certainty": [each.value for each in Certainty],
    "attitude": [each.value for each in Attitude],
}
_REGION = re.compile(r"(\d+)\.([a-z_]+)\.\d+")
_ASKED = {"quotes": ("kind",), "claims": ("polarity", "certainty", "attitude")}


def config() -> str:
    """Give the labelling interface to paste into a project.

    >>> print(config().splitlines()[1])
      <Text name="text" value="$text"/>
    """
    labels = [f'    <Label value="{label}"/>' for label in LABELS.values()]
    choices = [
        f'  <Choices name="{name}" toName="text" perRegion="true">'
        + "".join(f'<Choice value="{value}"/>' for value in values)
        + "</Choices>"
        for name, values in CHOICES.items()
    ]
    return "\n".join([
        "<View>",
        '  <Text name="text" value="$text"/>',
        '  <Labels name="label" toName="text">',
        *labels,
        "  </Labels>",
        *choices,
        '  <TextArea name="speaker" toName="text" perRegion="true"/>',
        "</View>",
    ])  # fmt: skip


def write(extractions: Iterable[Extraction], stream: IO[str]) -> None:
    """Write a JSON array with a task for each extraction."""
    json_array.write((_task(extraction) for extraction in extractions), stream)


def read(stream: IO[str]) -> Iterator[Extraction]:
    """Yield the extractions of tasks that `write` wrote, with the regions as annotators have moved them.

    Where a task has annotations the first of them counts, else its prediction. Regions, labels and choices that
    annotators added or changed are left out, and so is a claim whose region they removed. Raises `InputError` on a task
    that `write` did not write.
    """
    for number, task in enumerate(json_array.read(stream), start=1):
        try:
            yield _extraction(task)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise InputError(f"task {number} is none that claimkit wrote") from error


def _task(extraction: Extraction) -> dict[str, Any]:
    heading = head(extraction)
    text = heading["article"].pop("text")
    names = {speaker.id: speaker.name for speaker in extraction.speakers}
    found = list(parts(extraction))
    result = [item for number, part in enumerate(found) for item in _regions(number, part, names)]
    records = [{"record": part.kind, **part.fields} for part in found]
    return {
        "data": {"text": text, **heading, "records": records},
        "predictions": [{"model_version": "claimkit", "result": result}],
    }


def _regions(number: int, part: Part, names: dict[str, str]) -> Iterator[dict[str, Any]]:
    first = None
    who = part.fields.get("name") or names.get(part.fields.get("speaker") or "")
    for field in SPANS[part.kind]:
        for place, span in enumerate(part.spans[field]):
            name, label = f"{number}.{field}.{place}", LABELS[part.kind, field]
            yield _item(name, "label", "labels", span, [label])
            if field != SPANS[part.kind][0] and first:
                yield _relation(first, name, label)
            elif place and first:
                yield _relation(first, name, "continues" if part.kind == "quotes" else "same")
            else:
                first = name
                yield from (
                    _item(name, asked, "choices", span, [part.fields[asked]]) for asked in _ASKED.get(part.kind, ())
                )
                yield from (_item(name, "speaker", "textarea", span, [each]) for each in (who,) if each)


def _item(name: str, control: str, kind: str, span: Span, values: list[str]) -> dict[str, Any]:
    key = "text" if kind == "textarea" else kind
    value = {"start": span.start, "end": span.end, "text": span.text, key: values}
    return {"id": name, "from_name": control, "to_name": "text", "type": kind, "value": value}


def _relation(one: str, other: str, label: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": one, "to_id": other, "direction": "right", "labels": [label.lower()]}


def _extraction(task: dict[str, Any]) -> Extraction:
    data = task["data"]
    text = data["text"]
    found = []
    for record in data["records"]:
        kind = record["record"]
        fields = {name: value for name, value in record.items() if name != "record"}
        found.append(Part(kind, fields, dict.fromkeys(SPANS[kind], ())))
    for region in (task.get("annotations") or task["predictions"])[0]["result"]:
        ours = _REGION.fullmatch(region.get("id") or "")
        if ours and region["type"] == "labels":
            value = region["value"]
            found[int(ours[1])].spans[ours[2]] += (Span.of(text, value["start"], value["end"]),)
    found = [part for part in found if part.kind != "claims" or part.place]
    heading = {"schema_version": data["schema_version"], "article": {**data["article"], "text": text}}
    return assembled(heading, found)
