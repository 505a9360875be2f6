"""The kernel's own tables, judged by the same rule and the same engine as all others (GDPR Art. 5(1)(e), 5(2)).

Their datamap is ``stores/own.toml``, their purposes ``statements/own.toml``; both ship with the package.
"""

from functools import cache
from importlib.resources import files

from sqlalchemy import inspect

from grondslag.datamap.load import loads
from grondslag.datamap.model import DataMap
from grondslag.engine.audit import Audit, Audited
from grondslag.law.rules import Moment, Rule, rules_of
from grondslag.statement.toml import loads as statement_of
from grondslag.statements import shipped
from grondslag.stores.sql import SqlStore


@cache
def datamap() -> DataMap:
    """The datamap of every table that the kernel may have."""
    return loads(files("grondslag.stores").joinpath("own.toml").read_bytes(), "own.toml", own=True)


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of the purposes that the kernel's own tables serve."""
    return rules_of(statement_of(shipped("own"), "own.toml").in_force)


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
