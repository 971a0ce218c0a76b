"""Which stretches of an article are claims, and whose."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.claims import find_claims
from claimkit.findings import Attribution, Block, BlockKind, Layout
from claimkit.models import Form, QuoteKind
from claimkit.parsing import load, parse

CASES = tomllib.loads((Path(__file__).parent / "cases" / "claims.toml").read_text(encoding="utf-8"))["case"]


def layout_of(text, kind=BlockKind.PARAGRAPH):
    return Layout(tuple(Block(m.start(), m.end(), kind) for m in re.finditer(r"[^\n]+", text)))


def claims_of(text, attributions=(), kind=BlockKind.PARAGRAPH):
    layout = layout_of(text, kind)
    return find_claims(parse(text, layout.blocks, load()), layout=layout, attributions=attributions)


def span_of(text, part):
    assert part in text, part
    return text.index(part), text.index(part) + len(part)


def attributions_of(case):
    text, sources = case["text"], case.get("sources", [])
    return [
        Attribution(
            content=tuple(span_of(text, part) for part in parts),
            source=span_of(text, sources[i]) if sources else None,
            cue=span_of(text, case["cues"][i]) if case["cues"][i] else None,
            kind=QuoteKind.INDIRECT,
            rule="test",
        )
        for i, parts in enumerate(case.get("quotes", []))
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_claims_of_a_text(case):
    text = case["text"]
    found = claims_of(text, attributions_of(case))
    told = [claim for claim in found if claim.attribution is not None]
    assert [text[c.start : c.end] for c in found if c.attribution is None] == case.get("own", [])
    assert [text[c.start : c.end] for c in told if c.form is Form.PROPOSITION] == case.get("told", [])
    assert [text[c.start : c.end] for c in told if c.form is Form.ATTITUDE] == case.get("attitudes", [])


def test_of_nested_quotes_each_claim_belongs_to_the_innermost():
    case = next(case for case in CASES if case["id"].startswith("of nested quotes"))
    found = claims_of(case["text"], attributions_of(case))
    assert [claim.attribution for claim in found] == [0, 1]


@pytest.mark.parametrize("kind", [kind for kind in BlockKind if kind is not BlockKind.PARAGRAPH])
def test_only_paragraphs_hold_claims_of_the_author(kind):
    assert claims_of("The ferry sank off Corran Point on Tuesday.", kind=kind) == ()


def test_quotes_hold_claims_in_blocks_of_any_kind():
    text = "The ferry sank off Corran Point."
    attribution = Attribution(((0, len(text)),), None, None, QuoteKind.DIRECT, "test")
    assert [claim.attribution for claim in claims_of(text, [attribution], kind=BlockKind.ANSWER)] == [0]


def test_an_empty_text_has_no_claims():
    assert claims_of("") == ()


VOCABULARY = "the mayor said that it fell and rose but who knows whether nobody"
WORDS = (*VOCABULARY.split(), *',."?:;—3%\n')


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join) | st.text(max_size=60),
    st.lists(st.tuples(*[st.integers(-3, 120)] * 6), max_size=4),
)
def test_any_text_with_any_quotes_gives_exact_ordered_spans(text, numbers):
    quotes = [
        Attribution(((a, b), (c, d)), (a, b) if e % 2 else None, (e, f), QuoteKind.MIXED, "test", parent=e)
        for a, b, c, d, e, f in numbers
    ]
    found = claims_of(text, quotes)
    spans = [(claim.start, claim.end) for claim in found]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans)
    assert all(claim.attribution is None or 0 <= claim.attribution < len(quotes) for claim in found)
    for claim in found:
        if claim.attribution is not None:
            held = [part for part in quotes[claim.attribution].content if part[0] <= claim.start < part[1]]
            assert held


def test_work_grows_with_the_length_of_the_text_and_not_faster(lines_run):
    paragraph = "The lock broke at noon and two farms were flooded. Odile Marsh said it had been weak for years.\n"

    def work(copies):
        text = paragraph * copies
        layout = layout_of(text)
        doc = parse(text, layout.blocks, load())
        starts = [m.start() for m in re.finditer("it had been weak for years", text)]
        quotes = [Attribution(((at, at + 26),), None, (at - 5, at - 1), QuoteKind.INDIRECT, "test") for at in starts]
        found = []
        lines = lines_run(lambda: found.extend(find_claims(doc, layout=layout, attributions=quotes)))
        assert len(found) == 3 * copies
        return lines

    work(5)
    assert work(120) < 4.4 * work(30)
