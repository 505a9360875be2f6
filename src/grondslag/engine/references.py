"""References between rows: which row may not be deleted while another that lives still points at it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause

from grondslag.datamap.live import Live
from grondslag.datamap.model import DataMap, Table
from grondslag.stores.expressions import as_is


@dataclass(frozen=True, slots=True)
class Reference:
    """``columns`` of ``table`` point at ``targets`` of ``target``, a mapped table.

    ``nullable``: the pointer may be set to NULL when its target goes. It may not when it is personal data, since a
    lawful link must stay as it is, when it is NOT NULL, and when its table is not mapped. ``when``: it points only
    while columns of ``table`` have these values.
    """

    table: str
    columns: tuple[str, ...]
    target: str
    targets: tuple[str, ...]
    nullable: bool
    mapped: bool = True
    when: tuple[tuple[str, str], ...] = ()

    def ends(self, source: FromClause, target: FromClause) -> list[ColumnElement[bool]]:
        """That a row of the one table points at a row of the other."""
        found = [source.c[c] == target.c[t] for c, t in zip(self.columns, self.targets, strict=True)]
        return found + [source.c[name] == as_is(value) for name, value in self.when]


def references(datamap: DataMap, live: Live) -> tuple[Reference, ...]:
    """The foreign keys of the database and the first steps of links, each pair of ends once."""
    found: dict[tuple[object, ...], Reference] = {}
    for each in (*_foreign_keys(datamap, live), *_links(datamap)):
        found.setdefault((each.table, each.columns, each.target, each.targets), each)
    return tuple(found.values())


def _foreign_keys(datamap: DataMap, live: Live) -> Iterator[Reference]:
    mapped = {table.name: table for table in datamap.tables}
    for table in live.tables:
        for key in table.foreign_keys:
            if key.table not in mapped:
                continue
            if table.name not in mapped:
                yield Reference(table.name, key.columns, key.table, key.targets, nullable=False, mapped=False)
                continue
            declared = {c.name: c for c in mapped[table.name].columns}
            plain = all(not declared[c].personal for c in key.columns if c in declared)
            loose = all((column := table.column(c)) is not None and column.nullable for c in key.columns)
            yield Reference(table.name, key.columns, key.table, key.targets, nullable=plain and loose)


def _links(datamap: DataMap) -> Iterator[Reference]:
    for table in datamap.tables:
        for link in table.links:
            step = link.via[0] if link.via else None
            if (
                step
                and not (step.alike or step.repeated)
                and any(c.link and c.name == step.column for c in table.columns)
            ):
                columns, targets = zip(*step.pairs, strict=True)
                yield Reference(table.name, columns, step.table, targets, nullable=False, when=step.here)


def bound_to_row(table: Table, live: Live) -> tuple[str, ...]:
    """The links of a table that go only with their row: they end with it, and may not be NULL before."""
    there = live.table(table.name)
    rows = (c.name for c in table.columns if c.on_end == "row")
    return tuple(name for name in rows if there and (found := there.column(name)) and not found.nullable)


def dependents_first(datamap: DataMap) -> tuple[str, ...]:
    """The mapped tables, each before those that its paths lead through, so that people stay visible while rows go."""
    through = {
        t.name: {s.table for p in (*(k.via for k in t.links), *(e.via for _, e in t.events)) for s in p} - {t.name}
        for t in datamap.tables
    }
    return _layered(through)


def referrers_first(datamap: DataMap, refs: tuple[Reference, ...]) -> tuple[str, ...]:
    """The mapped tables, each before those that its rows point at, so that deletions find nothing pointing back."""
    points = {t.name: {r.target for r in refs if r.table == t.name} - {t.name} for t in datamap.tables}
    return _layered(points)


def _layered(ahead: dict[str, set[str]]) -> tuple[str, ...]:
    """An order in which every table stands before those it names, as far as cycles allow."""
    order: list[str] = []
    left = dict(ahead)
    while left:
        named = {other for others in left.values() for other in others}
        free = sorted(name for name in left if name not in named) or sorted(left)[:1]
        order += free
        for name in free:
            del left[name]
    return tuple(order)
