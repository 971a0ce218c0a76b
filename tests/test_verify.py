"""Quotations looked for in articles: a table of cases, and what holds for any words."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claimkit import Article, Extraction, Quote, Span, Speaker, Verification, verify
from claimkit.errors import InputError
from claimkit.testing import Saying, assert_spans_exact, build, example
from claimkit.verifying.records import Verdict

TABLE = tomllib.loads((Path(__file__).parent / "cases" / "verify.toml").read_text(encoding="utf-8"))
MARKED = re.compile(r"\{([^|{}]+)\|([^{}]*)\}")


def marked(text: str) -> Extraction:
    """Read an article whose quotes stand in braces."""
    plain, at = "", 0
    found: list[tuple[str | None, list[tuple[int, int]]]] = []
    for match in MARKED.finditer(text):
        plain += text[at : match.start()]
        offsets = len(plain), len(plain) + len(match[2])
        if match[1] == "+":
            found[-1][1].append(offsets)
        else:
            found.append((None if match[1] == "?" else match[1], [offsets]))
        plain += match[2]
        at = match.end()
    plain += text[at:]
    names = list(dict.fromkeys(name for name, _ in found if name))
    return Extraction(
        article=Article(text=plain),
        speakers=tuple(Speaker(id=f"s{number}", name=name, kind="person") for number, name in enumerate(names)),
        quotes=tuple(
            Quote(
                id=f"q{number}",
                kind="direct",
                spans=tuple(Span.of(plain, *each) for each in spans),
                speaker=f"s{names.index(name)}" if name else None,
            )
            for number, (name, spans) in enumerate(found)
        ),
    )


ARTICLES = {name: marked(text) for name, text in TABLE["articles"].items()}


def checked(found: Verification, *extractions: Extraction) -> Verification:
    """Check every offset of a verification, and that it comes back from JSON."""
    texts = {each.article.id: each.article.text for each in extractions}
    for finding in found.findings:
        assert finding.pieces
        for piece in finding.pieces:
            assert texts[piece.article][piece.span.start : piece.span.end] == piece.span.text
            assert found.words[piece.words.start : piece.words.end] == piece.words.text
        for change in finding.changes:
            assert texts[change.article][change.found.start : change.found.end] == change.found.text
            assert found.words[change.words.start : change.words.end] == change.words.text
            assert change.words.text != change.found.text
    assert Verification.from_json(found.to_json()) == found
    assert found.verdict == (found.findings[0].verdict if found.findings else Verdict.NOWHERE)
    return found


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in TABLE["case"]])
def test_a_quotation_is_found_as_a_reader_finds_it(case):
    extractions = [ARTICLES[name] for name in case["articles"]]
    for each in extractions:
        assert_spans_exact(each)
    found = checked(verify(case["words"], *extractions, speaker=case.get("speaker")), *extractions)
    assert found.verdict == case["verdict"], found.findings
    first = found.findings[0] if found.findings else None
    assert [piece.span.text for piece in (first.pieces if first else ())] == case["pieces"]
    if first and ("changes" in case or first.wording == "altered"):
        assert [[each.kind, each.words.text, each.found.text] for each in first.changes] == case["changes"]
    if first and first.wording == "exact":
        assert [each.value for each in first.allowed] == case.get("allowed", [])


def test_a_piece_names_its_quote_and_speaker():
    (piece,) = verify("Nobody [in Holm] believes that", example()).findings[0].pieces
    assert (piece.quote, piece.speaker, piece.name) == ("q2", "s3", "Jon Vik")
    (piece,) = verify("the ferry to Holm has not sailed", example()).findings[0].pieces
    assert (piece.quote, piece.speaker, piece.name) == (None, "author", "Lea Moor")


def test_whom_is_asked_for_comes_before_another_with_better_words():
    extraction = build(
        Saying("Ana Brill", "the crossing will cost nine million crowns"),
        Saying("Jon Vik", "the crossing will cost ten million crowns"),
    )
    found = verify("the crossing will cost nine million crowns", extraction, speaker="Vik")
    told = [(each.verdict, each.wording, each.pieces[0].name) for each in found.findings]
    assert told == [("misattributed", "exact", "Ana Brill"), ("altered", "altered", "Jon Vik")]


def test_a_quote_within_a_quote_is_in_the_mouth_of_both():
    text = "Mara Ives said Ray Cole believed the bridge would stand."
    inner = Span.of(text, text.index("the bridge"), len(text) - 1)
    outer = Span.of(text, text.index("Ray"), len(text) - 1)
    extraction = Extraction(
        article=Article(text=text),
        speakers=(Speaker(id="s1", name="Mara Ives", kind="person"), Speaker(id="s2", name="Ray Cole", kind="person")),
        quotes=(
            Quote(id="q1", kind="indirect", spans=(outer,), speaker="s1"),
            Quote(id="q2", kind="indirect", spans=(inner,), speaker="s2", parent="q1"),
        ),
    )
    for speaker, verdict in (("Ray Cole", "exact"), ("Ives", "exact"), ("Ada Brook", "misattributed")):
        found = verify("the bridge would stand", extraction, speaker=speaker)
        assert (found.verdict, found.findings[0].pieces[0].quote) == (verdict, "q2")
    assert verify("Ray Cole believed the bridge would stand", extraction).findings[0].pieces[0].quote == "q1"


WORDS = st.sampled_from(
    [*"abcdefg", "Fog", "the", "port’s", "e-mail", "1,000", "…", "(now)", "[it]", "“", "”", ".", "—", "\n\n"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)
ANY = st.text(st.characters(codec="utf-8"), min_size=1, max_size=300)


@given(st.one_of(TEXTS, ANY), st.data())
def test_what_is_cut_out_of_an_article_is_found_exactly(text, data):
    edges = [0, *(match.end() for match in re.finditer(r"\s+", text)), len(text)]
    start, end = sorted((data.draw(st.sampled_from(edges)), data.draw(st.sampled_from(edges))))
    words = text[start:end]
    extraction = build(Saying(None, text))
    try:
        found = verify(words, extraction)
    except InputError:
        assume(False)
    checked(found, extraction)
    assert found.verdict == "exact"
    assert all(each.wording == "exact" and not each.changes for each in found.findings if each.similarity == 1)
    spans = [piece.span for each in found.findings for piece in each.pieces]
    assert len(found.findings) == 50 or any(span.start < end and start < span.end for span in spans)


@given(
    st.one_of(TEXTS, ANY), st.lists(TEXTS, min_size=1, max_size=3, unique=True), st.sampled_from([None, "A. B", "Vik"])
)
def test_offsets_are_exact_whatever_is_asked(words, texts, speaker):
    extractions = [build(Saying("Jon Vik" if number % 2 else None, text)) for number, text in enumerate(texts)]
    assume(len({each.article.id for each in extractions}) == len(extractions))
    if not any(map(str.isalnum, words)):
        with pytest.raises(InputError, match="give the words"):
            verify(words, *extractions)
        return
    found = verify(words, *extractions, speaker=speaker)
    checked(found, *extractions)
    assert found.to_json() == verify(words, *extractions, speaker=speaker).to_json()


@given(st.lists(st.sampled_from("abcdefghijkl"), min_size=6, max_size=30), st.data())
def test_a_word_that_is_replaced_is_named(words, data):
    place = data.draw(st.integers(1, len(words) - 2))
    changed = [*words[:place], "zebra", *words[place + 1 :]]
    found = checked(
        verify(" ".join(changed), build(Saying(None, " ".join(words)))), build(Saying(None, " ".join(words)))
    )
    first = found.findings[0]
    assert (first.verdict, [each.words.text for each in first.changes]) == ("altered", ["zebra"])


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (("", example()), {}, "give the words"),
        (("“…”", example()), {}, "give the words"),
        (("rain",), {}, "give one"),
        (("rain", example(), example()), {}, "give each once"),
        (("rain", example()), {"speaker": " "}, "give a name"),
        (("rain \ud800", example()), {}, "surrogate"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_on_one_line(arguments, options, message):
    with pytest.raises(InputError, match=message) as caught:
        verify(*arguments, **options)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("words", ["fog closed the port again and nobody at all was told of it", "whole", "half"])
def test_a_long_article_takes_seconds(words):
    text = " ".join(f"word{number * 7919 % 4001} and the port" for number in range(10_000))
    extraction = Extraction(article=Article(text=text))
    assert len(text) >= 200_000
    every = text.split()
    every[::9] = ["zebra"] * len(every[::9])
    asked = {"whole": text, "half": " ".join(every)}.get(words, words)
    before = time.process_time()
    verify(asked, extraction)
    assert time.process_time() - before < 20  # a few seconds; a quadratic way takes minutes


def test_the_name_is_the_function_even_when_its_package_is_loaded():
    import claimkit.verifying

    assert callable(claimkit.verify)
