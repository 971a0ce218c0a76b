"""The gate holds, and it and the scorers that it reads do what they say."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

import attribution  # noqa: E402
import eval_gate  # noqa: E402
import gold  # noqa: E402
from assignment import assignment  # noqa: E402
from claimkit.testing import Saying, build  # noqa: E402

TEXT = "“The pump is old,” Ona Lisk said. But Ivo Grell thinks that it will last for years."
SPOKEN = {"content": [[0, 18]], "source": [[19, 27]], "cue": [[28, 32]]}
THOUGHT = {"content": [[56, 82]], "source": [[38, 47]], "cue": [[48, 54]]}
ROW = {"id": "one", "text": TEXT, "attributions": [SPOKEN, THOUGHT]}


@pytest.mark.parametrize(
    "name", ["fixtures", *(pytest.param(name, marks=pytest.mark.corpus) for name in ("pairs", "polnear"))]
)
def test_no_figure_is_under_its_floor(name):
    if not eval_gate.present(name):
        pytest.skip(f"the files of {name} are not here")
    assert eval_gate.failures(eval_gate.read_pins()[name], eval_gate.SETS[name][0]()) == []


def test_every_set_is_pinned():
    assert list(eval_gate.read_pins()) == list(eval_gate.SETS)


PINNED = {"set": {"floors": {"F": 0.5}, "sha256": {"a/b": "0"}}}


@pytest.mark.parametrize(("figure", "told"), [(0.4996, 0), (0.4994, 1), (0.9, 0), (float("nan"), 1)])
def test_a_figure_may_lie_under_its_floor_by_epsilon_only(figure, told):
    assert len(eval_gate.failures(PINNED["set"], eval_gate.Measured({"F": figure}, {"a/b": "0"}))) == told


def test_a_figure_that_is_measured_no_more_fails():
    assert eval_gate.failures(PINNED["set"], eval_gate.Measured({}, {"a/b": "0"})) != []


@pytest.mark.parametrize("digests", [{"a/b": "1"}, {}, {"a/b": "0", "a/c": "0"}])
def test_a_file_that_changed_left_or_came_fails(digests):
    assert len(eval_gate.failures(PINNED["set"], eval_gate.Measured({"F": 0.5}, digests))) == 1


def test_update_refuses_to_lower_a_floor():
    measured = {"set": eval_gate.Measured({"F": 0.4}, {"a/b": "1"})}
    with pytest.raises(ValueError, match="would sink"):
        eval_gate.repinned(PINNED, measured)
    assert eval_gate.repinned(PINNED, measured, allow_regression=True)["set"]["floors"] == {"F": 0.4}


def test_update_raises_floors_and_never_creeps_down():
    up = eval_gate.repinned(PINNED, {"set": eval_gate.Measured({"F": 0.61238}, {})})
    assert up["set"] == {"floors": {"F": 0.6123}, "sha256": {}}
    near = eval_gate.repinned(PINNED, {"set": eval_gate.Measured({"F": 0.4998}, {})})
    assert near["set"]["floors"] == {"F": 0.5}


def test_pins_survive_being_written(tmp_path, monkeypatch):
    monkeypatch.setattr(eval_gate, "FLOORS", tmp_path / "floors.toml")
    eval_gate.FLOORS.write_text(eval_gate.written(PINNED), encoding="utf-8")
    assert eval_gate.read_pins() == PINNED


def scored(*predicted):
    return attribution.evaluate([ROW], {"one": predicted})


def test_the_gold_itself_scores_full():
    scores = scored(SPOKEN, THOUGHT)
    full = [name for name, value in scores.items() if isinstance(value, attribution.Score) and value.f1 == 1.0]
    assert full == [
        "content token",
        "content exact",
        "content IoU>=.5",
        "attribution",
        "attribution direct",
        "attribution indirect",
        "source token",
        "cue token",
    ]
    assert scores["source accuracy"] == 1.0


def test_marks_and_punctuation_at_the_edges_of_a_content_do_not_count():
    assert scored({**SPOKEN, "content": [[1, 16]]}, THOUGHT)["content exact"].f1 == 1.0


def test_a_wrong_source_costs_the_attribution_and_not_the_content():
    scores = scored({**SPOKEN, "source": [[38, 47]]}, THOUGHT)
    assert (scores["content IoU>=.5"].f1, scores["attribution"].f1, scores["source accuracy"]) == (1.0, 0.5, 0.5)


def test_a_prediction_matches_once():
    assert scored(SPOKEN, SPOKEN, THOUGHT)["attribution"].precision == pytest.approx(2 / 3)


def test_of_two_equal_contents_the_one_with_the_right_source_is_matched():
    assert scored({**SPOKEN, "source": []}, SPOKEN, THOUGHT)["attribution"].recall == 1.0


@pytest.mark.parametrize(
    ("worth", "best"),
    [
        ([[1.0, 2.0], [3.0, 9.0]], [(0, 0), (1, 1)]),
        ([[5.0, 4.0], [5.0, 0.0]], [(0, 1), (1, 0)]),
        ([[1.0], [7.0], [2.0]], [(1, 0)]),
        ([], []),
    ],
)
def test_the_assignment_is_the_best_one(worth, best):
    assert sorted(assignment(worth)) == best


def hand_made(extraction, **changes):
    quote, claim = extraction.quotes[0], extraction.claims[0]
    told = {"speaker": "Ana Brill", "role": "engineer", "when": None, "nested_in": None}
    spoken = {"id": "q1", "kind": "direct", "content": [(s.start, s.end) for s in quote.spans], **told}
    span = (claim.span.start, claim.span.end)
    stated = {"id": "c1", "span": span, "holder": "Ana Brill", "polarity": "positive", "certainty": "certain"}
    stated |= {"attitude": "neutral", "when": None}
    edges = {"source": None, "cue": None}
    return {"attributions": [spoken | edges | changes], "claims": [stated], "not_attributions": []}


def test_an_extraction_that_is_right_is_judged_right():
    extraction = build(Saying("Ana Brill", "the pier is safe", role="engineer"))
    outcome = gold.judge("pier", hand_made(extraction), extraction)
    assert set(gold.figures(outcome.tally).values()) == {1.0}
    assert outcome.notes == []


def test_what_is_wrong_is_counted_and_told():
    extraction = build(Saying("Ana Brill", "the pier is safe", role="engineer"))
    outcome = gold.judge("pier", hand_made(extraction, speaker="Udo Carr", kind="mixed"), extraction)
    figures = gold.figures(outcome.tally)
    assert (figures["F"], figures["told"], figures["kind"], figures["role"]) == (1.0, 0.0, 0.0, 1.0)
    assert [note.split()[:3] for note in outcome.notes] == [["wrong", "q1", "speaker"], ["wrong", "q1", "kind"]]


def test_strings_of_a_page_are_found_after_their_excerpt():
    row = {"content": ["it holds"], "source": None, "cue": "said", "excerpt": "Udo said it holds"}
    anchored = gold.anchored({"anchors": "strings", "attributions": [row]}, "Ana said  it\nholds. Udo said it\nholds.")
    assert anchored["attributions"][0]["content"] == [(29, 37)]
    assert anchored["attributions"][0]["cue"] == (24, 28)
