"""Polarity, certainty and attitude of claims, case by case and for any text."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.findings import Attribution, Proposition
from claimkit.lexicon import entries, words
from claimkit.models import Attitude, Certainty, Form, Polarity, QuoteKind
from claimkit.parsing import load, parse
from claimkit.stance import assess

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases" / "stance.toml").read_text(encoding="utf-8"))["case"]
SHARED = Path(os.environ.get("CLAIMKIT_SHARED", HERE.parent.parent / "shared"))


def span_of(text, part):
    start = text.index(part)
    return start, start + len(part)


def judged(case):
    text = case["text"]
    claim = span_of(text, case.get("claim", text))
    form = Form(case.get("form", "proposition"))
    attribution = None
    if "cue" in case:
        attribution = Attribution((claim,), None, span_of(text, case["cue"]), QuoteKind.INDIRECT, "test")
    proposition = Proposition(*claim, 0 if attribution else None, form)
    return assess(parse(text, (), load()), proposition, attribution=attribution)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_stance_of_a_sentence(case):
    stance = judged(case)
    for field in ("polarity", "certainty", "attitude"):
        if field in case:
            assert getattr(stance, field) == case[field], field
    if "target" in case:
        assert stance.target is not None
        assert case["text"][slice(*stance.target)] == case["target"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The levy is unlikely to change much.", ["unlikely"]),
        ("Nobody saw the slide coming.", ["Nobody"]),
        ("The rule may not apply to islands.", ["may", "not"]),
        ("The rule greatly changed the trade.", ["greatly"]),
        ("The board meets on the second Monday.", []),
    ],
)
def test_cues_are_the_words_that_decide(text, expected):
    stance = assess(parse(text, (), load()), Proposition(0, len(text), None), attribution=None)
    assert [text[start:end] for start, end in stance.cues] == expected


def test_a_cue_of_the_quote_is_shown_only_where_it_decides():
    shown = {
        cue: judged({"text": f"Odile Marsh {cue} the lock will hold.", "claim": "the lock will hold", "cue": cue}).cues
        for cue in ("said", "believes")
    }
    assert shown["said"] == ()
    assert shown["believes"] == ((12, 20),)


def test_a_span_outside_the_text_is_positive_certain_and_neutral():
    stance = assess(parse("It rained.", (), load()), Proposition(50, 60, None), attribution=None)
    assert stance[:5] == (Polarity.POSITIVE, Certainty.CERTAIN, Attitude.NEUTRAL, (), None)


def test_no_word_is_both_favourable_and_unfavourable():
    assert not words("stance")["favourable"] & words("stance")["unfavourable"]


@pytest.mark.parametrize(("name", "table"), [("stance", "operator"), ("cues", "implies")])
def test_every_effect_names_values_of_the_scales(name, table):
    for row in entries(name)[table].values():
        assert row["words"]
        assert {row.get("certainty", "certain"), row.get("negated", "certain")} <= set(Certainty)
        assert row.get("attitude", "neutral") in set(Attitude)


VOCABULARY = "the mayor not never no said denied whether if may is unlikely to fall and nobody but"
WORDS = (*VOCABULARY.split(), *',."3%')


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=60),
    st.tuples(*[st.integers(-3, 70)] * 4),
    st.booleans(),
)
def test_any_text_gives_a_stance_with_exact_spans(text, offsets, quoted):
    doc = parse(text, (), load())
    start, end, cue_start, cue_end = offsets
    attribution = Attribution(((start, end),), None, (cue_start, cue_end), QuoteKind.DIRECT, "test") if quoted else None
    proposition = Proposition(start, end, 0 if quoted else None, Form.ATTITUDE if end % 2 else Form.PROPOSITION)
    stance = assess(doc, proposition, attribution=attribution)
    assert list(stance.cues) == sorted(set(stance.cues))
    assert all(0 <= lo < hi <= len(text) for lo, hi in stance.cues)
    if stance.target is not None:
        assert 0 <= stance.target[0] < stance.target[1] <= len(text)
    assert stance == assess(doc, proposition, attribution=attribution)


def test_work_grows_with_the_length_of_a_sentence_and_not_faster(lines_run):
    def work(clauses):
        unit = "and the rain fell on the town, "
        doc = parse(unit * clauses, (), load())
        claims = [Proposition(at, at + 29, None) for at in range(0, len(unit) * clauses, len(unit))]
        return lines_run(lambda: [assess(doc, claim, attribution=None) for claim in claims])

    work(5)
    assert work(200) < 5.5 * work(50)


@pytest.mark.corpus
def test_past_events_of_a_factuality_corpus_keep_their_polarity():
    path = SHARED / "data" / "uds_ih2" / "dev.jsonl"
    if not path.exists():
        pytest.skip(f"corpus not found: {path}")
    from spacy.tokens import Doc

    right = seen = 0
    for line in path.read_text(encoding="utf-8").split("\n")[:200]:
        row = json.loads(line)
        doc = load()(Doc(load().vocab, words=row["text"].split(" ")))
        for target in row["targets"]:
            token = doc[target["span1"][0]]
            if token.dep_ != "ROOT" or token.tag_ not in {"VBD", "VBZ", "VBP"} or abs(target["label"]) < 1:
                continue
            stance = assess(doc, Proposition(token.sent.start_char, token.sent.end_char, None), attribution=None)
            seen += 1
            right += (stance.polarity is Polarity.POSITIVE) == (target["label"] > 0)
    assert seen > 50
    assert right / seen >= 0.9
