"""What must be judged again: planned rows, when something was written since; and tables, after what a pass did."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, and_, false, not_, or_, select, update

from grondslag.datamap.model import DataMap, Table
from grondslag.datamap.steps import Path, Step
from grondslag.engine.cells import subject_end
from grondslag.engine.compile import Judgement
from grondslag.engine.plan import Planned
from grondslag.engine.references import Reference
from grondslag.engine.sight import Condition


def revive(connection: Connection, each: Planned, judgement: Judgement, span: Condition) -> bool:
    """Takes back from a plan what may stay after all; returns whether there was any."""
    if not judgement.groups:
        return False
    flags = [each.flag(c.name) for c in each.table.personal]
    planned = [each.plan.c[name].label(name) for name in ("n", "dead", *flags)]
    same = (each.same_row(judgement.start), span)
    judged = judgement.select(*planned, where=same, beside=(each.plan,)).subquery("again")
    takes_row = [each.flag(c.name) for c in each.table.personal if c.on_end == "row"]
    whole = or_(false(), *(judged.c[flag] == 1 for flag in takes_row))
    revived = [
        and_(
            judged.c[f"why_{n}"] > 0,
            or_(and_(judged.c.dead == 1, not_(whole)), *(judged.c[each.flag(c.name)] == 1 for c in group.columns)),
        )
        for n, group in enumerate(judgement.groups)
    ]
    found = connection.execute(select(judged).where(or_(*revived))).mappings().all()
    for row in found:
        stays = [each.flag(c.name) for n, g in enumerate(judgement.groups) if row[f"why_{n}"] for c in g.columns]
        values = dict.fromkeys(stays, 0)
        if not any(row[flag] for flag in takes_row if flag not in stays):
            values["dead"] = 0
        connection.execute(update(each.plan).where(each.plan.c.n == row["n"]).values(values))
    return bool(found)


@dataclass
class Done:
    """What a pass did: columns of the database that it emptied, rows it deleted, plans it could not carry out."""

    emptied: set[str] = field(default_factory=set)
    deleted: Counter[str] = field(default_factory=Counter)
    undone: set[str] = field(default_factory=set)


def next_tables(datamap: DataMap, refs: tuple[Reference, ...], judged: Iterable[str], done: Done) -> tuple[str, ...]:
    """The tables in which what a pass did may have changed a verdict, or let go of a row that was pointed at.

    A row goes only when nothing points at it any more, so that its end changes nothing for a path that leads to it by
    such a pointer.
    """
    released = {r.target for r in refs if not r.nullable and _changed(r, done)} - set(judged)
    return tuple(
        t.name
        for t in datamap.tables
        if t.name in done.undone | released
        or done.emptied & _reads(datamap, t)
        or any(done.deleted[step.table] and not _pointer(refs, here, step) for here, step in _steps(datamap, t))
    )


def _changed(reference: Reference, done: Done) -> bool:
    columns = {f"{reference.table}.{column.partition('/')[0]}" for column in reference.columns}
    return bool(done.deleted[reference.table] or columns & done.emptied)


def _pointer(refs: tuple[Reference, ...], here: str, step: Step) -> bool:
    """Whether a step goes along a pointer that keeps the row it points at."""
    if step.alike or step.repeated:
        return False
    kept = (r for r in refs if r.table == here and r.target == step.table and not r.nullable)
    return any(
        set(zip(r.columns, r.targets, strict=True)) <= set(step.pairs) and r.when in ((), step.here) for r in kept
    )


def _paths(datamap: DataMap, table: Table) -> Iterator[tuple[Path, str]]:
    for link in table.links:
        yield subject_end(datamap, link)
    for time in (*(time for _, time in table.events), *((table.since,) if table.since else ())):
        yield time.via, time.column
    if table.row_class.column:
        yield (), table.row_class.column


def _steps(datamap: DataMap, table: Table) -> Iterator[tuple[str, Step]]:
    for path, _ in _paths(datamap, table):
        yield from zip((table.name, *(step.table for step in path)), path, strict=False)


def _reads(datamap: DataMap, table: Table) -> set[str]:
    """The columns of the database that the verdict on a row of a table is read from."""
    found = {
        f"{path[-1].table if path else table.name}.{column.partition('/')[0]}"
        for path, column in _paths(datamap, table)
    }
    for here, step in _steps(datamap, table):
        found |= {f"{here}.{column}" for column in (*(a for a, _ in step.pairs), *(a for a, _ in step.here))}
        found |= {f"{step.table}.{column}" for column in (*(b for _, b in step.pairs), *(b for b, _ in step.there))}
    return found
