"""The report: nothing from a text acts, every word stands in its place, and each link leads somewhere."""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from claimkit.errors import InputError
from claimkit.models import (
    FAILED,
    Alone,
    Article,
    Aspect,
    Claim,
    ClaimRef,
    IssuePosition,
    Pair,
    Problem,
    Quote,
    QuoteKind,
    Relation,
    Span,
    Speaker,
    SpeakerKind,
    Stand,
    Tenure,
)
from claimkit.plot.look import COLOURS
from claimkit.render import visible
from claimkit.report import comparison_page, page
from claimkit.report.article import ArticleView
from claimkit.report.differing import differing
from claimkit.report.escaping import address, exact
from claimkit.report.fragments import BOUND
from claimkit.report.pane import _look
from claimkit.report.segments import Mark, segments
from claimkit.report.sentences import sentences
from claimkit.results import Comparison, Extraction
from claimkit.testing import Saying, build, example
from claimkit.verifying import verify
from claimkit.verifying.records import Allowance, Change, ChangeKind, Finding, Piece, Verdict, Verification

CASES = tomllib.loads((Path(__file__).parent / "cases" / "report.toml").read_text(encoding="utf-8"))
ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=80)

TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "nav", "main", "footer", "section", "article", "div",
    "h1", "h2", "h3", "p", "ul", "li", "a", "span", "bdi", "small", "strong", "details", "summary", "table", "thead",
    "tbody", "tr", "th", "td", "q", "figure", "figcaption", "blockquote", "mark", "svg", "desc", "path", "text",
}  # fmt: skip
OURS = re.compile(r"[\w -]*")
ATTRIBUTES = {
    "class": OURS, "id": re.compile(r"(a\d+|ck-[0-9a-f]{8})(-\w+)*|main|pairs\d|positions(-\w+)*|only"),
    "dir": re.compile("auto"),
    "lang": re.compile("en"), "scope": OURS, "role": OURS, "tabindex": re.compile("-1|0"), "rel": OURS,
    "aria-hidden": re.compile("true"),
    "aria-labelledby": re.compile(r"(a\d+|ck-[0-9a-f]{8})-\w+|(a\d+|positions)-\w+-title|positions"),
    "aria-describedby": re.compile(r"(a\d+|positions)-\w+-title-told"), "viewBox": re.compile(r"[\d. ]+"),
    "d": re.compile(r"[MLz\d. -]+"), "font-weight": re.compile("bold"), "text-anchor": re.compile("middle|end"),
    **dict.fromkeys(("x", "y", "font-size"), re.compile(r"[\d.]+")), "href": re.compile(r"#[\w-]+"),
    "data-code": re.compile("U\\+[0-9A-F]{4,6}"),
}  # fmt: skip
SAYING_WORDS = {"data-label", "data-head", "aria-label"}
"""Attributes that hold words for a reader, and nothing that a browser would act on."""


def cases(name):
    return [pytest.param(case, id=f"{name}-{number}") for number, case in enumerate(CASES[name])]


def hostile(payload: str, **more) -> Extraction:
    """An extraction with `payload` in each field that holds text, ids included."""
    body = f"{payload} said {payload} that {payload}, {payload}."
    words = Span.of(body, 0, len(payload))
    source = Span.of(body, len(payload) + 6, 2 * len(payload) + 6)
    cue = Span.of(body, len(payload) + 1, len(payload) + 5)
    speaker = Speaker(
        id=payload, name=payload, kind=SpeakerKind.PERSON, role=payload, affiliation=payload, party=payload,
        tenure=Tenure.FORMER, mentions=(source,),
    )  # fmt: skip
    quote = Quote(
        id=payload, kind=QuoteKind.DIRECT, spans=(words, source), speaker=payload, source=source, cue=cue, said=payload,
    )  # fmt: skip
    lost = Quote(id=f"{payload}2", kind=QuoteKind.INDIRECT, spans=(words,), source=words)
    claim = Claim(
        id=payload, span=words, speaker=payload, quote=payload, text_in_context=payload, about=payload, target=words,
        stance_cues=(cue,),
    )  # fmt: skip
    return Extraction(
        article=Article(text=body, id=payload, title=payload, outlet=payload, authors=(payload, payload), url=payload)
        .model_copy(update=more),
        speakers=(speaker,),
        quotes=(quote, lost),
        claims=(claim, Claim(id=f"{payload}2", span=source, speaker=None)),
        problems=(Problem(code=payload, message=payload, span=words), Problem(code=FAILED, message=payload)),
    )  # fmt: skip


def hostile_comparison(payload: str) -> Comparison:
    one, other = hostile(payload), hostile(payload, id=f"{payload}2")
    ids = (one.article.id, other.article.id)
    sides = [ClaimRef(article=name, claim=payload) for name in ids]
    pair = {"score": 0.5, "about": payload, "a": sides[0], "b": sides[1], "why": payload}
    return Comparison(
        articles=ids,
        pairs=(Pair(relation=Relation.DIFFER, aspect=Aspect.TIME, **pair), Pair(relation=Relation.AGREE, **pair)),
        positions=tuple(
            IssuePosition(issue=payload, article=name, speaker=payload, position=stand, claims=(payload,))
            for name, stand in zip(ids, (Stand.SUPPORTS, Stand.MIXED), strict=True)
        ),
        alone=tuple(Alone(article=name, claims=(payload,), speakers=(payload,)) for name in ids),
        extractions=(one, other),
    )


def assert_inert(written: str) -> LexborHTMLParser:
    tree = assert_nothing_acts(written)
    assert len(tree.css("style")) == len(tree.css("head > title")) == len(tree.css("h1")) == len(tree.css("main")) == 1
    return tree


def assert_nothing_acts(written: str) -> LexborHTMLParser:
    tree = LexborHTMLParser(written)
    for node in tree.root.traverse():
        assert node.tag in TAGS, node.tag
        for name, value in node.attributes.items():
            if node.tag == "meta" or name in SAYING_WORDS:
                continue
            assert name in ATTRIBUTES, (node.tag, name, value)
            assert ATTRIBUTES[name].fullmatch(value or ""), (node.tag, name, value)
    assert all(set(node.attributes) <= {"charset", "http-equiv", "name", "content"} for node in tree.css("meta"))
    fenced = "".join(node.text() for node in tree.css("bdi.odd"))
    steering = [c for c in written if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} and c not in "\n\u200c\u200d"]
    assert Counter(steering) == Counter(c for c in fenced if c != "\ufffd")
    return tree


@pytest.mark.parametrize("payload", CASES["payloads"])
def test_hostile_words_in_every_field_come_out_inert(payload: str) -> None:
    tree = assert_inert(page([hostile(payload)]))
    assert visible(payload) in tree.css_first("title").text()
    shown = " ".join(tree.root.text(deep=True).split())
    wanted = " ".join(visible(payload).split())
    # title ×2, outlet, authors, url, name ×2, role, affiliation, party, words, context, dates, problems …
    assert shown.count(wanted) >= 15


@pytest.mark.parametrize("payload", CASES["payloads"])
def test_hostile_words_in_a_comparison_come_out_inert(payload: str) -> None:
    written = comparison_page(hostile_comparison(payload))
    tree = assert_inert(written)
    assert len(tree.css(".pair")) == 2
    assert len(tree.css("table.matrix tbody tr")) == 2
    shown = " ".join(tree.root.text(deep=True).split())
    assert shown.count(" ".join(visible(payload).split())) >= 45


def test_there_are_forty_payloads_and_they_differ() -> None:
    assert len(set(CASES["payloads"])) == 40


def texts(extraction: Extraction) -> str:
    return LexborHTMLParser(page([extraction], pictures=False)).css_first(".text").text(deep=True)


@st.composite
def marked_up(draw) -> Extraction:
    """Any text with quotes, claims and problems anywhere in it: nested, overlapping, empty."""
    text = draw(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("\n\r\t \x00<&“”\u202e")), max_size=80))
    places = st.integers(0, len(text))
    spans = st.tuples(places, places).map(lambda pair: Span.of(text, min(pair), max(pair)))
    quotes = draw(st.lists(st.tuples(st.lists(spans, max_size=2), spans, spans), max_size=4))
    claims = draw(st.lists(st.tuples(spans, st.booleans()), max_size=5))
    return Extraction(
        article=Article(text=text),
        speakers=tuple(Speaker(id=f"s{n}", name=f"S{n}", kind=SpeakerKind.PERSON) for n in range(12)),
        quotes=tuple(
            Quote(id=f"q{n}", kind=QuoteKind.MIXED, spans=tuple(parts), source=source, cue=cue, speaker=f"s{3 * n}")
            for n, (parts, source, cue) in enumerate(quotes)
        ),
        claims=tuple(
            Claim(id=f"c{n}", span=span, speaker="s0", quote="q0" if within and quotes else None)
            for n, (span, within) in enumerate(claims)
        ),
        problems=tuple(Problem(code="odd", message="odd", span=span) for span in draw(st.lists(spans, max_size=2))),
    )


@given(marked_up())
def test_the_text_nodes_of_the_pane_are_the_text(extraction: Extraction) -> None:
    # No HTML file can hold U+0000; parsers put U+FFFD in its place.
    assert texts(extraction) == extraction.article.text.replace("\x00", "\ufffd")


@given(marked_up())
def test_every_link_leads_to_a_place_and_no_place_has_two(extraction: Extraction) -> None:
    assert_links(LexborHTMLParser(page([extraction], pictures=False)))


def assert_links(tree: LexborHTMLParser) -> None:
    names = Counter(node.attributes["id"] for node in tree.css("[id]"))
    assert set(names.values()) == {1}
    assert {node.attributes["href"] for node in tree.css("a[href^='#']")} <= {f"#{name}" for name in names}
    for name in ("aria-labelledby", "aria-describedby"):
        assert all(node.attributes[name] in names for node in tree.css(f"[{name}]"))


@given(marked_up())
def test_labels_lead_to_rows_and_rows_back(extraction: Extraction) -> None:
    tree = LexborHTMLParser(page([extraction], pictures=False))
    at = {node.attributes["id"]: node for node in tree.css("[id]")}
    for node in tree.css(".text a.label"):
        assert at[node.attributes["href"].removeprefix("#")].tag in {"tr", "li"}
    rows = tree.css(".claims tbody tr")
    for row in rows:
        back = at[row.css_first("th a").attributes["href"].removeprefix("#")]
        assert back.attributes["class"].startswith("label")
    assert {f"#{claim}" for claim in at if re.fullmatch(r"a1-c\d+", claim)} == {
        row.css_first("th a").attributes["href"] for row in rows if row.css_first("th a").text().startswith("c")
    }


@pytest.mark.parametrize("case", cases("looks"))
def test_a_text_is_cut_at_every_border(case) -> None:
    found = segments(10, [Mark(*mark) for mark in case["marks"]])
    assert [[each.start, each.end, _look(each.marks)] for each in found] == case["pieces"]


@given(st.integers(0, 30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8))
def test_segments_have_no_gaps_and_hold_the_marks_that_cover_them(length, pairs) -> None:
    marks = [Mark(min(low, high, length), min(max(low, high), length), "claim") for low, high in pairs]
    found = list(segments(length, marks))
    assert [place for each in found for place in range(each.start, each.end)] == list(range(length))
    for each in found:
        covering = [mark for mark in marks if mark.start <= each.start and each.end <= mark.end]
        assert Counter(each.marks) == Counter(covering)
        assert not any(each.start < edge < each.end for mark in marks for edge in mark[:2])


@given(ANY_TEXT)
def test_escaping_keeps_every_character(text: str) -> None:
    node = LexborHTMLParser(f"<!doctype html><p>{exact(text)}</p>").css_first("p")
    assert node.text(deep=True) == text.replace("\x00", "\ufffd")
    assert {each.tag for each in node.traverse()} <= {"p", "bdi"}


@pytest.mark.parametrize("case", cases("addresses"))
def test_only_web_addresses_are_links(case) -> None:
    assert (address(case["given"]) == case["given"]) is case["kept"]
    written = page([build(Saying(None, "Fog fell."), url=case["given"])])
    assert bool(LexborHTMLParser(written).css("a[rel]")) is case["kept"]


@pytest.mark.parametrize("case", cases("differing"))
def test_the_words_that_differ_are_marked(case) -> None:
    for (given_words, key), pieces in zip(
        ((case["one"], "only_one"), (case["other"], "only_other")), differing(case["one"], case["other"]), strict=True
    ):
        assert [piece.words for piece in pieces if piece.differs] == case[key]
        assert "".join(piece.words for piece in pieces) == given_words


@given(ANY_TEXT, ANY_TEXT)
def test_marking_what_differs_changes_no_word(one: str, other: str) -> None:
    for words, pieces in zip((one, other), differing(one, other), strict=True):
        assert "".join(piece.words for piece in pieces) == words
    assert not any(piece.differs for pieces in differing(one, one) for piece in pieces)


@pytest.mark.parametrize("case", cases("sentences"))
def test_sentences_are_counted(case) -> None:
    text = case["text"]
    assert [text[start:end] for start, end in sentences(text, 0, len(text))] == case["found"]


@given(ANY_TEXT)
def test_sentences_hold_all_that_is_not_blank(text: str) -> None:
    found = [text[start:end] for start, end in sentences(text, 0, len(text))]
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(words.strip() == words and words for words in found)


def test_the_policy_allows_the_one_stylesheet_and_nothing_else() -> None:
    tree = LexborHTMLParser(page([example()]))
    digest = hashlib.sha256(tree.css_first("style").text().encode()).digest()
    policy = tree.css_first("meta[http-equiv='Content-Security-Policy']").attributes["content"]
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{base64.b64encode(digest).decode()}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert not tree.css("script, link, img, iframe, [style], [onclick]")
    assert not re.search(r"url\(|@import", tree.css_first("style").text())


@pytest.mark.parametrize("written", [page([example()]), page([example(), example()])], ids=["one", "two"])
def test_headings_are_in_order_and_tables_have_heads(written: str) -> None:
    tree = LexborHTMLParser(written)
    levels = [int(node.tag[1]) for node in tree.css("h1, h2, h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in tree.css("table"):
        heads = len(table.css("thead th[scope=col]"))
        assert heads
        assert {len(row.css("th[scope=row], td")) for row in table.css("tbody tr")} == {heads}
    assert tree.css_first("body > a").attributes["href"] == "#main"
    assert_links(tree)


def counted(extraction: Extraction) -> dict[str, int]:
    receipt = ArticleView(extraction, "a1").receipt
    return {each.what: each.number for count in receipt.counts for each in (count, *count.under)}


def test_the_receipt_says_what_was_read_and_what_was_not() -> None:
    found = counted(
        build(
            Saying(None, "The ferry to Holm has not sailed since Monday."),
            Saying("Ana Brill", "The ferry is late. The pier is shut"),
            Saying(None, "Who is to pay for all of it in the end?", claims=()),
            Saying(None, "A reef of “grey teeth”, black water, no wind to speak of.", claims=()),
        )
    )
    assert {what: number for what, number in found.items() if number} == {
        "Sentences read": 5,
        "with somebody’s words or thoughts": 2,
        "with a claim in the article’s own voice": 1,
        "without a claim, because they ask": 1,
        "without a claim, because no statement was found in them": 1,
        "Quotations read between quotation marks": 2,
        "given as somebody’s words": 1,
        "left to nobody (a name, a title, a word set apart, or missed)": 1,
        "Quotes found, with quotation marks or without": 1,
        "attributed to a speaker with a name": 1,
    }


def test_the_receipt_says_why_quotes_have_no_speaker() -> None:
    text = "“Fog,” it said. “Ice.” Officials said no."
    quotes = (
        Quote(id="q1", kind=QuoteKind.DIRECT, spans=(Span.of(text, 1, 5),), source=Span.of(text, 7, 9)),
        Quote(id="q2", kind=QuoteKind.DIRECT, spans=(Span.of(text, 17, 21),)),
        Quote(id="q3", kind=QuoteKind.INDIRECT, spans=(Span.of(text, 38, 40),), speaker="s1"),
    )
    speakers = (Speaker(id="s1", name="Officials", kind=SpeakerKind.UNNAMED),)
    odd = (Problem(code="unclosed-quote", message="odd"),)
    found = counted(Extraction(article=Article(text=text), speakers=speakers, quotes=quotes, problems=odd))
    assert found["unattributed, because their source leads to no speaker"] == 1
    assert found["unattributed, because no source stands beside them"] == 1
    assert found["attributed to a source that the article does not name"] == 1
    assert found["opening marks without a closing one"] == 1


def test_an_article_that_failed_says_so() -> None:
    failed = Extraction(article=Article(text="Fog."), problems=(Problem(code=FAILED, message="broken"),))
    assert "Reading this article failed" in page([failed])
    assert "Reading this article failed" not in page([example()])


def test_an_empty_article_is_a_page() -> None:
    written = page([Extraction(article=Article(text=""))])
    for words in ("Untitled article", "No quotes and no claims", "Nobody speaks", "Nothing odd was met"):
        assert words in written


def test_the_same_extraction_gives_the_same_bytes() -> None:
    assert example().to_html() == example().to_html() == page([example()])


def compared(**more) -> Comparison:
    one = build(Saying("Ana Brill", "The pier will be repaired by May", role="engineer"), title="One", outlet="Post")
    other = build(Saying("Jon Vik", "The pier will never be repaired by May"), title="Two", outlet="Echo")
    ids = (one.article.id, other.article.id)
    pair = {"about": "The pier", "a": ClaimRef(article=ids[0], claim="c1"), "b": ClaimRef(article=ids[1], claim="c1")}
    positions = (
        IssuePosition(issue="I?", article=ids[1], speaker="s1", position=Stand.DISPUTES, claims=("c1",)),
        IssuePosition(issue="II?", article=ids[0], speaker="author", position=Stand.SILENT),
    )
    made = {
        "pairs": (
            Pair(relation=Relation.AGREE, score=0.9, why="Both say so.", **pair),
            Pair(relation=Relation.DIFFER, aspect=Aspect.POLARITY, score=0.8, why="One denies it.", **pair),
        ),
        "positions": positions,
        "alone": (Alone(article=ids[0], claims=("c1",), speakers=("s1",)), Alone(article=ids[1])),
    }
    return Comparison(articles=ids, extractions=(one, other), **(made | more))


def test_a_comparison_shows_differences_first_with_the_words_that_differ() -> None:
    tree = LexborHTMLParser(compared().to_html())
    assert [node.text() for node in tree.css("main h2")][:4] == [
        "Where they differ (1)", "Where they agree (1)", "Who holds what", "What only one has",
    ]  # fmt: skip
    pair = tree.css_first(".pair")
    assert [node.text() for node in pair.css("mark")] == ["never"]
    assert [node.text() for node in pair.css(".letter")] == ["A", "B"]
    assert "engineer" in pair.text()
    assert_links(tree)


def test_the_matrix_has_a_row_a_holder_and_a_column_an_issue() -> None:
    table = LexborHTMLParser(compared().to_html()).css_first("table.matrix")
    assert [node.text() for node in table.css("thead th")] == ["Holder", "I?", "II?"]
    rows = [[" ".join(cell.text().split()) for cell in row.css("th, td")] for row in table.css("tbody tr")]
    assert rows == [["A (no speaker named)", "· silent", "· silent"], ["B Jon Vik", "− disputes c1", "· silent"]]


def test_what_only_one_has_is_listed_with_links() -> None:
    one, other = LexborHTMLParser(compared().to_html()).css(".onlys > div")
    assert "Ana Brill" in one.text()
    assert one.css_first("a").attributes["href"] == "#a1-c1"
    assert "Nothing" in other.text()


def test_a_comparison_without_its_articles_is_refused_in_one_line() -> None:
    with pytest.raises(InputError, match="compare their extractions anew"):
        compared().model_copy(update={"extractions": ()}).to_html()


def test_a_comparison_without_pairs_or_issues_is_a_page() -> None:
    written = compared(pairs=(), positions=(), alone=()).to_html()
    assert "No two claims were found" in written
    assert "Who holds what" not in written
    assert_links(LexborHTMLParser(written))


@settings(max_examples=30)
@given(ANY_TEXT)
def test_any_title_and_outlet_stand_in_the_page_as_text(words: str) -> None:
    tree = LexborHTMLParser(page([build(Saying(None, "Fog fell."), title=words or "-", outlet=words)]))
    assert " ".join(visible(words or "-").split()) == " ".join(tree.css_first("h1").text().split())


def test_the_work_grows_with_the_length_of_the_article(lines_run) -> None:
    def work(times: int) -> int:
        sayings = [Saying(f"Ana {n % 7}", f"The pier {n} is shut. Nobody knows why") for n in range(times)]
        extraction = build(*sayings)
        return lines_run(lambda: page([extraction]))

    work(3)
    assert work(200) < 5 * work(50)


def test_pictures_stand_in_the_page_with_titles_and_no_colours_of_their_own() -> None:
    tree = LexborHTMLParser(page([example(), hostile("$x^2$")]))
    assert_inert(tree.html)
    captions = ["Certainty by holder", "Words quoted by speaker and side", "Claims on a timeline"]
    assert [node.text() for node in tree.css("figcaption")][:3] == captions
    drawn = tree.css("svg[role=img]")
    assert [node.css_first("title").text() for node in drawn][:3] == captions
    assert all(len(node.css_first("desc").text()) > 10 for node in drawn)
    assert not tree.css("svg [fill], svg [stroke], svg [style], svg style, svg script, svg a, svg use")
    style = tree.css_first("head style").text()
    used = {name for node in tree.css("svg [class]") for name in node.attributes["class"].split()}
    assert all(f".{name} {{" in style or f".{name}, " in style for name in used)
    assert "$x^2$" in [node.text() for node in tree.css("svg text")]
    assert_links(tree)


def test_a_comparison_has_pictures_of_its_positions() -> None:
    tree = LexborHTMLParser(compared().to_html())
    assert [node.css_first("title").text() for node in tree.css("section:has(#positions) svg")] == [
        "Who holds what", "Words quoted by speaker and side",
    ]  # fmt: skip
    assert not LexborHTMLParser(compared().to_html(pictures=False)).css("svg")


def test_every_colour_of_a_picture_has_one_in_the_page() -> None:
    style = LexborHTMLParser(page([])).css_first("style").text()
    assert all(re.search(rf"\.f-{name}\b", style) for name in COLOURS)


def test_without_the_plotting_library_the_page_has_no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ">Pictures<" in page([example()])
    monkeypatch.setattr("claimkit.report.pictures.find_spec", lambda _: None)
    assert ">Pictures<" not in page([example()])
    assert page([example()]) == page([example()], pictures=False)


def hostile_verification(payload: str) -> Verification:
    words = Span.of(f"{payload} said {payload}", 0, len(payload))
    gone = Span.of(words.text, len(words.text), len(words.text))
    change = Change(kind=ChangeKind.REPLACED, words=words, article=payload, found=words)
    left = Change(kind=ChangeKind.LEFT_OUT, words=gone, article=payload, found=words)
    piece = Piece(article=payload, words=words, span=words, quote=payload, speaker=payload, name=payload)
    finding = Finding(
        verdict=Verdict.MISATTRIBUTED, wording=Verdict.ALTERED, fits=False, similarity=0.5, pieces=(piece, piece),
        changes=(change, left), allowed=(Allowance.CASE,),
    )  # fmt: skip
    return Verification(
        words=payload, speaker=payload, articles=(payload,), verdict=finding.verdict, findings=(finding,)
    )


FRAGMENTS = {
    "article": (lambda payload: hostile(payload).article, 5),
    "extraction": (hostile, 15),
    "comparison": (hostile_comparison, 40),
    "verification": (hostile_verification, 12),
    "no findings": (lambda payload: hostile_verification(payload).model_copy(update={"findings": ()}), 1),
}
"""What shows itself in a notebook, made of a payload, and how often its words are shown at least."""


@pytest.mark.parametrize("payload", CASES["payloads"])
@pytest.mark.parametrize("name", FRAGMENTS)
def test_hostile_words_in_an_output_of_a_notebook_come_out_inert(name: str, payload: str) -> None:
    make, times = FRAGMENTS[name]
    written = make(payload)._repr_html_()
    tree = assert_nothing_acts(written)
    assert_links(tree)
    assert [node.tag for node in tree.body.iter()] == ["div"]
    assert len(tree.css("style")) == 1
    shown = " ".join(tree.root.text(deep=True).split())
    assert shown.count(" ".join(visible(payload).split())) >= times


def outputs() -> dict[str, str]:
    found = {name: make("Fog <b>")._repr_html_() for name, (make, _) in FRAGMENTS.items()}
    return found | {"example": example()._repr_html_(), "other": hostile("Rain")._repr_html_()}


def test_outputs_on_one_page_have_places_of_their_own_and_stay_the_same() -> None:
    assert outputs() == outputs()
    tree = LexborHTMLParser("".join(outputs().values()))
    assert_links(tree)
    for output in tree.css("div.claimkit"):
        inside = {node.attributes["href"] for node in output.css("a[href^='#']")}
        assert all(target.startswith(f"#{output.attributes['id']}-") for target in inside)
    assert not tree.css("h1, h2, h3, h4, h5, h6, script, link, img, iframe, [style]")


@pytest.mark.parametrize("written", [pytest.param(written, id=name) for name, written in outputs().items()])
def test_the_style_of_an_output_reaches_nothing_else(written: str) -> None:
    output = LexborHTMLParser(written).css_first("div.claimkit")
    style, root = output.css_first("style").text(), f"#{output.attributes['id']}"
    assert not re.search(r"url\(|@import|@font-face|<|position: ?fixed|!important", style)
    bare = re.sub(r"@media[^{]*\{", "", style)
    selectors = [each for each in re.findall(r"([^{}]+)\{[^{}]+\}", bare) if each.strip()]
    assert len(selectors) > 100
    for each in selectors:
        for one in re.split(r",(?![^()]*\))", each):
            # What stands before the id are the themes of notebooks around it.
            assert re.fullmatch(rf"(:root:not\(.*\) body:not\(.*\) |:is\(.*\) )?{root}( .*)?", one.strip()), one


@given(marked_up())
def test_an_output_has_the_text_and_every_link_leads_somewhere(extraction: Extraction) -> None:
    tree = LexborHTMLParser(extraction._repr_html_())
    assert_links(tree)
    assert tree.css_first(".text").text(deep=True) == extraction.article.text.replace("\x00", "\ufffd")


def many(number: int) -> Extraction:
    return build(*(Saying(f"Ana {n}", f"The pier {n} is shut <b>\u202e and {'x' * 60}") for n in range(number)))


def crowded() -> Extraction:
    """Thousands of quotes and claims on the first characters of a text, by speakers with endless names."""
    text = "Fog fell."
    span = Span.of(text, 0, 3)
    return Extraction(
        article=Article(
            text=text, title="\x00" * 10**5, outlet="<" * 10**5, authors=("&" * 10**5,) * 40, url="x" * 10**5
        ),
        speakers=(Speaker(id="s1", name="\x00" * 10**5, kind=SpeakerKind.PERSON, role="<" * 10**5),),
        quotes=tuple(Quote(id=f"q{n}", kind=QuoteKind.DIRECT, spans=(span,), speaker="s1") for n in range(2000)),
        claims=tuple(Claim(id=f"c{n}", span=span, speaker="s1", quote=f"q{n}") for n in range(2000)),
        problems=(Problem(code="odd", message="<" * 10**5),) * 20,
    )  # fmt: skip


def crowded_comparison() -> Comparison:
    one = crowded()
    claims = tuple(each.model_copy(update={"quote": None}) for each in one.claims[:3])
    one = one.model_copy(update={"quotes": (), "claims": claims})
    articles = tuple(
        one.model_copy(update={"article": one.article.model_copy(update={"id": f"a{n}"})}) for n in range(40)
    )
    ids = tuple(each.article.id for each in articles)
    sides = {"a": ClaimRef(article="a0", claim="c1"), "b": ClaimRef(article="a1", claim="c1")}
    pair = Pair(relation=Relation.DIFFER, score=0.5, about="<" * 10**4, why="\x00" * 10**4, **sides)
    positions = tuple(
        IssuePosition(issue=f"{n}" * 10**4, article=name, speaker="s1", position=Stand.SUPPORTS, claims=("c1",) * 50)
        for n in range(9)
        for name in ids
    )
    alone = tuple(Alone(article=name, claims=("c1",) * 90, speakers=("s1",) * 90) for name in ids)
    return Comparison(articles=ids, pairs=(pair,) * 300, positions=positions, alone=alone, extractions=articles)


LARGE = {
    "long article": (lambda: many(1600).article, "Shown: the first"),
    "long article, marked": (lambda: many(1600), "Shown: the first"),
    "crowded article": (lambda: crowded().article, "9 characters"),
    "crowded": (crowded, "2000 quotes"),
    "crowded comparison": (crowded_comparison, "Not shown: 300 pairs"),
    "long quotation": (lambda: hostile_verification("\x00<" * 10**4), "1 more finding"),
}


@pytest.mark.parametrize("name", LARGE)
def test_an_output_has_a_bound_and_says_what_is_left_out(name: str) -> None:
    make, told = LARGE[name]
    made = make()
    written = made._repr_html_()
    assert len(written.encode()) <= BOUND
    assert told in written
    assert len(repr(made)) < 500
    assert_links(assert_nothing_acts(written))


def test_an_output_of_a_long_article_has_its_beginning() -> None:
    extraction = many(1600)
    assert len(extraction.article.text) > 200_000 - 50_000
    tree = LexborHTMLParser(extraction._repr_html_())
    shown = tree.css_first(".text").text(deep=True)
    assert extraction.article.text.startswith(shown)
    assert len(shown) > 2000
    rows = len(tree.css(".claims tbody tr"))
    assert f"without {1600 - rows:,} rows" in tree.html
    article = LexborHTMLParser(extraction.article._repr_html_())
    opening, rest = (node.text(deep=True) for node in article.css(".plain"))
    assert extraction.article.text.startswith(opening + rest)
    assert len(opening) <= 900


def test_a_short_article_is_not_folded() -> None:
    tree = LexborHTMLParser(example().article._repr_html_())
    assert not tree.css("details")
    assert tree.css_first(".plain").text() == example().article.text
    assert "Coast Post · by Lea Moor · published 2024-11-18" in tree.html


def test_an_output_of_a_comparison_has_differences_first_and_the_holders_who_take_a_side() -> None:
    tree = LexborHTMLParser(compared()._repr_html_())
    assert [node.text() for node in tree.css(".section")] == [
        "Where they differ (1)", "Where they agree (1)", "Who holds what",
    ]  # fmt: skip
    assert [node.text() for node in tree.css_first(".pair").css("mark")] == ["never"]
    rows = [[" ".join(cell.text().split()) for cell in row.css("th, td")] for row in tree.css("tbody tr")]
    assert rows == [["B Jon Vik", "− disputes c1"]]
    assert "1 further holder is silent or not shown." in tree.html
    assert "Not shown: 1 issue." in tree.html
    many = compared(pairs=compared().pairs * 30)._repr_html_()
    assert "Where they differ (30)" in many
    assert "Not shown: 20 pairs, 1 issue." in many
    assert len(LexborHTMLParser(many).css(".pair")) == 40
    nobody = compared(positions=compared().positions[1:])._repr_html_()
    assert "Nobody takes a side on the issue." in nobody


def test_an_output_of_a_verification_marks_what_was_changed() -> None:
    found = verify("The ferry is likely to sail again in June", example(), speaker="Brill")
    tree = LexborHTMLParser(found._repr_html_())
    assert [node.text() for node in tree.css("mark")] == ["June", "May"]
    assert tree.css_first(".verdict").text() == "altered"
    assert "Ana Brill" in tree.html
    nowhere = LexborHTMLParser(verify("Pigs may fly", example())._repr_html_())
    assert "Pigs may fly" in nowhere.css_first("blockquote").text()
