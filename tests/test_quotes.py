"""Pairing of quotation marks: a table of cases, the invariants of every text, and time."""

from __future__ import annotations

import json
import os
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.findings import Block, BlockKind, Quotation
from claimkit.models import Problem
from claimkit.quotes import pair_marks

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases" / "quotes.toml").read_text(encoding="utf-8"))["case"]
CORPORA = Path(os.environ.get("CLAIMKIT_SHARED", HERE.parent.parent / "shared"))
MARKS = "\"'“”‘’«»‹›„‚″′`´"
DOUBLE = '"“”'


def blocks_of(text, kinds=(), label=None):
    """Cut a text at its blank lines; kinds name the first blocks, the rest are paragraphs."""
    found, start = [], 0
    for piece in text.split("\n\n"):
        if piece.strip():
            kind = BlockKind(kinds[len(found)]) if len(found) < len(kinds) else BlockKind.PARAGRAPH
            found.append(Block(start, start + len(piece), kind))
        start += len(piece) + 2
    if label:
        index, offset = label
        at = found[index].start + offset
        found[index] = found[index]._replace(label=(at, at + 1))
    return tuple(found)


def whole(text):
    return (Block(0, len(text), BlockKind.PARAGRAPH),)


def found_in(text, blocks=None):
    return pair_marks(text, blocks_of(text) if blocks is None else blocks)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case):
    text = case["text"]
    quotations, problems = pair_marks(text, blocks_of(text, case.get("kinds", ()), case.get("label")))
    found = [
        {"inner": [text[a:b] for a, b in q.inner], "depth": q.depth, "closed": q.closed, "mark": q.mark}
        for q in quotations
    ]
    expected = [
        {"depth": 0, "closed": True, "mark": got["mark"], **quote}
        for quote, got in zip(case["quotes"], found + [{"mark": None}] * len(case["quotes"]), strict=False)
    ]
    assert found == expected
    assert [problem.code for problem in problems] == case["problems"]


def test_case_ids_are_sentences_and_unique():
    ids = [case["id"] for case in CASES]
    assert len(set(ids)) == len(ids) >= 60
    assert all(" " in name for name in ids)


def test_problem_names_its_mark():
    text = "He left. “We sail at noon, she said."
    _, (problem,) = found_in(text)
    assert (problem.span.start, problem.span.end, problem.span.text) == (9, 10, "“")


def test_parts_hold_the_marks():
    text = "Ada: “One. \n\n“Two,” she said."
    (quotation,), _ = found_in(text)
    assert [text[a:b] for a, b in quotation.parts] == ["“One.", "“Two,”"]
    assert quotation == Quotation(((5, 10), (13, 19)), ((6, 10), (14, 18)), 0, True, "“")


def test_ten_thousand_nested_marks_pair():
    half = 5_000
    text = "“‘" * half + "no" + "’”" * half
    quotations, problems = found_in(text)
    assert (len(quotations), problems) == (2 * half, ())
    assert [quotation.depth for quotation in quotations] == list(range(2 * half))
    assert all(quotation.parts[0] == (n, len(text) - n) for n, quotation in enumerate(quotations))


@pytest.mark.parametrize("mark", [*MARKS, "“‘", "’”", "«“‘\"'"])
def test_marks_alone_are_no_quotation(mark):
    quotations, problems = found_in(mark * 2_001)
    assert quotations == ()
    assert {problem.code for problem in problems} <= {"unclosed-quote", "unopened-quote"}


def test_text_outside_the_blocks_is_not_read():
    text = '"No" "yes" "no"'
    quotations, problems = pair_marks(text, (Block(5, 10, BlockKind.PARAGRAPH),))
    assert ([quotation.parts for quotation in quotations], problems) == ([((5, 10),)], ())


TEXTS = st.text(alphabet=st.sampled_from(MARKS + MARKS + "abS19 .,:?—(\u00a0") | st.just("\n"), max_size=80)
ODD_TEXTS = st.text(max_size=60) | TEXTS
KINDS = st.lists(st.sampled_from([kind.value for kind in BlockKind]), max_size=12)


def spans_nest(quotations):
    """No two parts cross, and a part lies in as many others as its depth says."""
    parts = sorted((span, q.depth) for q in quotations for span in q.parts)
    parts.sort(key=lambda part: (part[0][0], -part[0][1]))
    stack = []
    for (start, end), depth in parts:
        while stack and stack[-1] <= start:
            stack.pop()
        if (stack and stack[-1] < end) or len(stack) != depth:
            return False
        stack.append(end)
    return True


@settings(deadline=None, max_examples=300)
@given(TEXTS, KINDS)
def test_quotations_keep_to_their_blocks_and_nest(text, kinds):
    blocks = blocks_of(text, kinds)
    quotations, _ = pair_marks(text, blocks)
    assert spans_nest(quotations)
    assert list(quotations) == sorted(quotations, key=lambda q: q.parts[0])
    for quotation in quotations:
        assert len(quotation.parts) == len(quotation.inner) > 0
        for (start, end), (low, high) in zip(quotation.parts, quotation.inner, strict=True):
            assert any(block.start <= start < end <= block.end for block in blocks)
            assert start < low < high <= end
            assert text[low:high] == text[low:high].strip()
        assert text.startswith(quotation.mark, quotation.parts[0][0])


@settings(deadline=None, max_examples=200)
@given(ODD_TEXTS, KINDS)
def test_nothing_raises_and_two_runs_agree(text, kinds):
    text = text.encode("utf-8", "replace").decode()
    blocks = blocks_of(text, kinds)
    assert pair_marks(text, blocks) == pair_marks(text, blocks)


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_each_problem_is_about_marks_and_each_unclosed_quotation_has_one(text):
    quotations, problems = found_in(text)
    for problem in problems:
        assert isinstance(problem, Problem)
        assert text[problem.span.start : problem.span.end] == problem.span.text
        assert set(problem.span.text) <= set(MARKS)
    noted = {at for p in problems if p.code == "unclosed-quote" for at in range(p.span.start, p.span.end)}
    assert all(quotation.closed or quotation.parts[0][0] in noted for quotation in quotations)


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_a_paragraph_without_open_ends_changes_nothing_after_it(text):
    before = "He said “no” to 'em.\n\n"
    alone, _ = found_in(text)
    after, _ = found_in(before + text, blocks_of(before) + tuple(shifted(blocks_of(text), len(before))))
    assert [shift(q, -len(before)) for q in after[1:]] == list(alone)


def shifted(blocks, by):
    return (Block(block.start + by, block.end + by, block.kind) for block in blocks)


def shift(quotation, by):
    moved = {name: tuple((a + by, b + by) for a, b in getattr(quotation, name)) for name in ("parts", "inner")}
    return quotation._replace(**moved)


@pytest.mark.parametrize("unit", ["“a ‘b ", '" ', '"', "the dogs' ", "‘“", " ’a", "“ ", "’"])
def test_work_grows_in_line_with_the_text(unit, lines_run):
    text = unit * (4_000 // len(unit))
    longer = text * 3
    assert lines_run(lambda: pair_marks(longer, whole(longer))) < 3.2 * lines_run(lambda: pair_marks(text, whole(text)))


@pytest.mark.parametrize("unit", ['"', "‘“", "”’"])
def test_a_hundred_thousand_marks_take_no_minute(unit):
    text = unit * (100_000 // len(unit))
    begun = time.process_time()
    pair_marks(text, whole(text))
    # About half a second; were any pass over the marks quadratic it would be minutes.
    assert time.process_time() - begun < 10


@pytest.mark.corpus
def test_quoted_contents_of_news_are_found_exactly():
    path = CORPORA / "data" / "polnear" / "dev.jsonl"
    if not path.is_file():
        pytest.skip(f"no corpus at {path}")
    gold = hits = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            text = article["text"]
            parts = {q.parts[0] for q in found_in(text)[0] if q.depth == 0}
            spans = [tuple(span) for each in article["attributions"] for span in each["content"]]
            quoted = [(a, b) for a, b in spans if b - a > 2 and text[a] in DOUBLE and text[b - 1] in DOUBLE]
            gold += len(quoted)
            hits += sum(span in parts for span in quoted)
    assert gold > 400
    assert hits / gold > 0.97
