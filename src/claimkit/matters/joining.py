"""The result: related pairs of claims with the words, holders and articles of both, and the events that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.matters import judging
from claimkit.matters.dataset import EXTRA
from claimkit.matters.events import grouped
from claimkit.matters.keeping import KEPT, put
from claimkit.tabular import optional

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAIRS, EVENTS = "pairs", "events"
_ROWS = 100_000
"""Rows of a file."""
_NAMES = 8
"""Names that an event is told by, at most."""

_JUDGED = "create or replace table judged as select * from read_parquet($files)"
_EVENTS = """
create or replace table grouped_events as
    with counted as (
        select event, name, count(*) as times from
            (select events.event, unnest(names) as name from events join articles using (number))
        group by all having times > 1
    ),
    named as (
        select event, list(name order by times desc, name) as names from
            (select * from counted
             qualify row_number() over (partition by event order by times desc, name) <= $names)
        group by event
    ),
    told as (
        select event, cast(sum(cast(relation = 'agree' as integer)) as bigint) as agree,
               cast(sum(cast(relation = 'differ' as integer)) as bigint) as differ
        from judged join events on events.number = judged.a group by event
    )
    select event, coalesce(any_value(named.names), []) as names, min(published) as first, max(published) as last,
           coalesce(list(distinct outlet order by outlet) filter (outlet is not null), []) as outlets,
           any_value(agree) as agree, any_value(differ) as differ, count(*) as articles,
           list(key order by number) as keys
    from events join articles using (number) join told using (event) left join named using (event)
    group by event
"""
_CLAIMS = """
create or replace table claims as
    with wanted as (
        select key, a_claim_id as claim_id from judged join articles on number = a
        union
        select key, b_claim_id from judged join articles on number = b
    )
    select key, claim_id, speaker, role, kind, stance, claim, said, about, start, "end"
    from read_parquet($files) semi join wanted using (key, claim_id)
"""
_SIDE = """
    {0}.key as {0}_key, {0}.article_id as {0}_article_id, {0}.title as {0}_title, {0}.outlet as {0}_outlet,
    {0}.published as {0}_published, of_{0}.speaker as {0}_speaker, of_{0}.role as {0}_role, of_{0}.kind as {0}_kind,
    of_{0}.stance as {0}_stance, of_{0}.claim as {0}_claim, of_{0}.said as {0}_said, of_{0}.about as {0}_about,
    {0}_claim_id, of_{0}.start as {0}_start, of_{0}."end" as {0}_end
"""
_PAIRS = f"""
create or replace table told as
    select row_number() over (order by event, portion, place) - 1 as row, event, relation, aspect, score,
           judged.about, why, {_SIDE.format("a")}, {_SIDE.format("b")}
    from judged
    join events on events.number = judged.a
    join articles as a on a.number = judged.a
    join articles as b on b.number = judged.b
    join claims as of_a on of_a.key = a.key and of_a.claim_id = a_claim_id
    join claims as of_b on of_b.key = b.key and of_b.claim_id = b_claim_id
"""  # noqa: S608  # nothing that a user gives is put into it
_CUTS = {
    PAIRS: "select * exclude (row) from told where row >= $first and row < $end order by row",
    EVENTS: "select * from grouped_events where event > $first and event <= $end order by event",
}


class Told(NamedTuple):
    """How many pairs of claims are related in either way, and how many events they make."""

    agree: int
    differ: int
    events: int


def joined(connection: Any, dataset: Path, out: Path) -> Told:
    """Write the pairs and the events, from the articles in `connection` and what was judged."""
    connection.execute(_JUDGED, {"files": str(out / KEPT / judging.FOLDER / "*.parquet")})
    found = connection.execute("select distinct a, b from judged order by a, b").fetchall()
    _members(connection, grouped(found))
    connection.execute(_EVENTS, {"names": _NAMES})
    connection.execute(_CLAIMS, {"files": str(dataset / "claims" / "part-*.parquet")})
    connection.execute(_PAIRS)
    for name, cut in _CUTS.items():
        for number, table in enumerate(_tables(connection, cut)):
            put(out, f"{name}/part-{number:06}.parquet", table)
    counts = dict(connection.execute("select relation, count(*) from judged group by relation").fetchall())
    (events,) = connection.execute("select count(*) from grouped_events").fetchone()
    return Told(counts.get("agree", 0), counts.get("differ", 0), events)


def _members(connection: Any, events: dict[int, int]) -> None:
    arrow = optional("pyarrow", extra=EXTRA)
    columns = {"number": list(events), "event": list(events.values())}
    connection.register("grouping", arrow.table(columns, arrow.schema([(name, arrow.int64()) for name in columns])))
    connection.execute("create or replace table events as select * from grouping")


def _tables(connection: Any, cut: str) -> Iterator[Any]:
    """Yield the rows of a table, so many at a time; at least one table, if need be without rows."""
    first = 0
    while True:
        table = connection.sql(cut, params={"first": first, "end": first + _ROWS}).to_arrow_table()
        if table.num_rows or not first:
            yield table
        if table.num_rows < _ROWS:
            return
        first += _ROWS
