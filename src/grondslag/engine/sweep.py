"""The sweep: makes the database obey. Exactly the cells that may not exist are redacted, or their rows deleted.

A pass judges all tables in one snapshot into a plan and carries it out in bounded batches; each batch is one
transaction with its evidence, and asks again whether a cell may stay where anything was written since. Passes repeat
over the tables in which one may have changed a verdict, until there are none.
Killed at any moment, the database holds whole batches only, and the next sweep finishes.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    and_,
    case,
    delete,
    exists,
    func,
    null,
    select,
    tuple_,
    update,
)

from grondslag.datamap.live import Live
from grondslag.engine import documents, plan
from grondslag.engine.again import Done, next_tables, revive
from grondslag.engine.compile import Compiler, Judgement
from grondslag.engine.ends import gone
from grondslag.engine.plan import Planned
from grondslag.engine.references import Reference, dependents_first, references, referrers_first
from grondslag.engine.swept import Ceiling, Evidence, Progress, Swept, silent, unlimited, unwitnessed
from grondslag.law.rules import Moment, Rule
from grondslag.stores import facts as fact_tables
from grondslag.stores.facts import OnFile
from grondslag.stores.files import FileStore
from grondslag.stores.port import SubjectKey
from grondslag.stores.sql import SqlStore

PASSES = 12


@dataclass
class Sweep:
    """A sweep of a store under the rules of a statement at a moment; ``only`` limits it to one subject's rows.

    ``evidence`` is called inside each batch's transaction; ``size`` is the number of rows of a batch. ``limit`` hears
    what was done and what a batch will do, before it does; what it raises rolls the batch back and ends the sweep.
    """

    store: SqlStore
    rules: tuple[Rule, ...]
    at: Moment
    live: Live
    only: SubjectKey | None = None
    size: int = 20_000
    evidence: Evidence = unwitnessed
    progress: Progress = silent
    limit: Ceiling = unlimited
    files: Mapping[str, FileStore] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.datamap = self.store.datamap
        self.refs: tuple[Reference, ...] = references(self.datamap, self.live)
        self.plans = {t.name: plan.planned(t, self.live) for t in self.datamap.tables}
        self._judgements: dict[str, Judgement] = {}
        self._facts: tuple[int, ...] = ()
        self._mark: object = None
        self._done = Done()

    def run(self) -> Swept:
        """Sweeps until nothing is left to do, then destroys the documents that went, and clears what is left behind."""
        return finish(self.carry_out(), self.store, self.at, self.files, self.evidence)

    def carry_out(self) -> Swept:
        """Sweeps until nothing is left to do. What deletions leave in the database's files is not cleared."""
        swept = Swept()
        names: tuple[str, ...] = tuple(self.plans)
        for _ in range(PASSES):
            before = swept.changes
            names = self._pass(swept, names)
            swept.passes += swept.changes > before
            if not names:
                break
        return swept

    def foresee(self) -> Swept:
        """What the first pass would do, changing nothing; in the caller's transaction."""
        found = Swept()
        self.judge()
        for name, each in self.plans.items():
            found.rows[name] += self._count(each, each.plan.c.dead == 1)
            self._tally(each, each.plan.c.n >= 0, found)
        found.rows += Counter()
        return found

    def judge(self, names: Collection[str] | None = None) -> int:
        """Makes the plan of all tables or of these, in the caller's transaction; returns its number of rows."""
        self._mark = self.store.dialect.mark(self.store.connection)
        self._compile(fact_tables.on_file(self.store.connection))
        asked = {name: judged for name, judged in self._judgements.items() if names is None or name in names}
        return plan.make(self.store, asked, self.plans, self.refs, self.only)

    def _compile(self, on_file: OnFile) -> None:
        compiler = Compiler(
            self.datamap, self.rules, self.at, on_file, many=self.only is None, numbers=self.live.numbers
        )
        self._judgements = {t.name: compiler.judge(t) for t in self.datamap.tables}
        plan.ship(self.store, compiler.shipped, self.at)
        self._facts = on_file.last

    def _pass(self, swept: Swept, names: Collection[str]) -> tuple[str, ...]:
        """Judges these tables and carries it out; returns the tables that must be judged once more."""
        total = self.store.attempt(lambda _: self.judge(names), snapshot=True)
        facts, self._done, done = self._facts, Done(), 0
        for name in dependents_first(self.datamap):
            for span in self._spans(self.plans[name], dead=0):
                done += self._redact(self.plans[name], span, swept)
                self.progress(min(done, total), total)
        for name in referrers_first(self.datamap, self.refs):
            for span in self._spans(self.plans[name], dead=1):
                done += self._delete(self.plans[name], span, swept)
                self.progress(min(done, total), total)
        self._delete_cycles(swept)
        with self.store.transaction(write=False) as connection:
            if fact_tables.on_file(connection).last != facts:
                return tuple(self.plans)
        return next_tables(self.datamap, self.refs, names, self._done)

    def _spans(self, each: Planned, dead: int) -> Iterator[ColumnElement[bool]]:
        """The rows of a plan that stay, or those that go whole, in batches."""
        here = each.plan.c.dead == dead
        with self.store.transaction(write=False) as connection:
            first, last = connection.execute(select(func.min(each.plan.c.n), func.max(each.plan.c.n)).where(here)).one()
        for start in range(first or 1, (last or 0) + 1, self.size):
            yield and_(each.plan.c.n >= start, each.plan.c.n < start + self.size, here)

    def _redact(self, each: Planned, span: ColumnElement[bool], swept: Swept) -> int:
        """One batch of redactions: rows that stay, whose cells go."""

        def batch(connection: Connection) -> tuple[int, Swept]:
            found = Swept()
            self._judge_again(each, span)
            count = self._tally(each, span, found)
            self.limit(swept, found)
            if found.cells:
                documents.doom(connection, each, span)
                values = self._values(each, found)
                connection.execute(update(each.data).values(values).where(each.same_row(each.data), span))
                self._done.emptied |= {f"{each.table.name}.{column}" for column in values}
                self.evidence("sweep", found.cells)
            return count, found

        return self._carried_out(batch, swept)

    def _values(self, each: Planned, found: Swept) -> dict[str, ColumnElement[Any]]:
        """What each column of the database becomes; the paths of one JSON column are taken out of it in turn."""
        values: dict[str, ColumnElement[Any]] = {}
        for c in each.table.personal:
            if found.cells[f"{each.table.name}.{c.name}"]:
                now = values.get(c.stored, each.data.c[c.stored])
                values[c.stored] = case((each.plan.c[each.flag(c.name)] == 1, gone(c, now)), else_=now)
        return values

    def _delete(self, each: Planned, span: ColumnElement[bool], swept: Swept) -> int:
        """One batch of deletions: rows that go whole, and to which nothing points any more."""
        unpointed = self._unpointed(each)
        chosen = and_(span, each.plan.c.step == 1) if unpointed else span

        def batch(connection: Connection) -> tuple[int, Swept]:
            found = Swept()
            if unpointed:
                free = update(each.plan).where(span, each.plan.c.step == 0, *unpointed).values(step=1)
                if not connection.execute(free).rowcount:
                    return 0, found
            count = self._let_go(each, chosen, found, swept)
            found.rows[each.table.name] += connection.execute(self._deletion(each, chosen)).rowcount
            self._close(each, chosen, found)
            return count, found

        return self._carried_out(batch, swept)

    def _delete_cycles(self, swept: Swept) -> None:
        """Rows that point at each other go together, in one transaction that checks references at its end."""

        def batch(connection: Connection) -> tuple[int, Swept]:
            found = Swept()
            left = {name: each for name, each in self.plans.items() if self._left(each)}
            if not left:
                return 0, found
            plan.spare(connection, self.plans, self.refs)
            self._done.undone |= set(left)
            for each in left.values():
                connection.execute(update(each.plan).where(_waiting(each)).values(step=1))
            going = {name: and_(each.plan.c.step == 1, each.plan.c.dead == 1) for name, each in left.items()}
            for name, each in left.items():
                self._let_go(each, going[name], found, swept)
            deletions = [self._deletion(each, going[name]) for name, each in left.items()]
            for each, count in zip(left.values(), self.store.dialect.delete_all(connection, deletions), strict=True):
                found.rows[each.table.name] += count
                self._close(each, going[each.table.name], found)
            return 0, found

        self._carried_out(batch, swept)

    def _left(self, each: Planned) -> bool:
        """Whether rows were to go whole and could not, because something points at them."""
        return bool(self._unpointed(each)) and self._count(each, _waiting(each)) > 0

    def _carried_out(self, batch: Callable[[Connection], tuple[int, Swept]], swept: Swept) -> int:
        """Carries a batch out in a transaction of its own, and adds what it did once that is committed."""
        count, found = self.store.attempt(batch)
        swept.cells.update(found.cells)
        swept.rows.update({name: n for name, n in found.rows.items() if n})
        self._done.deleted.update(found.rows)
        swept.batches += bool(found.changes)
        return count

    def _deletion(self, each: Planned, chosen: ColumnElement[bool]) -> Delete:
        keys = [each.data.c[k] for k in each.table.key]
        planned = select(*(each.plan.c[f"k{n}"] for n in range(len(keys)))).where(chosen)
        return delete(each.data).where((tuple_(*keys) if len(keys) > 1 else keys[0]).in_(planned))

    def _close(self, each: Planned, chosen: ColumnElement[bool], found: Swept) -> None:
        """Marks what was deleted, where that must be told from what waits, and tells of it."""
        if self._unpointed(each):
            self.store.connection.execute(update(each.plan).where(chosen).values(step=2))
        self.evidence("sweep", found.cells + Counter({name: n for name, n in found.rows.items() if n}))

    def _let_go(self, each: Planned, chosen: ColumnElement[bool], found: Swept, swept: Swept) -> int:
        """Asks once more whether these rows go, counts them, and lets go of loose pointers at them."""
        self._judge_again(each, chosen)
        count = self._tally(each, chosen, found)
        self.limit(swept, Swept(found.cells, found.rows + Counter({each.table.name: count})))
        documents.doom(self.store.connection, each, chosen)
        for reference in self.refs:
            if reference.target == each.table.name and reference.nullable:
                source, row = self.plans[reference.table].data, each.data.alias("going")
                here = (each.same_row(row), chosen, *reference.ends(source, row))
                pointing = exists(select(1).select_from(each.plan, row).where(*here).correlate(source))
                values = {c: null() for c in reference.columns}
                self.store.connection.execute(update(source).where(pointing).values(values))
                self._done.emptied |= {f"{reference.table}.{c}" for c in reference.columns}
        return count

    def _unpointed(self, each: Planned) -> list[ColumnElement[bool]]:
        conditions = []
        for reference in self.refs:
            if reference.target == each.table.name and not reference.nullable:
                conditions.append(~plan.pointing_rows(each, reference, self.plans))
        return conditions

    def _judge_again(self, each: Planned, span: ColumnElement[bool]) -> None:
        """Takes back from the plan what went, and what may stay, because of what was written since it was made."""
        connection = self.store.connection
        on_file = fact_tables.on_file(connection)
        if on_file.last != self._facts:
            self._compile(on_file)
            self._mark = None
        if self._mark is not None and self.store.dialect.mark(connection) == self._mark:
            return
        judgement = self._judgements[each.table.name]
        plan.forget_gone(connection, each, judgement.start, span)
        if revive(connection, each, judgement, span):
            self._done.undone.add(each.table.name)

    def _tally(self, each: Planned, span: ColumnElement[bool], found: Swept) -> int:
        sums = [func.coalesce(func.sum(each.plan.c[each.flag(c.name)]), 0) for c in each.table.personal]
        row = self.store.connection.execute(select(func.count(), *sums).select_from(each.plan).where(span)).one()
        for column, count in zip(each.table.personal, row[1:], strict=True):
            if count:
                found.cells[f"{each.table.name}.{column.name}"] += int(count)
        return int(row[0])

    def _count(self, each: Planned, span: ColumnElement[bool]) -> int:
        return self.store.connection.scalar(select(func.count()).select_from(each.plan).where(span)) or 0


def finish(swept: Swept, store: SqlStore, at: Moment, files: Mapping[str, FileStore], evidence: Evidence) -> Swept:
    """Destroys the documents that went in a sweep or an erasure, clears what it left behind, and adds that to it.

    Also when nothing went: a run that was killed may have left its residue.
    """
    swept.documents = documents.destroy(store, files, evidence)
    tables = sorted({*swept.rows, *(cell.rpartition(".")[0] for cell in swept.cells)})
    cleared = store.clear(tables, at.today, rewrite=False)
    swept.cleared, swept.pending = cleared.done, cleared.pending
    return swept


def _waiting(each: Planned) -> ColumnElement[bool]:
    return and_(each.plan.c.dead == 1, each.plan.c.step == 0)
