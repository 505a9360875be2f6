"""The kernel over the shop, by its public names alone: opened, one access, one erasure, one sweep, one audit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench.shop.database import AT, ZONE, datamap, statement
from grondslag.datamap.live import Live
from grondslag.engine.access import Access
from grondslag.engine.audit import Audit, Audited
from grondslag.engine.erase import Erased, EraseSubject
from grondslag.engine.sweep import Sweep
from grondslag.engine.swept import Swept
from grondslag.law.rules import rules_of
from grondslag.statement.model import Statement
from grondslag.stores.sql import SqlStore, opened


@dataclass(frozen=True, slots=True)
class Engine:
    """A shop that the kernel has opened, with the statement it judges by."""

    store: SqlStore
    statement: Statement
    live: Live

    def access(self, customer: int) -> dict[str, Any]:
        """Everything of one customer."""
        with self.store.transaction(write=False):
            return Access(self.store, self.statement, AT, ("person", str(customer))).report()

    def erase(self, customer: int) -> Erased:
        """Erases one customer, in one transaction; what is left in the database's files is not cleared."""
        return EraseSubject(self.store, self.statement, AT, self.live, ("person", str(customer))).carry_out()

    def sweep(self) -> Swept:
        """Sweeps all; what is left in the database's files is not cleared."""
        return Sweep(self.store, rules_of(self.statement), AT, self.live).carry_out()

    def audit(self) -> Audited:
        """Audits all."""
        return Audit(self.store, rules_of(self.statement), AT).run()


@contextmanager
def engine(url: str) -> Iterator[Engine]:
    """The kernel on a shop. Raises StoreError where it cannot work on such a database."""
    with opened(url, datamap(), ZONE) as store:
        with store.transaction(write=False):
            live = store.reflect()
        yield Engine(store, statement(), live)
