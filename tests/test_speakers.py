"""Who the sources of an article are: names, kinds, roles, and what takes up what."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimkit.findings import Attribution, Block, BlockKind, Layout
from claimkit.models import Article, QuoteKind, SpeakerKind
from claimkit.parsing import load, parse
from claimkit.speakers import resolve
from claimkit.speakers.mentions import people_and_bodies
from claimkit.speakers.offices import tenure_in
from claimkit.speakers.parties import party_in
from claimkit.speakers.ties import find_ties, kinds_by_pair

FOLDER = Path(__file__).parent / "cases"
CASES = tomllib.loads((FOLDER / "speakers.toml").read_text(encoding="utf-8"))["case"]
TIES = tomllib.loads((FOLDER / "ties.toml").read_text(encoding="utf-8"))


def blocks_of(text):
    return tuple(
        Block(found.start(), found.end(), BlockKind.PARAGRAPH)
        for found in re.finditer(r"(?:[^\n]|\n(?!\n))+", text)
        if found.group().strip()
    )


def content_of(text, start, end):
    """The quotation of the source's paragraph nearest to it, else what follows in its sentence."""
    begin = text.rfind("\n\n", 0, start) + 1
    finish = text.find("\n\n", start) if "\n\n" in text[start:] else len(text)
    quotes = list(re.finditer(r"[“‘][^”’]*[”’]", text[begin:finish]))
    if quotes:
        best = min(quotes, key=lambda quote: abs(begin + quote.start() - start))
        return (begin + best.start(), begin + best.end()), QuoteKind.DIRECT
    stop = text.find(".", end)
    return (end, stop if stop > end else len(text)), QuoteKind.INDIRECT


def attributions_of(case):
    text, at, told = case["text"], 0, []
    for mention, _, *rest in case["sources"]:
        if not mention:
            at = text.index(rest[0], at)
            told.append(Attribution(((at, at + len(rest[0])),), None, None, QuoteKind.DIRECT, "run"))
            continue
        start = text.index(mention, at)
        word = re.sub(r" (?:said|says)$", "", mention)
        at = start + len(word)
        content, kind = content_of(text, start, at)
        told.append(Attribution((content,), (start, at), None, kind, "subject"))
    return told


def run(text, told, **known):
    blocks = blocks_of(text)
    return resolve(parse(text, blocks, load()), Article(text=text, **known), layout=Layout(blocks), attributions=told)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case):
    speakers, ids = run(case["text"], attributions_of(case))
    cast = {speaker.id: speaker for speaker in speakers}
    found = [cast[number] if number else None for number in ids]
    assert [speaker.name if speaker else "-" for speaker in found] == [row[1] for row in case["sources"]]
    for speaker, (mention, _, *rest) in zip(found, case["sources"], strict=True):
        if mention and rest:
            assert (speaker.role or "-") == rest[0]
    if case.get("kinds"):
        assert [speaker.kind.value for speaker in found] == case["kinds"]
    if case.get("distinct"):
        assert len(set(ids)) == len(ids)


def test_the_author_comes_first_and_takes_the_byline():
    text = "The wall will fall."
    blocks = blocks_of(text)
    layout = Layout(blocks, authors=("Orla Brenwick", "Colin Pallant"), author_role="a surveyor")
    speakers, ids = resolve(parse(text, blocks, load()), Article(text=text), layout=layout, attributions=())
    assert ids == ()
    assert [(each.id, each.kind, each.name, each.role) for each in speakers] == [
        ("author", SpeakerKind.AUTHOR, "Orla Brenwick, Colin Pallant", "a surveyor")
    ]


def test_an_author_quoted_under_her_own_name_is_the_author():
    text = "Orla Brenwick said the wall would fall."
    speakers, ids = run(text, [Attribution(((19, 38),), (0, 13), None, QuoteKind.INDIRECT, "subject")],
                        authors=("Orla Brenwick",))  # fmt: skip
    assert ids == ("author",)
    assert len(speakers) == 1


def test_a_label_of_an_answer_is_its_source():
    text = "We asked Ines Vorland, a keeper, about the lamp.\n\nVorland: It is out."
    start = text.index("Vorland: ")
    first, last = blocks_of(text)
    blocks = (first, Block(last.start, last.end, BlockKind.ANSWER, (start, start + 7)))
    told = [Attribution(((start + 9, len(text)),), None, None, QuoteKind.DIRECT, "answer")]
    speakers, ids = resolve(parse(text, blocks, load()), Article(text=text), layout=Layout(blocks), attributions=told)
    assert ids == ("s1",)
    assert (speakers[1].name, speakers[1].role) == ("Ines Vorland", "a keeper")


def test_words_inside_somebodys_words_are_hers_where_she_says_i():
    text = "“I told them that I was ill,” said Orla Brenwick."
    told = [
        Attribution(((0, 28),), (35, 48), None, QuoteKind.DIRECT, "subject"),
        Attribution(((13, 27),), (1, 2), None, QuoteKind.INDIRECT, "subject", parent=0),
    ]
    _, ids = run(text, told)
    assert ids == ("s1", "s1")


def test_speakers_are_numbered_by_first_mention():
    text = "Colin Pallant met Orla Brenwick. Brenwick said it was late. Pallant said it was not."
    told = [
        Attribution(((60, 84),), (60, 67), None, QuoteKind.INDIRECT, "subject"),
        Attribution(((33, 58),), (33, 41), None, QuoteKind.INDIRECT, "subject"),
    ]
    speakers, ids = run(text, told)
    assert ids == ("s1", "s2")
    assert [speaker.name for speaker in speakers[1:]] == ["Colin Pallant", "Orla Brenwick"]
    assert [(mention.start, mention.text) for mention in speakers[1].mentions] == [
        (0, "Colin Pallant"),
        (60, "Pallant"),
    ]


def test_affiliation_is_the_body_of_the_role():
    text = "Orla Brenwick, a senior fellow at the Halden Institute, said it was late."
    speakers, _ = run(text, [Attribution(((61, 72),), (0, 54), None, QuoteKind.INDIRECT, "subject")])
    assert speakers[1].affiliation == "the Halden Institute"


def parsed(text):
    return parse(text, blocks_of(text), load())


@pytest.mark.parametrize("case", TIES["tie"], ids=[case["id"] for case in TIES["tie"]])
def test_ties(case):
    text = case["text"]
    found = [(text[slice(*tie.person)], tie.kind, text[slice(*tie.body)], tie.tenure or "-")
             for tie in find_ties(parsed(text))]  # fmt: skip
    assert sorted(found) == sorted((*row, "-")[:4] for row in map(tuple, case["ties"]))


def test_ties_lie_among_the_candidates_and_are_features_of_pairs():
    for case in TIES["tie"]:
        doc = parsed(case["text"])
        people, bodies = people_and_bodies(doc)
        ties = find_ties(doc)
        assert all(tie.person in people and tie.body in bodies for tie in ties)
        assert sum(map(len, kinds_by_pair(ties).values())) == len(ties)


def test_the_words_of_the_office_are_given():
    text = "Mara Ives, former chief executive of Brack Ltd, left."
    (tie,) = find_ties(parsed(text))
    assert text[slice(*tie.office)] == "former chief executive"


@pytest.mark.parametrize(
    ("role", "told"), [(role, told) for told, roles in TIES["tenure"][0].items() for role in roles]
)
def test_tenure_of_a_role(role, told):
    assert (tenure_in(role) or "none") == told


@pytest.mark.parametrize(("role", "party"), TIES["party"][0]["roles"])
def test_party_of_a_role(role, party):
    assert (party_in(role) or "-") == party


@pytest.mark.parametrize("case", TIES["speaker"], ids=[case["text"] for case in TIES["speaker"]])
def test_party_tenure_and_affiliation_of_a_speaker(case):
    text = case["text"]
    start = text.rindex(case["source"], 0, text.index(" said"))
    source = (start, start + len(case["source"]))
    told = Attribution(((text.index(" said") + 6, len(text)),), source, None, QuoteKind.INDIRECT, "subject")
    speakers, _ = run(text, [told])
    (speaker,) = [each for each in speakers if each.kind is SpeakerKind.PERSON]
    assert [speaker.name, speaker.party or "-", speaker.tenure or "-", speaker.affiliation or "-"] == case["speaker"]


PIECES = st.sampled_from(
    [
        "Orla Brenwick", "Brenwick", "Mr Pallant", "the bank", "The Bank of Orsk", "an official", "the official", "she",
        "they", "who", "one of them", "its reply", "said", ",", ".", "“", "”", "\n\n", " ", "’s", "(", ")", "and", "of",
        "Minister", "Dr.", "É", "\u200b", "💡", "12", "A", "I", ":", "—",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), text=st.one_of(st.lists(PIECES, max_size=30).map(" ".join), st.text(max_size=80)))
def test_anything_gives_exact_mentions_and_ids_that_exist(data, text):
    if re.search("[\ud800-\udfff]", text):
        return
    offsets = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda pair: (min(pair), max(pair)))
    told = data.draw(
        st.lists(
            st.builds(
                Attribution,
                content=st.lists(offsets, min_size=1, max_size=2).map(tuple),
                source=st.none() | offsets,
                cue=st.none(),
                kind=st.sampled_from(QuoteKind),
                rule=st.just("any"),
                parent=st.none() | st.integers(-1, 6),
            ),
            max_size=6,
        )
    )
    speakers, ids = run(text, told)
    assert len(ids) == len(told)
    known = {speaker.id for speaker in speakers}
    assert len(known) == len(speakers)
    assert {number for number in ids if number} <= known
    assert all(text[span.start : span.end] == span.text for each in speakers for span in each.mentions)
    assert run(text, told) == (speakers, ids)
