"""The audit: counts what the rule says of every cell, honestly, beside the 0 that it is there to show.

Unlawful cells that became so within the sweep period are counted apart (``due``), as are held and restricted cells,
rows linked to nobody, events that are missing and rows without a class. ``sample`` judges raw rows once more with the
page, not with the compiled SQL.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, and_, case, cast, func, not_, or_, select

from grondslag.datamap.live import Live
from grondslag.datamap.model import DataMap, Table
from grondslag.engine import plan
from grondslag.engine.cells import Fate, Judge
from grondslag.engine.compile import Compiler, Judgement, empty
from grondslag.engine.references import references
from grondslag.engine.sight import walk
from grondslag.engine.swept import Progress, silent
from grondslag.law.rules import Moment, Rule
from grondslag.stores import facts as fact_tables
from grondslag.stores.expressions import chance
from grondslag.stores.port import Key
from grondslag.stores.sql import SqlStore

SWEEP_PERIOD = timedelta(hours=24)


@dataclass
class Counts:
    """Cells with a value: judged, and of those lawful, unlawful, due, held, restricted, and nobody's."""

    judged: int = 0
    lawful: int = 0
    unlawful: int = 0
    due: int = 0
    held: int = 0
    restricted: int = 0
    nobody: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass
class Audited:
    """What an audit found. ``columns`` counts by "table.column"; ``plain`` gives each plain column's reason."""

    columns: dict[str, Counts] = field(default_factory=dict)
    rows: Counter[str] = field(default_factory=Counter)
    unlinked: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    unclassed: Counter[str] = field(default_factory=Counter)
    plain: tuple[tuple[str, str], ...] = ()
    unmapped: tuple[str, ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()
    overdue_holds: int = 0
    sampled: int = 0
    disagreements: tuple[str, ...] = ()

    @property
    def total(self) -> Counts:
        """All columns together."""
        return sum(self.columns.values(), Counts())


@dataclass
class Audit:
    """An audit of a store under the rules of a statement at a moment; ``progress`` hears of each table done."""

    store: SqlStore
    rules: tuple[Rule, ...]
    at: Moment
    progress: Progress = silent

    def __post_init__(self) -> None:
        self.datamap: DataMap = self.store.datamap

    def run(self, sample: int = 0) -> Audited:
        """Judges every cell in one snapshot; ``sample`` rows besides by the page."""
        found = Audited(plain=tuple(_plain(self.datamap)), ignored=self.datamap.ignored)
        with self.store.transaction(write=False) as connection:
            live = self.store.reflect()
            found.unmapped = tuple(_unmapped(self.datamap, [t.name for t in live.tables]))
            compiler = self._compiler(self.at)
            judgements = {t.name: compiler.judge(t) for t in self.datamap.tables}
            plan.ship(self.store, compiler.shipped, self.at)
            for done, table in enumerate(self.datamap.tables, 1):
                self._count(table, judgements[table.name], compiler, found)
                self._oddities(table, judgements[table.name], found)
                self.progress(done, len(self.datamap.tables))
            if sample:
                self._sample(sample, judgements, found)
            if found.total.unlawful:
                plan.make(self.store, self._compiler(self.at), live, references(self.datamap, live))
                self._set_apart(found, live)
            found.overdue_holds = fact_tables.overdue_holds(connection, self.at.today, self.at.now)
        return found

    def _compiler(self, at: Moment) -> Compiler:
        return Compiler(self.datamap, self.rules, at, fact_tables.on_file(self.store.connection))

    def _count(self, table: Table, judgement: Judgement, compiler: Compiler, found: Audited) -> None:
        values = [cast(empty(judgement.start, c), Integer).label(f"e{n}") for n, c in enumerate(table.personal)]
        judged = judgement.select(*values).subquery("judged")
        sums: list[Any] = [func.count()]
        for n, column in enumerate(table.personal):
            group = judgement.group_of(column.name)
            full, why = judged.c[f"e{n}"] == 0, judged.c[f"why_{group}"]
            goes = plan.must_go(judgement, group, judged)
            kinds = (
                full,
                and_(full, why > 0),
                and_(full, goes),
                and_(full, why == compiler.number("hold")),
                and_(full, why == compiler.number("restriction")),
                and_(full, why == 0, not_(goes)),
            )
            sums += [_sum(kind) for kind in kinds]
        row = self.store.connection.execute(select(*sums).select_from(judged)).one()
        found.rows[table.name] = row[0]
        for n, column in enumerate(table.personal):
            judged_cells, lawful, unlawful, held, restricted, nobody = row[1 + 6 * n : 7 + 6 * n]
            found.columns[f"{table.name}.{column.name}"] = Counts(
                judged=judged_cells, lawful=lawful, unlawful=unlawful, held=held, restricted=restricted, nobody=nobody
            )

    def _set_apart(self, found: Audited, live: Live) -> None:
        """Moves what was lawful a sweep period ago from ``unlawful`` to ``due``."""
        before = self.at.at(self.at.now - SWEEP_PERIOD)
        compiler = self._compiler(before)
        judgements = {t.name: compiler.judge(t) for t in self.datamap.tables}
        plan.ship(self.store, compiler.shipped, before)
        for table in self.datamap.tables:
            each, judgement = plan.planned(table, live), judgements[table.name]
            flags = [each.plan.c[each.flag(c.name)].label(each.flag(c.name)) for c in table.personal]
            if not flags:
                continue
            same = (each.same_row(judgement.start),)
            judged = judgement.select(*flags, where=same, beside=(each.plan,)).subquery("before")
            pairs = [
                (judged.c[f.name], judged.c[f"why_{judgement.group_of(c.name)}"])
                for f, c in zip(flags, table.personal, strict=True)
            ]
            query = select(*(_sum(and_(flag == 1, why > 0)) for flag, why in pairs)).select_from(judged)
            for column, due in zip(table.personal, self.store.connection.execute(query).one(), strict=True):
                counts = found.columns[f"{table.name}.{column.name}"]
                counts.due, counts.unlawful = due, counts.unlawful - due

    def _oddities(self, table: Table, judgement: Judgement, found: Audited) -> None:
        """Rows linked to nobody, rows whose term's event is missing, rows whose class is NULL."""
        start = judgement.start
        asked: list[tuple[Counter[str], str, Any]] = []
        for event in sorted(
            {use.event(t.after) for use in table.uses for r in self.rules if r.id == use.purpose for t in r.terms}
        ):
            time = table.event(event)
            if time is not None:
                end = walk(self.datamap, start, time.via, table.name)
                known = end.end.c[time.column].is_not(None) if time.null != "not_yet" else cast(1, Integer) == 1
                asked.append((found.missing, f"{table.name}: {event}", not_(end.any(known))))
        if table.row_class.column:
            asked.append((found.unclassed, table.name, start.c[table.row_class.column].is_(None)))
        if judgement.groups and table.links:
            asked.append((found.unlinked, table.name, not_(or_(*judgement.linked))))
        if asked:
            sums = [_sum(condition) for _, _, condition in asked]
            row = self.store.connection.execute(select(*sums).select_from(start)).one()
            for (counter, name, _), count in zip(asked, row, strict=True):
                if count:
                    counter[name] += count

    def _sample(self, size: int, judgements: dict[str, Judgement], found: Audited) -> None:
        """Judges randomly chosen rows by the page and compares every cell with the SQL verdict."""
        total = sum(found.rows.values()) or 1
        page = Judge(self.datamap, self.rules, self.store, self.at)
        disagree = []
        for table in self.datamap.tables:
            share = min(found.rows[table.name], -(-size * found.rows[table.name] // total))
            judgement = judgements[table.name]
            chosen = judgement.select().order_by(chance()).limit(share)
            verdicts = {tuple(r[: len(table.key)]): r for r in self.store.connection.execute(chosen).all()}
            for row in page.rows(table, tuple(verdicts)):
                found.sampled += len(row.cells)
                disagree += [
                    f"{table.name}.{name} of row {row.key}" for name in _differ(judgement, verdicts[row.key], row)
                ]
        found.disagreements = tuple(disagree)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    # MariaDB sums whole numbers to a decimal one.
    return cast(func.coalesce(func.sum(case((condition, 1), else_=0)), 0), BigInteger)


def _differ(judgement: Judgement, verdict: Any, row: Any) -> Iterator[str]:
    keys: Key = row.key
    for cell in row.cells:
        at = len(keys) + 2 * judgement.group_of(cell.column.name)
        if (verdict[at] > 0) is not (cell.fate is Fate.MAY) or bool(verdict[at + 1]) is not bool(cell.subjects):
            yield cell.column.name


def _plain(datamap: DataMap) -> Iterator[tuple[str, str]]:
    for table in datamap.tables:
        for column in table.columns:
            if column.plain:
                yield f"{table.name}.{column.name}", column.plain


def _unmapped(datamap: DataMap, names: list[str]) -> Iterator[str]:
    known = {t.name for t in datamap.tables} | {name for name, _ in datamap.ignored}
    copies = [c.name for c in datamap.copies]
    for name in names:
        shadow = any(name == c or name.startswith(f"{c}_") for c in copies)
        if name not in known and not shadow and not name.startswith(("grondslag_", "sqlite_")):
            yield name
