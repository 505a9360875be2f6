"""The kernel's store over the connection that Django holds, so that rows and facts share one transaction.

SQLAlchemy is given the very connection of the driver, and Django alone begins, commits and closes. What Django's
connection refuses, it refuses the engine too.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import Model
from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from facturis.guard import append_only, datamap, statement
from facturis.guard.declaration import declaration
from facturis.guard.purpose import processing
from grondslag.datamap.model import DataMap
from grondslag.stores.port import StoreError, SubjectKey
from grondslag.stores.residue import Cleared
from grondslag.stores.sql import SqlStore

RECORDS = "K.B"  # the purpose for which the kernel records beside the rows of the application
OWNER = "owner"  # the alias of the connection that owns the tables, where there is one


class DjangoStore(SqlStore):
    """A store over the connection of an alias; inside ``atomic()`` it takes part in the transaction that is open."""

    def __init__(self, alias: str, connection: Connection, mapped: DataMap, zone: ZoneInfo) -> None:
        super().__init__(connection, mapped, zone)
        self.alias = alias

    @contextmanager
    def transaction(self, write: bool = True, snapshot: bool = False) -> Iterator[Connection]:
        """See :class:`SqlStore`: inside ``atomic()`` a savepoint, which is committed with the whole.

        On the application's connection it may touch what the kernel records, and nothing else: the rest is the owner's.
        Raises StoreError also for a snapshot inside ``atomic()``, whose reads may have begun before.
        """
        with nullcontext() if self.alias == owner() else processing(RECORDS):
            yield from self._transaction(write, snapshot)

    def _transaction(self, write: bool, snapshot: bool) -> Iterator[Connection]:
        joined = connections[self.alias].in_atomic_block
        if joined and snapshot:
            raise StoreError("a snapshot is a transaction of its own: leave atomic() before it")
        inner = self.connection.begin() if joined and not write else super().transaction(write, snapshot)
        lifted = append_only.lifted(self.connection) if write and not joined and not snapshot else nullcontext()
        try:
            with transaction.atomic(using=self.alias), inner, lifted:
                yield self.connection
        except DatabaseError as error:
            raise self._refusal(DBAPIError(None, None, error.__cause__ or error)) from error

    def clear(self, tables: Sequence[str] = (), today: date | None = None, rewrite: bool = True) -> Cleared:
        """See :class:`SqlStore`. Raises StoreError inside ``atomic()``, where a database clears nothing."""
        if connections[self.alias].in_atomic_block:
            raise StoreError("what clears a database runs outside transactions: leave atomic() before it")
        return super().clear(tables, today, rewrite)


@contextmanager
def opened(alias: str = DEFAULT_DB_ALIAS) -> Iterator[DjangoStore]:
    """A store over an alias's connection with the product's datamap, for as long as the connection stays open."""
    with held(alias) as connection:
        yield DjangoStore(
            alias, connection, datamap.installed().datamap, ZoneInfo(statement.in_force().controller.zone)
        )


@contextmanager
def held(alias: str) -> Iterator[Connection]:
    """The connection that Django holds for an alias, as SQLAlchemy sees it."""
    connections[alias].ensure_connection()
    with _engine(alias, connections[alias].vendor).connect() as connection:
        yield connection


def owner() -> str:
    """The alias under which migrations and the sweep run."""
    return OWNER if OWNER in connections.databases else DEFAULT_DB_ALIAS


def subject(row: Model) -> SubjectKey:
    """The person that a row is, as the kernel knows them: the kind, and the key as its database holds it.

    Raises ValueError for a row that is no person.
    """
    privacy = declaration(type(row))
    if privacy is None or not privacy.subject:
        raise ValueError(f"a {row._meta.label} is no person: its Privacy names no subject")
    connection = connections[row._state.db or DEFAULT_DB_ALIAS]
    return privacy.subject, str(row._meta.pk.get_db_prep_value(row.pk, connection))


class _Held:
    """A driver's connection that somebody else holds: nothing here ends its transactions or closes it."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def __getattr__(self, name: str) -> Any:
        return getattr(self._driver, name)

    def commit(self) -> None:
        """Django does."""

    def rollback(self) -> None:
        """Django does."""

    def close(self) -> None:
        """Django does."""


@cache
def _engine(alias: str, vendor: str) -> Engine:
    """An engine whose connections are those that Django holds for the thread at hand."""

    def driver() -> Any:
        return _Held(connections[alias].connection)

    url = {"postgresql": "postgresql+psycopg://", "sqlite": "sqlite://"}.get(vendor)
    if url is None:
        raise StoreError(f"the product works on PostgreSQL and SQLite, not on {vendor}")
    options = {"use_native_hstore": False} if vendor == "postgresql" else {}
    return create_engine(url, creator=driver, poolclass=NullPool, pool_reset_on_return=None, **options)
