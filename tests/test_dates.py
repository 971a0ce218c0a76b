"""Time expressions, when something was said, and what time a claim is about."""

from __future__ import annotations

import datetime
import importlib
import os
import re
import subprocess
import sys
import time
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.dates import about_date, edtf, find_dates, parts, said_date, said_dates
from claimkit.dates.edtf import Pick
from claimkit.findings import Attribution, Block, BlockKind
from claimkit.layout import layout
from claimkit.models import QuoteKind
from claimkit.parsing import load, parse

CASES = tomllib.loads((Path(__file__).parent / "cases" / "dates.toml").read_text(encoding="utf-8"))
THURSDAY = "2025-03-06"
BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
SHARED = Path(os.environ.get("CLAIMKIT_SHARED", Path(__file__).parents[2] / "shared"))

_PART = re.compile(r"(\d{4}|\d{3}X|\d\dXX|XXXX)(?:-(\d\d)(?:-(\d\d))?)?~?")


def doc_of(text: str) -> Any:
    blocks = [
        Block(found.start(), found.end(), BlockKind.PARAGRAPH)
        for found in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text)
        if found.group().strip()
    ]
    return parse(text, blocks, load())


def table(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES[kind]]


def is_edtf(value: str) -> bool:
    """Check the EDTF that claimkit writes: dates, seasons, decades, open years, approximate ones, intervals."""
    first, slash, last = value.partition("/")
    if not slash:
        return _is_date(first)
    if last == "..":
        return _is_date(first)
    days, last_days = edtf.days_of(first), edtf.days_of(last)
    return _is_date(first) and _is_date(last) and bool(days and last_days and days[0] <= last_days[1])


def _is_date(value: str) -> bool:
    found = _PART.fullmatch(value)
    if not found:
        return False
    year, month, day = found.groups()
    if day:
        try:
            datetime.date(2024 if year == "XXXX" else int(year), int(month), int(day))
        except ValueError:
            return False
    elif month:
        return 1 <= int(month) <= 12 or 21 <= int(month) <= 24
    return year != "0000" and value.rstrip("~") != "XXXX"


@pytest.mark.parametrize("case", table("case"))
def test_time_expressions_have_their_values(case: dict[str, Any]) -> None:
    times = find_dates(doc_of(case["text"]), published=case.get("published"))
    assert [found.edtf for found in times] == case["edtf"]


@pytest.mark.parametrize("case", table("said"))
def test_said_is_the_time_of_the_cue(case: dict[str, Any]) -> None:
    text = case["text"]
    doc = doc_of(text)
    cue = _place(text, case["cue"]) if "cue" in case else None
    content = [_place(text, part) for part in case["content"]]
    source = _place(text, case["source"], case.get("nth_source", 0))
    said = said_date(find_dates(doc, published=THURSDAY), doc, cue=cue, content=content, source=source)
    assert said == case.get("said")


@pytest.mark.parametrize("case", table("run"))
def test_sayings_take_the_time_of_what_they_go_on_from(case: dict[str, Any]) -> None:
    text = case["text"]
    blocks = layout(text).blocks
    doc = parse(text, blocks, load())
    found = [
        Attribution(
            tuple(_place(text, part) for part in one["content"]),
            _place(text, one["source"]) if "source" in one else None,
            _cue(text, one),
            QuoteKind.DIRECT,
            rule="",
        )
        for one in case["saying"]
    ]
    dates = said_dates(find_dates(doc, published=THURSDAY), doc, found, blocks=blocks)
    assert list(dates) == [one.get("said") for one in case["saying"]]


def _cue(text: str, one: dict[str, Any]) -> tuple[int, int] | None:
    if one.get("cue") == ":":
        return text.rindex(":", 0, text.index(one["content"][0])), text.rindex(
            ":", 0, text.index(one["content"][0])
        ) + 1
    return _place(text, one["cue"]) if "cue" in one else None


@pytest.mark.parametrize("case", table("about"))
def test_about_is_the_time_of_the_main_verb(case: dict[str, Any]) -> None:
    doc = doc_of(case["text"])
    start, end = _place(case["text"], case["claim"])
    times = find_dates(doc, published=THURSDAY)
    assert about_date(times, doc, start=start, end=end, said=case.get("said")) == case.get("about")


def _place(text: str, part: str, nth: int = 0) -> tuple[int, int]:
    start = [found.start() for found in re.finditer(re.escape(part), text)][nth]
    return start, start + len(part)


def test_a_cue_that_is_a_blank_says_nothing() -> None:
    doc = doc_of("The ferry sank in September.")
    times = find_dates(doc, published=THURSDAY)
    assert said_date(times, doc, cue=(9, 10), content=[(0, 3)], source=None) is None
    assert said_date(times, doc, cue=(10, 14), content=[(0, 3)], source=None) == "2024-09"


def test_spans_are_the_words_of_the_time() -> None:
    text = "It shut on 6 March 2025, between May and June 2024, early in 2023 and since last week."
    times = find_dates(doc_of(text), published=THURSDAY)
    assert [text[found.start : found.end] for found in times] == [
        "6 March 2025",
        "between May and June 2024",
        "early in 2023",
        "since last week",
    ]


_VOCABULARY = """
nineties century 19th '98 turn same past coming ending 14th Easter (1904 – 82 overnight first since from
between and to until by before about early the end of last next this week month year Monday Friday March May 6
17th 2025 2016 '90s 1990s two days ago later after vote eve Nov . , - – ' s ( ) 2025-03-06 31/12/2024 29
February Q3 final quarter half summer said will meet met Christmas new decade weekend 9999 1000
"""
_PIECES = st.sampled_from([*_VOCABULARY.split(), "\n", "\n\n"])
_TEXTS = st.one_of(
    st.lists(_PIECES, max_size=25).map(" ".join), st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
)
_PUBLISHED = st.one_of(
    st.none(),
    st.dates().map(datetime.date.isoformat),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.dates().map(lambda day: day.isoformat()[:4]),
)


@settings(deadline=None, max_examples=150)
@given(text=_TEXTS, published=_PUBLISHED)
def test_any_text_gives_ordered_spans_with_valid_values(text: str, published: str | None) -> None:
    doc = doc_of(text)
    times = find_dates(doc, published=published)
    assert all(is_edtf(found.edtf) for found in times), times
    assert all(text[found.start : found.end].strip() == text[found.start : found.end] != "" for found in times)
    assert all(one.end <= other.start for one, other in pairwise(times))
    assert times == find_dates(doc, published=published)


@settings(deadline=None, max_examples=60)
@given(text=_TEXTS, published=_PUBLISHED, cuts=st.lists(st.integers(0, 80), min_size=6, max_size=6))
def test_any_spans_give_a_time_of_the_text_or_none(text: str, published: str | None, cuts: list[int]) -> None:
    doc = doc_of(text)
    times = find_dates(doc, published=published)
    a, b, c, d, e, f = sorted(min(cut, len(text)) for cut in cuts)
    said = said_date(times, doc, cue=(a, b), content=[(c, d)], source=(e, f))
    about = about_date(times, doc, start=a, end=f, said=said)
    assert said is None or said in {found.edtf for found in times}
    assert about is None or is_edtf(about)


@settings(deadline=None, max_examples=200)
@given(
    today=st.dates(),
    unit=st.sampled_from(["day", "week", "weekend", "month", "quarter", "year", "decade"]),
    step=st.integers(-9999, 9999),
)
def test_periods_are_valid_and_hold_today(today: datetime.date, unit: str, step: int) -> None:
    value = edtf.period(today, unit, step=step)
    assert value is None or is_edtf(value)
    here = edtf.period(today, unit)
    days = edtf.days_of(here) if here and unit != "weekend" else None
    assert days is None or days[0] <= today <= days[1]


@pytest.mark.parametrize(
    ("pick", "expected"),
    [
        (Pick.PAST, "2025-03"),
        (Pick.FUTURE, "2025-03"),
        (Pick.NEAREST, "2025-03"),
        (Pick.LAST, "2024-03"),
        (Pick.NEXT, "2026-03"),
    ],
)
def test_the_month_of_publication_is_past_and_future_but_not_last_or_next(pick: Pick, expected: str) -> None:
    assert edtf.recurring(lambda year: edtf.month(year, 3), datetime.date(2025, 3, 6), pick) == expected


@pytest.mark.parametrize(
    "value", ["XXXX-11", "2024-13", "2024-02-30", "soon", "", "2024/..", "/", "2024-25", "2024/2025/2026", "/" * 3000]
)
def test_what_covers_no_known_days_has_none(value: str) -> None:
    assert edtf.days_of(value) is None


@pytest.mark.parametrize("unit", ["2016, ", "6 March ", "since ", "1-", "the end of ", "' ", "between 2015 and "])
def test_long_runs_of_one_thing_take_linear_time(unit: str) -> None:
    doc = load().make_doc(unit * 1000)
    doc[0].is_sent_start = True
    for token in doc[1:]:
        token.is_sent_start = False
    begin = time.process_time()
    find_dates(doc, published=THURSDAY)
    # A fraction of a second; were it quadratic it would be far more than this.
    assert time.process_time() - begin < 5


def test_importing_dates_does_not_import_spacy() -> None:
    code = "import sys, claimkit.dates; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_long_conversations_are_dated_in_linear_time() -> None:
    turn = "Brook: It sank.\n\nHerald: Why?\n\n"
    text = "On 3 May 2024 we had a conversation with Ada Brook.\n\n" + turn * 1500
    blocks = layout(text).blocks
    doc = load().make_doc(text)
    for token in doc:
        token.is_sent_start = token.i == 0
        token.lemma_ = token.lower_
    found = [
        Attribution(((at + 7, at + 15),), (at, at + 5), (at + 5, at + 6), QuoteKind.DIRECT, rule="")
        for at in range(text.index("Brook:"), len(text), len(turn))
    ]
    begin = time.process_time()
    dates = said_dates(find_dates(doc, published=THURSDAY), doc, found, blocks=blocks)
    assert time.process_time() - begin < 5
    assert set(dates) == {"2024-05-03"}


@pytest.mark.parametrize(("year", "day"), [(1961, "1961-04-02"), (2000, "2000-04-23"), (2024, "2024-03-31")])
def test_easter_is_where_the_calendar_has_it(year: int, day: str) -> None:
    assert parts.easter(year).isoformat() == day


def test_the_benchmark_reads_timeml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    readers = importlib.import_module("dates_readers")
    (tmp_path / "deep").mkdir()
    text = (Path(__file__).parent / "cases" / "invented.tml").read_text(encoding="utf-8")
    (tmp_path / "deep" / "a.tml").write_text(text, encoding="utf-8")
    (tmp_path / "b.tml").write_text(re.sub(r"<DCT>(.*)</DCT>|</?TEXT>", r"\1", text), encoding="utf-8")
    (tmp_path / "c.xml").write_text("<other/>", encoding="utf-8")
    old, new = readers.pieces_of([tmp_path])
    assert (new.published, old.published) == ("1998-02-27", "1998-02-27")
    found = [(new.text[gold.start : gold.end], gold.edtf) for gold in new.golds]
    assert found == [
        ("Tuesday", "1998-02-24"),
        ("next week", "1998-03-02/1998-03-08"),
        ("now", None),
        ("three days", None),
        ("2 p.m.", None),
    ]
    assert [new.text[block.start : block.start + 6] for block in new.blocks] == ["The fe", "It is "]
    assert [old.text[gold.start : gold.end] for gold in old.golds] == ["02/27/1998", *(words for words, _ in found)]


@pytest.mark.corpus
def test_values_on_news_stay_right() -> None:
    folder = SHARED / "data" / "meantime"
    if not folder.is_dir():
        pytest.skip("MEANTIME is not here: set CLAIMKIT_SHARED")
    run = subprocess.run([sys.executable, BENCHMARKS / "dates.py", folder], check=True, capture_output=True, text=True)
    score = re.search(r"values +P [\d.]+  R [\d.]+  F1 ([\d.]+)", run.stdout)
    assert score
    assert float(score[1]) >= 0.9
