"""The fixtures' gold fits its articles, and no text, cut or made up, makes the pipeline raise or lose an offset."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from claimkit.errors import InputError
from claimkit.models import Article
from claimkit.pipeline import extract
from claimkit.reading import read
from claimkit.testing import assert_spans_exact

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
sys.path.insert(0, str(FIXTURES))

import build_gold  # noqa: E402

COMPILED = build_gold.compiled()
GOLDS = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((FIXTURES / "gold").glob("*.json"))]
ANNOTATED = [gold for gold in GOLDS if "file" in gold]
ARTICLES = sorted(path for path in FIXTURES.iterdir() if path.suffix in {".txt", ".html"})


@pytest.mark.parametrize("path", COMPILED, ids=lambda path: path.name)
def test_gold_is_what_its_source_compiles_to(path):
    assert path.read_text(encoding="utf-8") == COMPILED[path], "run: python fixtures/build_gold.py"


def test_gold_has_no_file_without_a_source():
    assert {path.name for path in COMPILED} == {path.name for path in (FIXTURES / "gold").glob("*.json")}


def test_every_article_has_gold():
    assert [path.name for path in ARTICLES] == sorted(gold["file"] for gold in ANNOTATED)


@pytest.mark.parametrize("gold", ANNOTATED, ids=lambda gold: gold["file"])
def test_every_gold_span_is_exact(gold):
    text = build_gold.article_text(FIXTURES / gold["file"])
    if gold["anchors"] == "strings":
        flat = " ".join(text.split())
        assert [row["excerpt"] for row in rows(gold) if flat.count(row["excerpt"]) != 1] == []
        assert [words for words in strings(gold) if words not in flat] == []
    else:
        assert [(span, words) for span, words in spans(gold) if text[slice(*span)] != words] == []


@pytest.mark.parametrize("gold", ANNOTATED, ids=lambda gold: gold["file"])
def test_an_article_has_enough_gold_to_measure_on(gold):
    assert len(gold["attributions"]) >= 15
    assert len(gold["claims"]) >= 12
    assert gold["not_attributions"]


def rows(gold):
    return [*gold["attributions"], *gold["claims"], *gold["not_attributions"]]


def spans(gold):
    for row in rows(gold):
        for key in ("content", "source", "cue", "span"):
            if row.get(key):
                many = row[key] if key == "content" else [row[key]]
                yield from zip(many, row["content_text"] if key == "content" else [row[f"{key}_text"]], strict=True)


def strings(gold):
    for row in rows(gold):
        yield from [*row.get("content", ()), *filter(None, (row.get(key) for key in ("source", "cue", "span")))]


BROKEN = [
    ("quote q1 direct | Ana\n    {=It rains=}", "occurs 2 times"),
    ("quote q1 direct | Ana\n    {=It snows=}", "occurs 0 times"),
    ("quote q1 direct | Ana\n    {=It rains, he said", "do not pair"),
    ("quote q1 direct | Ana\n    {=It rains, =}he", "white space"),
    ("quote q1 loud | Ana\n    {=It rains, he=}", "no such kind"),
    ("quote q1 direct | Ana | on Monday\n    {=It rains, he=}", "not an EDTF date"),
    ("quote q1 direct | Ana | in q7\n    {=It rains, he=}", "nested in what does not exist"),
    ("claim c1 Ana | + sure pro\n    It rains, he", "no such stance"),
    ("claim c1 Ana | + certain pro\n    It rains, he\nclaim c1 Ana | + certain pro\n    he said", "given twice"),
    ("remark r1\n    It rains, he", "a record is"),
]


@pytest.mark.parametrize(("record", "told"), BROKEN, ids=[re.sub(r"\s+", " ", record) for record, _ in BROKEN])
def test_an_annotation_that_does_not_fit_is_refused(record, told, tmp_path, monkeypatch):
    monkeypatch.setattr(build_gold, "HERE", tmp_path)
    (tmp_path / "rain.txt").write_text("It rains, he said. “It rains.”", encoding="utf-8")
    source = tmp_path / "rain.src"
    head = "file: rain.txt\npublished: -\noutlet: -\ntitle: -\nauthor: -\n"
    source.write_text(f"{head}\n{record}\n", encoding="utf-8")
    with pytest.raises(build_gold.GoldError, match=told):
        build_gold.build(source)


def cuts(length):
    """Give what is left of an article that is cut off at every 150th character, and the ends of it, as [start, end)."""
    yield from ((0, min(end, length)) for end in range(150, length + 150, 150))
    yield from ((start, length) for start in range(length // 2, length, 400))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_a_cut_article_raises_nothing_and_keeps_spans_exact(path):
    text = path.read_bytes().decode("utf-8")
    parts = [text[start:end] for start, end in cuts(len(text))]
    articles = [as_article(part, is_page=path.suffix == ".html") for part in parts]
    assert sum(article is not None for article in articles) > len(articles) / 2
    for article in filter(None, articles):
        assert_spans_exact(extract(article))


def as_article(text, *, is_page):
    if not is_page:
        return Article(text=text, published="2024-11-24")
    try:
        return read(text.encode(), input_format="html")
    except InputError:  # a page that ends in its head has no text
        return None


PIECES = st.sampled_from([
    *"“”‘’\"'«»„`´()[]{}—–-,.:;?!…•",
    "''", "``", "’s", "s’", "“‘", "’”", ",”", ".’ ", "?” ", ": “", "\n“", "(“", "” — ",
    " ", " ", " ", "\n", "\n\n", "\r\n", "\r", "\t", "\u2028", "\x85", "\x0b", "\x0c", "\xa0", "\u3000",
    "\0", "\x07", "\x1b[2J", "\x7f", "\u200b", "\u202e", "\ufeff", "\ufffe", "\ud800", "\udfff",
    "e\u0301", "👩\u200d🚀", "ﬁ", "İ", "w" * 40, "Ada Quill", "Mr Ferro", "Dr. Lowe", "Sen. Ona Lisk", "the ministry",
    "She", "they", "Who", "Q:", "A:", "By Udo Carr", " said", " says", " told ", " according to ", "According to ",
    " who ", " that ", " denied ", " fears ", " wants to ",
    " called it ", " added", " never ", " may ", " no ", "not ", " unlikely ", " must ", " because ", " if ", " and ",
    "the bridge", "is unsafe", "will close", "rain", "on Monday", "in 2019", "last week", "next spring", "31 February",
    "<b>", "[/b]", "&amp;", "=SUM(A1)", "{=", "http://a.example/?q=“", "@ada", "#rain", "5%", "$3m",
])  # fmt: skip


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=st.lists(PIECES, min_size=1, max_size=25))
def test_any_text_keeps_every_span_exact(pieces):
    source = "".join(pieces).encode("utf-8", "surrogatepass")
    try:
        article = read(source, input_format="text", published="2024-11-24")
    except InputError:  # nothing but blanks, or so many controls that it is no text
        assume(False)
    assert_spans_exact(extract(article))
