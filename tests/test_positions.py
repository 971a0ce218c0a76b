"""Positions on statements: sides that a reader would take, wordings of claims, what cannot be used."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit import extract, position
from claimkit.errors import ClaimkitError
from claimkit.wording import wording

SIDES = [
    ("The bypass would ruin the village for good.", "The bypass should be built.", "disputes"),
    ("The bypass would take the lorries out of the village.", "The bypass should be built.", "supports"),
    ("School meals keep poor children healthy.", "School meals should be free.", "supports"),
    ("Free meals are a waste of public money.", "School meals should be free.", "disputes"),
    pytest.param(
        "The vaccine has saved thousands of lives.",
        "The vaccine does more good than harm.",
        "supports",
        marks=pytest.mark.xfail(strict=True, reason="a comparison of good and harm in the statement is read as harm"),
    ),
    ("The vaccine has saved thousands of lives.", "Everybody should be vaccinated.", "supports"),
    ("Herring are caught in spring.", "The opera house needs a new roof.", "neither"),
]


@pytest.mark.parametrize(("claim", "statement", "side"), SIDES)
def test_a_claim_takes_the_side_that_a_reader_sees(claim, statement, side):
    found = position(claim, statement)
    assert found.side == side
    assert found.probability == max(found.supports, found.disputes, found.neither)


def test_a_denied_claim_says_the_opposite_of_its_words():
    (claim,) = extract("The operator denied that the gate had failed.").claims
    assert wording(claim) == "It is not true that the gate had failed"
    assert position(claim, "The gate failed.").side == "disputes"


def test_an_attitude_is_put_into_words():
    (claim,) = extract("The union denounced the sale of the docks.").claims
    assert wording(claim) == "the sale of the docks is wrong"


@pytest.mark.parametrize(("claim", "statement"), [("", "Rain falls."), ("Rain falls.", " ")])
def test_empty_words_are_refused(claim, statement):
    with pytest.raises(ClaimkitError, match="give both"):
        position(claim, statement)


def test_missing_weights_are_named(tmp_path):
    with pytest.raises(ClaimkitError, match="cannot be loaded"):
        position("Rain falls.", "It rains.", model=tmp_path)


@settings(max_examples=25, deadline=None)
@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=600),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=600),
)
def test_any_words_have_a_position(claim, statement):
    if claim.strip() and statement.strip():
        found = position(claim, statement)
        assert found.supports + found.disputes + found.neither == pytest.approx(1)
