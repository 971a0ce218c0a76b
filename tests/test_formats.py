"""The export formats: what is written comes back, and the words of an article do no harm in any of them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote as plain
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit import export
from claimkit.errors import ClaimkitError, InputError
from claimkit.export import FORMATS, brat, conll, labelstudio
from claimkit.export.csv_table import unguarded
from claimkit.files import whole_folder
from claimkit.frames import COLUMNS
from claimkit.models import (
    SCHEMA_VERSION,
    Article,
    Attitude,
    Certainty,
    Claim,
    Form,
    Polarity,
    Problem,
    Quote,
    QuoteKind,
    Span,
    Speaker,
    SpeakerKind,
)
from claimkit.results import Extraction
from claimkit.testing import Saying, build, example

WHOLE = [name for name, each in FORMATS.items() if each.read]
JSON_ARRAYS = ["w3c", "labelstudio", "claim"]
HOSTILE = json.loads((Path(__file__).parent / "cases" / "hostile.json").read_text(encoding="utf-8"))
CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    "\n\r\t\x00\x1b\x85\u2028\u202e😀<>&=#_;\"'”. ab"
)
NAMES = st.text(CHARACTERS, min_size=1, max_size=12)


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """Any text with spans anywhere: across each other, of line breaks, in several parts, without a speaker."""
    text = draw(st.text(CHARACTERS, min_size=1, max_size=60))
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 20))
    spans = places.map(lambda place: Span.of(text, place[0], min(len(text), sum(place))))
    several = st.lists(spans, max_size=3).map(tuple)
    article = Article(
        id=draw(NAMES),
        text=text,
        title=draw(st.none() | NAMES),
        authors=tuple(draw(st.lists(NAMES, max_size=2))),
        url=draw(st.none() | NAMES | st.just("https://example.org/a?b=c&d=%20")),
        published=draw(st.none() | st.just("2024-11-24")),
    )
    speakers = tuple(
        Speaker(id=f"s{number}", name=draw(NAMES), kind=draw(st.sampled_from(SpeakerKind)),
                role=draw(st.none() | NAMES), mentions=draw(several))
        for number in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    who = st.none() | st.sampled_from([speaker.id for speaker in speakers]) if speakers else st.none()
    quotes = tuple(
        Quote(id=f"q{number}", kind=draw(st.sampled_from(QuoteKind)), spans=(draw(spans), *draw(several)),
              speaker=draw(who), source=draw(st.none() | spans), cue=draw(st.none() | spans),
              parent=f"q{number - 1}" if number and draw(st.booleans()) else None, confidence=draw(st.floats(0, 1)))
        for number in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    held = st.none() | st.sampled_from([quote.id for quote in quotes]) if quotes else st.none()
    claims = tuple(
        Claim(id=f"c{number}", span=draw(spans), speaker=draw(who), quote=draw(held), form=draw(st.sampled_from(Form)),
              text_in_context=draw(st.none() | NAMES), polarity=draw(st.sampled_from(Polarity)),
              certainty=draw(st.sampled_from(Certainty)), attitude=draw(st.sampled_from(Attitude)),
              stance_cues=draw(several), target=draw(st.none() | spans), factuality=draw(st.none() | st.floats(-3, 3)))
        for number in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    problems = tuple(
        Problem(code="odd", message=draw(NAMES), span=draw(st.none() | spans)) for _ in range(draw(st.integers(0, 2)))
    )
    return Extraction(article=article, speakers=speakers, quotes=quotes, claims=claims, problems=problems)


def exported(format_name: str, *found: Extraction) -> bytes:
    """What a format writes to a file."""
    raw = io.BytesIO()
    if FORMATS[format_name].binary:
        export.write(found, raw, format_name)
        return raw.getvalue()
    stream = io.TextIOWrapper(raw, encoding="utf-8", newline="")
    export.write(found, stream, format_name)
    stream.flush()
    return raw.getvalue()


def read_back(format_name: str, written: bytes) -> list[Extraction]:
    return list(export.read(io.TextIOWrapper(io.BytesIO(written), encoding="utf-8", newline=""), format_name))


@pytest.mark.parametrize("format_name", WHOLE)
@given(st.lists(extractions(), max_size=2))
def test_a_format_that_loses_nothing_gives_it_back(format_name: str, found: list[Extraction]) -> None:
    assert read_back(format_name, exported(format_name, *found)) == found


@pytest.mark.parametrize("format_name", WHOLE)
@pytest.mark.parametrize(
    "broken", ["", "{", "[", "[1]", "[{}]", "[" * 100_000, '{"a": 1}', '[{"data": {}}]', '[{"items": [{}]}]']
)
def test_what_was_not_written_by_the_format_is_refused_on_one_line(format_name: str, broken: str) -> None:
    if format_name in ("json", "jsonl") and not broken:
        assert read_back(format_name, b"") == []
        return
    with pytest.raises(InputError) as caught:
        read_back(format_name, broken.encode())
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("format_name", WHOLE)
def test_another_major_schema_is_refused(format_name: str) -> None:
    newer = exported(format_name, example()).replace(SCHEMA_VERSION.encode(), b"2.0", 1)
    with pytest.raises(InputError):
        read_back(format_name, newer)


@pytest.mark.parametrize("format_name", FORMATS)
def test_formats_are_deterministic_and_take_no_article(format_name: str) -> None:
    assert exported(format_name, example()) == exported(format_name, example())
    empty = {"json": b"", "jsonl": b"", **dict.fromkeys(JSON_ARRAYS, b"[]\n")}
    assert exported(format_name) == empty.get(format_name, exported(format_name))


def test_an_unknown_format_and_one_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(InputError, match="'xml' is not one of json"):
        export.write([], io.StringIO(), "xml")
    with pytest.raises(InputError, match="'csv' cannot be read back: write one of json, jsonl, w3c, labelstudio"):
        export.read(io.StringIO(), "csv")


def test_every_format_is_documented(root: Path) -> None:
    page = (root / "docs" / "formats.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([\w-]+)` \| .* \|$", page.partition("Offsets are")[0], re.MULTILINE) == list(FORMATS)
    assert f"```xml\n{labelstudio.config()}\n```\n" in page
    for column in conll.COLUMNS[:10]:
        assert f"`{column}`" in page
    endings = [ending for each in FORMATS.values() for ending in each.endings]
    command_line = " ".join((root / "docs" / "cli.md").read_text(encoding="utf-8").split())
    assert ", ".join(f"`{ending}`" for ending in endings) in command_line


# W3C Web Annotations


@given(extractions())
def test_selectors_of_w3c_find_the_words(extraction: Extraction) -> None:
    (page,) = json.loads(exported("w3c", extraction))
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    names = [item["id"] for item in page["items"]]
    assert len(set(names)) == len(names)
    text, spans = extraction.article.text, []
    for item in page["items"]:
        assert item["type"] == "Annotation"
        for target in item["target"] if isinstance(item["target"], list) else []:
            place, words = target["selector"]
            assert (place["type"], words["type"]) == ("TextPositionSelector", "TextQuoteSelector")
            around = words["prefix"] + words["exact"] + words["suffix"]
            assert text[place["start"] - len(words["prefix"]) : place["end"] + len(words["suffix"])] == around
            spans.append((place["start"], place["end"], words["exact"]))
    assert sorted(spans) == sorted((span.start, span.end, span.text) for _, span in extraction.spans())


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a", True),
        ("javascript:alert(1)", False),
        ("https://example.org/\x1b", False),
        (None, False),
    ],
)
def test_the_source_of_w3c_is_the_article_where_it_has_an_address(url: str | None, kept: bool) -> None:
    (page,) = json.loads(exported("w3c", build(Saying("A", "x"), url=url)))
    sources = {target["source"] for item in page["items"][1:] for target in item["target"] if isinstance(target, dict)}
    assert len(sources) == 1
    assert (sources == {url}) is kept
    assert all(re.match("https:|urn:uuid:", source) for source in sources)


# brat


def standoff(text: str, lines: str) -> dict[str, Any]:
    """Read an annotation file as brat does: line by line, offsets checked against the words."""
    bound: dict[str, tuple[str, tuple[int, int]]] = {}
    ties: list[tuple[str, str, str]] = []
    notes: dict[str, dict[str, Any]] = {}
    kinds: dict[str, str] = {}
    for line in lines.splitlines():
        name, data, *tail = line.split("\t")
        kind, rest = data.split(" ", 1)
        if name[0] == "T":
            pieces = [tuple(map(int, piece.split())) for piece in rest.split(";")]
            words = " ".join(text[start:end] for start, end in pieces)
            assert words == tail[0] or re.search(
                r"^[\0-\x1f\x7f-\x9f\u2028\u2029]|[\0-\x1f\x7f-\x9f\u2028\u2029]$", words
            )
            bound[name] = (kind, (pieces[0][0], pieces[-1][1]))
        elif name[0] == "R":
            one, other = (argument.partition(":")[2] for argument in rest.split())
            ties.append((kind, one, other))
        elif name[0] == "A":
            kinds.setdefault(rest.split()[0], rest.split()[1])
        else:
            assert kind == "AnnotatorNotes"
            notes[rest] = json.loads(tail[0])
    return {"bound": bound, "ties": ties, "notes": notes, "kinds": kinds}


@given(extractions())
def test_brat_keeps_spans_and_speakers(extraction: Extraction) -> None:
    text = extraction.article.text
    content = dict(brat.files([extraction]))
    (txt,) = (value for name, value in content.items() if name.endswith(".txt"))
    (ann,) = (value for name, value in content.items() if name.endswith(".ann"))
    assert txt == text
    read = standoff(text, ann)
    bound, ties, notes = read["bound"], read["ties"], read["notes"]

    def tied(kind: str, one: str) -> list[tuple[int, int]]:
        return [bound[other][1] for found, first, other in ties if (found, first) == (kind, one)]

    names = {speaker.id: speaker.name for speaker in extraction.speakers}
    found = {
        notes[name]["id"]: (
            notes[name].get("speaker"), notes[name].get("name"), read["kinds"][name],
            [bound[name][1], *tied("Continues", name)], tied("HasSource", name), tied("HasCue", name),
        )
        for name, (kind, _) in bound.items() if kind == "Content" and name in notes
    }  # fmt: skip
    assert found == {
        quote.id: (
            quote.speaker, names.get(quote.speaker or ""), quote.kind.value, places(*quote.spans),
            places(quote.source), places(quote.cue),
        )
        for quote in extraction.quotes
    }  # fmt: skip
    held = {
        notes[name]["id"]: (notes[name].get("speaker"), place, tied("HasStanceCue", name), tied("HasTarget", name))
        for name, (kind, place) in bound.items()
        if kind == "Claim"
    }
    assert held == {
        claim.id: (claim.speaker, *places(claim.span), places(*claim.stance_cues), places(claim.target))
        for claim in extraction.claims
    }
    mentions = [(notes[name]["speaker"], place) for name, (kind, place) in bound.items() if kind == "Mention"]
    assert mentions == [(each.id, place) for each in extraction.speakers for place in places(*each.mentions)]


def places(*spans: Span | None) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans if span]


def test_brat_takes_a_line_break_in_pieces_and_knows_its_types() -> None:
    content = dict(brat.files([build(Saying("A", "one\r\n\ttwo"))]))
    ann = next(value for name, value in content.items() if name.endswith(".ann"))
    assert "T1\tContent 1 4;7 10\tone two\n" in ann
    conf = content["annotation.conf"]
    for name in re.findall(r"^(?:[TRA]\d+)\t(\w+)", ann, re.MULTILINE):
        assert re.search(rf"^{name}\b", conf, re.MULTILINE), name


@pytest.mark.parametrize("article_id", ["../../etc/passwd", "/root", "CON", "a\x00b", "é" * 500, "..", "C:\\x"])
def test_names_of_brat_files_stay_in_their_folder(article_id: str, tmp_path: Path) -> None:
    two = [Extraction(article=Article(id=article_id, text=text)) for text in ("a\r\nb", "c\n")]
    written = exported("brat", *two)
    folder = tmp_path / "made"
    with whole_folder(folder) as draft:
        brat.write_folder(two, draft)
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert packed == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(packed) == 5
    assert all(re.fullmatch(r"annotation\.conf|\d{4}-[\w-]{0,40}\.(txt|ann)", name, re.ASCII) for name in packed)
    assert {b"a\r\nb", b"c\n"} <= set(packed.values())
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    def stop_half_way() -> None:
        with whole_folder(tmp_path / "made") as draft:
            (draft / "half").touch()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stop_half_way()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "made").mkdir()
    with whole_folder(tmp_path / "made") as draft:
        (draft / "whole").touch()
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["whole"]
    for name, message in (("made", "new folder"), ("none/made", "cannot be written")):
        with pytest.raises(InputError, match=message), whole_folder(tmp_path / name):
            pass


# Label Studio


@given(extractions())
def test_tasks_of_label_studio_use_what_its_interface_has(extraction: Extraction) -> None:
    (task,) = json.loads(exported("labelstudio", extraction))
    view = ElementTree.fromstring(labelstudio.config())  # noqa: S314 - our own
    controls = {node.get("name"): [child.get("value") for child in node] for node in view}
    assert view[0].get("value") == "$text"
    spans = []
    for item in task["predictions"][0]["result"]:
        if item["type"] == "relation":
            continue
        place = item["value"]
        assert item["to_name"] == "text"
        assert set(place.get(item["type"], ())) <= set(controls[item["from_name"]])
        if item["type"] == "labels":
            assert task["data"]["text"][place["start"] : place["end"]] == place["text"]
            spans.append((place["start"], place["end"]))
    assert sorted(spans) == sorted((span.start, span.end) for _, span in extraction.spans())


def test_what_annotators_moved_counts_and_what_they_added_or_removed_is_left_out() -> None:
    before = build(Saying("Ana", "the pier is safe"))
    (task,) = json.loads(exported("labelstudio", before))
    result = task["predictions"][0]["result"]
    labelled = {item["value"]["labels"][0]: item for item in result if item["type"] == "labels"}
    labelled["Source"]["value"]["start"] += 1
    added = {**labelled["Cue"], "id": "xY-3"}
    task["annotations"] = [{"result": [item for item in result if item.get("id") != labelled["Claim"]["id"]] + [added]}]
    (found,) = read_back("labelstudio", json.dumps([task]).encode())
    assert found.quotes[0].source == Span.of(
        before.article.text, before.article.text.index("na."), len(before.article.text) - 1
    )
    assert (found.claims, found.quotes[0].cue, found.speakers) == ((), before.quotes[0].cue, before.speakers)


# CoNLL


def columns(written: bytes) -> tuple[list[str], list[str], list[list[list[str]]]]:
    """The names of the columns, the comments, and the sentences as rows of cells."""
    first, _, rest = written.decode().partition("\n")
    lines = rest.split("\n")
    comments = [line for line in lines if line.startswith("# ")]
    blocks = "\n".join(line for line in lines if not line.startswith("# ")).split("\n\n")
    sentences = [[line.split("\t") for line in block.split("\n")] for block in blocks if block.strip("\n")]
    return first.removeprefix("# global.columns = ").split(), comments, sentences


@given(extractions())
def test_conll_tags_the_tokens_that_a_quote_touches(extraction: Extraction) -> None:
    names, comments, sentences = columns(exported("conll", extraction))
    assert names == list(conll.COLUMNS)
    text = extraction.article.text
    rows = [dict(zip(names, cells, strict=True)) for sentence in sentences for cells in sentence]
    for sentence in sentences:
        assert [cells[0] for cells in sentence] == [str(number) for number in range(1, len(sentence) + 1)]
    assert [row["FORM"] for row in rows] == [text[int(row["START"]) : int(row["END"])] for row in rows]
    assert "".join(row["FORM"] for row in rows) == re.sub(r"\s", "", text)
    left_out = {comment.removeprefix("# left out = ") for comment in comments}
    for quote in extraction.quotes:
        if plain(quote.id) in left_out:
            continue
        wanted = {role: touched(rows, *spans) for role, spans in roles(quote).items()}
        if not any(wanted.values()):
            continue  # of blanks alone
        layer = next(
            layer for layer in ("CLAIMKIT:", "CLAIMKIT:INNER_") if any(row[f"{layer}QUOTE"] == quote.id for row in rows)
        )
        for role, starts in wanted.items():
            tagged = {row["START"] for row in rows if row[f"{layer}QUOTE"] == quote.id and row[f"{layer}{role}"] != "O"}
            assert tagged == starts
    for speaker in extraction.speakers:
        assert f"# speaker {speaker.id} = {json.dumps(speaker.name)}" in comments


def roles(quote: Quote) -> dict[str, list[Span]]:
    return {
        "CONTENT": list(quote.spans),
        "SOURCE": [quote.source] if quote.source else [],
        "CUE": [quote.cue] if quote.cue else [],
    }


def touched(rows: list[dict[str, str]], *spans: Span) -> set[str]:
    return {
        row["START"] for row in rows for span in spans if int(row["START"]) < span.end and span.start < int(row["END"])
    }


def test_conll_begins_each_part_anew_and_puts_inner_quotes_in_their_own_columns() -> None:
    text = "Ana said Jon called it safe ."
    at = lambda words: Span.of(text, text.index(words), text.index(words) + len(words))  # noqa: E731
    outer = Quote(id="q1", kind=QuoteKind.INDIRECT, spans=(at("Jon called it safe"),), source=at("Ana"), cue=at("said"))
    inner = Quote(
        id="q2", kind=QuoteKind.INDIRECT, spans=(at("it safe"),), source=at("Jon"), cue=at("called"), parent="q1"
    )
    third = Quote(id="q3", kind=QuoteKind.DIRECT, spans=(at("safe"),), parent="q2")
    found = Extraction(article=Article(text=text), quotes=(outer, inner, third))
    _, comments, ((*rows,),) = columns(exported("conll", found))
    assert comments[-1] == "# left out = q3"
    assert [row[4] for row in rows] == ["O", "O", "B-indirect", "I-indirect", "I-indirect", "I-indirect", "O"]
    assert [row[5:8] for row in rows[:2]] == [["B-source", "O", "q1"], ["O", "B-cue", "q1"]]
    assert [row[9:13] for row in rows[2:6]] == [
        ["O", "B-source", "O", "q2"], ["O", "O", "B-cue", "q2"],
        ["B-indirect", "O", "O", "q2"], ["I-indirect", "O", "O", "q2"],
    ]  # fmt: skip


def test_a_line_break_ends_a_sentence_of_conll() -> None:
    _, _, sentences = columns(exported("conll", Extraction(article=Article(text="\nOne two.\r\n\r\nThree."))))
    assert [[cells[1] for cells in sentence] for sentence in sentences] == [["One", "two", "."], ["Three", "."]]


# schema.org Claim


CLAIM_KEYS = {
    "@type",
    "@id",
    "text",
    "author",
    "isBasedOn",
    "dateCreated",
    "temporalCoverage",
    "keywords",
    "appearance",
}


@given(extractions())
def test_claims_of_schema_org_are_the_propositions_and_have_no_rating(extraction: Extraction) -> None:
    (graph,) = json.loads(exported("claim", extraction))
    stated = [claim for claim in extraction.claims if claim.form is Form.PROPOSITION]
    assert graph["@context"] == "https://schema.org"
    assert [claim["appearance"].get("text") for claim in graph["@graph"]] == [claim.span.text for claim in stated]
    for claim in graph["@graph"]:
        assert set(claim) <= CLAIM_KEYS
        assert claim["@type"] == "Claim"


def test_a_claim_says_what_its_holder_holds_and_who_that_is() -> None:
    text = "Ana Brill, engineer, denied that the pier is safe."
    at = lambda words: Span.of(text, text.index(words), text.index(words) + len(words))  # noqa: E731
    quote = Quote(id="q1", kind=QuoteKind.INDIRECT, spans=(at("the pier is safe"),), speaker="s1", said="2024-11-17")
    claim = Claim(
        id="c1", span=at("the pier is safe"), speaker="s1", quote="q1", polarity=Polarity.NEGATIVE,
        stance_cues=(at("denied"),), about="2024-21",
    )  # fmt: skip
    speaker = Speaker(id="s1", name="Ana Brill", kind=SpeakerKind.PERSON, role="engineer", affiliation="Quay Board")
    article = Article(text=text, title="Pier", outlet="Post", authors=("Lea Moor",))
    found = Extraction(article=article, speakers=(speaker,), quotes=(quote,), claims=(claim,))
    (graph,) = json.loads(exported("claim", found))
    (written,) = graph["@graph"]
    assert written["text"] == "It is not true that the pier is safe"
    assert written["appearance"]["text"] == "the pier is safe"
    assert written["appearance"]["isPartOf"]["publisher"]["name"] == "Post"
    assert written["author"] == {
        "@type": "Person", "name": "Ana Brill", "jobTitle": "engineer",
        "affiliation": {"@type": "Organization", "name": "Quay Board"},
    }  # fmt: skip
    assert (written["dateCreated"], written.get("temporalCoverage")) == ("2024-11-17", None)


@pytest.mark.parametrize(
    ("kind", "key", "expected"),
    [
        (SpeakerKind.GROUP, "author", {"@type": "Organization", "name": "X"}),
        (SpeakerKind.ORGANIZATION, "author", {"@type": "Organization", "name": "X"}),
        (SpeakerKind.DOCUMENT, "isBasedOn", {"@type": "CreativeWork", "name": "X"}),
        (SpeakerKind.UNNAMED, "author", {"@type": "Person", "description": "X"}),
    ],
)
def test_holders_of_each_kind(kind: SpeakerKind, key: str, expected: dict[str, str]) -> None:
    claim = Claim(id="c1", span=Span.of("Fog.", 0, 3), speaker="s1")
    speaker = Speaker(id="s1", name="X", kind=kind)
    found = Extraction(article=Article(text="Fog."), speakers=(speaker,), claims=(claim,))
    (graph,) = json.loads(exported("claim", found))
    assert graph["@graph"][0][key] == expected
    assert ("author" in graph["@graph"][0]) is (key == "author")


# Parquet


@given(st.lists(extractions(), max_size=2))
def test_parquet_holds_the_rows_of_the_table(found: list[Extraction]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(exported("parquet", *found)))
    assert table.to_pylist() == [row for extraction in found for row in extraction.to_records()]
    assert table.column_names == list(COLUMNS)
    assert table.schema.metadata[b"claimkit_schema_version"] == SCHEMA_VERSION.encode()


def test_parquet_without_its_library_is_told_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    with pytest.raises(ClaimkitError, match=r"pyarrow is not installed: pip install 'claimkit\[arrow\]'"):
        exported("parquet", example())


# Hostile words in each field and format


def everywhere(words: str) -> Extraction:
    """An extraction with the same words in every field that holds text."""
    article = Article(id=words, text=words, title=words, outlet=words, authors=(words,), url=words)
    span = Span.of(words, 0, len(words))
    speaker = Speaker(
        id="s1", name=words, kind=SpeakerKind.PERSON, role=words, affiliation=words, party=words, mentions=(span,)
    )
    quote = Quote(id="q1", kind=QuoteKind.DIRECT, spans=(span,), speaker="s1", source=span, cue=span, said=words)
    claim = Claim(
        id="c1",
        span=span,
        speaker="s1",
        quote="q1",
        text_in_context=words,
        stance_cues=(span,),
        target=span,
        about=words,
    )
    problem = Problem(code="odd", message=words, span=span)
    return Extraction(article=article, speakers=(speaker,), quotes=(quote,), claims=(claim,), problems=(problem,))


class Tags(HTMLParser):
    """Counts the tags that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.seen.append("/" + tag)


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("format_name", WHOLE)
def test_hostile_words_come_back_as_they_were(format_name: str, words: str) -> None:
    assert read_back(format_name, exported(format_name, everywhere(words))) == [everywhere(words)]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("format_name", JSON_ARRAYS)
def test_hostile_words_are_inert_in_a_page_and_on_a_terminal(format_name: str, words: str) -> None:
    written = exported(format_name, everywhere(words)).decode()
    assert not re.search(r"[<>&\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]", written)
    page = Tags()
    page.feed(f'<script type="application/ld+json">{written}</script>')
    page.close()
    assert page.seen == ["script", "/script"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_break_no_line_of_brat_and_conll(words: str) -> None:
    found = everywhere(words)
    content = dict(brat.files([found]))
    ann = next(value for name, value in content.items() if name.endswith(".ann"))
    assert words in content.values()
    assert all(re.match(r"[TRA#]\d+\t\w", line) for line in ann.splitlines())
    names, comments, sentences = columns(exported("conll", found))
    assert all(len(cells) == len(names) for sentence in sentences for cells in sentence)
    assert all(re.match(r"# (newdoc id|speaker s1|left out) = ", comment) for comment in comments)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_run_in_no_spreadsheet(words: str) -> None:
    (row,) = csv.DictReader(io.StringIO(exported("csv", everywhere(words)).decode(), newline=""))
    assert not any(cell[0] in "=+-@\t\r\n＝＋－＠" for cell in row.values() if cell)
    assert unguarded(row["claim"]) == words
