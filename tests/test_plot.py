"""Pictures: the data behind each, the same bytes each time, and words that stay words."""

from __future__ import annotations

import builtins
import importlib
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimkit as ck
from claimkit import cli
from claimkit.errors import ClaimkitError, InputError
from claimkit.models import Article, Attitude, Certainty, Form, IssuePosition, Stand
from claimkit.plot import grid, look
from claimkit.plot.axis import Window, ticks, window
from claimkit.plot.certainties import certainties
from claimkit.plot.dated import dated
from claimkit.plot.sides import attitudes, stands
from claimkit.plot.svg import inline
from claimkit.plot.times import stretch
from claimkit.plot.voices import Voices
from claimkit.results import Comparison, Extraction
from claimkit.testing import Saying, build

CASES = Path(__file__).parent / "cases"
HOSTILE = json.loads((CASES / "hostile.json").read_text(encoding="utf-8"))
TABLES = json.loads((CASES / "plots.json").read_text(encoding="utf-8"))
MATHS = [
    "$x^2$",
    "$\\frac{1}{2}$",
    "$unclosed",
    "$$",
    "\\textbf{a}",
    "a_b^c",
    "$\\",
    "\ufffe\uffff",
    "王小明",
    "x" * 400,
]
GOOD, BAD = Attitude.FAVOURABLE, Attitude.UNFAVOURABLE
SVG = "{http://www.w3.org/2000/svg}"


def report() -> Extraction:
    return build(
        Saying(None, "The quay is shut", about="2024-11"),
        Saying("Ana Brill", "The pier may hold", certainty=Certainty.POSSIBLE, attitude=GOOD, about="2025"),
        Saying("Ana Brill", "The fee is a scandal", attitude=BAD, said="2024-11-17"),
        Saying("Jon Vik", "It will rain", certainty=Certainty.PROBABLE, about="2019/..", said="2024-11-18"),
        Saying("Jon Vik", "the fee", form=Form.ATTITUDE, attitude=BAD),
        Saying("Jon Vik", "Nobody knows whether it will hold", certainty=Certainty.UNKNOWN, about="XXXX-05"),
        title="The pier", outlet="Coast Post", published="2024-11-20",
    )  # fmt: skip


def opinion() -> Extraction:
    return build(Saying("Ana Brill", "The pier is lost", attitude=BAD), title="No pier")


def compared() -> Comparison:
    one, other = report(), opinion()
    ids = (one.article.id, other.article.id)
    taken = (
        ("The pier holds.", ids[0], "s2", Stand.SUPPORTS), ("The pier holds.", ids[1], "s1", Stand.DISPUTES),
        ("The fee is right.", ids[0], "s2", Stand.DISPUTES), ("The fee is right.", ids[0], "s3", Stand.MIXED),
    )  # fmt: skip
    positions = tuple(
        IssuePosition(issue=issue, article=article, speaker=speaker, position=stand)
        for issue, article, speaker, stand in taken
    )
    return Comparison(articles=ids, positions=positions, extractions=(one, other))


def crowd(number: int) -> Extraction:
    long = "of the Committee for the Preservation of the Old Quay and its Lamps"
    sayings = (
        Saying(
            f"Person {n} {long if n % 3 == 0 else ''}", f"Claim {n} " + "word " * n, about=f"20{n % 30:02}-0{n % 9 + 1}"
        )
        for n in range(number)
    )
    return build(*sayings, title="A crowd", published="2024-06-01")


EMPTY = Extraction(article=Article(text=""))
ARTICLE_KINDS = ["certainty", "quoted", "timeline"]


def data(name: str) -> Any:
    one, two = Voices([report()]), compared()
    both = Voices([two])
    return {
        "certainty": lambda: certainties(one),
        "certainty, at most 1": lambda: certainties(one, 1),
        "certainty of two articles": lambda: certainties(both),
        "quoted": lambda: attitudes(one),
        "quoted, by side of the first issue": lambda: stands(both, two, None),
        "quoted, by side of an issue": lambda: stands(both, two, "The fee is right."),
        "timeline": lambda: dated(one),
        "positions": lambda: grid.grid(both, two),
    }[name]()


@pytest.mark.parametrize("name", TABLES["data"])
def test_the_data_behind_a_picture(name: str) -> None:
    assert json.loads(json.dumps(data(name), ensure_ascii=False)) == TABLES["data"][name]


@pytest.mark.parametrize(("edtf", "days"), TABLES["days"].items())
def test_dates_are_placed_on_days(edtf: str, days: list[str | None] | None) -> None:
    found = stretch(edtf)
    shown = found and [day and date.fromordinal(day).isoformat() for day in found[:2]]
    assert shown == days


@pytest.mark.parametrize("case", TABLES["ticks"])
def test_the_axis_names_days_as_precisely_as_they_need(case: dict[str, Any]) -> None:
    first, last = (date.fromisoformat(day).toordinal() for day in case["window"])
    assert [name for _, name in ticks(Window(first, last))] == case["names"]


@given(st.lists(st.integers(1, date.max.toordinal()), min_size=1, max_size=20))
def test_every_day_has_a_place_and_the_axis_names_days_inside_it(days: list[int]) -> None:
    shown = window(days)
    assert shown.start < shown.end
    named = ticks(shown)
    assert 1 <= len(named) <= 5
    assert all(shown.start <= day <= shown.end for day, _ in named)
    inside = sum(shown.start <= day <= shown.end for day in days)
    assert inside >= 0.8 * len(days)
    assert all(0 <= shown.part(day) <= 1 for day in days)


def figures(result: Extraction, **how: Any) -> dict[str, Any]:
    return {kind: ck.plot.KINDS[kind](result, **how) for kind in ARTICLE_KINDS}


def parsed(figure: Any) -> ElementTree.Element:
    return ElementTree.fromstring(ck.plot.written(figure, ".svg"))  # noqa: S314 - our own


def texts(figure: Any) -> list[str]:
    return [node.text or "" for node in parsed(figure).iter(f"{SVG}text")]


def assert_plain(root: ElementTree.Element) -> None:
    """Only shapes and words, and nothing that a browser would act on or ask for."""
    allowed = {"svg", "title", "desc", "rect", "path", "text"}
    known = {
        "viewBox", "role", "width", "height", "font-family", "font-size", "font-weight", "text-anchor", "x", "y", "d",
        "fill", "stroke", "stroke-width", "class", "id", "aria-labelledby", "aria-describedby",
    }  # fmt: skip
    for node in root.iter():
        assert node.tag.removeprefix(SVG) in allowed
        assert set(node.attrib) <= known
        assert not any("url(" in value or "javascript" in value for value in node.attrib.values())


@pytest.mark.parametrize("words", [*HOSTILE, *MATHS])
def test_hostile_names_and_words_stay_words(words: str) -> None:
    result = build(Saying(words, words or "x", about="2024"), title=words)
    for figure in figures(result).values():
        root = parsed(figure)
        assert_plain(root)
        wanted = look.line(words)
        shown = texts(figure)
        assert any(text.removesuffix("…") and wanted.startswith(text.removesuffix("…")) for text in shown)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "".join(root.itertext()))
        # Drawn as dots, too, without TeX and without a warning.
        assert ck.plot.written(figure, ".png").startswith(b"\x89PNG")


def test_a_user_who_likes_tex_gets_words_all_the_same() -> None:
    import matplotlib

    with matplotlib.rc_context({"text.usetex": True, "text.parse_math": True, "svg.fonttype": "path"}):
        shown = texts(ck.plot.certainty(build(Saying("$x^2$", "Rain fell."))))
        assert matplotlib.rcParams["text.usetex"]
    assert "$x^2$" in shown


@pytest.mark.parametrize("number", [1, 2, 30])
@pytest.mark.parametrize("width", [3.5, 4.6, 6.7])
def test_nothing_leaves_the_paper_or_overlaps(number: int, width: float) -> None:
    made = [*figures(crowd(number), width=width).values()]
    for figure in made:
        figure.draw_without_rendering()
        paper = figure.bbox
        boxes = [text.get_window_extent() for text in figure.axes[0].texts]
        for box in boxes:
            assert paper.x0 <= box.x0
            assert box.x1 <= paper.x1
            assert paper.y0 <= box.y0
            assert box.y1 <= paper.y1
        inner = [box.shrunk(0.96, 0.6).translated(0, 0.2 * box.height) for box in boxes]
        assert not any(one.overlaps(other) for n, one in enumerate(inner) for other in inner[n + 1 :])


@pytest.mark.parametrize(
    ("kind", "words"),
    [("certainty", "No claims were found."), ("quoted", "No words were found."), ("timeline", "No claim has a date.")],
)
def test_an_article_without_anything_gives_a_picture_that_says_so(kind: str, words: str) -> None:
    assert words in texts(ck.plot.KINDS[kind](EMPTY))


def test_a_comparison_without_issues_gives_pictures() -> None:
    without = compared().model_copy(update={"positions": ()})
    assert "No positions were found." in texts(ck.plot.positions(without))
    assert any(text.startswith("unfavourable") for text in texts(ck.plot.quoted(without)))


@pytest.mark.parametrize("ending", [".svg", ".png"])
def test_the_same_result_gives_the_same_bytes(ending: str, tmp_path: Path) -> None:
    for kind in ck.plot.KINDS:
        result = compared()
        one, other = (ck.plot.written(ck.plot.KINDS[kind](result), ending) for _ in range(2))
        assert one == other
        assert re.search(rb"<dc:date>|\d\d:\d\d:\d\d", one) is None or ending == ".png"
    ck.plot.save(ck.plot.certainty(compared()), tmp_path / f"out{ending}")
    assert (tmp_path / f"out{ending}").read_bytes() == ck.plot.written(ck.plot.certainty(compared()), ending)


def test_svg_is_the_same_in_another_process() -> None:
    code = (
        "import sys, claimkit as ck; from claimkit.testing import example;"
        "sys.stdout.buffer.write(ck.plot.written(ck.plot.timeline(example()), '.svg'))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(made) == 1


@settings(max_examples=20)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
def test_any_name_gives_an_svg_that_can_be_read(name: str) -> None:
    assert_plain(parsed(ck.plot.certainty(build(Saying(name, "Rain fell.")))))
    written = inline(ck.plot.certainty(build(Saying(name, "Rain fell.")), headed=False), "a1-x")
    root = ElementTree.fromstring(written)  # noqa: S314 - our own
    assert_plain(root)
    assert {node.get("id") for node in root.iter() if node.get("id")} == {"a1-x", "a1-x-told"}
    assert not any("fill" in node.attrib or "style" in node.attrib for node in root.iter())


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.floats(20, 300), st.floats(6, 14))
def test_words_are_cut_to_their_room(words: str, room: float, size: float) -> None:
    kept = look.cut(words, room, size)
    assert kept == words or (kept.endswith("…") and look.breadth(kept, size) <= room + 1e-6)
    assert words.startswith(kept.removesuffix("…").rstrip()) or kept == words


def test_a_picture_says_its_content_to_those_who_cannot_see_it() -> None:
    root = parsed(ck.plot.positions(compared()))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Who holds what"
    assert "On “The pier holds.”: A · Ana Brill supports" in (root.findtext(f"{SVG}desc") or "")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (ck.plot.certainty, "give an extraction"),
        (lambda: ck.plot.certainty(report(), width=1), "3.5 to 100 inches"),
        (lambda: ck.plot.certainty(report(), most=0), "1 or more"),
        (lambda: ck.plot.quoted(report(), issue="x"), "need a comparison"),
        (lambda: ck.plot.quoted(compared(), issue="x"), "no such issue"),
        (lambda: ck.plot.positions(compared().model_copy(update={"extractions": ()})), "with_extractions"),
        (lambda: ck.plot.save(ck.plot.certainty(report()), "out.pdf"), ".svg or .png"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_line(call: Any, words: str) -> None:
    with pytest.raises(InputError, match=re.escape(words)) as caught:
        call()
    assert "\n" not in str(caught.value)


def without_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = builtins.__import__, importlib.import_module

    def lacking(name: str, *more: Any, **how: Any) -> Any:
        if name.partition(".")[0] == "matplotlib":
            raise ModuleNotFoundError(name)
        return kept[1](name, *more, **how)

    monkeypatch.setattr("claimkit.tabular.import_module", lacking)


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    without_matplotlib(monkeypatch)
    with pytest.raises(ClaimkitError, match=re.escape("pip install 'claimkit[plot]'")):
        ck.plot.certainty(report())
    with pytest.raises(SystemExit) as left:
        cli.main(["plot", "certainty", "nowhere.txt", "-o", "out.svg"])
    assert left.value.code == 2
    assert capsys.readouterr().err == "claimkit: matplotlib is not installed: pip install 'claimkit[plot]'\n"


def test_the_library_is_loaded_when_a_picture_is_drawn() -> None:
    code = "import sys, claimkit as ck; ck.plot.KINDS; assert not {'matplotlib', 'spacy'} & {*sys.modules}"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["certainty", "-o", "out.pdf"], "ends in .svg or .png"),
        (["certainty", "--issue", "x"], "--issue goes with"),
        (["quoted", "--issue", "x", "--issue", "y"], "give one --issue"),
        (["positions", "--most", "3"], "--most does not go with"),
        (["pie"], "not one of"),
        (["certainty", "--width", "1"], "3.5"),
    ],
)
def test_the_command_refuses_in_one_line(
    arguments: list[str], words: str, fixtures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["plot", *arguments, str(fixtures / "ferry_report.txt")])
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_the_command_writes_a_file_and_leaves_it_alone_where_nothing_could_be_read(
    fixtures: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.svg"
    with pytest.raises(SystemExit) as left:
        cli.main(["plot", "certainty", str(fixtures / "press_release.txt"), "--fast", "-o", str(out)])
    assert left.value.code == 0
    written = out.read_bytes()
    assert_plain(ElementTree.fromstring(written))  # noqa: S314 - our own
    with pytest.raises(SystemExit) as left:
        cli.main(["plot", "certainty", str(tmp_path / "none.txt"), "-o", str(out)])
    assert left.value.code == 1
    assert out.read_bytes() == written


def test_a_figure_shows_itself_in_a_notebook() -> None:
    figure = ck.plot.certainty(build(Saying("Ana Brill", "The pier is shut")))
    assert figure._repr_svg_().encode() == ck.plot.written(figure, ".svg")
