"""Facts travel: a database that cannot hold the kernel's tables is judged with facts that are kept elsewhere.

They are shipped to it as temporary tables, seen by one connection. New facts and the ledger go to where they are kept,
and are committed there before the database commits its batch: killed in between, the next run does what is recorded.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, Table, func, insert, inspect, select
from sqlalchemy.exc import DatabaseError

from grondslag.datamap.model import DataMap
from grondslag.law.facts import Facts
from grondslag.stores import facts as fact_tables
from grondslag.stores import temporary
from grondslag.stores.dialects import DIALECTS
from grondslag.stores.port import StoreError, SubjectKey
from grondslag.stores.sql import SqlStore, opened
from grondslag.stores.tables import ENDED, IDENTIFIER, METADATA, SUBJECT

BATCH = 1000


class TravellingStore(SqlStore):
    """A database whose facts and ledger are kept at ``home``, another connection."""

    def __init__(self, connection: Connection, datamap: DataMap, zone: ZoneInfo, home: Connection) -> None:
        super().__init__(connection, datamap, zone)
        self._kept = home

    @property
    def home(self) -> Connection:
        """Where facts and ledger are kept."""
        return self._kept

    @contextmanager
    def transaction(self, write: bool = True, snapshot: bool = False) -> Iterator[Connection]:
        """One transaction of both; the one that keeps the facts is committed first. See :class:`SqlStore`."""
        kept = DIALECTS[self._kept.dialect.name]
        with super().transaction(write, snapshot) as connection, kept.transaction(self._kept, write, snapshot):
            yield connection

    def prepared(self) -> bool:
        """Whether the kernel's own tables are where the facts are kept."""
        return bool(inspect(self._kept).has_table(SUBJECT.name))

    def prepare(self, lasting: bool = True) -> None:
        """Makes the kernel's tables where the facts are kept, and ships the facts. Raises StoreError."""
        try:
            with self._kept.begin(), self.connection.begin():
                fact_tables.create(self._kept, lasting)
                temporary.create(self.connection, shadow=True)
                ship(self._kept, self.connection, self.datamap)
        except DatabaseError as error:
            raise StoreError(f"the facts cannot be shipped: {error.orig}") from error

    def record(self, facts: Mapping[SubjectKey, Facts]) -> None:
        """Adds facts where they are kept, and ships them, in a transaction that the caller has begun."""
        fact_tables.record(self._kept, facts, self.zone)
        ship(self._kept, self.connection, self.datamap)


def ship(source: Connection, target: Connection, datamap: DataMap) -> int:
    """Copies the facts about the datamap's kinds of people to the target's temporary tables; returns how many rows.

    In batches, in the caller's transactions. What was shipped already is not shipped again: facts are only added.
    """
    kinds = [subject.kind for subject in datamap.subjects]
    people = select(SUBJECT.c.id).where(SUBJECT.c.kind.in_(kinds))
    count = 0
    for table in METADATA.sorted_tables:
        if table is SUBJECT:
            count += _copy(source, target, table, select(table).where(table.c.kind.in_(kinds)))
        elif table is ENDED:
            count += _copy(source, target, table, select(table))
        elif "subject" in table.c and table is not IDENTIFIER:
            count += _copy(source, target, table, select(table).where(table.c.subject.in_(people)))
    return count


def _copy(source: Connection, target: Connection, table: Table, query: Select[tuple[object, ...]]) -> int:
    (number,) = table.primary_key.columns
    last = target.scalar(select(func.coalesce(func.max(number), 0)))
    found = source.execute(query.where(number > last).order_by(number), execution_options={"yield_per": BATCH})
    count = 0
    for rows in found.mappings().partitions():
        target.execute(insert(table), [dict(row) for row in rows])
        count += len(rows)
    return count


@contextmanager
def opened_with_facts(url: str, facts: str, datamap: DataMap, zone: ZoneInfo) -> Iterator[TravellingStore]:
    """A store whose facts are kept in another database, both closed at the end. Raises StoreError."""
    if url == facts:
        raise StoreError("--facts names the database itself: leave it out, or name another that keeps the facts")
    with opened(url, datamap, zone) as data, opened(facts, datamap, zone) as kept:
        yield TravellingStore(data.connection, datamap, zone, kept.connection)
