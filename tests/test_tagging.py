"""The tagger: windows cover the text, evidence and probabilities become attributions, weights may be absent."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from claimkit import tagging
from claimkit.attribution import attribute
from claimkit.errors import ModelError
from claimkit.findings import BlockKind
from claimkit.layout import layout
from claimkit.parsing import load, parse
from claimkit.pipeline import extract
from claimkit.quotes import pair_marks
from claimkit.tagging.confidence import FEATURES, confidence
from claimkit.tagging.decoding import decode
from claimkit.tagging.evidence import (
    CONTENT,
    CUE,
    ITSELF,
    NO_CUE,
    NO_RULES,
    SOURCE,
    UNASKED,
    cue_marks,
    gather,
    seen_from,
)
from claimkit.tagging.running import Tied
from claimkit.tagging.windows import CLOSING, INSIDE, OPENING, OUTSIDE, SIZE, Window, view, windows

needs_weights = pytest.mark.skipif(tagging.shipped() is None, reason="the weights are not in this checkout")
TEXT = "“The weir is sound,” said Orla Fenwick, who runs it. Basil Trome doubts that the gates will hold."
ODD = st.text(st.characters(codec="utf-8"), max_size=400)


@pytest.fixture(scope="module")
def weights():
    folder = tagging.shipped()
    assert folder is not None
    return tagging.load(folder)


def read(text):
    plan = layout(text)
    quotations, _ = pair_marks(text, plan.blocks)
    doc = parse(text, plan.blocks, load())
    return doc, plan, quotations, attribute(doc, layout=plan, quotations=quotations)


def window_of(words, states=None):
    """Build a window of one piece a word; return it and its text."""
    text = " ".join(words)
    starts = [sum(len(word) + 1 for word in words[:k]) for k in range(len(words))]
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    zeros = [0] * len(words)
    ids = [1, *[5] * len(words), 2]  # one before the first word, the separator behind the last
    kinds = [0] * len(ids)
    columns = (ids, kinds, [0, *(states or zeros), 0], kinds, range(1, len(words) + 1), starts, ends)
    return Window(*(np.array(column, np.int64) for column in columns)), text


# ---- windows


@needs_weights
@given(st.lists(ODD, max_size=4).map("\n\n".join))
@example("")
@example("a" * 3000)
@example("“" * 700)
@example("\u0301\u200b\ufeff\x00 “No,” said Ada Brook.\u2028" * 90)
@example("word " * 2000)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_windows_hold_the_words_of_the_text_in_order(weights, text):
    plan = layout(text)
    quotations, _ = pair_marks(text, plan.blocks)
    assert len(view(text, quotations)) == len(text)
    before = 0
    for window in windows(text, plan.blocks, quotations, weights.tokenizer):
        assert len(window.ids) == len(window.case) == len(window.state) == len(window.kind) <= SIZE
        assert len(window.first) == len(window.start) == len(window.end)
        for start, end in zip(window.start, window.end, strict=True):
            assert before <= start <= end <= len(text)
            before = int(start)


@needs_weights
def test_no_word_of_a_paragraph_is_lost(weights):
    text = "\n\n".join(f"Paragraph {n} says that {'very ' * (n * 9)}little happened in the town." for n in range(1, 60))
    plan = layout(text)
    found = windows(text, plan.blocks, (), weights.tokenizer)
    words = [text[s:e] for window in found for s, e in zip(window.start, window.end, strict=True)]
    assert "".join(words) == "".join(text.split())


@needs_weights
def test_furniture_is_not_read_and_marks_of_any_style_are_told(weights):
    text = "Fog on the quay\n\nBy Mara Ives\n\n‘We wait,’ said Ona Lisk.\n\nShare this article"
    plan = layout(text)
    quotations, _ = pair_marks(text, plan.blocks)
    (window,) = windows(text, plan.blocks, quotations, weights.tokenizer)
    words = [text[s:e] for s, e in zip(window.start, window.end, strict=True)]
    assert "Mara" not in words
    assert "Share" not in words
    states = dict(zip(words, window.words(window.state).tolist(), strict=True))
    assert (states["‘"], states["wait"], states["’"], states["Ona"]) == (OPENING, INSIDE, CLOSING, OUTSIDE)


# ---- evidence


@needs_weights
def test_what_rules_and_parse_say_is_seen_from_the_cue(weights):
    doc, plan, quotations, ruled = read(TEXT)
    (window,) = windows(TEXT, plan.blocks, quotations, weights.tokenizer)
    starts = np.array([token.idx for token in doc])
    evidence = gather(doc, starts, window, ruled)
    words = [TEXT[s:e] for s, e in zip(window.start, window.end, strict=True)]
    cues = [word for word, mark in zip(words, cue_marks(evidence), strict=True) if mark != NO_CUE]
    assert cues == ["said", "doubts"]
    parts, paths = seen_from(evidence, words.index("doubts"))
    told = {
        part: [word for word, each in zip(words, parts, strict=True) if each == part] for part in (SOURCE, CUE, CONTENT)
    }
    assert told == {
        SOURCE: ["Basil", "Trome"],
        CUE: ["doubts"],
        CONTENT: ["that", "the", "gates", "will", "hold"],
    }
    assert [word for word, path in zip(words, paths, strict=True) if path == ITSELF] == ["doubts"]
    unasked = gather(doc, starts, window, None)
    assert set(cue_marks(unasked)) == {NO_RULES}
    assert set(seen_from(unasked, 0)[0]) == {UNASKED}


# ---- decoding


def tied(at, probability, letters):
    """Give each word the role of its letter (s, q, c, .) with 0.9; capitals and digits with less."""
    likely = {"s": 1, "q": 2, "c": 3, ".": 0}
    rows = []
    for letter in letters:
        row = np.full(4, 0.1 / 3)
        if letter == "?":  # content, hardly
            row[:] = (0.6, 0.0, 0.0, 0.4)
        else:
            row[likely[letter]] = 0.9
        rows.append(row)
    return Tied(at, probability, np.array(rows))


@pytest.mark.parametrize(
    ("words", "cues", "expected"),
    [
        ("Ona said it rained .", [(1, 0.9, "sqcc.")], [("Ona", "said", ["it rained"])]),
        ("It rained , Ona said , all day .", [(4, 0.9, "cc.sq.cc.")], [("Ona", "said", ["It rained", "all day"])]),
        ("Ona said it ? rained", [(1, 0.9, "sqc?c")], [("Ona", "said", ["it ? rained"])]),  # a doubtful word inside
        ("Ona said it rained", [(1, 0.2, "sqcc")], []),  # the cue is not likely enough
        ("Ona said so", [(1, 0.9, "sq.")], []),  # nothing is attributed
        ("It was said that it rained", [(1, 0.9, ".qqccc")], [("", "was said", ["that it rained"])]),
        # the less likely of two cues that share a word is dropped
        ("Ona has said it rained", [(1, 0.9, "sqqcc"), (2, 0.6, "sqqcc")], [("Ona", "has said", ["it rained"])]),
    ],
)
def test_probabilities_become_attributions(words, cues, expected):
    window, text = window_of(words.split())
    found = decode(window, [tied(*each) for each in cues], text, least=0.5)

    def cut(span):
        return text[slice(*span)] if span else ""

    assert [(cut(each.source), cut(each.cue), [cut(part) for part in each.content]) for each in found] == expected


def test_a_quotation_is_taken_whole_or_not_at_all():
    words = ['"', "We", "all", "know", "it", "rained", '"', "said", "Ona"]
    states = [OPENING, *[INSIDE] * 5, CLOSING, OUTSIDE, OUTSIDE]
    window, text = window_of(words, states)
    (found,) = decode(window, [tied(7, 0.9, "..?ccccqs")], text, least=0.5)
    assert [text[slice(*part)] for part in found.content] == ["We all know it rained"]
    assert decode(window, [tied(7, 0.9, ".....cc" + "qs")], text, least=0.5) == []


# ---- confidence, weights, the whole


def test_confidence_is_a_probability():
    seen = dict.fromkeys(FEATURES, 1e6)
    assert 0 <= confidence(seen, dict.fromkeys(FEATURES, -1.0)) < 0.001
    assert 0.999 < confidence(seen, dict.fromkeys(FEATURES, 1.0)) <= 1
    assert math.isclose(confidence(seen, {}), 0.5)


@needs_weights
@pytest.mark.parametrize("asked", [True, False])
def test_the_tagger_finds_whose_words_they_are_with_and_without_the_rules(weights, asked):
    doc, plan, quotations, ruled = read(TEXT)
    given = ruled if asked else None
    tagged = tagging.tag(doc, layout=plan, quotations=quotations, attributions=given, weights=weights)
    found = tagged.attributions
    assert {TEXT[start:end] for start, end, kind in tagged.entities if kind == "PERSON"} == {
        "Orla Fenwick",
        "Basil Trome",
    }
    own = {TEXT[slice(*each.cue)]: TEXT[slice(*each.source)] for each in found if each.ruled is None and each.source}
    assert own["doubts"] == "Basil Trome"
    assert own["said"].startswith("Orla Fenwick")
    assert {each.ruled for each in found if each.ruled is not None} == ({0, 1} if asked else set())
    assert all(0 <= each.confidence <= 1 for each in found)


@needs_weights
def test_a_paragraph_is_read_alike_wherever_windows_are_cut_before_it():
    """Windows go through the encoder one by one, so what is far away changes nothing."""
    filler = "\n\n".join(
        "Rain fell on the lower town for the whole of the day and nobody was hurt by it." for _ in range(12)
    )
    short, long = (extract(f"{'x ' * 250}\n\n{TEXT}\n\n{'y ' * 250}{more}") for more in ("", f"\n\n{filler}"))
    assert short.quotes == long.quotes


@needs_weights
def test_the_same_text_gives_the_same_bytes_with_any_number_of_threads(root):
    def written(threads):
        environment = {
            **os.environ,
            "OMP_NUM_THREADS": threads,
            "RAYON_NUM_THREADS": threads,
            "PYTHONHASHSEED": threads,
        }
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        command = [sys.executable, "-m", "claimkit.cli", "extract", "fixtures/ferry_report.txt"]
        return subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True).stdout

    once, again = written("1"), written("3")
    assert once == again
    assert b'"quotes"' in once


def test_rules_remain_where_the_weights_are_absent(monkeypatch):
    monkeypatch.setattr(tagging, "shipped", lambda: None)
    assert extract(TEXT).quotes == extract(TEXT, model=None).quotes != ()


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json", "settings.json"])
@needs_weights
def test_weights_with_a_part_missing_are_an_error_of_one_line(tmp_path, name):
    for file in tagging.shipped().iterdir():
        if file.name != name:
            (tmp_path / file.name).symlink_to(file)
    with pytest.raises(ModelError, match="cannot be loaded") as told:
        tagging.load(tmp_path)
    assert len(str(told.value).splitlines()) == 1


@needs_weights
def test_the_weights_are_small_and_hold_no_pickle():
    folder = tagging.shipped()
    files = sorted(folder.iterdir())
    assert sum(file.stat().st_size for file in files) <= 26_000_000
    assert {file.suffix for file in files} <= {".onnx", ".json", ".md"}
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert all(word in card for word in ("PolNeAR", "licence", "seed", "MiniLM"))
    assert json.loads((folder / "settings.json").read_text())["confidence"].keys() == {"tagged", "ruled"}


@needs_weights
def test_headings_hold_no_quotes_even_where_the_tagger_sees_some():
    found = extract("Minister says fog will lift\n\nThe minister, Ada Brook, said on Monday that the fog would lift.")
    headings = [block for block in layout(found.article.text).blocks if block.kind is BlockKind.HEADING]
    assert headings
    assert all(span.start >= headings[0].end for quote in found.quotes for span in quote.spans)
