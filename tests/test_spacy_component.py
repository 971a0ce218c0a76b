"""The component for spaCy: found by name, writes spans and the extraction, and both travel with the Doc."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
import spacy
from spacy.tokens import DocBin

from claimkit import Article, extract
from claimkit.errors import ModelError
from claimkit.spacy_component import KEY, LABELS

TEXT = "“Fog won’t close the port,” said pilot Runa Tolvey on Monday. She doubts that the fer-\nry will sail [at all]."

BY_NAME = """
import sys, spacy
nlp = spacy.blank("en")
assert "claimkit.results" not in sys.modules and "claimkit.models" not in sys.modules
nlp.add_pipe("claimkit")
doc = nlp(sys.argv[1])
print([span.label_ for span in doc.spans["claimkit"]], doc._.claimkit.quotes[0].kind.value)
"""


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("claimkit")
    return nlp


@pytest.fixture(scope="module")
def doc(nlp):
    doc = nlp.make_doc(TEXT)
    doc._.claimkit_article = {"published": "2024-11-24"}
    return nlp(doc)


def spans(doc):
    return [(span.start_char, span.end_char, span.label_, span.id_) for span in doc.spans[KEY]]


def test_spacy_finds_the_component_by_its_name_alone():
    paths = os.pathsep.join(filter(None, sys.path))
    process = subprocess.run(
        [sys.executable, "-c", BY_NAME, TEXT],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
    )
    assert process.returncode == 0, process.stderr
    assert process.stdout.startswith("['content', 'source', 'cue',")
    assert process.stdout.endswith("direct\n")


def test_the_extraction_is_that_of_the_text(doc):
    assert doc._.claimkit == extract(Article(text=TEXT, published="2024-11-24"))
    assert doc._.claimkit.quotes[0].said == "2024-11-18"
    assert doc._.claimkit_article == {"published": "2024-11-24"}


def test_each_span_of_the_extraction_has_a_span_of_the_doc(doc):
    found = doc._.claimkit
    expected = [(claim.span, "claim", claim.id) for claim in found.claims]
    for quote in found.quotes:
        expected += [(span, "content", quote.id) for span in quote.spans]
        expected += [(span, label, quote.id) for span, label in ((quote.source, "source"), (quote.cue, "cue")) if span]
    assert len(spans(doc)) == len(expected)
    assert {span.label_ for span in doc.spans[KEY]} == set(LABELS)
    for stretch, label, name in expected:
        # A span of a Doc has whole tokens: those that the stretch touches.
        assert any(
            start <= stretch.start and stretch.end <= end and (other, held) == (label, name)
            for start, end, other, held in spans(doc)
        )


def test_a_doc_comes_back_from_bytes_and_from_a_docbin(nlp, doc):
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    stored = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (binned,) = DocBin().from_bytes(stored).get_docs(spacy.blank("en").vocab)
    for each in (again, binned):
        assert each._.claimkit == doc._.claimkit
        assert each._.claimkit_article == doc._.claimkit_article
        assert spans(each) == spans(doc)


def test_other_processes_hand_the_results_back(nlp):
    texts = [TEXT, "It rained."]
    found = list(nlp.pipe(texts, n_process=2, batch_size=1))
    assert [each._.claimkit.article.text for each in found] == texts
    assert spans(found[0]) == spans(nlp(TEXT))


def test_a_pipeline_that_is_saved_has_it(nlp, tmp_path):
    rules = spacy.blank("en")
    rules.add_pipe("claimkit", config={"model": None})
    rules.to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    assert again.get_pipe("claimkit").model is None
    assert again(TEXT)._.claimkit == extract(Article(text=TEXT), model=None)


def test_displacy_shows_the_spans(doc):
    page = spacy.displacy.render(doc, style="span", options={"spans_key": KEY}, jupyter=False)
    shown = re.sub(r"<[^>]*>", " ", page).split()
    assert set(LABELS) <= set(shown)
    assert shown.count("Tolvey") == 1


@pytest.mark.parametrize("text", ["", " ", "\n\n", "“", "a\u0301 \u202e“b” said c.", "😀 “Yes,” said Ada Brook."])
def test_odd_texts_raise_nothing(nlp, text):
    found = nlp(text)
    assert found._.claimkit.article.text == text == found.text


def test_before_the_component_there_is_nothing(nlp):
    assert nlp.make_doc("It rained.")._.claimkit is None


def test_a_missing_pipeline_is_said_on_one_line():
    other = spacy.blank("en")
    other.add_pipe("claimkit", config={"pipeline": "en_none"})
    with pytest.raises(ModelError, match="pip install"):
        other("It rained.")
