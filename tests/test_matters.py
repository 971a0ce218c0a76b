"""Comparing a dataset: who meets whom, the bounds, the same pairs as a comparison of two, stopping, what is refused."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimkit as ck
from claimkit import cli, pairnet
from claimkit.comparing import OF_A_CLAIM
from claimkit.comparing.traits import held
from claimkit.corpus.batch import Options, records_of
from claimkit.corpus.items import Item, digest
from claimkit.corpus.manifest import Manifest, versions
from claimkit.corpus.shards import FOLDERS, Shards
from claimkit.errors import ClaimkitError, InputError
from claimkit.matters import Limits, dataset, indexing, stored
from claimkit.matters.events import grouped
from claimkit.matters.partners import Meeting, database, load, meetings, paired, portions
from claimkit.matters.rebuilding import rebuilt
from claimkit.models import Certainty, Form, Polarity
from claimkit.testing import Saying, build, example

CASES = tomllib.loads((Path(__file__).parent / "cases" / "matters.toml").read_text(encoding="utf-8"))
EVENT = (
    (
        "The pier at Holm will be repaired by May",
        "The Solveig ran aground because its pumps failed",
        "12 people were hurt",
    ),
    ("The pier at Holm will never be repaired by May", "Bad weather drove the Solveig aground", "17 people were hurt"),
    ("Nobody knows when Holm has a pier again", "The pumps of the Solveig failed", "At least 12 people were hurt"),
)


def cases(name):
    return [pytest.param(case, id=f"{name}-{number}") for number, case in enumerate(CASES[name])]


def made(folder, extractions, *, size=2, state="finished"):
    """Make a dataset of extractions, as a run would."""
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
    known = [(Item(f"{number}.txt", "text", b"Fog."), each) for number, each in enumerate(extractions)]
    for first in range(0, len(known), size):
        part = known[first : first + size]
        batches = [records_of([item], Options(extractor=lambda _, found=found: found)) for item, found in part]
        Shards(folder).write(first // size, [digest(item) for item, _ in part], batches)
    Manifest(versions(Options(extractor=made)), {}, state=state, inputs=str(len(known))).write(folder)
    return folder


def articles(*words, **fields):
    """Build an article of each, by two speakers in turn."""
    speakers = ("Ana Brill", "Jon Vik", None)
    return [
        build(
            *(Saying(speakers[(place + number) % 3], each) for place, each in enumerate(said)),
            id=f"article {number}",
            title=f"Report {number}",
            outlet=f"Outlet {number}",
            **{"published": "2031-05-01", **fields},
        )
        for number, said in enumerate(words)
    ]


def rows(out, name="pairs"):
    return [row for path in sorted((out / name).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def contents(out):
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("case", cases("terms"))
def test_terms_of_an_article(case):
    text = case["text"]
    claim = {"start": 0, "end": len(text), "text_in_context": case.get("in_context"), "about": case.get("about")}
    found = indexing.terms_of(dataset.ArticleRows({"text": text}, [claim], [], []))
    assert sorted(found.terms) == case["terms"]
    assert sorted(found.names) == case["names"]


@pytest.mark.parametrize("case", cases("meetings"))
def test_which_articles_meet(case, tmp_path):
    found = [
        build(Saying(None, each["words"]), **{name: each[name] for name in each if name != "words"})
        for each in case["articles"]
    ]
    given_to = dataset.opened(made(tmp_path / "in", found))
    out = tmp_path / "out"
    (out / ".tmp" / indexing.FOLDER).mkdir(parents=True)
    for shard in range(len(given_to.shards)):
        indexing.indexed(given_to, shard, out)
    days, same_outlet = case.get("days", 3), case.get("same_outlet", True)
    with database(out, 1) as connection:
        load(connection, out, days)
        limits = Limits(common=case.get("common", 60), **case.get("limits", {}))
        met = list(meetings(connection, limits, days=days, same_outlet=same_outlet))
    assert sorted([each.a, each.b] for each in met) == case["met"], case["why"]
    assert all(0 < each.likeness <= 1.0001 for each in met)


def some_meetings(most=12):
    """Draw meetings of articles, each with its number of claims; the likest first."""
    claims = st.lists(st.integers(0, 30), min_size=2, max_size=most)
    every = claims.map(lambda of: [(a, b, of[a], of[b]) for a in range(len(of)) for b in range(a + 1, len(of))])
    drawn = every.flatmap(
        lambda pairs: st.permutations(pairs).flatmap(lambda all_: st.integers(0, len(all_)).map(lambda n: all_[:n]))
    )
    return drawn.map(lambda pairs: [Meeting(a, b, 0.5, (of_a, of_b)) for a, b, of_a, of_b in pairs])


@given(some_meetings(), st.integers(1, 5), st.sampled_from([0.5, 1.3, 2.0]))
def test_the_bounds_hold_whoever_meets(met, partners, candidates):
    limits = Limits(partners=partners, candidates=candidates)
    pairs = paired(met, limits)
    of = {number: claims for each in met for number, claims in zip((each.a, each.b), each.claims, strict=True)}
    uses = Counter(number for each in pairs for number in (each.a, each.b))
    assert all(used <= min(partners, of[number]) for number, used in uses.items())
    assert sum(each.most for each in pairs) <= candidates * sum(of[number] for number in uses) + 1e-9
    assert all(each.most >= int(2 * candidates) for each in pairs)
    assert pairs == sorted(pairs)
    # Nobody who has room, and may meet another who has, is left out.
    left = {(each.a, each.b) for each in met} - {(each.a, each.b) for each in pairs}
    assert not any(all(uses[number] < min(partners, of[number]) for number in pair) for pair in left)


@given(some_meetings(), st.integers(1, 100))
def test_portions_hold_all_pairs_in_order(met, size):
    pairs = paired(met, Limits())
    cut = portions(pairs, size)
    assert [pair for part in cut for pair in part] == pairs
    assert all(part and sum(pair.most for pair in part[:-1]) < size for part in cut)


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=20))
def test_events_are_what_pairs_connect(pairs):
    events = grouped(pairs)
    assert set(events) == {number for pair in pairs for number in pair}
    assert all(events[one] == events[other] for one, other in pairs)
    # As many events as there are parts that a walk along the pairs can reach.
    left, parts = set(events), 0
    while left:
        parts += 1
        reached = {left.pop()}
        while more := {b for a, b in [*pairs, *(pair[::-1] for pair in pairs)] if a in reached} - reached:
            reached |= more
        left -= reached
    assert sorted(set(events.values())) == list(range(1, parts + 1))


@pytest.mark.parametrize(
    "limits", [{"partners": 0}, {"candidates": -1.0}, {"alike": 2.0}, {"beside": -0.1}, {"terms": 0}]
)
def test_bounds_that_bound_nothing_are_refused(limits):
    with pytest.raises(InputError, match=next(iter(limits))):
        Limits(**limits)


def test_what_comparing_reads_comes_back_from_the_rows(tmp_path):
    first = example()
    odd = build(
        Saying("Ana Brill", "the closure", form=Form.ATTITUDE, polarity=Polarity.NEGATIVE),
        Saying("Jon Vik", "it rains 🌧 “often”", certainty=Certainty.POSSIBLE, about="2031-05"),
    )
    folder = made(tmp_path / "in", [first, odd], size=1)
    for shard, original in zip(dataset.opened(folder).shards, (first, odd), strict=True):
        (found,) = map(rebuilt, dataset.rows(folder, shard))
        assert found.claims == original.claims
        assert [each.words for each in held(found)] == [each.words for each in held(original)]
        assert found.article == original.article.model_copy(update={"authors": (), "url": None})


def told(comparison):
    return [(pair.relation, pair.aspect, pair.about, pair.why, pair.a.claim, pair.b.claim) for pair in comparison.pairs]


@pytest.mark.parametrize("case", cases("pairs"))
def test_two_articles_give_what_a_comparison_of_both_gives(case, tmp_path):
    both = articles(case["one"], case["other"])
    report = ck.compare_dataset(made(tmp_path / "in", both, size=1), tmp_path / "out", least=0.2, workers=1)
    wanted = ck.compare(*both, issues=[], least=0.2)
    found = rows(tmp_path / "out")
    same = ("relation", "aspect", "about", "why", "a_claim_id", "b_claim_id")
    assert [tuple(row[name] for name in same) for row in found] == told(wanted)
    assert told(wanted)
    assert [row["score"] for row in found] == pytest.approx([pair.score for pair in wanted.pairs], abs=0.002)
    assert report.agree + report.differ == len(found)
    assert report.read == int(OF_A_CLAIM * sum(len(each.claims) for each in both))
    for row, record in zip(found, wanted.to_records(), strict=True):
        for name in ("speaker", "role", "stance", "claim", "about", "start", "end"):
            for side in "ab":
                if name != "speaker" or row["a_speaker"] != "author":
                    expected = record[f"{side}_{name}"]
                    assert row[f"{side}_{name}"] == expected or row[f"{side}_{name}"] == "author", name


def test_pairs_and_events_can_be_read_on_their_own(tmp_path):
    found = articles(*EVENT, ("Taxes on bread will rise", "Bakers in Brenwick protest"))
    report = ck.compare_dataset(made(tmp_path / "in", found), tmp_path / "out", workers=1)
    assert (report.articles, report.claims, report.events) == (4, 11, 1)
    (event,) = rows(tmp_path / "out", "events")
    assert event["keys"] == ["0.txt", "1.txt", "2.txt"]
    assert event["outlets"] == ["Outlet 0", "Outlet 1", "Outlet 2"]
    assert (event["first"], event["last"], event["articles"]) == ("2031-05-01", "2031-05-01", 3)
    assert {"Holm", "Solveig"} <= set(event["names"])
    pairs = rows(tmp_path / "out")
    assert Counter(row["relation"] for row in pairs) == {"agree": event["agree"], "differ": event["differ"]}
    texts = {f"{number}.txt": each.article.text for number, each in enumerate(found)}
    for row in pairs:
        for side in "ab":
            start, end = row[f"{side}_start"], row[f"{side}_end"]
            assert texts[row[f"{side}_key"]][start:end] == row[f"{side}_claim"]
            assert row[f"{side}_outlet"].startswith("Outlet")
    assert [row["score"] for row in report.surest(2)] == [row["score"] for row in sure(pairs)[:2]]
    assert not (tmp_path / "out" / ".tmp").exists()


def sure(pairs):
    return sorted(pairs, key=lambda row: (row["relation"] == "agree", -row["score"]))


def test_an_event_of_many_articles_keeps_to_the_bound(tmp_path):
    found = articles(*EVENT, *(tuple(f"{words} {number}" for words in EVENT[0]) for number in range(9)))
    report = ck.compare_dataset(made(tmp_path / "in", found), tmp_path / "out", workers=1, limits=Limits(partners=2))
    assert 0 < report.read <= OF_A_CLAIM * report.claims
    assert report.compared <= len(found)


def test_any_number_of_workers_and_a_stop_give_the_same_bytes(tmp_path, monkeypatch):
    folder = made(tmp_path / "in", articles(*EVENT), size=1)
    ck.compare_dataset(folder, tmp_path / "one", workers=1)
    ck.compare_dataset(folder, tmp_path / "two", workers=2)

    class StoppedError(Exception):
        pass

    def stopping(step):
        if step.name == "pairs":
            raise StoppedError

    with pytest.raises(StoppedError):
        ck.compare_dataset(folder, tmp_path / "stopped", workers=1, progress=stopping)
    assert json.loads((tmp_path / "stopped" / "manifest.json").read_bytes())["state"] == "unfinished"
    assert not rows(tmp_path / "stopped")
    placed = []
    places = pairnet.places
    monkeypatch.setattr(pairnet, "places", lambda texts, *more: placed.append(texts) or places(texts, *more))
    ck.compare_dataset(folder, tmp_path / "stopped", workers=1)
    assert not placed
    assert contents(tmp_path / "one") == contents(tmp_path / "two") == contents(tmp_path / "stopped")


def test_a_finished_comparison_is_told_again_and_not_made_again(tmp_path):
    folder = made(tmp_path / "in", articles(*EVENT))
    first = ck.compare_dataset(folder, tmp_path / "out", workers=1)
    steps = []
    assert ck.compare_dataset(folder, tmp_path / "out", workers=2, progress=steps.append) == first
    assert not steps
    with pytest.raises(InputError, match="in another way"):
        ck.compare_dataset(folder, tmp_path / "out", workers=1, days=4)


def test_articles_that_meet_nobody_give_empty_tables(tmp_path):
    found = articles(("Taxes on bread will rise",), ("Fog fell over Holm",), ())
    report = ck.compare_dataset(made(tmp_path / "in", found), tmp_path / "out", workers=1)
    assert (report.compared, report.read, report.agree, report.differ, report.events) == (0, 0, 0, 0, 0)
    assert rows(tmp_path / "out") == rows(tmp_path / "out", "events") == report.surest() == []
    assert "why" in pq.read_schema(tmp_path / "out" / "pairs" / "part-000000.parquet").names


@pytest.mark.parametrize("case", cases("refused"))
def test_what_cannot_be_compared_is_refused_in_one_line(case, tmp_path):
    (tmp_path / "none").mkdir()
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "letter.txt").write_text("Dear Ana")
    good = made(tmp_path / "good", articles(*EVENT))
    made(tmp_path / "unfinished", articles(*EVENT), state="unfinished")
    made(tmp_path / "empty", [])
    shutil.copytree(good, tmp_path / "damaged")
    (tmp_path / "damaged" / "claims" / "part-000001.parquet").write_bytes(b"PAR1")
    options = {"workers": 1, **case.get("options", {})}
    with pytest.raises(ClaimkitError) as error:
        ck.compare_dataset(tmp_path / case["dataset"], tmp_path / case.get("out", "new"), **options)
    assert case["message"] in str(error.value)
    assert "\n" not in str(error.value)
    assert (tmp_path / "taken" / "letter.txt").exists()


def test_an_article_can_be_had_out_of_its_order(tmp_path):
    found = articles(*EVENT)
    given_to = dataset.opened(made(tmp_path / "in", found))
    out = tmp_path / "out"
    (out / ".tmp" / stored.FOLDER).mkdir(parents=True)
    for shard, wanted in enumerate(({1}, {2})):
        stored.store(given_to, shard, wanted, out)
    kept = stored.Store(given_to, out)
    for number in (2, 1):
        side = kept.side(number)
        assert side.extraction.claims == found[number].claims
        assert side.places == pytest.approx(pairnet.places([each.words for each in side.claims]), abs=1e-6)


def left(capsys, *arguments):
    with pytest.raises(SystemExit) as end:
        cli.main([str(each) for each in arguments])
    shown = capsys.readouterr()
    return end.value.code, shown.out, shown.err


def test_the_command_prints_the_surest_pairs(capsys, tmp_path):
    folder, out = made(tmp_path / "in", articles(*EVENT)), tmp_path / "out"
    code, shown, said = left(capsys, "compare", folder, "-o", out, "--workers", "1", "--width", "100")
    assert code == 0
    assert "differ" in shown
    assert "Outlet 1" in shown
    assert "3 articles with 9 claims" in said
    assert len(rows(out)) >= shown.count("Outlet 1") > 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("in",), "name it with -o"),
        (("in", "-o", "out", "--issue", "Fog."), "--issue does not go with a dataset"),
        (("in", "-o", "out", "-f", "json"), "--format does not go with a dataset"),
        (("a.txt", "b.txt", "--days", "2"), "--days does not go with articles"),
        (("in", "-o", "out", "--days", "-1"), "--days"),
    ],
)
def test_options_that_do_not_go_together(arguments, message, capsys, tmp_path, monkeypatch):
    made(tmp_path / "in", articles(*EVENT))
    monkeypatch.chdir(tmp_path)
    code, shown, said = left(capsys, "compare", *arguments)
    assert (code, shown) == (2, "")
    assert message in said
    assert not (tmp_path / "out").exists()
