"""The audit: counts what the rule says of every cell, honestly, beside the 0 that it is there to show.

Unlawful cells that became so within the sweep period are counted apart (``due``), as are held and restricted cells,
rows linked to nobody, events that are missing and rows without a class. ``sample`` judges raw rows once more with the
page, not with the compiled SQL.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from itertools import batched
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, case, func, literal, not_, or_, select

from grondslag.datamap.model import DataMap
from grondslag.engine import plan
from grondslag.engine.cells import Fate, Judge
from grondslag.engine.compile import Compiler, Judgement, empty
from grondslag.engine.swept import Progress, silent
from grondslag.law.rules import Moment, Rule
from grondslag.stores import facts as fact_tables
from grondslag.stores.expressions import chance
from grondslag.stores.port import Key
from grondslag.stores.sql import SqlStore

Oddity = tuple[Counter[str], str, ColumnElement[bool]]
BITS, WIDE = 30, 12
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

    def add(self, rows: int, code: int, unlinked: bool, keepers: tuple[int, int]) -> None:
        """Adds so many cells alike: the licence of each, whether it is somebody's, and whether it was lawful before.

        ``unlinked``: what is nobody's must go too. ``keepers`` are the licences of a hold and of a restriction.
        """
        why, somebodys, before = code >> 2, code >> 1 & 1, code & 1
        self.judged += rows
        self.lawful += rows * (why > 0)
        self.held += rows * (why == keepers[0])
        self.restricted += rows * (why == keepers[1])
        if not why and not (somebodys or unlinked):
            self.nobody += rows
        elif not why and before:
            self.due += rows
        elif not why:
            self.unlawful += rows

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
        """Judges every cell in one snapshot, which is taken again where others get in its way.

        ``sample`` rows besides are judged by the page.
        """
        return self.store.attempt(lambda connection: self._found(connection, sample), snapshot=True)

    def _found(self, connection: Connection, sample: int) -> Audited:
        found = Audited(plain=tuple(_plain(self.datamap)), ignored=self.datamap.ignored)
        live = self.store.reflect()
        found.unmapped = tuple(_unmapped(self.datamap, [t.name for t in live.tables]))
        before = self.at.at(self.at.now - SWEEP_PERIOD)
        on_file = fact_tables.on_file(connection)
        compiler = Compiler(self.datamap, self.rules, self.at, on_file, before=before, numbers=live.numbers)
        judgements = {t.name: compiler.judge(t) for t in self.datamap.tables}
        plan.ship(self.store, compiler.shipped, self.at, before)
        for done, judgement in enumerate(judgements.values(), 1):
            self._count(judgement, compiler, found)
            self.progress(done, len(judgements))
        if sample:
            self._sample(sample, judgements, found)
        found.overdue_holds = fact_tables.overdue_holds(connection, self.at.today, self.at.now)
        return found

    def _count(self, judgement: Judgement, compiler: Compiler, found: Audited) -> None:
        """Counts a table's rows by all that is said of them, in one statement, and adds up what that says of cells."""
        table, groups = judgement.table, range(len(judgement.groups))
        oddities = list(self._oddities(judgement, found))
        said = [*(empty(judgement.start, c) for c in table.personal), *(condition for _, _, condition in oddities)]
        bits = [_packed(part).label(f"bits_{n}") for n, part in enumerate(batched(said, BITS))]
        seen = judgement.select(*bits).subquery("seen")
        found.rows[table.name] = 0
        if not (said or groups):
            found.rows[table.name] = (
                self.store.connection.scalar(select(func.count()).select_from(judgement.start)) or 0
            )
            return
        codes = [seen.c[f"why_{n}"] * 4 + seen.c[f"any_{n}"] * 2 + seen.c[f"then_{n}"] for n in groups]
        all_said = [code.label(f"code_{n}") for n, code in enumerate(codes)] + [seen.c[b.name] for b in bits]
        coded = select(*all_said).subquery("coded")
        query = select(*coded.c, func.count()).group_by(*coded.c)
        if len(said) > WIDE:
            query = query.execution_options(yield_per=1000)
        kinds = (compiler.number("hold"), compiler.number("restriction"))
        found.columns |= {f"{table.name}.{c.name}": Counts() for c in table.personal}
        for row in self.store.connection.execute(query):
            *answers, rows = map(int, row)
            flags = [bool(answers[len(codes) + n // BITS] >> n % BITS & 1) for n in range(len(said))]
            found.rows[table.name] += rows
            for n, column in enumerate(table.personal):
                if not flags[n]:
                    counts = found.columns[f"{table.name}.{column.name}"]
                    counts.add(rows, answers[judgement.group_of(column.name)], table.unlinked == "delete", kinds)
            for (counter, name, _), odd in zip(oddities, flags[len(table.personal) :], strict=True):
                counter.update({name: rows} if odd else {})

    def _oddities(self, judgement: Judgement, found: Audited) -> Iterator[Oddity]:
        """Rows linked to nobody, rows whose term's event is missing, rows whose class is NULL."""
        table = judgement.table
        for event in sorted(
            {use.event(t.after) for use in table.uses for r in self.rules if r.id == use.purpose for t in r.terms}
        ):
            time = table.event(event)
            if time is not None:
                end = judgement.row.walk(time.via)
                known = end.end.c[time.column].is_not(None) if time.null != "not_yet" else literal(True)
                yield found.missing, f"{table.name}: {event}", not_(end.any(known))
        if table.row_class.column:
            yield found.unclassed, table.name, judgement.start.c[table.row_class.column].is_(None)
        if judgement.groups and table.links:
            yield found.unlinked, table.name, not_(or_(*judgement.linked))

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


def _packed(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[int]:
    """The answers of a row as the bits of one number."""
    bits = (case((condition, 1 << n), else_=0) for n, condition in enumerate(conditions))
    return reduce(add, bits, literal(0, Integer))


def _differ(judgement: Judgement, verdict: Any, row: Any) -> Iterator[str]:
    keys: Key = row.key
    for cell in row.cells:
        at = len(keys) + 3 * judgement.group_of(cell.column.name)
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
