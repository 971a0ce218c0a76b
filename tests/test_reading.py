"""What is read from files, bytes and standard input, and what is refused with what words."""

from __future__ import annotations

import gzip
import io
import json
import os
import tomllib
import tracemalloc
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimkit.errors import InputError, LimitError
from claimkit.findings import BlockKind
from claimkit.layout import layout
from claimkit.models import Article
from claimkit.reading import from_text, read, read_many

HERE = Path(__file__).parent
PAGES = tomllib.loads((HERE / "cases" / "reading.toml").read_text(encoding="utf-8"))["page"]
SHARED = Path(os.environ.get("CLAIMKIT_SHARED", HERE.parents[1] / "shared"))
TEXT = "“Fog,” said the mate — and she naïvely blamed the café’s lamps on the quay for it."


def codes(article: Article) -> list[str]:
    return [problem.code for problem in article.problems]


def refused(*arguments: Any, **keywords: Any) -> str:
    """Return the message with which reading is refused; it is always one line."""
    with pytest.raises(InputError) as caught:
        read(*arguments, **keywords)
    message = str(caught.value)
    assert message
    assert len(message.splitlines()) == 1
    return message


# Plain text and its encodings


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-32",
        "utf-16-le",
        "utf-16-be",
        "utf-32-le",
        "utf-32-be",
        "cp1252",
        "mac_roman",
    ],
)
def test_common_encodings_are_recognised(encoding: str) -> None:
    assert read(TEXT.encode(encoding)).text == TEXT


def test_latin_1_is_recognised() -> None:
    assert read("Señora Brandl paid the café in full.".encode("latin-1")).text == "Señora Brandl paid the café in full."


def test_another_encoding_is_guessed_and_said_to_be_a_guess() -> None:
    text = "Паром через реку больше не будет ходить, сказал его владелец в понедельник. Город молчит." * 3
    article = read(text.encode("cp1251"))
    assert article.text == text
    assert codes(article) == ["encoding-guess"]


def test_the_encoding_that_is_given_goes_first() -> None:
    assert read("Łódź".encode("cp1250"), encoding="cp1250").text == "Łódź"


def test_undecodable_bytes_become_one_replacement_each_and_a_problem() -> None:
    article = read(b"Fog \xff on the quay", encoding="utf-8")
    assert article.text == "Fog \ufffd on the quay"
    assert codes(article) == ["encoding"]


def test_a_file_that_is_mostly_utf8_stays_utf8() -> None:
    article = read(TEXT.encode() + b" \xff")
    assert article.text == TEXT + " \ufffd"
    assert codes(article) == ["encoding"]


@pytest.mark.parametrize("encoding", ["klingon", "base64", "rot13", "a\x00b"])
def test_an_unknown_encoding_is_named(encoding: str) -> None:
    assert "use a name like utf-8" in refused(b"Fog", encoding=encoding)


def test_line_ends_become_line_feeds() -> None:
    assert read(b"a\r\nb\rc\nd\r\r\ne").text == "a\nb\nc\nd\n\ne"


def test_odd_characters_stay_and_are_told() -> None:
    article = read("Fog\x00 fell \u202eon the quay â€œthereâ€\x9d".encode())
    assert article.text == "Fog\x00 fell \u202eon the quay â€œthereâ€\x9d"
    assert set(codes(article)) == {"control-characters", "bidi-controls", "mojibake"}
    for problem in article.problems:
        assert problem.span is not None
        assert article.text[problem.span.start : problem.span.end] == problem.span.text


def test_a_clean_text_has_no_problems() -> None:
    assert read(TEXT.encode()).problems == ()


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    article = from_text("a\ud800b\udfffc", title="x\ud800")
    assert (article.text, article.title) == ("a\ufffdb\ufffdc", "x\ufffd")
    assert codes(article) == ["surrogates"]
    article.model_dump_json()


def test_what_the_caller_knows_goes_into_the_article() -> None:
    article = read(
        b"Fog.", published="2025-04", outlet="Courier", authors="By Lorna Quill and Jory Penn", title="T", url="u:1"
    )
    assert article.model_dump(exclude={"id", "text"}) == {
        "title": "T", "outlet": "Courier", "authors": ("Lorna Quill", "Jory Penn"), "url": "u:1",
        "published": "2025-04",
    }  # fmt: skip


def test_a_bad_date_from_the_caller_is_refused() -> None:
    assert "published must be a date such as" in refused(b"Fog.", published="4/4/25")
    assert "published must be a date such as" in refused(b"Fog.", published="2025-02-30")


# Where it comes from


def test_paths_as_str_and_path_like(tmp_path: Path) -> None:
    path = tmp_path / "fog.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert read(path).text == read(str(path)).text == TEXT


@pytest.mark.parametrize(
    "raw", [b"Fog fell.", b'{"text": "Fog fell."}', b"<!doctype html><p>Fog fell on the quay.</p>"]
)
def test_standard_input_that_comes_in_drops(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    class Drops(io.RawIOBase):
        rest = raw

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            piece, self.rest = self.rest[:3], self.rest[3:]
            buffer[: len(piece)] = piece
            return len(piece)

    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BufferedReader(Drops())))
    assert read("-").text.startswith("Fog fell")


def test_no_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert refused("-") == "standard input cannot be read: name a file"


def test_missing_files_directories_and_impossible_paths(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "none.txt")
    assert "is a directory" in refused(tmp_path)
    assert "cannot be read" in refused("a\x00b")
    assert "cannot be read" in refused("x" * 5000)
    assert "path must be str" in refused(_BytesPath())


class _BytesPath(os.PathLike[bytes]):
    def __fspath__(self) -> bytes:
        return b"fog.txt"


def test_messages_show_no_control_characters_of_a_path() -> None:
    message = refused("a\x1b[2J\u202eb.txt")
    assert message.isprintable()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read any file")
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "fog.txt"
    path.write_text("Fog")
    path.chmod(0)
    assert "check the path and its permissions" in refused(path)


@pytest.mark.parametrize("raw", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", "\u2028".encode()])
def test_an_empty_text_is_refused(raw: bytes) -> None:
    assert "holds no text" in refused(raw)


@pytest.mark.parametrize(
    "raw", [b"%PDF-1.7 x", b"PK\x03\x04", b"\x89PNG\r\n", b"\x7fELF", bytes(range(32)) * 9, b"\x00\x01\x02" * 50]
)
def test_binary_files_are_refused(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "fog.txt"
    path.write_bytes(raw)
    assert refused(path).startswith(f"{path} is ")


def test_an_unknown_format_is_refused_at_once() -> None:
    assert "use one of text, html, jsonl" in refused(b"Fog", input_format="pdf")
    with pytest.raises(InputError):
        read_many(b"Fog", input_format="pdf")


# Limits


@pytest.mark.parametrize("kind", ["text", "html", "jsonl"])
def test_a_text_over_the_limit_is_refused_and_one_at_the_limit_is_whole(kind: str) -> None:
    def source(length: int) -> bytes:
        body = ("Fog fell. " * 100)[:length].strip().ljust(length, "x")
        pages = {
            "text": body,
            "html": f"<html><article><p>{body}</p></article></html>",
            "jsonl": json.dumps({"text": body}),
        }
        return pages[kind].encode()

    assert len(read(source(300), max_chars=300, input_format=kind).text) == 300
    with pytest.raises(LimitError, match=r"the limit of 300 characters: raise it with max_chars \(--max-chars\)"):
        read(source(301), max_chars=300, input_format=kind)


def test_a_limit_below_one_is_refused() -> None:
    assert "at least 1" in refused(b"Fog", max_chars=0)


def test_a_huge_file_is_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    tracemalloc.start()
    assert "limit of 1000 characters" in refused(path, max_chars=1000)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


# gzip


def test_gzip_is_refused_unless_allowed(tmp_path: Path) -> None:
    path = tmp_path / "fog.txt.gz"
    path.write_bytes(gzip.compress(TEXT.encode()))
    assert "allow_gzip=True (--allow-gzip)" in refused(path)
    assert read(path, allow_gzip=True).text == TEXT
    path.with_name("fog.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Fog."}\n{"text": "Rain."}'))
    found = list(read_many(path.with_name("fog.jsonl.gz"), allow_gzip=True))
    assert [article.text for article in found if isinstance(article, Article)] == ["Fog.", "Rain."]


def test_a_gzip_bomb_is_unpacked_no_further_than_the_limit() -> None:
    bomb = gzip.compress(b"a" * 50_000_000)
    tracemalloc.start()
    assert "limit of 1000 characters" in refused(bomb, max_chars=1000, allow_gzip=True)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("cut", [3, 12, 40])
def test_damaged_gzip_is_refused(cut: int) -> None:
    assert "damaged gzip" in refused(gzip.compress(os.urandom(500).hex().encode())[:cut], allow_gzip=True)


# JSONL


def test_keys_of_a_line() -> None:
    line = {"id": 7, "title": "T", "outlet": "@Courier", "authors": ["By Lorna Quill", "https://x.example"],
            "url": "u:1",
            "date": "2025-04-04T10:00:00Z", "text": "a\r\nb", "mood": "grim"}  # fmt: skip
    article = read(json.dumps(line).encode())
    assert article == Article(
        id="7", title="T", outlet="Courier", authors=("Lorna Quill",), url="u:1", published="2025-04-04", text="a\nb"
    )


def test_the_caller_goes_before_the_line() -> None:
    raw = b'{"text": "Fog.", "outlet": "Courier", "author": "Jory Penn", "published": "2025"}'
    article = read(raw, outlet="Echo", published="2024-01-01", authors=["Lorna Quill"])
    assert (article.outlet, article.published, article.authors) == ("Echo", "2024-01-01", ("Lorna Quill",))


def test_an_odd_date_in_a_line_is_left_out_with_a_problem() -> None:
    article = read(b'{"text": "Fog.", "date": "last week"}')
    assert article.published is None
    assert codes(article) == ["published"]


def test_broken_lines_are_named_and_reading_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "fog.jsonl"
    lines = ['{"text": "One."}', "", "{broken", "[1]", '{"text": 3}', '{"text": " "}', '{"text": "\\ud800"}',
             '{"text": "x", "n": ' + "1" * 5000 + "}",
             '{"a": ' * 9000, json.dumps({"text": "y" * 999}), '{"text": "Two."}']  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8")
    found = list(read_many(path, max_chars=100))
    told = [entry.text if isinstance(entry, Article) else str(entry).removeprefix(str(path)) for entry in found]
    assert told[0] == "One."
    assert told[1].startswith(":3: not JSON (")
    assert told[2].startswith(":4: no article: ")
    assert told[3].startswith(":5: no article: ")
    assert told[4].startswith(":6 holds no text")
    assert told[5] == "\ufffd"
    assert told[6].startswith(":8: not JSON (")
    assert told[7].startswith(":9: ")
    assert isinstance(found[8], LimitError)
    assert told[9] == "Two."
    assert len(found) == 10


def test_unicode_line_separators_do_not_split_a_line() -> None:
    text = "Fog\u2028fell\u0085on the\x0bquay\x1c."
    raw = json.dumps({"text": text}, ensure_ascii=False).encode() + b"\r\n"
    assert [entry.text for entry in read_many(raw * 2) if isinstance(entry, Article)] == [text] * 2


def test_a_line_without_an_end_is_skipped_without_being_held() -> None:
    raw = b'{"text": "One."}\n{"text": "' + b"a" * 3_000_000 + b'"}\n{"text": "Two."}\n'
    found = list(read_many(raw, max_chars=100))
    assert [type(entry).__name__ for entry in found] == ["Article", "LimitError", "Article"]


def test_many_lines_take_the_memory_of_one(tmp_path: Path) -> None:
    path = tmp_path / "fog.jsonl"
    path.write_text(json.dumps({"text": "Fog fell. " * 1000}) + "\n", encoding="utf-8")
    path.write_bytes(path.read_bytes() * 1000)
    tracemalloc.start()
    assert sum(isinstance(entry, Article) for entry in read_many(path)) == 1000
    assert tracemalloc.get_traced_memory()[1] < 3_000_000
    tracemalloc.stop()


def test_one_article_is_wanted_but_there_are_two() -> None:
    assert "use read_many()" in refused(b'{"text": "One."}\n{"text": "Two."}\n')


@pytest.mark.parametrize("raw", [b"", b"\n\n"])
def test_jsonl_without_a_line(raw: bytes) -> None:
    assert "holds no text" in refused(raw, input_format="jsonl")


def test_a_missing_file_comes_as_an_error_in_the_stream() -> None:
    assert [type(entry) for entry in read_many("none.jsonl")] == [InputError]


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Lorna Quill", ("Lorna Quill",)),
        ("Lorna Quill; Jory Penn", ("Lorna Quill", "Jory Penn")),
        ("Lorna Quill, Jory Penn and Ilse Ostrow", ("Lorna Quill", "Jory Penn", "Ilse Ostrow")),
        ("Lorna Quill, Chief Reporter", ("Lorna Quill",)),
        ("Lorna Quill, Jr.", ("Lorna Quill, Jr.",)),
        ("https://courier.example/lq", ()),
        (["lq@courier.example", " by Lorna  Quill "], ("Lorna Quill",)),
        ([{"name": "Lorna Quill"}, 3], ("Lorna Quill",)),
        ("", ()),
    ],
)
def test_authors_names(value: object, names: tuple[str, ...]) -> None:
    assert read(json.dumps({"text": "Fog.", "authors": value}).encode()).authors == names


# HTML


@pytest.mark.parametrize("case", PAGES, ids=[case["id"] for case in PAGES])
def test_page(case: dict[str, Any]) -> None:
    article = read(case["html"].encode())
    for field in ("title", "outlet", "url", "published"):
        if field in case:
            assert getattr(article, field) == case[field]
    assert list(article.authors) == case.get("authors", [])
    for piece in case["present"]:
        assert piece in article.text.replace("\u00ad", "")
    for piece in case["absent"]:
        assert piece not in article.text
    if "count" in case:
        assert len(article.text.split("\n\n")) == case["count"]


def test_keywords_go_before_what_the_page_says() -> None:
    article = read(PAGES[0]["html"].encode(), title="T", outlet="O", authors="A. Bee", published="2024", url="u:1")
    assert (article.title, article.outlet, article.authors, article.published, article.url) == (
        "T",
        "O",
        ("A. Bee",),
        "2024",
        "u:1",
    )


@pytest.mark.parametrize("declared", ["windows-1252", "iso-8859-1", "utf-8", "nonsense"])
def test_the_encoding_that_a_page_declares(declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><article><p>{TEXT * 3}</p></article></body></html>'
    encoding = "utf-8" if declared in ("utf-8", "nonsense") else "cp1252"
    assert read(page.encode(encoding)).text == TEXT * 3


def test_a_wrong_declaration_does_not_spoil_utf8() -> None:
    page = f'<html><head><meta charset="iso-8859-1"></head><body><article><p>{TEXT * 3}</p></article></body></html>'
    assert read(page.encode()).text == TEXT * 3


@pytest.mark.parametrize(
    "markup", ["<html></html>", "<!doctype html>", "<html><body><nav>Home</nav><script>x()</script></body></html>"]
)
def test_a_page_without_text_is_refused(markup: str) -> None:
    assert "a page that holds no text" in refused(markup.encode())


def test_loss_is_told_when_extraction_leaves_a_paragraph_out(monkeypatch: pytest.MonkeyPatch) -> None:
    paragraphs = [
        f"“Fog number {number} fell on the quay,” the mate said to nobody in particular that night."
        for number in range(20)
    ]
    page = (
        "<html><body><article>"
        + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        + "</article></body></html>"
    )
    monkeypatch.setattr("claimkit.reading.pages._extracted", lambda tree: paragraphs[1:])
    article = read(page.encode())
    assert article.text == "\n\n".join(paragraphs[1:])
    assert [problem.message for problem in article.problems if problem.code == "extraction-loss"] == [
        "extraction lost 1 paragraphs and 2 quotation marks of the page: check the text"
    ]
    monkeypatch.setattr("claimkit.reading.pages._extracted", lambda tree: paragraphs[10:])
    assert read(page.encode()).text == "\n\n".join(paragraphs)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<article>",
                "</div>",
                "<div class=ad>",
                "<blockquote>",
                "Fog fell. ",
                "<br>",
                "&#xD800;",
                "\x00",
                "<!--",
                "<script>",
                "&",
                "<table><tr><td>",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_any_page_gives_an_article_or_an_input_error(markup: str) -> None:
    (entry,) = read_many(markup.encode(), input_format="html")
    assert isinstance(entry, Article) or len(str(entry).splitlines()) == 1


# Anything


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
@example(b"\xff\xfe\x00")
@example(b"\x1f\x8b")
@example(b'{"text": "\\udc00"}')
def test_any_bytes_give_articles_or_input_errors(raw: bytes) -> None:
    for kind in (None, "text", "jsonl"):
        for entry in read_many(raw, input_format=kind, allow_gzip=True):
            if isinstance(entry, Article):
                entry.model_dump_json()
            else:
                assert isinstance(entry, InputError)
                assert len(str(entry).splitlines()) == 1


@pytest.mark.corpus
def test_the_page_of_the_gold_pairs_is_whole_and_clean() -> None:
    path = SHARED / "gold" / "pair03" / "a.html"
    if not path.is_file():
        pytest.skip(f"{path} is absent")
    gold = json.loads(path.with_name("gold.json").read_text(encoding="utf-8"))["articles"]["a"]
    article = read(path)
    assert (article.published, article.outlet, article.title) == (gold["published"], gold["outlet"], gold["title"])
    prose = [
        article.text[block.start : block.end]
        for block in layout(article.text).blocks
        if block.kind is not BlockKind.FURNITURE
    ]
    for entry in gold["not_attributions"]:
        assert not any(entry["text"] in piece for piece in prose)
    assert article.text.count("“") == article.text.count("”") == 6
