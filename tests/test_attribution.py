"""Who is given as saying or thinking what: a table of sentences, and what holds for any text."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from claimkit.attribution import attribute
from claimkit.attribution.times import are_time
from claimkit.findings import BlockKind
from claimkit.layout import layout
from claimkit.parsing import load, parse
from claimkit.quotes import pair_marks

CASES = tomllib.loads((Path(__file__).parent / "cases" / "attribution.toml").read_text(encoding="utf-8"))["case"]
EDGES = re.compile(r"^[^\w$£€(]+|[^\w%)]+$")
SILENT = {BlockKind.HEADING, BlockKind.BYLINE, BlockKind.FURNITURE, BlockKind.QUESTION}


TIMES = [
    ("by Friday", False),
    ("12 months", True),
    ("May 2031", True),
    ("at 9:30", False),
    ("9:30", True),
    ("12", False),
]


@pytest.mark.parametrize(("words", "expected"), [*TIMES, ("12 pumps", False), ("next year", False), ("2031", True)])
def test_only_words_that_name_a_time_are_one(words, expected):
    assert are_time(load()(words)) is expected


class Row(NamedTuple):
    """An attribution as words, without marks and punctuation at the edges of its spans."""

    source: str
    cue: str
    content: tuple[str, ...]
    kind: str


def run(text):
    plan = layout(text)
    quotations, _ = pair_marks(text, plan.blocks)
    return plan, attribute(parse(text, plan.blocks, load()), layout=plan, quotations=quotations)


def bare(words):
    return EDGES.sub("", " ".join(words.split()))


def row_of(text, found):
    def cut(span):
        return text[slice(*span)] if span else ""

    spans = tuple(bare(cut(span)) for span in found.content)
    return Row(bare(cut(found.source)), cut(found.cue), tuple(filter(None, spans)), found.kind.value)


def contents(wanted):
    """Return what the content may be: each of the alternatives as words."""
    return [tuple(map(bare, spans)) for spans in (wanted["content"], *wanted.get("also", ()))]


def matched(expected, rows):
    """Return for each expected attribution the index of the row that has its content, nearest in source and cue."""
    taken = {}
    for number, wanted in enumerate(expected):
        same = [k for k, row in enumerate(rows) if row.content in contents(wanted) and k not in taken.values()]
        near = sorted(
            same, key=lambda k: (rows[k].source != wanted.get("source", ""), wanted.get("cue", "") not in rows[k].cue)
        )
        assert near, f"nothing found for {wanted['content']}; found: {rows}"
        taken[number] = near[0]
    return taken


def marked(case):
    marks = [pytest.mark.xfail(reason=case["known"], raises=AssertionError)] if "known" in case else []
    return pytest.param(case, id=case["id"], marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_case(case):
    expected = case.get("expect", [])
    _, found = run(case["text"])
    rows = [row_of(case["text"], each) for each in found]
    taken = matched(expected, rows)
    for number, wanted in enumerate(expected):
        row = rows[taken[number]]
        assert row.source == bare(wanted.get("source", "")), row
        assert row.kind == wanted["kind"], row
        if "cue" in wanted:
            assert cue_fits(row.cue, wanted["cue"]), row
        parent = found[taken[number]].parent
        assert parent == (taken[wanted["parent"]] if "parent" in wanted else None), row
    if case["exactly"]:
        assert len(rows) == len(expected), [row for k, row in enumerate(rows) if k not in taken.values()]


def cue_fits(cue, core):
    """Tell whether a cue holds its core, with at most two words more ("has said", "never said"); "" means none."""
    if not core:
        return not cue
    extra = len(cue.split()) - len(core.split())
    return f" {core.lower()} " in f" {cue.lower()} " and extra <= 2


def test_a_table_says_each_behaviour_once():
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert len({case["text"] for case in CASES}) == len(CASES)


def test_a_table_expects_only_words_of_its_text():
    for case in CASES:
        flat = " ".join(case["text"].split())
        for wanted in case.get("expect", ()):
            words = [wanted.get("source", ""), wanted.get("cue", ""), *wanted["content"]]
            assert [each for each in words if each not in flat] == [], case["id"]


def test_cue_fits_wants_the_whole_word():
    assert cue_fits("has said", "said")
    assert not cue_fits("unsaid", "said")
    assert not cue_fits("said", "")


PIECES = st.sampled_from(
    [
        "Nerys Tollack", "Tollack", "she", "who", "the guild", "Its report", "Critics", "nobody", " said",
        " says that ", " told the crews ", " denied ", " called it ", " fears ", " urged him to ", ", according to ",
        "According to ",
        " and ", " but ", " whether ", " not ", "the lock is shut", "it will flood", "a swindle", ",", ".", "?", "!",
        ":", " — ", " - ", "“", "”", "‘", "’", '"', "'", "``", "''", "«", "»", "(", ")", "\n", "\n\n", "\n\n“",
        "Q: ", "A: ",
        " ", " ", "\u00a0", "\u200b", "\u202e", "💡", "e\u0301", "\x00",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(st.characters(codec="utf-8"), max_size=60))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_gives_attributions_in_order_with_content_inside_it(text):
    plan, found = run(text)
    assert [each.content[0][0] for each in found] == sorted(each.content[0][0] for each in found)
    for each in found:
        spans = [*each.content, *filter(None, (each.source, each.cue))]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert 0 < each.confidence <= 1
        start = each.content[0][0]
        assert not any(block.start <= start < block.end for block in plan.blocks if block.kind in SILENT)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
@example("“Nerys Tollack, according to Nerys Tollackthe guild")
def test_the_spans_of_a_content_are_in_order_and_apart(text):
    for each in run(text)[1]:
        assert all(one[1] <= other[0] for one, other in pairwise(each.content))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_parent_holds_its_child_and_no_circle_is_made(text):
    _, found = run(text)
    for index, each in enumerate(found):
        seen, at = {index}, each.parent
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = found[at].parent
        if each.parent is not None:
            outer = found[each.parent].content
            assert any(start <= each.content[0][0] and each.content[-1][1] <= end for start, end in outer)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_the_same_text_gives_the_same_attributions(text):
    assert run(text) == run(text)
