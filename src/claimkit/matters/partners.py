"""Which articles may tell of one event, and how many of their claims are read together.

An inverted index by term and stretch of days: an article meets those that share terms with it and were published at
most so many days from it. A shared term weighs more the fewer articles have it; one that is too common in these days is
left out. The likeness of two articles is what their shared terms weigh, by the geometric mean of what all of theirs do.
A pair that is far less like than the best of either of its articles is left out, unless it is clearly alike: beside a
copy of an article another report on its event is still of interest, beside another report a chance likeness is not.
Of the others the likest come first, and each stands if both of its articles have room for another partner.

An article whose day of publication is not known may meet any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.matters.dataset import EXTRA
from claimkit.matters.indexing import FOLDER
from claimkit.matters.keeping import KEPT
from claimkit.tabular import optional

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from claimkit.matters.limits import Limits

_MEMORY = "2GB"
"""What DuckDB may take before it goes on with the disk."""
_AT_ONCE = 10_000
_CLEAR = 0.4
"""Likeness of two reports on one event that leave nothing to doubt."""
_MORE = 4
"""Times the partners that an article may have: so many of its likest are looked at."""

_ARTICLES = """
create or replace table articles as
    select number, key, article_id, title, outlet, published, day, claims, print, terms, names,
           day // ($days + 1) as slot
    from read_parquet($files)
"""
# An article stands in the index at its stretch of days, and at the stretch "any" if there are articles without a day.
_INDEX = """
create or replace table weights as
    select term, cast(round(1000 * power(ln(1 + (select count(*) from articles) / count(*)), 2)) as bigint) as weight
    from (select unnest(terms) as term from articles) group by term;
create or replace table entries as
    select number, term, weight, slot, day, false as anywhere
    from (select number, unnest(terms) as term, slot, day from articles) join weights using (term);
create or replace table wholes as select number, sum(weight) as whole from entries group by number;
insert into entries
    select number, term, weight, -1, day, true from entries where exists (select 1 from articles where day is null);
delete from entries where slot is null;
create or replace table counts as select term, slot, anywhere, count(*) as found from entries group by all;
create or replace table kept as
    select entries.* from entries
    join counts as here using (term, slot, anywhere)
    left join counts as before
        on before.term = here.term and before.slot = here.slot - 1 and not here.anywhere and not before.anywhere
    left join counts as after
        on after.term = here.term and after.slot = here.slot + 1 and not here.anywhere and not after.anywhere
    where here.found <= $common and here.found + coalesce(before.found, 0) + coalesce(after.found, 0) > 1
    qualify row_number() over (partition by number, anywhere order by weight desc, term) <= $terms
"""
_MEETINGS = """
create or replace table met as
    with meetings as (
        select a.number as a, b.number as b, a.weight from kept as a join kept as b
            on a.term = b.term and a.slot = b.slot and a.anywhere = b.anywhere and a.number < b.number
            where case when a.anywhere then a.day is null or b.day is null else true end
        union all
        select least(a.number, b.number), greatest(a.number, b.number), a.weight from kept as a join kept as b
            on a.term = b.term and b.slot = a.slot + 1 and not a.anywhere and not b.anywhere
            where b.day - a.day <= $days
    ),
    alike as (
        select a, b, sum(meetings.weight) / sqrt(one.whole * other.whole) as likeness
        from meetings join wholes as one on one.number = a join wholes as other on other.number = b
        group by a, b, one.whole, other.whole
    ),
    fit as (
        select alike.*, one.claims as of_a, other.claims as of_b
        from alike join articles as one on one.number = a join articles as other on other.number = b
        where likeness >= $alike and one.article_id <> other.article_id and one.print <> other.print
            and ($same_outlet or one.outlet is distinct from other.outlet or one.outlet is null)
    ),
    bests as (
        select number, max(likeness) as best
        from (select a as number, likeness from fit union all select b, likeness from fit) group by number
    )
    select a, b, likeness, of_a, of_b
    from fit join bests as one on one.number = a join bests as other on other.number = b
    where likeness >= $beside * least($clear, greatest(one.best, other.best))
    qualify row_number() over (partition by a order by likeness desc, b) <= $most
         or row_number() over (partition by b order by likeness desc, a) <= $most
"""


class Meeting(NamedTuple):
    """Two articles by number, how like they are, in [0, 1], and how many claims each has."""

    a: int
    b: int
    likeness: float
    claims: tuple[int, int]


class Partners(NamedTuple):
    """Two articles that are compared, and how many pairs of their claims are read."""

    a: int
    b: int
    most: int


def database(out: Path, threads: int) -> Any:
    """Open a database that keeps to bounded memory, and goes on in the folder for drafts beyond that."""
    library = optional("duckdb", extra=EXTRA)
    # A file for the tables, so that they need not fit into memory; it is made anew each time.
    path = out / KEPT / "index.duckdb"
    path.unlink(missing_ok=True)
    settings = {"threads": threads, "memory_limit": _MEMORY, "temp_directory": str(out / KEPT / "duckdb")}
    return library.connect(str(path), config=settings)


def load(connection: Any, out: Path, days: int) -> None:
    """Load the articles that `indexing` has kept."""
    connection.execute(_ARTICLES, {"days": days, "files": str(out / KEPT / FOLDER / "*.parquet")})


def meetings(connection: Any, limits: Limits, *, days: int, same_outlet: bool) -> Iterator[Meeting]:
    """Yield the pairs of articles that are like enough, the likest first."""
    for statement in _INDEX.split(";"):
        named = [name for name in ("common", "terms") if f"${name}" in statement]
        connection.execute(statement, {name: getattr(limits, name) for name in named})
    most = _MORE * limits.partners
    given = {"alike": limits.alike, "beside": limits.beside, "clear": _CLEAR, "most": most}
    connection.execute(_MEETINGS, {**given, "days": days, "same_outlet": same_outlet})
    found = connection.execute("select a, b, likeness, of_a, of_b from met order by likeness desc, a, b")
    while rows := found.fetchmany(_AT_ONCE):
        yield from (Meeting(a, b, likeness, (of_a, of_b)) for a, b, likeness, of_a, of_b in rows)


def paired(met: Iterable[Meeting], limits: Limits) -> list[Partners]:
    """Return who is compared with whom, in the order of the articles; `met` are the likest first.

    >>> from claimkit.matters.limits import Limits
    >>> met = [Meeting(0, 1, 0.9, (10, 10)), Meeting(1, 2, 0.5, (10, 20)), Meeting(0, 2, 0.4, (10, 20))]
    >>> paired(met, Limits(partners=1)), len(paired(met, Limits()))
    ([Partners(a=0, b=1, most=22)], 3)
    """
    stand: list[Meeting] = []
    partners: dict[int, int] = {}
    for each in met:
        sides = list(zip((each.a, each.b), each.claims, strict=True))
        # With no more partners than claims, each pair of articles has two pairs of claims to read at least.
        if all(partners.get(number, 0) < min(limits.partners, claims) for number, claims in sides):
            stand.append(each)
            for number, _ in sides:
                partners[number] = partners.get(number, 0) + 1
    return [_shared(each, partners, limits) for each in sorted(stand, key=lambda each: (each.a, each.b))]


def _shared(one: Meeting, partners: Mapping[int, int], limits: Limits) -> Partners:
    return Partners(one.a, one.b, limits.share(one.claims, (partners[one.a], partners[one.b])))


def portions(pairs: Sequence[Partners], size: int) -> list[list[Partners]]:
    """Cut the pairs into portions of about so many readings.

    >>> [len(each) for each in portions([Partners(0, 1, 5), Partners(0, 2, 5), Partners(1, 2, 5)], 8)]
    [2, 1]
    """
    cut: list[list[Partners]] = []
    room = 0
    for pair in pairs:
        if room <= 0:
            cut.append([])
            room = size
        cut[-1].append(pair)
        room -= pair.most
    return cut
