"""Comparisons: words, figures and stances of two claims, the index, what is told of whole articles, what is refused."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimkit as ck
from claimkit import pairnet
from claimkit.comparing import careful, matching, selecting
from claimkit.comparing.alone import speakers_alone
from claimkit.comparing.bare import is_bare
from claimkit.comparing.figures import compared, figures
from claimkit.comparing.parts import LEAST, LONG, clauses, nearest_parts
from claimkit.comparing.relations import Judged, worth_reading
from claimkit.comparing.terms import shared, terms
from claimkit.comparing.traits import Traits, degree, gives_cause, held, traits
from claimkit.comparing.updates import reconciled, same_length
from claimkit.comparing.why import cut, subject, why
from claimkit.contrasts import PAIR_COLUMNS, letter
from claimkit.errors import ClaimkitError
from claimkit.lexicon import entries
from claimkit.models import Aspect, Certainty, Polarity, Relation, SpeakerKind
from claimkit.testing import Saying, build, example

CASES = tomllib.loads((Path(__file__).parent / "cases" / "comparing.toml").read_text(encoding="utf-8"))
TEXTS = st.text(st.characters(codec="utf-8"), max_size=120)


def cases(name):
    return [pytest.param(case, id=f"{name}-{number}") for number, case in enumerate(CASES[name])]


@pytest.mark.parametrize("case", cases("figures"))
def test_figures_are_read_with_their_bounds_and_units(case):
    wanted = [(low, float("inf") if high < 0 else high, unit) for low, high, unit in case["found"]]
    assert [(each.low, each.high, each.unit) for each in figures(case["text"])] == wanted


@pytest.mark.parametrize("case", cases("compared"))
def test_figures_of_two_claims_are_compared(case):
    assert compared(case["one"], case["other"]) == case["verdict"] == compared(case["other"], case["one"])


@given(st.data())
def test_words_in_the_letters_of_old_print_and_of_other_languages_are_no_exception(data):
    known = entries("comparison")
    listed = [*known["numbers"], *known["scales"], *known["durations"]["units"], *known["clock"]["minutes"], "to", "at"]
    swaps = st.sampled_from([("s", "ſ"), ("i", "ı"), ("i", "İ"), ("k", "\u212a")])
    text = " ".join(data.draw(st.lists(st.sampled_from(listed), min_size=2, max_size=8))).replace(*data.draw(swaps))
    assert all(figure.text in text for figure in figures(text))


@pytest.mark.parametrize("case", cases("degree"))
def test_degree(case):
    assert degree(case["text"]) == case["sign"]


@pytest.mark.parametrize("case", cases("clauses"))
def test_long_claims_are_cut_into_clauses(case):
    assert clauses(case["text"]) == case["found"]


@given(TEXTS)
def test_clauses_are_words_of_their_claim(text):
    found = clauses(text)
    assert all(part in text and len(part.split()) >= LEAST for part in found)
    assert not found or len(text.split()) >= LONG


def test_the_nearest_clauses_of_two_claims_are_read():
    long = "The ministry, whose budget was cut by a third, has promised boats, while the crews have not been paid"
    one, other, short = (held(build(Saying("Ana Brill", text)))[0] for text in (long, "The crews got no pay.", "No."))
    found = nearest_parts([(other, short, 0.1), (one, other, 0.4)])
    words = {number: (left.words, right.words) for number, (left, right, _) in found.items()}
    assert words == {1: ("the crews have not been paid", "The crews got no pay.")}


@pytest.mark.parametrize("case", cases("cause"))
def test_causes_are_seen(case):
    assert gives_cause(case["text"]) is case["given"]


@pytest.mark.parametrize("case", cases("update"))
def test_later_figures_and_figures_for_other_times_are_no_conflict(case):
    sides = [
        one_claim(Saying("Ana Brill", case[side], about=case.get(f"{side}_about")), published=case[f"{side}_published"])
        for side in ("one", "other")
    ]
    assert reconciled(*sides) is case["reconciled"] is reconciled(*sides[::-1])


@pytest.mark.parametrize("case", cases("length"))
def test_one_length_of_time_put_twice_is_no_conflict(case):
    sides = [one_claim(Saying("Ana Brill", case[side], about=case.get(f"{side}_about"))) for side in ("one", "other")]
    assert same_length(*sides) is case["same"] is same_length(*sides[::-1])


def test_a_comparer_of_the_users_own_is_asked_first_and_may_abstain():
    one = build(Saying("Ana Brill", "The pier is safe"))
    other = build(Saying("Jon Vik", "The pier is safe"), Saying("Jon Vik", "Rain fell"))
    asked = []

    def comparer(pairs):
        asked.extend(pairs)
        return [Judged(0.0, 0.9, Aspect.ACTOR) if "safe" in second.words else None for _, second, _ in pairs]

    (pair,) = ck.compare(one, other, comparer=comparer, issues=[]).pairs
    assert (pair.relation, pair.aspect, pair.score) == (Relation.DIFFER, Aspect.ACTOR, 0.9)
    assert {second.words for _, second, _ in asked} == {"The pier is safe", "Rain fell"}
    with_none = ck.compare(one, other, comparer=lambda pairs: [None] * len(pairs))
    assert with_none == ck.compare(one, other)


def one_claim(saying, **article):
    (claim,) = held(build(saying, **article))
    return claim


@pytest.mark.parametrize("case", cases("subject"))
def test_what_both_assess_is_said_in_words_of_the_texts(case):
    one, other = (one_claim(Saying("Ana Brill", case[side])) for side in ("one", "other"))
    about = subject(one, other)
    assert about == case["about"]
    assert about in one.extraction.article.text + other.extraction.article.text


def saying(given):
    kept = {"certainty": Certainty, "polarity": Polarity}
    return Saying(
        given.get("speaker"),
        given["words"],
        **{name: kind(given[name]) for name, kind in kept.items() if name in given},
    )


@pytest.mark.parametrize("case", cases("why"))
def test_why_is_one_plain_sentence(case):
    one, other = (one_claim(saying(case[side]), outlet=outlet) for side, outlet in (("one", "One"), ("other", "Two")))
    aspect = Aspect(case["aspect"]) if "aspect" in case else None
    assert why(one, other, Relation(case["relation"]), aspect) == case["why"]


@given(TEXTS, TEXTS)
def test_traits_of_any_words_are_small_numbers_and_the_same_from_either_side(first, second):
    words = [text.strip() or "Rain." for text in (first, second)]
    one, other = (one_claim(Saying(None, text.replace("\n", " "))) for text in words)
    told = traits(one, other)
    assert told == traits(other, one)
    assert all(0 <= value <= 1.0001 for value in told)
    assert len(told) == len(Traits._fields)
    assert 0 <= shared(terms(words[0]), terms(words[1])) <= 1.0001


@given(TEXTS, st.integers(1, 9))
def test_a_cut_text_has_no_more_words(text, most):
    assert len(cut(text, most).split(" ")) <= most + 1


def test_of_many_claims_the_index_finds_nearly_what_all_pairs_give(monkeypatch):
    chance = np.random.default_rng(5)
    centres = chance.normal(size=(60, 16))
    places = centres[chance.integers(0, 60, 800)] + 0.3 * chance.normal(size=(800, 16))
    places /= np.linalg.norm(places, axis=1, keepdims=True)
    one, other = places[:400], places[400:]
    every = {pair[:2] for pair in matching.nearest(one, other, most=900)}
    monkeypatch.setattr(matching, "_FEW", 0)
    by_cells = {pair[:2] for pair in matching.nearest(one, other, most=900)}
    assert len(every & by_cells) > 0.8 * len(every)


def test_candidates_are_nearest_first_and_no_more_than_asked_for():
    one = ["The ferry ran aground on a reef.", "Taxes will rise in May.", "The mayor resigned."]
    other = ["A reef stopped the ferry.", "The levy goes up this spring.", "He was born in Holm."]
    found = matching.candidates(one, other, most=4)
    assert len(found) == 4
    assert [pair.nearness for pair in found] == sorted((pair.nearness for pair in found), reverse=True)
    assert found[0][:2] in {(0, 0), (1, 1)}
    assert matching.candidates([], other, most=4) == []


def found(one, other, agree, differ):
    return selecting.Found(one, other, Judged(agree, differ, Aspect.POLARITY))


def test_pairs_are_chosen_by_probability_differences_first_and_each_matter_once():
    one = held(build(Saying(None, "The pier is safe and dry", claims=("The pier is safe and dry", "is safe"))))
    other = held(build(Saying(None, "The pier leaks"), Saying(None, "It is dry")))
    pairs = [
        found(one[0], other[0], 0.05, 0.9),
        found(one[1], other[0], 0.05, 0.8),
        found(one[0], other[1], 0.95, 0.0),
        found(one[1], other[1], 0.1, 0.1),
    ]
    assert selecting.chosen(pairs) == [pairs[0], pairs[2]]
    assert selecting.chosen(pairs, least=0.92) == [pairs[2]]


def test_weights_that_lack_a_regression_are_refused_by_its_name():
    with pytest.raises(ClaimkitError, match="position"):
        pairnet.settings()._replace(scorers={}).scorer("position")


def test_which_article_comes_first_changes_nothing_but_the_sides(fixtures):
    one, other = (ck.extract(fixtures / f"ferry_{name}.txt") for name in ("report", "opinion"))
    first, turned = ck.compare(one, other, issues=[]), ck.compare(other, one, issues=[])
    assert first.pairs
    assert [(pair.relation, pair.aspect, pair.score, pair.a, pair.b) for pair in first.pairs] == [
        (pair.relation, pair.aspect, pair.score, pair.b, pair.a) for pair in turned.pairs
    ]


def test_pairs_that_share_words_and_names_are_read_before_others_that_lie_as_near():
    (one,) = held(build(Saying("Ana Brill", "The pier at Holm will be repaired by May")))
    others = held(build(Saying("Jon Vik", "Wheat is dear"), Saying("Jon Vik", "The pier at Holm will stay shut")))
    pairs = [(one, other, 0.4) for other in others]
    assert worth_reading(pairs, 1) == [pairs[1]]
    assert worth_reading(pairs, 2) == pairs


def test_the_likeliest_pairs_are_read_once_more_and_no_others(monkeypatch):
    (one,) = held(build(Saying("Ana Brill", "The pier at Holm will be repaired by May")))
    (other,) = held(build(Saying("Jon Vik", "The pier at Holm will never be repaired")))
    unlikely, likely = [1 - careful.LIKELY / 2, careful.LIKELY / 2, 0.0], [0.4, 0.5, 0.1]
    shares = np.array([unlikely, likely])
    assert careful.likeliest(shares, most=5).tolist() == [1]
    assert careful.likeliest(shares, most=0).tolist() == []
    settled = careful.reread([(one, other, 0.6)] * 2, shares)
    assert settled[0].tolist() == unlikely
    assert settled[1, 2] > likely[2]
    assert settled.sum(1) == pytest.approx(1)
    monkeypatch.setattr(pairnet, "careful", lambda model: None)
    assert careful.reread([(one, other, 0.6)] * 2, shares) is shares


def test_a_folder_without_a_larger_network_is_read_by_the_small_one_alone(tmp_path):
    assert pairnet.careful(tmp_path) is None
    (tmp_path / "careful").mkdir()
    with pytest.raises(ClaimkitError, match="careful cannot be loaded"):
        pairnet.read_carefully([("Rain fell.", "It was dry.")], pairnet.careful(tmp_path))


def test_what_is_less_likely_is_not_told_even_beside_a_sure_pair_of_the_same_articles():
    one = held(build(Saying(None, "The pier is safe"), Saying(None, "The quay is dry")))
    other = held(build(Saying(None, "The pier is safe now"), Saying(None, "The quay leaks")))
    sure, unsure = found(one[0], other[0], 0.9, 0.1), found(one[1], other[1], 0.1, 0.35)
    assert selecting.chosen([sure, unsure]) == [sure]
    assert selecting.chosen([sure, unsure], least=0.35) == [unsure, sure]


def test_the_only_pair_of_two_articles_must_be_surer_than_one_beside_another():
    one = held(build(Saying(None, "The pier is safe"), Saying(None, "The quay is dry")))
    other = held(build(Saying(None, "The pier is safe now"), Saying(None, "The quay leaks")))
    middle = (selecting.LEAST + selecting.ALONE) / 2
    sure, unsure = found(one[0], other[0], 0.9, 0.1), found(one[1], other[1], 0.1, middle)
    assert selecting.chosen([unsure]) == []
    assert selecting.chosen([sure, unsure]) == [unsure, sure]
    assert selecting.chosen([unsure], least=middle) == [unsure]
    elsewhere = held(build(Saying(None, "The quay leaks"), outlet="Third"))
    assert selecting.chosen([sure, found(one[1], elsewhere[0], 0.1, middle)]) == [sure]


ONE = build(
    Saying("Ana Brill", "The pier will be repaired by May", role="engineer"),
    Saying(None, "The storm tore away forty berths."),
    outlet="One",
)
OTHER = build(
    Saying("Jon Vik", "The pier will never be repaired by May"),
    Saying(None, "The storm tore away forty berths in the harbour."),
    outlet="Two",
)


def test_two_articles_agree_and_differ_where_a_reader_sees_it():
    made = ck.compare(ONE, OTHER)
    assert {(pair.relation.value, pair.a.claim, pair.b.claim) for pair in made.pairs} == {
        ("differ", "c1", "c1"), ("agree", "c2", "c2"),
    }  # fmt: skip
    assert made.pairs[0].relation is Relation.DIFFER
    assert "Jon Vik" in made.pairs[0].why
    assert made.articles == (ONE.article.id, OTHER.article.id)
    assert [each.speakers for each in made.alone] == [("s1",), ("s1",)]


def test_the_json_names_records_of_the_articles_and_keeps_the_contract():
    made = json.loads(ck.compare(ONE, OTHER, issues=["The pier will be repaired by May."]).to_json())
    assert list(made) == ["schema_version", "articles", "pairs", "positions", "alone"]
    assert list(made["pairs"][0]) == ["relation", "aspect", "score", "about", "a", "b", "why"]
    ids = {each.article.id: {claim.id for claim in each.claims} for each in (ONE, OTHER)}
    for pair in made["pairs"]:
        assert all(pair[side]["claim"] in ids[pair[side]["article"]] for side in "ab")
        assert (pair["aspect"] is None) == (pair["relation"] == "agree")
        assert 0 <= pair["score"] <= 1
    stands = {(each["article"], each["speaker"]): each["position"] for each in made["positions"]}
    assert stands[ONE.article.id, "s1"] == "supports"
    assert stands[OTHER.article.id, "s1"] == "disputes"
    assert stands[ONE.article.id, "author"] == "silent"


def test_the_same_articles_give_the_same_bytes_and_three_may_be_compared():
    third = build(Saying(None, "The pier will be repaired by May, the board says."), outlet="Three")
    made = [ck.compare(ONE, OTHER, third).to_json() for _ in range(2)]
    assert made[0] == made[1]
    assert len(json.loads(made[0])["articles"]) == 3


@pytest.mark.parametrize(
    ("extractions", "options", "message"),
    [
        ([], {}, "two articles or more"),
        ([ONE], {}, "two articles or more"),
        ([ONE, ONE], {}, "give each once"),
        ([ONE, OTHER], {"issues": [" "]}, "none of them empty"),
        ([ONE, OTHER], {"issues": "The pier is safe."}, "list of statements"),
        ([ONE, OTHER], {"least": 1.5}, "from 0 to 1"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_line(extractions, options, message):
    with pytest.raises(ClaimkitError, match=message) as caught:
        ck.compare(*extractions, **options)
    assert "\n" not in str(caught.value)


def test_articles_without_claims_are_compared_and_nothing_is_found():
    made = ck.compare(ck.extract("Why?"), ck.extract("What for?"))
    assert made.pairs == made.positions == ()


@settings(max_examples=12, deadline=None)
@given(TEXTS, TEXTS)
def test_any_two_texts_can_be_compared_and_shown(first, second):
    one, other = ck.extract(f"One. {first}"), ck.extract(f"Two. {second}")
    made = ck.compare(one, other)
    assert "<script" not in made._repr_html_()
    for row in made.to_records():
        assert one.article.text[row["a_start"] : row["a_end"]] == row["a_claim"]


def test_rows_have_the_words_of_both_and_their_offsets():
    row = ck.compare(ONE, OTHER).to_records()[0]
    assert tuple(row) == PAIR_COLUMNS
    assert (row["a_speaker"], row["a_role"], row["b_speaker"]) == ("Ana Brill", "engineer", "Jon Vik")
    assert OTHER.article.text[row["b_start"] : row["b_end"]] == row["b_claim"]


def test_a_comparison_shows_itself_escaped():
    one = build(Saying("Ana <b>", "The pier will be repaired by May"))
    page = ck.compare(one, OTHER)._repr_html_()
    assert "Ana &lt;b&gt;" in page
    assert "Where they differ (1)" in page


@pytest.mark.parametrize("case", cases("alone"))
def test_only_speakers_with_a_name_count_as_left_out_by_the_others(case):
    made = build(Saying(case["name"], "it is safe"))
    speakers = tuple(
        each.model_copy(update={"kind": SpeakerKind(case["kind"])}) if each.name == case["name"] else each
        for each in made.speakers
    )
    article = made.article.model_copy(update={"text": case["text"]})
    made = made.model_copy(update={"speakers": speakers, "article": article})
    names = [each.name for each in speakers_alone(made, [build(Saying("Jon Vik", "no"))])]
    assert names == ([case["name"]] if case["named"] else [])


def test_different_figures_are_no_agreement():
    one = build(Saying("Ana Brill", "340 homes were emptied in the night"))
    for words, told in (
        ("290 homes were emptied in the night", False),
        ("Some 340 homes were emptied that night", True),
    ):
        pairs = ck.compare(one, build(Saying("Jon Vik", words)), issues=[], least=0.2).pairs
        assert any(pair.relation is Relation.AGREE for pair in pairs) is told


def test_two_who_will_not_comment_agree_on_nothing():
    one = build(Saying(None, "Brack Ltd did not respond to a request for comment."))
    other = build(Saying(None, "The mayor did not respond to requests for comment."))
    assert ck.compare(one, other, issues=[], least=0.1).pairs == ()


@pytest.mark.parametrize("case", cases("bare"))
def test_claims_that_say_too_little_are_known(case):
    assert is_bare(case["text"]) is case["bare"]


def test_letters_of_many_articles_differ():
    assert len({letter(number) for number in range(80)}) == 80


def test_attitudes_without_a_clause_are_compared_too():
    assert ck.compare(example(), ONE).articles == (example().article.id, ONE.article.id)
