"""The sweep: makes the database obey. Exactly the cells that may not exist are redacted, or their rows deleted.

A pass judges all tables in one snapshot into a plan and carries it out in bounded batches; each batch is one
transaction with its evidence, and asks again whether new facts let a cell stay. Passes repeat until one finds nothing.
Killed at any moment, the database holds whole batches only, and the next sweep finishes.
"""

from collections import Counter
from collections.abc import Callable, Mapping
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
    false,
    func,
    not_,
    null,
    or_,
    select,
    tuple_,
    update,
)

from grondslag.datamap.live import Live
from grondslag.engine import documents, plan
from grondslag.engine.compile import Compiler, Judgement
from grondslag.engine.ends import gone
from grondslag.engine.plan import Planned
from grondslag.engine.references import Reference, dependents_first, references, referrers_first
from grondslag.engine.swept import Ceiling, Evidence, Progress, Swept, silent, unlimited, unwitnessed
from grondslag.law.rules import Moment, Rule
from grondslag.stores import facts as fact_tables
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
    size: int = 5000
    evidence: Evidence = unwitnessed
    progress: Progress = silent
    limit: Ceiling = unlimited
    files: Mapping[str, FileStore] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.datamap = self.store.datamap
        self.refs: tuple[Reference, ...] = references(self.datamap, self.live)
        self.plans = {t.name: plan.planned(t, self.live) for t in self.datamap.tables}
        self._seen: tuple[int, ...] | None = None
        self._judgements: dict[str, Judgement] = {}

    def run(self) -> Swept:
        """Sweeps until nothing is left to do, then clears what deletions leave behind."""
        swept = Swept()
        while swept.passes < PASSES and self._pass(swept):
            swept.passes += 1
        # Also when nothing went: a run that was killed may have left its residue.
        swept.documents = documents.destroy(self.store, self.files, self.evidence)
        tables = sorted({*swept.rows, *(cell.rpartition(".")[0] for cell in swept.cells)})
        cleared = self.store.clear(tables, self.at.today)
        swept.cleared, swept.pending = cleared.done, cleared.pending
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

    def judge(self) -> int:
        """Makes the plan, in the caller's transaction; returns its number of rows."""
        return plan.make(self.store, self._compiler(), self.live, self.refs, self.only)

    def _compiler(self) -> Compiler:
        return Compiler(self.datamap, self.rules, self.at, fact_tables.on_file(self.store.connection))

    def _pass(self, swept: Swept) -> bool:
        with self.store.transaction(snapshot=True):
            total = self.judge()
        done, before = 0, swept.changes
        for name in dependents_first(self.datamap):
            last = self._last(self.plans[name])
            for start in range(0, last, self.size):
                done += self._redact(self.plans[name], start, start + self.size, swept)
                self.progress(min(done, total), total)
        for name in referrers_first(self.datamap, self.refs):
            while deleted := self._delete(self.plans[name], swept):
                done += deleted
                self.progress(min(done, total), total)
        self._delete_cycles(swept)
        return swept.changes > before

    def _redact(self, each: Planned, start: int, end: int, swept: Swept) -> int:
        """One batch of redactions: rows that stay, whose cells go."""
        span = and_(each.plan.c.n > start, each.plan.c.n <= end, each.plan.c.dead == 0)

        def batch(connection: Connection) -> tuple[int, Swept]:
            found = Swept()
            self._judge_again(each, span)
            count = self._tally(each, span, found)
            self.limit(swept, found)
            if found.cells:
                documents.doom(connection, each, span)
                values = self._values(each, found)
                connection.execute(update(each.data).values(values).where(each.same_row(each.data), span))
                self.evidence("sweep", found.cells)
            return count, found

        return self._done(batch, swept)

    def _values(self, each: Planned, found: Swept) -> dict[str, ColumnElement[Any]]:
        """What each column of the database becomes; the paths of one JSON column are taken out of it in turn."""
        values: dict[str, ColumnElement[Any]] = {}
        for c in each.table.personal:
            if found.cells[f"{each.table.name}.{c.name}"]:
                now = values.get(c.stored, each.data.c[c.stored])
                values[c.stored] = case((each.plan.c[each.flag(c.name)] == 1, gone(c, now)), else_=now)
        return values

    def _delete(self, each: Planned, swept: Swept) -> int:
        """One batch of deletions: rows that go whole, and to which nothing points any more."""
        free = and_(each.plan.c.dead == 1, each.plan.c.step == 0, *self._unpointed(each))
        # Nested once more, because MariaDB takes no limit in a subquery of IN.
        numbers = select(each.plan.c.n).where(free).limit(self.size).subquery("batch")

        def batch(connection: Connection) -> tuple[int, Swept]:
            found = Swept()
            chosen = each.plan.c.n.in_(select(numbers.c.n))
            taken = connection.execute(update(each.plan).where(chosen).values(step=1)).rowcount
            if taken:
                self._let_go(each, found, swept)
                found.rows[each.table.name] += connection.execute(self._deletion(each)).rowcount
                self._close(each, found)
            return taken, found

        return self._done(batch, swept)

    def _delete_cycles(self, swept: Swept) -> None:
        """Rows that point at each other go together, in one transaction that checks references at its end."""

        def batch(connection: Connection) -> tuple[int, Swept]:
            found = Swept()
            plan.spare(connection, self.plans, self.refs)
            going = []
            for each in self.plans.values():
                rest = and_(each.plan.c.dead == 1, each.plan.c.step == 0)
                if connection.execute(update(each.plan).where(rest).values(step=1)).rowcount:
                    self._let_go(each, found, swept)
                    going.append(each)
            if going:
                counts = self.store.dialect.delete_all(connection, [self._deletion(each) for each in going])
                for each, count in zip(going, counts, strict=True):
                    found.rows[each.table.name] += count
                    self._close(each, found)
            return 0, found

        self._done(batch, swept)

    def _done(self, batch: Callable[[Connection], tuple[int, Swept]], swept: Swept) -> int:
        """Carries a batch out in a transaction of its own, and adds what it did once that is committed."""
        count, found = self.store.attempt(batch)
        swept.cells.update(found.cells)
        swept.rows.update({name: n for name, n in found.rows.items() if n})
        swept.batches += bool(found.changes)
        return count

    def _going(self, each: Planned) -> ColumnElement[bool]:
        return and_(each.plan.c.step == 1, each.plan.c.dead == 1)

    def _deletion(self, each: Planned) -> Delete:
        keys = [each.data.c[k] for k in each.table.key]
        planned = select(*(each.plan.c[f"k{n}"] for n in range(len(keys)))).where(self._going(each))
        return delete(each.data).where((tuple_(*keys) if len(keys) > 1 else keys[0]).in_(planned))

    def _close(self, each: Planned, found: Swept) -> None:
        """Marks what was deleted, and tells of it."""
        self.store.connection.execute(update(each.plan).where(each.plan.c.step == 1).values(step=2))
        self.evidence("sweep", found.cells + Counter({name: n for name, n in found.rows.items() if n}))

    def _let_go(self, each: Planned, found: Swept, swept: Swept) -> None:
        """Asks once more whether the rows at step 1 go, counts them, and lets go of loose pointers at them."""
        self._judge_again(each, self._going(each))
        count = self._tally(each, self._going(each), found)
        self.limit(swept, Swept(found.cells, found.rows + Counter({each.table.name: count})))
        documents.doom(self.store.connection, each, self._going(each))
        for reference in self.refs:
            if reference.target == each.table.name and reference.nullable:
                source, row = self.plans[reference.table].data, each.data.alias("going")
                here = (each.same_row(row), self._going(each), *reference.ends(source, row))
                pointing = exists(select(1).select_from(each.plan, row).where(*here).correlate(source))
                values = {c: null() for c in reference.columns}
                self.store.connection.execute(update(source).where(pointing).values(values))

    def _unpointed(self, each: Planned) -> list[ColumnElement[bool]]:
        conditions = []
        for reference in self.refs:
            if reference.target == each.table.name and not reference.nullable:
                conditions.append(~plan.pointing_rows(each, reference, self.plans))
        return conditions

    def _judge_again(self, each: Planned, span: ColumnElement[bool]) -> None:
        """Takes back from the plan what facts that came in since it was made let stay."""
        connection = self.store.connection
        judgement = self._judgement(each)
        if not judgement.groups:
            return
        same = (each.same_row(judgement.start), span)
        flags = [each.flag(c.name) for c in each.table.personal]
        planned = [each.plan.c[name].label(name) for name in ("n", "dead", *flags)]
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
        for row in connection.execute(select(judged).where(or_(*revived))).mappings().all():
            stays = [each.flag(c.name) for n, g in enumerate(judgement.groups) if row[f"why_{n}"] for c in g.columns]
            values = dict.fromkeys(stays, 0)
            if not any(row[flag] for flag in takes_row if flag not in stays):
                values["dead"] = 0
            connection.execute(update(each.plan).where(each.plan.c.n == row["n"]).values(values))

    def _judgement(self, each: Planned) -> Judgement:
        compiler = self._compiler()
        if compiler.on_file.last != self._seen:
            self._judgements = {t.name: compiler.judge(t) for t in self.datamap.tables}
            plan.ship(self.store, compiler.shipped, self.at)
            self._seen = compiler.on_file.last
        return self._judgements[each.table.name]

    def _tally(self, each: Planned, span: ColumnElement[bool], found: Swept) -> int:
        sums = [func.coalesce(func.sum(each.plan.c[each.flag(c.name)]), 0) for c in each.table.personal]
        row = self.store.connection.execute(select(func.count(), *sums).select_from(each.plan).where(span)).one()
        for column, count in zip(each.table.personal, row[1:], strict=True):
            if count:
                found.cells[f"{each.table.name}.{column.name}"] += int(count)
        return int(row[0])

    def _count(self, each: Planned, span: ColumnElement[bool]) -> int:
        return self.store.connection.scalar(select(func.count()).select_from(each.plan).where(span)) or 0

    def _last(self, each: Planned) -> int:
        with self.store.transaction(write=False) as connection:
            return connection.scalar(select(func.coalesce(func.max(each.plan.c.n), 0))) or 0
