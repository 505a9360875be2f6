"""The plan of a sweep: for every table, which cells and rows must go, judged in one snapshot and kept beside the data.

A plan stands in temporary tables of the connection: one row for each row of the data in which something must go, with
its key, ``dead`` (the whole row goes) and ``d_n`` (the n-th personal column goes).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    and_,
    case,
    cast,
    column,
    exists,
    false,
    func,
    insert,
    literal,
    literal_column,
    not_,
    or_,
    select,
    table,
    update,
)
from sqlalchemy.sql.expression import TableClause

from grondslag.datamap.live import Live
from grondslag.datamap.model import DataMap, Table
from grondslag.datamap.times import written
from grondslag.engine.compile import Judgement, empty
from grondslag.engine.moments import Shipped
from grondslag.engine.references import Reference, bound_to_row
from grondslag.engine.sight import Condition, people, some
from grondslag.law.facts import Facts, keepings
from grondslag.law.rules import Moment
from grondslag.stores import facts as fact_tables
from grondslag.stores.paths import bare
from grondslag.stores.port import SubjectKey
from grondslag.stores.sql import SqlStore


@dataclass(frozen=True)
class Planned:
    """The plan of one table: its temporary table, the data table it speaks of, and its links that go with their row."""

    table: Table
    plan: TableClause
    data: TableClause
    bound: tuple[str, ...]

    def same_row(self, data: FromClause) -> Condition:
        """That a row of the data is the one a row of the plan speaks of."""
        return and_(*(data.c[k] == self.plan.c[f"k{n}"] for n, k in enumerate(self.table.key)))

    def flag(self, name: str) -> str:
        """The name of the plan's column for a personal column of the table."""
        return f"d{next(n for n, c in enumerate(self.table.personal) if c.name == name)}"


def planned(mapped: Table, live: Live) -> Planned:
    """The names of a table's plan; nothing is made yet."""
    names = ["n", *(f"k{n}" for n in range(len(mapped.key))), "dead", "step"]
    names += [f"d{n}" for n in range(len(mapped.personal))]
    plan = table(f"grondslag_plan_{mapped.name.replace('.', '_')}", *(column(name) for name in names))
    return Planned(mapped, plan, bare(mapped), bound_to_row(mapped, live))


def make(
    store: SqlStore,
    judgements: Mapping[str, Judgement],
    plans: Mapping[str, Planned],
    refs: tuple[Reference, ...],
    only: SubjectKey | None = None,
) -> int:
    """Judges every table into its plan, in the caller's transaction; returns the number of rows in all of them.

    The plan of a table that has no judgement here stays empty. ``only`` limits the plan to the rows that are linked to
    one subject.
    """
    connection = store.connection
    for name, each in plans.items():
        _create(store, each)
        if name in judgements:
            _fill(connection, each, judgements[name], _linked(store.datamap, judgements[name], only))
            store.dialect.measure(connection, each.plan.name)
    spare(connection, plans, refs)
    for each in plans.values():
        bound = {each.flag(name): 0 for name in each.bound}
        if bound:
            connection.execute(update(each.plan).where(each.plan.c.dead == 0).values(bound))
    return sum(connection.scalar(select(func.count()).select_from(each.plan)) or 0 for each in plans.values())


def ship(store: SqlStore, shipped: Shipped, *moments: Moment) -> None:
    """Fills the temporary tables that travel with what is judged at these moments.

    Of keepings: what restrictions keep, with the bounds of the moments they began at. And of standings: what the facts
    say of each person.
    """
    connection, standing = store.connection, shipped.standing
    store.dialect.temporary(connection, standing.table.name, {}, "", standing.types, ("key", "kind"))
    answers = standing.fill()
    if answers is not None:
        connection.execute(answers)
        store.dialect.measure(connection, standing.table.name)
    columns = {"subject": "INTEGER", "judged": "TEXT", "scope": "TEXT", "always": "INTEGER", "at": "TEXT"}
    store.dialect.temporary(connection, shipped.table.name, {}, "", columns | shipped.types, ("subject",))
    ids = fact_tables.restricted_subjects(connection)
    found = fact_tables.load(connection, ids)
    asked = ((ids[subject], facts, at) for at in moments for subject, facts in found.items())
    if rows := [row for each in asked for row in _keepings(shipped, *each)]:
        connection.execute(insert(shipped.table), rows)


def _keepings(shipped: Shipped, subject: int, facts: Facts, at: Moment) -> Iterator[dict[str, object]]:
    for keeping in keepings(facts, at.now):
        then = at.at(keeping.since) if keeping.since else at
        bounds = {f"m{n}": mark.value(then) for n, mark in enumerate(shipped.marks)}
        said = {"subject": subject, "judged": written(at.now), "scope": keeping.scope}
        yield said | {"always": int(keeping.since is None), "at": written(then.now)} | bounds


def must_go(judgement: Judgement, group: int, judged: FromClause) -> Condition:
    """Whether the cells of a group must go: nothing lets them exist, and they are somebody's (or go all the same)."""
    lawless = judged.c[f"why_{group}"] == 0
    return lawless if judgement.table.unlinked == "delete" else and_(lawless, judged.c[f"any_{group}"] == 1)


def forget_gone(connection: Connection, each: Planned, start: FromClause, span: Condition) -> None:
    """Takes out of a plan the cells that somebody else emptied since it was made, so that none is counted twice."""
    values: dict[str, ColumnElement[Any]] = {}
    there = select(1).select_from(start).where(each.same_row(start))
    filled = {each.flag(c.name): not_(empty(start, c)) for c in each.table.personal}
    for flag, condition in filled.items():
        still = exists(there.where(condition)).correlate(each.plan)
        values[flag] = case((still, each.plan.c[flag]), else_=0)
    if values:
        as_planned = exists(there.where(*(or_(each.plan.c[f] == 0, c) for f, c in filled.items())))
        connection.execute(update(each.plan).where(span, not_(as_planned.correlate(each.plan))).values(values))


def _create(store: SqlStore, each: Planned) -> None:
    """Drops the plan of an earlier pass and makes an empty one, with keys of the data's own types, so that it joins."""
    keys = {f"k{n}": name for n, name in enumerate(each.table.key)}
    more = dict.fromkeys(("dead", "step", *(f"d{n}" for n in range(len(each.table.personal)))), "INTEGER")
    store.dialect.temporary(store.connection, each.plan.name, keys, each.table.name, more, tuple(keys), numbered=True)


def _fill(connection: Connection, each: Planned, judgement: Judgement, limit: Condition | None) -> None:
    mapped = each.table
    values = [cast(empty(judgement.start, c), Integer).label(f"e{n}") for n, c in enumerate(mapped.personal)]
    judged = judgement.select(*values, where=() if limit is None else (limit,)).subquery("judged")
    gone = [
        and_(must_go(judgement, judgement.group_of(c.name), judged), judged.c[f"e{n}"] == 0)
        for n, c in enumerate(mapped.personal)
    ]
    dead = _dead(judgement, judged)
    flags = [cast(g, Integer) for g in gone]
    names = [*(f"k{n}" for n in range(len(mapped.key))), "dead", "step", *(f"d{n}" for n in range(len(gone)))]
    keys = (judged.c[f"key_{n}"] for n in range(len(mapped.key)))
    picked = select(*keys, cast(dead, Integer), literal_column("0"), *flags).where(or_(dead, *gone))
    connection.execute(insert(each.plan).from_select(names, picked))


def _dead(judgement: Judgement, judged: FromClause) -> Condition:
    mapped = judgement.table
    if mapped.rows == "keep":
        return false()
    goes = [must_go(judgement, n, judged) for n in range(len(judgement.groups))]
    nothing = []
    for n, group in enumerate(judgement.groups):
        numbers = [m for m, c in enumerate(mapped.personal) if c in group.columns]
        bare = and_(judged.c[f"why_{n}"] == 0, *(judged.c[f"e{m}"] == 1 for m in numbers))
        nothing.append(or_(goes[n], bare))
    whole = [
        and_(goes[judgement.group_of(c.name)], judged.c[f"e{n}"] == 0)
        for n, c in enumerate(mapped.personal)
        if c.on_end == "row"
    ]
    return or_(false(), *whole, and_(or_(false(), *goes), *nothing))


def _linked(datamap: DataMap, judgement: Judgement, only: SubjectKey | None) -> Condition | None:
    if only is None:
        return None
    kind, key = only
    links = [
        people(datamap, judgement.start, link, judgement.table.name)
        for link in judgement.table.links
        if link.subject == kind
    ]
    return or_(false(), *(asks(person.named(key)) for person, asks in links))


def spare(connection: Connection, plans: Mapping[str, Planned], refs: tuple[Reference, ...]) -> None:
    """Keeps every row that a row which stays still points at by a pointer that stays: it becomes a stub.

    Repeated until nothing changes, since a stub stays and points at others.
    """
    changed = True
    while changed:
        changed = False
        for reference in refs:
            if reference.nullable or reference.target not in plans:
                continue
            target = plans[reference.target]
            query = (
                update(target.plan).where(target.plan.c.dead == 1, pointed_at(target, reference, plans)).values(dead=0)
            )
            changed = connection.execute(query).rowcount > 0 or changed


def pointed_at(target: Planned, reference: Reference, plans: Mapping[str, Planned]) -> Condition:
    """Whether a living row points at a planned row by a pointer that stays."""
    source = _pointing(reference, plans)
    row = target.data.alias("pointed")
    ends = reference.ends(source, row)
    stays: Condition = literal(True)
    if reference.mapped:
        other = plans[reference.table]
        row_plan = other.plan.alias("planned")
        goes_alone = [c for c in reference.columns if other.table.column(c).personal and c not in other.bound]
        flags = [other.flag(c) for c in goes_alone]
        goes = or_(row_plan.c.dead == 1, *(row_plan.c[flag] == 1 for flag in flags))
        here = and_(*(source.c[k] == row_plan.c[f"k{n}"] for n, k in enumerate(other.table.key)))
        stays = not_(some((row_plan,), here, goes))
    return some((source, row), target.same_row(row), *ends, stays)


def pointing_rows(target: Planned, reference: Reference, plans: Mapping[str, Planned]) -> Condition:
    """Whether any row at all still points at a planned row; itself too, since MariaDB does not let such a row go."""
    source = _pointing(reference, plans)
    row = target.data.alias("pointed")
    return some((source, row), target.same_row(row), *reference.ends(source, row))


def _pointing(reference: Reference, plans: Mapping[str, Planned]) -> FromClause:
    if reference.mapped:
        return plans[reference.table].data.alias("pointing")
    schema, _, name = reference.table.rpartition(".")
    return table(name, *(column(c) for c in reference.columns), schema=schema or None).alias("pointing")
