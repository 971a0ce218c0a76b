"""What claims are when they stand alone: whom and what their pronouns, shared subjects and event nouns take up."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.context import Telling, antecedents, in_context
from claimkit.findings import Attribution, Block, BlockKind, Layout, Proposition
from claimkit.models import QuoteKind
from claimkit.parsing import load, parse
from claimkit.pipeline import extract

CASES = tomllib.loads((Path(__file__).parent / "cases" / "context.toml").read_text(encoding="utf-8"))["case"]


def layout_of(text):
    return Layout(tuple(Block(m.start(), m.end(), BlockKind.PARAGRAPH) for m in re.finditer(r"[^\n]+", text)))


def sentences_in_context(text, telling=None):
    layout = layout_of(text)
    doc = parse(text, layout.blocks, load())
    stated = [Proposition(sent.start_char, sent.end_char, None) for sent in doc.sents]
    return stated, in_context(doc, text, stated, layout=layout, telling=telling or Telling())


def leaves_the_words_in_order(span, shown):
    outside = [re.escape("".join(part.split())) for part in re.split(r"\[[^\]]*\]", shown)]
    return re.fullmatch(".*?".join(outside), "".join(span.split()), re.DOTALL) is not None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_claims_in_context(case):
    result = extract(case["text"], model=None)
    assert [claim.text_in_context for claim in result.claims if claim.text_in_context] == case["alone"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_span_stays_as_it_is(case):
    result = extract(case["text"], model=None)
    for claim in result.claims:
        assert case["text"][claim.span.start : claim.span.end] == claim.span.text
        if claim.text_in_context is not None:
            assert claim.text_in_context != claim.span.text
            assert leaves_the_words_in_order(claim.span.text, claim.text_in_context)


def test_the_table_is_large_and_often_adds_nothing():
    assert len(CASES) >= 60
    assert len({case["text"] for case in CASES}) == len(CASES)
    assert sum(not case["alone"] for case in CASES) >= 25


def test_the_genitive_follows_the_apostrophe_of_the_article():
    text = "Tilda Crane’s mill burnt. Her barn stood."
    assert [claim.text_in_context for claim in extract(text, model=None).claims] == [None, "[Tilda Crane’s] barn stood"]


def test_an_empty_text_has_nothing_in_context():
    assert sentences_in_context("") == ([], [])


def test_a_span_that_cuts_a_token_has_no_context():
    text = "Tilda Crane sold the mill. She left."
    layout = layout_of(text)
    doc = parse(text, layout.blocks, load())
    cut = [Proposition(28, 35, None), Proposition(27, 35, None)]
    assert in_context(doc, text, cut, layout=layout, telling=Telling()) == [None, "[Tilda Crane] left"]


def test_names_of_headings_are_not_taken_up():
    text = "Tilda Crane\nShe left."
    blocks = (Block(0, 11, BlockKind.HEADING), Block(12, 21, BlockKind.PARAGRAPH))
    doc = parse(text, blocks, load())
    assert in_context(doc, text, [Proposition(12, 20, None)], layout=Layout(blocks), telling=Telling()) == [None]


def test_antecedents_are_every_place_of_the_name():
    text = "Tilda Crane sold the mill. Crane was tired. She left."
    layout = layout_of(text)
    doc = parse(text, layout.blocks, load())
    found = antecedents(doc, text, layout=layout, telling=Telling())
    assert found == {text.index("She"): ((0, 11), (27, 32))}


VOCABULARY = "Tilda Crane Hugo Finch the board mayor who which sold closed it she he they this that decision move and"
MARKS = (
    ",",
    ".",
    ";",
    '"',
    "“",
    "”",
    "said",
    "to",
    "of",
    "her",
    "its",
    "we",
    "I",
    "my",
    "3%",
    "had",
    "\n",
    "’s",
    "[",
    "]",
)
WORDS = (*VOCABULARY.split(), *MARKS)


@given(
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=60),
    st.lists(st.tuples(*[st.integers(0, 150)] * 4), max_size=4),
)
def test_any_text_keeps_the_words_of_its_claims(text, numbers):
    told = [Attribution(((a, a + b),), (c, c + 3), (d, d + 4), QuoteKind.DIRECT, "test") for a, b, c, d in numbers]
    stated, alone = sentences_in_context(text, Telling(told, [None] * len(told)))
    assert len(stated) == len(alone)
    for each, shown in zip(stated, alone, strict=True):
        if shown is not None and "[" not in text and "]" not in text:
            assert leaves_the_words_in_order(text[each.start : each.end], shown)


def test_work_grows_with_the_length_of_the_text_and_not_faster(lines_run):
    paragraph = (
        "Odile Marsh closed the lock at noon and opened the gate. The move saved two farms. She said that it had been "
        "weak for years. Its owner, Hugo Finch, who runs the mill, told her that they would mend it.\n"
    )

    def work(copies):
        text = paragraph * copies
        layout = layout_of(text)
        doc = parse(text, layout.blocks, load())
        stated = [Proposition(sent.start_char, sent.end_char, None) for sent in doc.sents]
        shown = []
        lines = lines_run(lambda: shown.extend(in_context(doc, text, stated, layout=layout, telling=Telling())))
        assert len(shown) == len(stated)
        return lines

    work(2)
    assert work(60) < 4.4 * work(15)


def test_a_sentence_that_never_ends_costs_no_more_than_many_sentences(lines_run):
    def work(copies):
        text = "the board sold the mill which she said it had bought and he told them so and this is its move " * copies
        layout = layout_of(text)
        doc = parse(text, layout.blocks, load())
        return lines_run(
            lambda: in_context(doc, text, [Proposition(0, len(text), None)], layout=layout, telling=Telling())
        )

    assert work(80) < 5.5 * work(20)
