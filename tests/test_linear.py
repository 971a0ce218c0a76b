"""The time of claimkit's own stages grows with the length of an article, not with its square."""

from __future__ import annotations

import gc
import sys
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from spacy.tokens import Doc

from claimkit.models import Article
from claimkit.parsing import parse

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import speed

UNIT = 10_000
"""Code points of the text that is parsed; longer ones repeat it, so that the parse costs no time here."""
MIDDLE, LARGEST = 10, 30
BOUND = 2.5
"""How much dearer a code point of a larger text may be; a stage that is quadratic reaches 10, then 3."""
ATTEMPTS = 3
"""Measurements before a stage is said to grow: a busy machine makes any one of them too large."""


@cache
def unit():
    article = Article(text=speed.text_of(UNIT, cast="growing") + "\n\n")
    return article, speed.parsed(article)


@cache
def stages(times):
    """Return each stage as a call on the unit repeated so many times."""
    article, doc = unit()
    longer = Article(text=article.text * times)
    joined = Doc.from_docs([doc] * times, ensure_whitespace=False)
    return len(longer.text), dict(speed.own_stages(longer, joined))


def microseconds(name, times):
    length, calls = stages(times)
    gc.collect()
    return 1e6 * speed.cpu(calls[name], runs=3) / length


def test_a_repeated_text_has_the_parse_of_its_unit_repeated():
    article, doc = unit()
    joined = Doc.from_docs([doc] * 3, ensure_whitespace=False)
    assert len(joined.text) == 3 * len(article.text)
    assert [token.idx for token in joined[len(doc) : 2 * len(doc)]] == [token.idx + len(article.text) for token in doc]
    assert [token.dep_ for token in joined] == 3 * [token.dep_ for token in doc]


def growth(name, smaller, larger):
    """Return the least of a few measurements of how much dearer a code point of the larger text is."""
    found = []
    while not found or (found[-1] > BOUND and len(found) < ATTEMPTS):
        found.append(microseconds(name, larger) / microseconds(name, smaller))
    return min(found)


@pytest.mark.parametrize("name", speed.STAGES)
def test_a_stage_grows_linearly(name):
    # The largest text only after the middle one: it would take a quadratic stage minutes.
    assert growth(name, 1, MIDDLE) <= BOUND
    assert growth(name, MIDDLE, LARGEST) <= BOUND


ENDLESS = "she said that the board which he called a ruin fears it will not hold and told them so "


@pytest.mark.parametrize("name", speed.STAGES)
def test_a_sentence_that_never_ends_costs_a_stage_no_more_than_many_sentences(name):
    short, long = (endless(times)[name] for times in (20, 300))
    longer = long[1] / short[1]
    dearer = [speed.cpu(long[0]) / speed.cpu(short[0]) / longer for _ in range(ATTEMPTS)]
    assert min(dearer) <= BOUND, dearer


@cache
def endless(times):
    article = Article(text=ENDLESS * times)
    return {name: (call, len(article.text)) for name, call in speed.own_stages(article, speed.parsed(article))}


class GivenError(Exception):
    """Raised in place of a parse; its argument is the text that was to be parsed."""


class Refusing:
    def make_doc(self, text):
        raise GivenError(text)


@pytest.mark.parametrize("piece", ["“", "“‘", "(", "\"'", "$", "http://a.example/"])
def test_the_tokenizer_gets_no_endless_run_without_blanks(piece):
    text = piece * (20_000 // len(piece))
    with pytest.raises(GivenError) as recorded:
        parse(text, (), Refusing())
    # The tokenizer's time goes with the square of such a run.
    given = recorded.value.args[0]
    assert len(given) == len(text)
    assert max(map(len, given.split())) <= 1_000


def test_the_texts_of_the_benchmark_are_varied_and_as_long_as_asked():
    paragraphs = list(islice(speed.texts("growing"), 90))
    assert len(set(paragraphs)) > 70
    assert len(set(islice(speed.texts("same"), 90))) == 9
    assert len(speed.text_of(30_000)) == pytest.approx(30_000, abs=500)
    assert speed.text_of(20_000, cast="growing") == speed.text_of(20_000, cast="growing")
