"""The gate holds, and it and the scorers that it reads do what they say."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

import attribution  # noqa: E402
import attribution_calibration  # noqa: E402
import attribution_cues  # noqa: E402
import eval_gate  # noqa: E402
import gold  # noqa: E402
from assignment import assignment  # noqa: E402
from claimkit.testing import Saying, build  # noqa: E402

TEXT = "“The pump is old,” Ona Lisk said. But Ivo Grell thinks that it will last for years."
SPOKEN = {"content": [[0, 18]], "source": [[19, 27]], "cue": [[28, 32]]}
THOUGHT = {"content": [[56, 82]], "source": [[38, 47]], "cue": [[48, 54]]}
OTHERS = {**SPOKEN, "source": [[38, 47]]}
ROW = {"id": "one", "text": TEXT, "attributions": [SPOKEN, THOUGHT]}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.corpus] if name != "fixtures" else []) for name in eval_gate.SETS],
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
    figures = scored(SPOKEN, THOUGHT)
    assert [name for name, score in figures.scores.items() if score.f1 == 1.0] == [
        "content token",
        "content exact",
        "content IoU>=.5",
        "content IoU>=.5 direct",
        "content IoU>=.5 indirect",
        "attribution",
        "attribution direct",
        "attribution indirect",
        "attribution lenient source",
        "attribution token",
        "source token",
        "cue token",
    ]
    assert figures.accuracies == {"source accuracy": 1.0, "source accuracy lenient": 1.0}
    assert (figures.intervals["attribution"], figures.gold, figures.predicted) == ((1.0, 1.0), 2, 2)


def test_marks_and_punctuation_at_the_edges_of_a_content_do_not_count():
    assert scored({**SPOKEN, "content": [[1, 16]]}, THOUGHT).scores["content exact"].f1 == 1.0


def test_a_wrong_source_costs_the_attribution_and_not_the_content():
    figures = scored({**SPOKEN, "source": [[38, 47]]}, THOUGHT)
    assert (figures.scores["content IoU>=.5"].f1, figures.scores["attribution"].f1) == (1.0, 0.5)
    assert figures.accuracies["source accuracy"] == 0.5


def test_a_prediction_matches_once():
    assert scored(SPOKEN, SPOKEN, THOUGHT).scores["attribution"].precision == pytest.approx(2 / 3)


def test_of_two_equal_contents_the_one_with_the_right_source_is_matched():
    assert scored({**SPOKEN, "source": []}, SPOKEN, THOUGHT).scores["attribution"].recall == 1.0


@pytest.mark.parametrize(
    ("source", "strict", "lenient"),
    [
        ([[19, 27]], 1.0, 1.0),  # Ona Lisk
        ([[23, 27]], 1.0, 1.0),  # Lisk: half of the tokens
        ([[23, 41]], 0.5, 1.0),  # Lisk said. But Ivo: one token of five
        ([[38, 47]], 0.5, 0.5),  # Ivo Grell
        ([], 0.5, 0.5),
    ],
)
def test_a_lenient_source_needs_one_token(source, strict, lenient):
    figures = scored({**SPOKEN, "source": source}, THOUGHT)
    assert figures.scores["attribution"].f1 == figures.accuracies["source accuracy"] == strict
    assert figures.scores["attribution lenient source"].f1 == figures.accuracies["source accuracy lenient"] == lenient


@pytest.mark.parametrize(
    ("predicted", "precision", "recall"),  # of ten tokens in contents, Ona Lisk's are four
    [
        ([SPOKEN, THOUGHT], 1.0, 1.0),
        ([{**SPOKEN, "content": [[0, 9]]}, {**SPOKEN, "content": [[10, 18]]}, THOUGHT], 1.0, 1.0),  # cut in two
        ([OTHERS, THOUGHT], 0.6, 0.6),
        ([OTHERS, SPOKEN, THOUGHT], 1.0, 1.0),
        ([THOUGHT], 1.0, 0.6),
        ([{**SPOKEN, "content": [[0, 37]]}], 0.5, 0.4),  # four tokens too many
        ([], 0.0, 0.0),
    ],
)
def test_tokens_are_attributed_however_contents_are_cut(predicted, precision, recall):
    assert scored(*predicted).scores["attribution token"][:2] == (precision, recall)


def test_precision_goes_by_the_class_of_the_prediction_and_recall_by_that_of_the_gold():
    scores = scored({**SPOKEN, "content": [[0, 32]]}, THOUGHT).scores  # matches, with words outside the marks
    for name in ("content IoU>=.5", "attribution"):
        assert [scores[f"{name} {kind}"][:2] for kind in ("direct", "mixed", "indirect")] == [(0, 1), (1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("family", "cues"),
    [
        ("say", ("SAID", "according to", "said, warning")),
        ("other speech", ("according", "conceded", "was urging")),
        ("other cue", ("unsaid", "urgent", "thinks", "")),
    ],
)
def test_cues_fall_into_families(family, cues):
    assert {attribution_cues.family(cue) for cue in cues} == {family}


@pytest.mark.parametrize(
    ("predicted", "say", "other"),
    [
        ([SPOKEN, THOUGHT], (1.0, 1.0, 1), (1.0, 1.0, 1)),
        ([{**SPOKEN, "cue": []}], (1.0, 1.0, 1), (0.0, 0.0, 1)),  # it is the cue of the gold that counts
        ([OTHERS], (1.0, 0.0, 1), (0.0, 0.0, 1)),
        ([], (0.0, 0.0, 1), (0.0, 0.0, 1)),
    ],
)
def test_recall_goes_by_the_family_of_the_cue(predicted, say, other):
    assert scored(*predicted).recalls == {"say": say, "other speech": (0.0, 0.0, 0), "other cue": other}


@pytest.mark.parametrize(
    ("judged", "error"),
    [
        ([(1.0, True), (0.0, False)], 0.0),
        ([(0.9, False)], 0.9),
        ([(0.52, True), (0.58, False)], 0.05),  # one bin
        ([(0.45, True), (0.55, False)], 0.55),  # two bins
        ([(0.95, True), (0.95, True), (0.95, True), (0.15, True)], 0.25),  # bins weigh what they hold
    ],
)
def test_the_error_of_confidence_is_expected_over_bins(judged, error):
    assert attribution_calibration.expected_error(judged) == pytest.approx(error)


def test_less_confident_predictions_are_left_out_and_the_rest_is_matched_anew():
    wrong, right = {**OTHERS, "confidence": 0.4}, {**SPOKEN, "content": [[0, 13]], "confidence": 0.7}
    told = attribution.report([ROW], {"one": [wrong, right, {**THOUGHT, "confidence": 0.9}]}).calibration
    assert [told.at_least[least][:2] for least in (0.0, 0.5, 0.7)] == [(2 / 3, 1.0), (1.0, 1.0), (1.0, 1.0)]
    assert told.at_least[0.9][:2] == (1.0, 0.5)
    assert told.error == pytest.approx((0.4 + 0.3 + 0.1) / 3)


@pytest.mark.parametrize("predicted", [[], [SPOKEN], [{**SPOKEN, "confidence": 0.9}, THOUGHT]])
def test_confidence_is_not_judged_where_it_is_not_given(predicted):
    assert attribution.report([ROW], {"one": predicted}).calibration is None


def test_rules_are_run_and_clocked_and_quotes_inside_others_left_out():
    text = "Ona Lisk said that Ivo Grell had claimed that the pump was old."
    runs = attribution.predict([{"id": "a", "text": text}, ROW | {"id": "b"}], ["rules", "spaCy"])
    assert [text[row["content"][0][0] :] for row in runs["rules"].found["a"]] == ["that" + text.split("that", 1)[1]]
    assert [row["source"] for row in runs["rules"].found["b"]] == [[(19, 27)], [(38, 47)]]
    assert all(0 < row["confidence"] <= 1 for row in runs["rules"].found["b"])
    assert all(run.seconds > 0 for run in runs.values())


def test_the_gate_measures_both_systems_under_their_own_names():
    names = list(eval_gate.attributions([ROW]))
    assert names[: len(names) // 2] == [name.removeprefix("rules: ") for name in names[len(names) // 2 :]]
    assert {"attribution F1", "source accuracy", "rules: attribution F1", "rules: source accuracy"} < set(names)


def test_predictions_are_scored_from_the_command_line(tmp_path, capsys):
    files = [tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl"]
    for file, attributions in zip(files, (ROW["attributions"], [OTHERS, THOUGHT]), strict=True):
        file.write_text(json.dumps({**ROW, "attributions": attributions}) + "\n", encoding="utf-8")
    arguments = [str(files[0]), "--predictions", str(files[1])]
    attribution.main([*arguments, "--json"])
    told = json.loads(capsys.readouterr().out)
    figures = told["systems"]["predictions"]
    assert figures["scores"]["attribution"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert figures["recall by cue"]["say"] == {"content": 1.0, "attribution": 0.0, "gold": 1}
    assert (told["articles"], figures["CPU seconds"], figures["expected calibration error"]) == (1, None, None)
    attribution.main([*arguments, "--misses"])
    table = capsys.readouterr().out
    assert "missed direct   [Ona Lisk] <said> “The pump is old,”" in table
    assert "wrong  direct   [Ivo Grell] <said> “The pump is old,”" in table
    with pytest.raises(ValueError, match="not in the gold: one"):
        attribution.read_predictions(files[1], [])


def test_a_system_that_is_not_there_says_why_and_the_others_are_written(tmp_path, capsys, monkeypatch):
    (tmp_path / "gold.jsonl").write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    monkeypatch.setattr("claimkit.tagging.shipped", lambda: None)
    names = [part for name in ("rules", "tagger") for part in ("--system", name)]
    attribution.main([str(tmp_path / "gold.jsonl"), *names, "--write", str(tmp_path / "found.jsonl")])
    lines = capsys.readouterr().out.splitlines()
    assert (lines[0].split(), lines[1].split()) == (["rules", "tagger"], ["no", "weights"])
    assert [line.split()[-1] for line in lines if line.startswith("  predicted")] == ["-"]
    assert any(line.startswith("  times spaCy") for line in lines)
    assert [file.name for file in tmp_path.glob("found*")] == ["found-rules.jsonl"]


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
