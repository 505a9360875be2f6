"""The kernel's own tables, judged by the same rule and the same engine as all others (GDPR Art. 5(1)(e), 5(2)).

Their datamap is ``stores/own.toml``, their purposes ``statements/own.toml``; both ship with the package.
"""

from collections import Counter
from functools import cache

from sqlalchemy import delete, inspect, select

from grondslag.datamap.model import DataMap
from grondslag.engine.audit import Audit, Audited
from grondslag.engine.retire import TakenOver, forgotten, retire
from grondslag.engine.sweep import Sweep
from grondslag.engine.swept import Evidence, Swept, unwitnessed
from grondslag.law.rules import Moment, Rule, rules_of
from grondslag.statement.model import Statement
from grondslag.statement.toml import loads
from grondslag.statements import shipped
from grondslag.stores.own import datamap
from grondslag.stores.sql import SqlStore
from grondslag.stores.tables import ENDED, HOLD, RESTRICTION


@cache
def statement() -> Statement:
    """The statement that tells of the kernel's own tables."""
    return loads(shipped("own"), "own.toml").in_force


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of the purposes that the kernel's own tables serve."""
    return rules_of(statement())


def own_store(store: SqlStore) -> SqlStore:
    """The same database, mapped as far as the kernel's own tables are there: the ledger comes with its first entry."""
    whole = datamap()
    with store.transaction(write=False) as connection:
        inspector = inspect(connection)
        there = tuple(table for table in whole.tables if inspector.has_table(table.name))
    mapped = DataMap(name=whole.name, zone=whole.zone, subjects=whole.subjects, tables=there)
    return SqlStore(store.connection, mapped, store.zone)


def audit_own(store: SqlStore, at: Moment, sample: int = 0) -> Audited:
    """What an audit of the kernel's own tables finds; of other tables it says nothing."""
    found = Audit(own_store(store), rules(), at).run(sample)
    found.unmapped = ()
    return found


def sweep_own(
    store: SqlStore, at: Moment, evidence: Evidence = unwitnessed, taken_over: TakenOver = forgotten
) -> Swept:
    """Retires subjects of whom nothing is held (:mod:`grondslag.engine.retire`), then sweeps the kernel's own tables.

    Call it after the sweep of the mapped tables, whose end it waits for.
    """
    retire(store, at, taken_over)
    own = own_store(store)
    with own.transaction(write=False):
        live = own.reflect()
    swept = Sweep(own, rules(), at, live, evidence=evidence).run()
    with own.transaction() as connection:
        # What ended a fact goes with it: before that, the fact would hold again.
        for name, table in (("restriction", RESTRICTION), ("hold", HOLD)):
            left = ENDED.c.of.not_in(select(table.c.id))
            swept.rows[ENDED.name] += connection.execute(delete(ENDED).where(ENDED.c.fact == name, left)).rowcount
        swept.rows += Counter()
        if swept.rows[ENDED.name]:
            evidence("sweep", {ENDED.name: swept.rows[ENDED.name]})
    return swept
