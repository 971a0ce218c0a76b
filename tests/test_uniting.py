"""Rules and tagger together: which of their attributions stand."""

from __future__ import annotations

import pytest

from claimkit.attribution import attribute, unite
from claimkit.findings import Tagged
from claimkit.layout import layout
from claimkit.parsing import load, parse
from claimkit.quotes import pair_marks


def united(text, tagged, *, judged=0.9, least=0.35):
    """Unite the rules' attributions, which the tagger finds `judged` likely, with tagged words; return words."""
    plan = layout(text)
    quotations, _ = pair_marks(text, plan.blocks)
    doc = parse(text, plan.blocks, load())
    ruled = attribute(doc, layout=plan, quotations=quotations)

    def place(words):
        return (text.index(words), text.index(words) + len(words)) if words else None

    found = [
        Tagged(tuple(place(part) for part in content), place(source), place(cue), confidence)
        for source, cue, content, confidence in tagged
        if confidence >= least
    ]
    found += [
        Tagged(each.content, each.source, each.cue, judged, index)
        for index, each in enumerate(ruled)
        if each.cue and each.parent is None and judged >= least
    ]
    both = unite(doc, ruled, found, layout=plan, quotations=quotations)
    return [
        (text[slice(*each.cue)] if each.cue else "", [text[slice(*part)] for part in each.content], each.parent)
        for each in both
    ]


SPOKE = "Orla Fenwick said the weir was sound. Its critics shrugged at the claim."


@pytest.mark.parametrize(
    ("confidence", "judged", "expected"),
    [
        (0.95, 0.9, ["the weir was sound. Its critics"]),  # the surer stands
        (0.85, 0.9, ["the weir was sound"]),
        (0.3, 0.3, []),  # neither is likely enough
    ],
)
def test_of_two_with_one_cue_the_likelier_stands(confidence, judged, expected):
    tagged = [("Orla Fenwick", "said", ["the weir was sound. Its critics"], confidence)]
    assert [part for _, content, _ in united(SPOKE, tagged, judged=judged) for part in content] == expected


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        ("I think the weir is sound.", ("I", "think", ["the weir is sound"], 0.9)),
        ("Nobody claims the weir is sound.", ("Nobody", "claims", ["the weir is sound"], 0.9)),
        ("The board should admit its fault.", ("The board", "admit", ["its fault"], 0.9)),
        ("The weir appears to be leaking.", (None, "appears", ["to be leaking"], 0.9)),
        ("A clerk who asked not to be named kept the key.", ("A clerk", "asked", ["not to be named"], 0.9)),
    ],
)
def test_what_reports_nothing_is_dropped_whoever_finds_it(text, tagged):
    assert united(text, [tagged], judged=0.0) == []


def test_quotations_without_a_cue_are_kept_where_the_tagger_has_nothing():
    text = (
        "Orla Fenwick runs the weir and knows its every stone by now.\n\n“It held in March, and it will hold in May.”"
    )
    assert [content for _, content, _ in united(text, [])] == [["It held in March, and it will hold in May."]]
    tagged = ("Orla Fenwick", "knows", ["It held in March, and it will hold in May"], 0.9)
    assert [cue for cue, _, _ in united(text, [tagged])] == ["knows"]


def test_what_is_said_inside_somebody_elses_words_lies_in_them():
    text = "“The board told me that it was safe,” said Orla Fenwick."
    inner = ("The board", "told", ["that it was safe"], 0.2)
    assert [(cue, parent) for cue, _, parent in united(text, [inner])] == [("said", None), ("told", 0)]


def test_nothing_cuts_an_answer_in_pieces():
    text = (
        "What went wrong at the weir this year?\n\nFenwick: Nothing went wrong, as I said. Trome claims it leaks.\n\n"
        "Will it hold?\n\nFenwick: It will hold, and so will the gates of the upper lock."
    )
    crossing = ("Trome", "claims", ["it leaks.\n\nWill it hold"], 0.99)
    assert all("\n" not in part for _, content, _ in united(text, [crossing]) for part in content)
