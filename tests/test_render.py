"""The table and the page show the words of an article, all of them, and obey none of them."""

from __future__ import annotations

import ast
import csv
import io
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from claimkit import export
from claimkit.errors import InputError
from claimkit.export.csv_table import guarded, unguarded
from claimkit.files import whole_file
from claimkit.frames import COLUMNS, OMITTED, Line, lines, rows
from claimkit.models import Article, Attitude, Certainty, Claim, Form, Polarity, Problem, Quote, QuoteKind, Span
from claimkit.render import headline, table, visible, when
from claimkit.results import Extraction
from claimkit.testing import Saying, build, example

WIDTHS = (40, 80, 160)
TRICKY = (
    "We told [the minister] that [he] lied [sic]",
    "[/b] closes what was never open",
    "[bold red]stop[/] and [link=https://example.org]go[/link]",
    ":warning: and :smile:",
    "back\\[slash] and \\\\[more]",
    "clear \x1b[2J the \x1b]0;title\x07 screen",
    "c1 \x9b31m and nul \x00 and del \x7f",
    "he said \u202egnp.exe\u202c today \u2066and\u2069 so on",
    "over\ntwo lines\r\nor three\tand a tab\u2028here",
    "a👩‍👩‍👧 family, a flag 🇫🇴, 日本語の文, e\u0301",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
    "<script>alert('1')</script> & \"more\"",
    "  two  spaces  ",
    '=HYPERLINK("https://example.org")',
)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


def printed(extraction: Extraction, width: int, **options: Any) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=width, highlight=False, _environ={})
    console.print(table(extraction, lines(extraction, **options), width=width))
    return stream.getvalue()


def squeezed(text: str) -> str:
    return "".join(text.split())


def claim_column(extraction: Extraction, width: int) -> str:
    """Unwrap the printed claim column, whose place the line of a known claim gives."""
    stream = printed(extraction, width)
    starts = {line.index("§") for line in stream.splitlines() if "§" in line}
    assert len(starts) == 1
    start = starts.pop()
    return squeezed("".join(line[start:] for line in stream.splitlines()))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("words", TRICKY)
def test_every_quote_is_printed_character_for_character(words: str, width: int) -> None:
    extraction = build(Saying("Ana Brill", "§" + words, role="engineer"))
    assert squeezed(visible("§" + words)) in claim_column(extraction, width)


@given(ANY_TEXT, st.sampled_from(WIDTHS))
def test_any_words_are_printed_whole(words: str, width: int) -> None:
    # Characters that take two columns move the place where a line is cut, so the whole output is searched.
    extraction = build(Saying("Ana", words))
    found = squeezed(printed(extraction, width))
    for word in visible(words).split():
        assert all(character in found for character in word)
    if width == 160 and unicodedata.normalize("NFC", words).isascii():
        assert squeezed(visible(words)) in found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("words", TRICKY)
def test_nothing_that_a_terminal_obeys_is_printed(words: str, width: int) -> None:
    extraction = build(
        Saying(f"Ana {words}", words, role=words), title=words, outlet=words, authors=(words,), url=words
    ).model_copy(update={"problems": (Problem(code="odd", message=words),)})
    shown = printed(extraction, width)
    hidden = {character for character in shown if unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Cs"}}
    assert hidden <= {"\n", "\u200d"}
    assert all(len(line) <= width for line in shown.splitlines() if line.isascii())


@pytest.mark.parametrize("width", WIDTHS)
def test_the_table_says_what_a_reader_wants(width: int) -> None:
    shown = " ".join(printed(example(), width).split())
    for wanted in (
        "The ferry to Holm is late",
        "Coast Post · by Lea Moor · published 2024-11-18",
        "Ana Brill",
        "probable",
        "not · certain",
        "2024-11-17",
        "2025-05",
        "own",
        "2 quotes · 4 claims · 2 speakers",
    ):
        assert wanted in shown
    assert "Speaker" in shown if width == 160 else "Ana Brill · head of the harbour board" in shown


def test_the_narrow_table_fits_its_width() -> None:
    for width in WIDTHS:
        assert max(map(len, printed(example(), width).splitlines())) <= width


def test_an_empty_extraction_says_so() -> None:
    empty = Extraction(article=Article(text="Fog."))
    assert "no quotes and no claims" in printed(empty, 80)


def test_filters_say_how_much_is_shown() -> None:
    assert "(shown: 1 of the claims)" in printed(example(), 80, speaker="vik")


def test_problems_stand_below_the_table() -> None:
    extraction = example()
    problem = Problem(code="unclosed-quote", message="a mark [is] missing", span=Span.of(extraction.article.text, 4, 9))
    assert "! unclosed-quote: a mark [is] missing (at 4)" in printed(
        extraction.model_copy(update={"problems": (problem,)}), 80
    )


def quoted(*spans: str, claims: tuple[str, ...]) -> list[Line]:
    """The lines of a quote whose parts are `spans`, with `claims` found in the text between its first and last."""
    text = " ~ ".join(spans)
    parts, place = [], 0
    for span in spans:
        place = text.index(span, place)
        parts.append(Span.of(text, place, place + len(span)))
        place += len(span)
    stated = [
        Claim(id=f"c{number}", span=Span.of(text, at, at + len(words)), speaker=None, quote="q1")
        for number, words in enumerate(claims)
        for at in [text.index(words)]
    ]
    quote = Quote(id="q1", kind=QuoteKind.DIRECT, spans=tuple(parts))
    return lines(Extraction(article=Article(text=text), quotes=(quote,), claims=tuple(stated)))


@pytest.mark.parametrize(
    ("spans", "claims", "expected"),
    [
        (("The pier is shut.",), (), [("The pier is shut.", "")]),
        (("The pier is shut.",), ("The pier is shut",), [("The pier is shut.", "")]),
        (("Why? Fog fell, and ice came.",), ("Fog fell", "ice came"), [("Why? Fog fell,", ""), ("and ice came.", "")]),
        (
            ("Fog fell. How did it go? Ice came.",),
            ("Fog fell", "Ice came"),
            [("Fog fell.", ""), ("How did it go?", "rest"), ("Ice came.", "")],
        ),
        (
            ("Fog fell, he knew",),
            ("Fog fell, he knew", "Fog fell"),
            [("Fog fell, he knew", ""), ("Fog fell", "within")],
        ),
        (("Fog fell,", "and ice came."), ("Fog fell", "ice came"), [("Fog fell,", ""), ("and ice came.", "")]),
        (("The fog,", "fell."), ("The fog, ~ fell",), [(f"The fog,{OMITTED}fell.", "")]),
        (("Who in Holm knows?", "Fog."), ("Fog",), [("Who in Holm knows?", "rest"), ("Fog.", "")]),
    ],
)
def test_a_quote_is_cut_by_its_claims(spans: Any, claims: Any, expected: list[tuple[str, str]]) -> None:
    found = quoted(*spans, claims=claims)
    assert [(OMITTED.join(line.parts), "rest" * line.rest + "within" * line.within) for line in found] == expected


@given(st.text("ab .,?", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_the_lines_of_a_quote_give_its_words_whole(text: str, cuts: list[tuple[int, int]]) -> None:
    claims = tuple(
        Claim(
            id=f"c{number}",
            span=Span.of(text, *sorted((min(low, len(text)), min(high, len(text))))),
            speaker=None,
            quote="q1",
        )
        for number, (low, high) in enumerate(cuts)
    )
    quote = Quote(
        id="q1",
        kind=QuoteKind.DIRECT,
        spans=(Span.of(text, 0, len(text) // 2), Span.of(text, len(text) // 2, len(text))),
    )
    extraction = Extraction(article=Article(text=text), quotes=(quote,), claims=claims)
    found = lines(extraction)
    assert squeezed("".join(part for line in found if not line.within for part in line.parts)) == squeezed(text)
    assert sorted(line.row.claim_id for line in found if line.row.claim_id) == [claim.id for claim in claims]
    assert len(rows(extraction)) == (len(claims) or 1)


def test_rows_filter_and_sort() -> None:
    extraction = example()
    assert [row.speaker for row in rows(extraction, speaker="BRILL")] == ["Ana Brill"] * 2
    assert [row.kind for row in rows(extraction, kind="own")] == ["own"]
    assert {row.kind for row in rows(extraction, kind=("own", "direct"))} == {"own", "direct"}
    assert [row.speaker for row in rows(extraction, sort="speaker")] == ["Ana Brill", "Ana Brill", "author", "Jon Vik"]
    assert [row.said for row in rows(extraction, sort="date")] == ["2024-11-17", "2024-11-17", None, None]
    assert [row.certainty for row in rows(extraction, sort="certainty")] == ["certain"] * 2 + ["probable"] * 2
    starts = [row.start for row in rows(extraction)]
    assert starts == sorted(starts)
    with pytest.raises(InputError, match="kind 'none' is not one of direct"):
        rows(extraction, kind="none")
    with pytest.raises(InputError, match="sort 'none' is not one of text"):
        rows(extraction, sort="none")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("saying", "expected"),
    [
        (Saying("A", "x"), "certain"),
        (Saying("A", "x", polarity=Polarity.NEGATIVE, certainty=Certainty.PROBABLE), "not · probable"),
        (Saying("A", "x", attitude=Attitude.FAVOURABLE), "certain +"),
        (Saying("A", "x", attitude=Attitude.UNFAVOURABLE, certainty=Certainty.UNKNOWN), "unknown −"),
        (Saying("A", "x", attitude=Attitude.UNFAVOURABLE, form=Form.ATTITUDE), "unfavourable −"),
        (Saying("A", "x", claims=()), None),
    ],
)
def test_a_stance_is_said_in_few_words(saying: Saying, expected: str | None) -> None:
    assert [row.stance for row in rows(build(saying))] == [expected]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2024-11-17", "2024-11-17"),
        ("2024-22", "summer 2024"),
        ("XXXX-11-17", "XXXX-11-17"),
        ("2024-11-21", "2024-11-21"),
        ("", ""),
    ],
)
def test_dates_are_said_for_people(date: str, expected: str) -> None:
    assert when(date) == expected


@given(ANY_TEXT)
def test_visible_text_is_one_line_without_control_characters(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in shown)
    assert visible(shown) == shown


def test_visible_shows_lone_surrogates() -> None:
    assert visible("a\ud800") == "a‹U+D800›"


def test_no_text_reaches_rich_as_a_string(root: Path) -> None:
    for name in ("render", "side_by_side", "cli/__init__", "cli/running"):
        tree = ast.parse((root / "src" / "claimkit" / f"{name}.py").read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr in {"add_row", "add_column", "print", "status"}:
                assert not any(isinstance(value, ast.Constant | ast.JoinedStr) for value in call.args), ast.dump(call)


def exported(format_name: str, *extractions: Extraction) -> str:
    stream = io.StringIO(newline="")
    export.write(extractions, stream, format_name)
    return stream.getvalue()


@pytest.mark.parametrize("words", TRICKY)
@pytest.mark.parametrize("format_name", ["json", "jsonl"])
def test_json_formats_give_the_extraction_back(format_name: str, words: str) -> None:
    extraction = build(Saying(words, words, role=words), title=words)
    text = exported(format_name, extraction)
    assert text.endswith("\n")
    assert Extraction.from_json(text) == extraction


def test_jsonl_has_a_line_an_article_for_every_reader_of_lines() -> None:
    extraction = build(Saying("A", "one\u2028two\x85three\u2029"))
    found = exported("jsonl", extraction, extraction).splitlines()
    assert [Extraction.from_json(line) for line in found] == [extraction] * 2


def test_json_of_several_articles_is_one_object_after_the_other() -> None:
    assert exported("json", example(), example()) == 2 * (example().to_json(indent=2) + "\n")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'=", "''@", "＝"])
def test_csv_guards_formulas_unless_told_not_to(start: str) -> None:
    words = f"{start}cmd('x')"
    extraction = build(Saying("A", words, role=words))
    guard, raw = (
        list(csv.DictReader(io.StringIO(exported(name, extraction), newline=""))) for name in ("csv", "raw-csv")
    )
    assert raw[0]["claim"] == raw[0]["role"] == words
    assert guard[0]["claim"] == guard[0]["role"] == f"'{words}"
    assert unguarded(guard[0]["claim"]) == words


@given(ANY_TEXT)
def test_the_guard_can_be_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[0] not in "=+-@\t\r"


@given(ANY_TEXT)
def test_csv_holds_the_rows_of_the_table(text: str) -> None:
    extraction = build(Saying("Ana", text))
    (row,) = csv.DictReader(io.StringIO(exported("raw-csv", extraction), newline=""))
    assert tuple(row) == COLUMNS
    assert row["claim"] == row["quote"] == text


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("before")
    target.chmod(0o640)

    def stop_half_way() -> None:
        with whole_file(target) as stream:
            stream.write("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stop_half_way()
    assert target.read_text() == "before"
    with whole_file(target) as stream:
        stream.write("é\n")
    assert target.read_bytes() == "é\n".encode()
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_stays_a_link_and_a_device_a_device(tmp_path: Path) -> None:
    target, link = tmp_path / "out.json", tmp_path / "link.json"
    link.symlink_to(target)
    with whole_file(link) as stream:
        stream.write("x")
    assert link.is_symlink()
    assert target.read_text() == "x"
    with whole_file("/dev/null") as stream:
        stream.write("x")
    assert Path("/dev/null").is_char_device()


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none/out"), whole_file(tmp_path / "none" / "out.json"):
        pass


def test_the_headline_leaves_out_what_is_not_known() -> None:
    article = Article(text="Fog.", title="Fog", outlet="Quay", url="https://example.org/fog")
    assert headline(article) == ["Fog", "Quay", "https://example.org/fog"]
    assert headline(Article(text="Fog.")) == ["Untitled article"]
