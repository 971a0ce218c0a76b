"""What annotation programs make of the files for them: brat's own parser, and Label Studio's own converter."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from claimkit import export, extract
from claimkit.export import labelstudio
from claimkit.results import Extraction

WORD = re.compile(r"\w+")
NAMES = ("feature.txt", "british.txt", "damaged.txt")
MISSING = "no {}: pip install 'claimkit[readers]'"


@pytest.fixture(scope="module", params=NAMES)
def extraction(request: pytest.FixtureRequest, fixtures: Path) -> Extraction:
    return extract(fixtures / request.param)


def test_brat_reads_every_line(extraction: Extraction, tmp_path: Path) -> None:
    annotation = pytest.importorskip("bratsubset.annotation", reason=MISSING.format("bratiaa"))
    packed = io.BytesIO()
    export.write([extraction], packed, "brat")
    zipfile.ZipFile(packed).extractall(tmp_path)
    (path,) = tmp_path.glob("*.ann")
    read = annotation.TextAnnotations(str(path.with_suffix("")))
    assert not read.failed_lines
    text = path.with_suffix(".txt").read_bytes().decode()
    for bound in read.get_textbounds():
        assert " ".join(text[start:end].replace("\n", " ") for start, end in bound.spans) == bound.text
    kinds = Counter(bound.type for bound in read.get_textbounds())
    assert kinds["Claim"] == len(extraction.claims)
    assert kinds["Cue"] == sum(quote.cue is not None for quote in extraction.quotes)


def test_label_studio_converts_the_regions(extraction: Extraction, tmp_path: Path) -> None:
    converter = pytest.importorskip("label_studio_converter", reason=MISSING.format("label-studio-converter"))
    config = tmp_path / "config.xml"
    config.write_text(labelstudio.config(), encoding="utf-8")
    (tmp_path / "tasks.json").write_text(json.dumps([_accepted(extraction)]), encoding="utf-8")
    reader = converter.Converter(str(config), project_dir=None, download_resources=False)
    assert {"Quote", "Claim", "Cue"} <= set(reader._schema["label"]["labels"])
    reader.convert_to_conll2003(str(tmp_path / "tasks.json"), str(tmp_path), is_dir=False)
    found = [line.split(" ") for line in (tmp_path / "result.conll").read_text(encoding="utf-8").splitlines()[1:]]
    begun = Counter(row[-1].removeprefix("B-") for row in found if row[-1].startswith("B-"))
    # Where spans lie one inside the other the converter keeps one: of claims, quotes and cues some remain.
    assert begun["Claim"] > 0
    assert set(begun) <= set(reader._schema["label"]["labels"])
    # Its tokens keep marks on words: what counts is that no word is tagged that stands in no claim.
    words = {word for claim in extraction.claims for word in WORD.findall(claim.span.text)}
    assert {word for row in found if row[-1].endswith("-Claim") for word in WORD.findall(row[0])} <= words


def _accepted(extraction: Extraction) -> dict[str, Any]:
    """The task as Label Studio gives it back where an annotator accepts what was predicted."""
    stream = io.StringIO(newline="")
    export.write([extraction], stream, "labelstudio")
    (task,) = json.loads(stream.getvalue())
    (predicted,) = task.pop("predictions")
    return {**task, "id": 1, "annotations": [{**predicted, "id": 1, "completed_by": 1}]}
