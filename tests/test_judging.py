"""What the tagger judges of words and sentences: negation with its scope, factuality, views; for any text."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimkit import extract, tagging

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import certainty  # noqa: E402
import claims  # noqa: E402
import corpus_tokens  # noqa: E402
import facts  # noqa: E402
import meantime  # noqa: E402
import negations  # noqa: E402
from judged import judged  # noqa: E402

pytestmark = pytest.mark.skipif(tagging.shipped() is None, reason="the weights are not in this checkout")

NEGATIONS = [
    ("The old crane did not move.", "not", "move"),
    ("The clerk didn’t open the gate.", "n’t", "open"),
    ("It was an unsafe bridge.", "un", "safe"),
    ("Nobody told the harbour master.", "Nobody", "told"),
    ("She left without her coat.", "without", "coat"),
    ("He never paid the fare.", "never", "paid"),
    ("It is by no means safe.", "by no means", "safe"),
]


@pytest.mark.parametrize(("text", "cue", "word"), NEGATIONS)
def test_a_negation_has_its_cue_and_reaches_its_word(text, cue, word):
    found = judged(text).judgements.negations
    assert [[text[slice(*part)] for part in each.cue] for each in found] == [[cue]]
    at = text.index(word)
    assert any(start <= at < end for start, end in found[0].scope)


@pytest.mark.parametrize("text", ["The crane moved at noon.", "The universe is old."])
def test_what_negates_nothing_is_no_cue(text):
    assert judged(text).judgements.negations == ()


ATTITUDES = [
    ("The minister is playing with fire.", "unfavourable"),
    ("It was a desperate attempt to save face.", "unfavourable"),
    ("The harbour scheme is the best thing to happen to this town in years.", "favourable"),
    ("The nurses were heroic from the first hour to the last.", "favourable"),
    ("The council meets on the first Tuesday of the month.", "neutral"),
]


@pytest.mark.parametrize(("text", "attitude"), ATTITUDES)
def test_an_attitude_needs_no_listed_word(text, attitude):
    assert [claim.attitude.value for claim in extract(text).claims] == [attitude]


HAPPENED = [
    ("The crane fell into the dock.", "The crane will fall into the dock.", "f"),
    ("The board sold the quay.", "The board refused to sell the quay.", "s"),
    ("The engineer saw that the cable broke.", "The engineer feared that the cable would break.", "b"),
    ("The engineer knew that the cable broke.", "The engineer hoped that the cable broke.", "b"),
    ("The ferry sank.", "The ferry did not sink.", "s"),
]


@pytest.mark.parametrize(("sure", "unsure", "initial"), HAPPENED)
def test_what_happened_is_more_factual_than_what_did_not(sure, unsure, initial):
    def of(text):
        read = judged(text)
        word = next(t for t in reversed(read.doc) if t.lower_[0] == initial and t.pos_ == "VERB")
        return read.judgements.factuality[word.i]

    assert of(sure) > of(unsure) + 0.5


def test_claims_carry_what_was_judged():
    claim = extract("The mayor sold the quay for 3 million crowns in May.").claims[0]
    assert claim.factuality > 1.5
    assert 0 <= claim.subjectivity <= 1
    assert 0 <= claim.check_worthiness <= 1


def test_rules_alone_judge_nothing():
    claim = extract("The mayor sold the quay for 3 million crowns in May.", model=None).claims[0]
    assert (claim.factuality, claim.subjectivity, claim.check_worthiness) == (None, None, None)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_judgements_of_any_text_lie_inside_it(text):
    read = judged(text)
    found = read.judgements
    assert len(found.factuality) == len(found.attitudes) == len(read.doc)
    assert all(-3 <= value <= 3 for value in found.factuality[~np.isnan(found.factuality)])
    for each in found.negations:
        assert all(0 <= start < end <= len(text) for start, end in (*each.cue, *each.scope))
    for sentence in found.sentences:
        assert 0 <= sentence.start < sentence.end <= len(text)
        assert all(0 <= share <= 1.0001 for share in sentence[2:])
    assert list(found.sentences) == sorted(found.sentences)
    assert [each.cue for each in found.negations] == sorted(each.cue for each in found.negations)


# ---- the readers of the benchmarks


def test_tokens_are_joined_as_text_is_written():
    tokens = ["``", "It", "was", "n't", "(", "yet", ")", "there", "''", ",", "Ada", "'s", "aunt", "said", "."]
    text, spans = corpus_tokens.joined(tokens)
    assert text == "\"It wasn't (yet) there\", Ada's aunt said."
    assert [text[a:b] for a, b in spans][1:4] == ["It", "was", "n't"]


def test_negations_are_read_with_parts_of_words(tmp_path):
    rows = [
        "x\t0\t0\tShe\tshe\tPRP\t*\t_\tShe\t_",
        "x\t0\t1\tis\tbe\tVBZ\t*\t_\tis\t_",
        "x\t0\t2\tunwell\tunwell\tJJ\t*\tun\twell\twell",
        "",
        "x\t1\t0\tYes\tyes\tUH\t*\t***",
    ]
    file = tmp_path / "task.txt"
    file.write_text("\n".join(rows), encoding="utf-8")
    one, other = negations.negated_sentences(file)
    assert one == (["She", "is", "unwell"], [negations.Negation((2,), (0, 1, 2), ("un",))])
    assert other == (["Yes"], [])


def test_facts_turn_the_company_and_its_chief_round(tmp_path):
    text = "Ada Brook runs Orsk Ltd."
    head = "fold\tdoc\tpass_start\tpass_end\tsbj_start\tsbj_end\tobj_start\tobj_end\tproperty\tpassage"
    rows = [f"1\td\t10\t34\t25\t33\t10\t19\tCEO\t{text}", f"1\td\t10\t34\t-\t-\t-\t-\tPOLITICAL_AFFILIATION\t{text}"]
    file = tmp_path / "facts.tsv"
    file.write_text("\n".join([head, *rows]), encoding="utf-8")
    (passage,) = facts.passages(file, {"1"})
    assert passage.facts == (((0, 9), (15, 23), "CEO"),)
    assert passage.asked == {"CEO", "POLITICAL_AFFILIATION"}
    assert list(passage.pairs()) == [((0, 9), (15, 23), [facts.UNKNOWN, 1, 0])]


def test_events_of_an_article_are_put_on_the_scale(tmp_path):
    words = "".join(
        f'<token t_id="{n}" sentence="{s}">{w}</token>'
        for n, (s, w) in enumerate([(0, "Rain"), (1, "May"), (2, "It"), (2, "may"), (2, "fall"), (2, ".")], 1)
    )
    event = '<EVENT_MENTION certainty="POSSIBLE" polarity="NEG" pred="fall"><token_anchor t_id="5"/></EVENT_MENTION>'
    (tmp_path / "a.xml").write_text(f"<Document>{words}{event}</Document>", encoding="utf-8")
    (article,) = meantime.articles(tmp_path)
    assert article.text == "Rain\n\nMay\n\nIt may fall."
    found = [(article.text[start:], value, lemma) for start, value, lemma in article.events]
    assert found == [("fall.", -0.75, "fall")]


def test_figures_are_those_of_the_books():
    told = certainty.figures([3.0, -3.0, 0.0], [2.0, -2.0, 0.0])
    assert told["r"] == pytest.approx(1.0)
    assert told["MAE"] == pytest.approx(2 / 3)
    told = claims.f1(["a", "a", "b", "b"], ["a", "b", "b", "b"])
    assert (told["a"], told["b"]) == pytest.approx((2 / 3, 0.8))
    assert told["macro"] == pytest.approx((2 / 3 + 0.8) / 2)
