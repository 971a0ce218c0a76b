"""The records: spans are exact, ids resolve, JSON comes back as it went."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from claimkit.errors import ClaimkitError, InputError
from claimkit.models import (
    SCHEMA_VERSION,
    Alone,
    Article,
    Aspect,
    Attitude,
    Certainty,
    ClaimRef,
    Pair,
    Polarity,
    Problem,
    QuoteKind,
    Relation,
    Span,
)
from claimkit.results import Comparison, Extraction
from claimkit.schemas import json_schema
from claimkit.testing import Saying, assert_spans_exact, build, example

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
SAYINGS = st.builds(
    Saying,
    speaker=st.none() | NAMES,
    words=WORDS,
    role=st.none() | NAMES,
    kind=st.sampled_from(QuoteKind),
    polarity=st.sampled_from(Polarity),
    certainty=st.sampled_from(Certainty),
    attitude=st.sampled_from(Attitude),
    said=st.none() | st.just("2024-11-17"),
    claims=st.none() | st.just(()),
)
EXTRACTIONS = st.builds(
    lambda sayings, title, outlet: build(*sayings, title=title, outlet=outlet),
    st.lists(SAYINGS, max_size=4),
    st.none() | NAMES,
    st.none() | NAMES,
)


def changed(**parts: Any) -> dict[str, Any]:
    """The example as a dictionary, with some of its parts replaced."""
    return {**example().model_dump(), **parts}


@given(EXTRACTIONS)
def test_json_comes_back_as_it_went(extraction: Extraction) -> None:
    written = extraction.to_json()
    assert Extraction.from_json(written) == extraction
    assert Extraction.from_json(written).to_json() == written


@given(EXTRACTIONS)
def test_every_span_is_an_exact_stretch_of_the_text(extraction: Extraction) -> None:
    assert_spans_exact(extraction)


def test_assert_spans_exact_can_fail() -> None:
    moved = example().model_copy(update={"article": Article(text="Something else altogether.")})
    with pytest.raises(AssertionError, match="is '', not"):
        assert_spans_exact(moved)


def test_json_keeps_the_order_of_the_contract_and_every_null() -> None:
    written = json.loads(example().to_json())
    assert list(written) == ["schema_version", "article", "speakers", "quotes", "claims", "problems"]
    assert list(written["article"]) == ["id", "title", "outlet", "authors", "url", "published", "text"]
    assert written["article"]["url"] is None
    quote, claim = written["quotes"][0], written["claims"][0]
    assert ",".join(quote) == "id,kind,spans,speaker,source,cue,said,parent,confidence"
    assert ",".join(claim) == (
        "id,span,speaker,quote,form,text_in_context,polarity,certainty,attitude,stance_cues,target,about,"
        "factuality,subjectivity,check_worthiness,confidence"
    )
    assert claim["quote"] is None


def test_the_json_schema_asks_for_every_key_of_the_contract() -> None:
    schema = json_schema()
    assert schema["required"] == list(json.loads(example().to_json()))
    assert "problems" not in schema["$defs"]["Article"]["properties"]
    for node in schema["$defs"].values():
        assert node.get("required", []) == list(node.get("properties", {}))


@pytest.mark.parametrize("place", ["speakers", "quotes", "claims", "problems"])
def test_a_span_that_is_not_in_the_text_is_refused(place: str) -> None:
    parts = changed(problems=[Problem(code="odd", message="odd", span=Span.of(example().article.text, 0, 3))])
    assert Extraction(**parts)
    wrong = {"start": 0, "end": 3, "text": "xyz"}
    record = {
        "speakers": {"id": "s9", "name": "x", "kind": "person", "mentions": [wrong]},
        "quotes": {"id": "q9", "kind": "direct", "spans": [wrong]},
        "claims": {"id": "c9", "span": wrong, "speaker": None},
        "problems": {"code": "odd", "message": "odd", "span": wrong},
    }[place]
    with pytest.raises(ValidationError, match="is not 'xyz'"):
        Extraction(**{**parts, place: [*parts[place], record]})


@pytest.mark.parametrize(
    ("place", "field", "value", "message"),
    [
        ("quotes", "id", "q2", "share the quote id 'q2'"),
        ("claims", "id", "c2", "share the claim id 'c2'"),
        ("speakers", "id", "s2", "share the speaker id 's2'"),
        ("quotes", "speaker", "s99", "no record 's99'"),
        ("quotes", "parent", "q99", "no record 'q99'"),
        ("quotes", "parent", "q1", "its own parent"),
        ("claims", "speaker", "s99", "no record 's99'"),
        ("claims", "quote", "q99", "no record 'q99'"),
    ],
)
def test_ids_are_unique_and_resolve(place: str, field: str, value: str, message: str) -> None:
    parts = changed()
    records = [dict(record) for record in parts[place]]
    records[0][field] = value
    with pytest.raises(ValidationError, match=message):
        Extraction(**{**parts, place: records})


def test_records_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        example().claims = ()  # type: ignore[misc]


def test_a_newer_major_schema_is_refused_on_one_line() -> None:
    for written, kind in ((example().to_json(), Extraction), (comparison().to_json(), Comparison)):
        newer = written.replace(f'"{SCHEMA_VERSION}"', '"2.0"', 1)
        with pytest.raises(InputError, match=r"schema_version: schema 2\.0") as caught:
            kind.from_json(newer)
        assert "\n" not in str(caught.value)


def test_a_newer_minor_schema_is_read_without_what_it_added() -> None:
    newer = json.loads(example().to_json())
    newer["schema_version"] = "1.7"
    newer["novelty"] = 3
    newer["claims"][0]["novelty"] = {"a": 1}
    assert Extraction.from_json(json.dumps(newer)) == example()


@pytest.mark.parametrize("kind", [Extraction, Comparison])
@pytest.mark.parametrize(
    "broken", ["", "{", "[]", "null", "[" * 100_000, '{"schema_version": "1.0"}', '{"article": "\\ud800"}']
)
def test_broken_json_gives_one_line(broken: str, kind: type[Extraction] | type[Comparison]) -> None:
    with pytest.raises(InputError, match=f"this is no {kind.__name__.lower()} that claimkit can read") as caught:
        kind.from_json(broken)
    assert "\n" not in str(caught.value)


def test_problems_of_the_article_stand_on_the_extraction_only() -> None:
    article = Article(text="Fog.", problems=(Problem(code="odd", message="odd"),))
    extraction = Extraction(article=article, problems=article.problems)
    assert extraction.article.problems == ()
    assert Extraction.from_json(extraction.to_json()) == extraction


def test_repr_is_one_short_line() -> None:
    assert repr(example()) == str(example())
    assert (
        repr(example()) == "Extraction(article='The ferry to Holm is late', speakers=3, quotes=2, claims=4, problems=0)"
    )


def comparison() -> Comparison:
    """A comparison of the example with an article that says the opposite."""
    other = build(Saying("Ida Holm", "The ferry will not sail again in May", role="mayor"))
    one = example()
    pair = Pair(
        relation=Relation.DIFFER,
        aspect=Aspect.POLARITY,
        score=0.75,
        about="the ferry",
        a=ClaimRef(article=one.article.id, claim="c2"),
        b=ClaimRef(article=other.article.id, claim="c1"),
        why="One says so, the other denies it.",
    )
    return Comparison(articles=(one.article.id, other.article.id), pairs=(pair,), extractions=(one, other))


@pytest.mark.parametrize("result", [example(), comparison(), build(), Comparison(articles=())], ids=repr)
def test_frames_and_tables_hold_the_records(result: Extraction | Comparison) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    pyarrow = pytest.importorskip("pyarrow")
    records = result.to_records()
    assert isinstance(result.to_polars(), polars.DataFrame)
    assert result.to_polars().to_dicts() == records
    assert isinstance(result.to_arrow(), pyarrow.Table)
    assert result.to_arrow().to_pylist() == records
    frame = result.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert [
        {name: None if pandas.isna(cell) else cell for name, cell in row.items()} for row in frame.to_dict("records")
    ] == records
    assert list(frame.columns) == result.to_arrow().column_names == result.to_polars().columns


def test_columns_have_the_types_of_what_they_hold() -> None:
    pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    assert str(example().to_pandas()["start"].dtype) == "Int64"
    assert str(example().to_arrow().schema.field("quote_end").type) == "int64"
    assert str(build().to_arrow().schema.field("claim").type) == "string"
    assert str(comparison().to_pandas()["score"].dtype) == "Float64"
    assert str(comparison().to_arrow().schema.field("score").type) == "double"
    assert str(comparison().to_arrow().schema.field("a_start").type) == "int64"


@pytest.mark.parametrize("result", [example(), comparison()], ids=repr)
@pytest.mark.parametrize(
    ("library", "method", "extra"),
    [("pandas", "to_pandas", "pandas"), ("polars", "to_polars", "polars"), ("pyarrow", "to_arrow", "arrow")],
)
def test_a_missing_library_is_named_on_one_line(
    library: str, method: str, extra: str, result: Extraction | Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ClaimkitError, match=rf"pip install 'claimkit\[{extra}\]'"):
        getattr(result, method)()


def test_a_comparison_comes_back_as_it_went() -> None:
    written = comparison().to_json()
    assert Comparison.from_json(written).to_json() == written
    assert Comparison.from_json(written).extractions == ()
    read = Comparison.from_json(written)
    assert (read.pairs, read._repr_html_()) == (comparison().pairs, None)
    with pytest.raises(InputError, match="with_extractions"):
        read.to_records()
    one, other = comparison().extractions
    assert read.with_extractions(other, one) == comparison()
    assert read.with_extractions(other, one, build()).to_records() == comparison().to_records()
    with pytest.raises(InputError, match=f"article '{other.article.id}' was compared and is not given"):
        read.with_extractions(one)
    with pytest.raises(InputError, match=f"article '{one.article.id}' lacks 'c2': give the extraction that was"):
        read.with_extractions(one.model_copy(update={"claims": ()}), other)
    heard = read.model_copy(update={"alone": (Alone(article=one.article.id, speakers=("s9",)),)})
    with pytest.raises(InputError, match="lacks 's9'"):
        heard.with_extractions(one, other)


ELSEWHERE = {
    "pairs": {
        "relation": "agree", "score": 0.5, "about": "", "why": "", "a": {"article": "far", "claim": "c1"},
        "b": {"article": "near", "claim": "c1"},
    },
    "positions": {"issue": "It sails.", "article": "far", "speaker": "s1", "position": "supports"},
    "alone": {"article": "far"},
}  # fmt: skip


@pytest.mark.parametrize("key", ELSEWHERE)
def test_a_comparison_names_only_articles_that_were_compared(key: str) -> None:
    assert Comparison.from_json(json.dumps({"articles": ["near", "far"], key: [ELSEWHERE[key]]}))
    with pytest.raises(InputError, match="article 'far' is not one of those compared"):
        Comparison.from_json(json.dumps({"articles": ["near"], key: [ELSEWHERE[key]]}))


@pytest.mark.parametrize("result", [example(), comparison()], ids=repr)
def test_what_is_written_is_valid_by_the_schema_that_is_committed(result: Extraction | Comparison, root: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    name = type(result).__name__.lower()
    schema = json.loads((root / "docs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    written = json.loads(result.to_json())
    validator.validate(written)
    for key in written:
        lacking = {other: value for other, value in written.items() if other != key}
        assert not validator.is_valid(lacking), key


@pytest.mark.parametrize("name", ["extraction", "comparison"])
def test_the_schema_that_is_committed_is_that_of_the_records(name: str, root: Path) -> None:
    # After a change that is meant: claimkit schema NAME > docs/schema/NAME.schema.json
    committed = (root / "docs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert committed == json.dumps(json_schema(name), indent=2) + "\n"


def test_a_schema_that_there_is_not_is_refused() -> None:
    with pytest.raises(InputError, match="'article' is not one of extraction, comparison"):
        json_schema("article")
