"""Measure claimkit's own stages against the spaCy pipeline that they read, and how they grow with the text.

    python benchmarks/speed.py [FILE...] [--largest N] [--profile] [--memory]

FILE is an article; without one, those of `fixtures/`. The first table gives CPU seconds for all of them: the small
spaCy pipeline with all its parts, the parse that claimkit makes, each stage, and their shares of the pipeline. The
second gives CPU microseconds a code point for texts of 10,000 code points up to `--largest` (1,000,000), made of
invented paragraphs: once with a cast that stays the same, once with new people in every round of them. Linear growth
keeps the figures of a row level. `--profile` lists the functions of claimkit that take most time on the largest text,
`--memory` prints the peak of memory for it and nothing else. A figure is the best of several runs; reading is not
counted.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimkit import claims, context, dates, speakers, stance, tagging
from claimkit.attribution import attribute, unite
from claimkit.layout import layout
from claimkit.models import Article
from claimkit.parsing import DEFAULT_PIPELINES, load, parse
from claimkit.pipeline import extract
from claimkit.quotes import pair_marks
from claimkit.reading import read

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
STAGES = ("layout", "marks", "attribution", "tagging", "uniting", "speakers", "dates", "claims", "context", "stance")
SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
CASTS = ("same", "growing")
ENOUGH_SECONDS = 0.5
"""CPU seconds after which a measurement is not repeated."""

_FIRST = ("Oda", "Benno", "Thekla", "Ivo", "Maren", "Lucan", "Philippa", "Lothar", "Delia", "Corin", "Wanda", "Jorin")
_START = ("Bren", "Hal", "Mor", "Tal", "Vess", "Quil", "Dun", "Ost", "Kem", "Lar", "Sel", "Pod", "Wex", "Ruth", "Gar")
_END = ("wick", "den", "ley", "mont", "ford", "sted", "burn", "more", "well", "by", "lund", "gate", "combe")
_PARAGRAPHS = (
    "“The sluice will hold through the winter,” said {a}, who runs the harbour board. “We tested it twice in October.”",
    "{a} told reporters on Monday that the board had spent 4 million crowns on the wall and would not spend more. She "
    "denied that anybody had warned her, although a report of 12 March 2019 said the gate was “close to failure”.",
    "According to {b}, an engineer at the Institute of Tides, the wall may be unsafe. He fears that a storm will break "
    "it, and he called the repair “a coat of paint”.",
    "Rain fell for nine days and the lower town stood in water. Shops on the quay were closed, the market moved "
    "uphill, and the school sent its pupils home. Nobody was hurt.",
    "{b} accepts that the board acted quickly but doubts that it acted well. “They knew,” he said; “they always know.”",
    "The mayor’s office did not answer. In a letter seen last week, {a}’s deputy urged the council to wait until "
    "spring, arguing that the cost would fall, and described its critics as “tourists”.",
    "Critics say the vote, which was held in June, changed nothing. The union’s claim that wages would rise was "
    "rejected by the board, and {b}, asked whether he would strike, said: “Not yet.”",
    "It is clear that the plan has failed. The council should close the bridge, rebuild the gate and open the books; "
    "if it does not, the next flood will do it for them, probably before 2031.",
    "“We counted every plank,” {a} said. “Some were rotten.\n\n“Most were gone. Nobody wrote it down, and nobody will "
    "say who sold them.”",
)


def texts(cast: str) -> Iterator[str]:
    """Yield paragraphs without end; `cast` "growing" brings two new people with every round of them."""
    names = (f"{first} {start}{end}" for start in _START for end in _END for first in _FIRST)
    people = list(names)
    for number in count():
        at = number // len(_PARAGRAPHS) * 2 if cast == "growing" else 0
        first, second = people[at * 7 % len(people)], people[(at * 7 + 7) % len(people)]
        yield _PARAGRAPHS[number % len(_PARAGRAPHS)].format(a=first, b=second)


def text_of(size: int, *, cast: str = "same") -> str:
    """Return a text of about `size` code points.

    >>> 10_000 <= len(text_of(10_000)) < 10_400
    True
    """
    found: list[str] = []
    length = 0
    for paragraph in texts(cast):
        found.append(paragraph)
        length += len(paragraph) + 2
        if length >= size:
            break
    return "\n\n".join(found)


def own_stages(article: Article, doc: Doc) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield claimkit's stages in their order, each as a call to be made often; `doc` is the parse of `article`."""
    text = article.text
    plan = layout(text, title=article.title)
    yield "layout", lambda: layout(text, title=article.title)
    quotations, _ = pair_marks(text, plan.blocks)
    yield "marks", lambda: pair_marks(text, plan.blocks)
    known = attribute(doc, layout=plan, quotations=quotations)
    yield "attribution", lambda: attribute(doc, layout=plan, quotations=quotations)
    folder, judgements = tagging.shipped(), None
    if folder is not None:
        weights, ruled = tagging.load(folder), known
        tag = partial(tagging.tag, doc, layout=plan, quotations=quotations, attributions=ruled, weights=weights)
        tagged = tag()
        judgements = tagged.judgements
        yield "tagging", tag
        join = partial(unite, doc, ruled, tagged.attributions, layout=plan, quotations=quotations)
        known = join()
        yield "uniting", join
    yield "speakers", lambda: speakers.resolve(doc, article, layout=plan, attributions=known)
    cast, speaker_of = speakers.resolve(doc, article, layout=plan, attributions=known)
    telling = context.Telling(known, speaker_of, cast, quotations)
    times = dates.find_dates(doc, published=article.published)
    found = claims.find_claims(doc, layout=plan, attributions=known)

    def dated() -> None:
        dates.find_dates(doc, published=article.published)
        dates.said_dates(times, doc, known, blocks=plan.blocks)
        for claim in found:
            dates.about_date(times, doc, start=claim.start, end=claim.end, said=None)

    def assessed() -> None:
        for claim in found:
            said = None if claim.attribution is None else known[claim.attribution]
            stance.assess(doc, claim, attribution=said, judgements=judgements)

    yield "dates", dated
    yield "claims", lambda: claims.find_claims(doc, layout=plan, attributions=known)
    yield "context", lambda: context.in_context(doc, text, found, layout=plan, telling=telling)
    yield "stance", assessed


def parsed(article: Article) -> Doc:
    """Parse an article as the pipeline does."""
    return parse(article.text, layout(article.text, title=article.title).blocks, load())


def full_pipeline() -> Language:
    """Load the small pipeline with all its parts, of which claimkit leaves some out."""
    import spacy

    return spacy.load(next(name for name in DEFAULT_PIPELINES if spacy.util.is_package(name)))


def cpu(call: Callable[[], Any], *, runs: int = 5) -> float:
    """Return the CPU seconds of `call`: the least of up to `runs`, fewer where they take long."""
    best, spent = float("inf"), 0.0
    for _ in range(runs):
        start = time.process_time()
        call()
        taken = time.process_time() - start
        best, spent = min(best, taken), spent + taken
        if spent > ENOUGH_SECONDS:
            break
    return best


def seconds(article: Article, doc: Doc) -> dict[str, float]:
    """Return the CPU seconds of each stage on `article`."""
    return {name: cpu(call) for name, call in own_stages(article, doc)}


def compare_with_parse(paths: Iterable[Path]) -> None:
    whole = full_pipeline()
    articles = [read(path) for path in paths]
    size = sum(len(article.text) for article in articles)
    plain = sum(cpu(partial(whole, article.text)) for article in articles)
    parse_only = sum(cpu(partial(parsed, article)) for article in articles)
    totals = dict.fromkeys(STAGES, 0.0)
    for article in articles:
        for name, taken in seconds(article, parsed(article)).items():
            totals[name] += taken
    own = sum(totals.values())
    print(f"{len(articles)} articles, {size:,} code points\n")
    print(f"{'':12} {'CPU s':>8} {'of spaCy':>9}")
    for name, taken in [("full spaCy", plain), ("parse", parse_only), *totals.items(), ("own stages", own)]:
        print(f"{name:12} {taken:8.3f} {taken / plain:9.1%}")


def table_of_growth(sizes: Sequence[int], *, cast: str) -> None:
    columns = []
    for size in sizes:
        article = Article(text=text_of(size, cast=cast))
        taken = seconds(article, parsed(article))
        columns.append({name: 1e6 * each / len(article.text) for name, each in taken.items()})
    print(f"\nCPU µs a code point, {cast} cast\n")
    print(f"{'':12}" + "".join(f"{size:>11,}" for size in sizes) + f"{'last/first':>12}")
    for name in [*STAGES, "own stages"]:
        row = [sum(column.values()) if name == "own stages" else column[name] for column in columns]
        print(f"{name:12}" + "".join(f"{each:11.3f}" for each in row) + f"{row[-1] / row[0]:12.2f}")


def profile(article: Article, doc: Doc, *, top: int = 12) -> None:
    """Print the functions in which each stage spends most time of its own."""
    for name, call in own_stages(article, doc):
        profiler = cProfile.Profile()
        profiler.runcall(call)
        rows = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
        whole = sum(row[2] for row in rows.values()) or 1.0
        print(f"\n{name}: {whole:.2f} s under the profiler (own time, with callees, calls)")
        for (file, line, function), row in islice(sorted(rows.items(), key=lambda item: -item[1][2]), top):
            where = f"{Path(file).parent.name}/{Path(file).name}:{line}" if line else ""
            print(f"  {row[2] / whole:5.1%} {row[3] / whole:6.1%} {row[1]:>9,}  {function} {where}")


def show_memory(size: int) -> None:
    """Print the peak of memory, in megabytes, after one extraction of a text of `size` code points."""
    result = extract(Article(text=text_of(size, cast="growing")))
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    print(f"{len(result.article.text):,} code points, {len(result.quotes):,} quotes: peak {peak:,.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--memory", action="store_true", help="only the peak memory of extracting the largest text")
    options = parser.parse_args()
    if options.memory:
        show_memory(options.largest)
        return
    compare_with_parse(options.files or sorted([*FIXTURES.glob("*.txt"), *FIXTURES.glob("*.html")]))
    sizes = [size for size in SIZES if size <= options.largest] or [options.largest]
    for cast in CASTS:
        table_of_growth(sizes, cast=cast)
    if options.profile:
        article = Article(text=text_of(sizes[-1], cast=CASTS[-1]))
        profile(article, parsed(article))


if __name__ == "__main__":
    main()
