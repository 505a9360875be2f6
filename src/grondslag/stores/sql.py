"""The SQL store, over one SQLAlchemy connection. SQLite for now: its pragmas, triggers and clearing stand here too."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import batched
from pathlib import Path as FilePath
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    and_,
    column,
    create_engine,
    event,
    func,
    inspect,
    or_,
    select,
    table,
    text,
    true,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from grondslag.datamap.live import Live
from grondslag.datamap.model import DataMap, Path
from grondslag.law.facts import Facts
from grondslag.stores import facts as fact_tables
from grondslag.stores.port import Key, Row, StoreError, SubjectKey
from grondslag.stores.reflect import reflect

BATCH = 250
NOT_EMPTIED = "write-ahead log not emptied: another program is reading"


class SqlStore:
    """A database with its datamap, on one connection, so that shipped facts and plans stay with it."""

    def __init__(self, connection: Connection, datamap: DataMap, zone: ZoneInfo) -> None:
        self.connection, self.datamap, self.zone = connection, datamap, zone

    @contextmanager
    def transaction(self, write: bool = True) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back when anything is raised.

        Raises StoreError with one sentence where the database refuses (read-only, full, locked, broken).
        """
        try:
            self.connection.info["begin"] = "BEGIN IMMEDIATE" if write else "BEGIN"
            with self.connection.begin():
                yield self.connection
        except (OperationalError, DatabaseError) as error:
            raise StoreError(_plain(error)) from error

    def prepare(self, lasting: bool = True) -> None:
        """Makes the kernel's own tables where they are missing; for this connection alone when not ``lasting``.

        Raises StoreError where the database may not be written to.
        """
        try:
            with self.connection.begin():
                fact_tables.create(self.connection, lasting)
        except (OperationalError, DatabaseError) as error:
            raise StoreError(_plain(error)) from error

    def prepared(self) -> bool:
        """Whether the kernel's own tables are there."""
        return bool(inspect(self.connection).has_table("grondslag_subject"))

    def rows(self, table: str, keys: Sequence[Key] | None = None) -> Iterator[Row]:
        """See :class:`grondslag.stores.port.Store`."""
        source = self._clause(table)
        for condition in self._within(source, table, keys):
            for row in self.connection.execute(select(source).where(condition)).mappings():
                yield dict(row)

    def follow(self, table: str, path: Path, column: str, keys: Sequence[Key]) -> Mapping[Key, frozenset[object]]:
        """See :class:`grondslag.stores.port.Store`."""
        start = self._clause(table)
        here, froms, joins = start, [start], []
        for n, step in enumerate(path):
            there = self._clause(step.table, f"{step.table}_{n}")
            joins.append(joined(here.c[step.column], there.c[step.target], step.alike))
            froms.append(there)
            here = there
        width = len(self.datamap.table(table).key)
        found: dict[Key, set[object]] = {tuple(key): set() for key in keys}
        names = [start.c[k] for k in self.datamap.table(table).key]
        for condition in self._within(start, table, keys):
            query = select(*names, here.c[column]).select_from(*froms).where(*joins, condition).distinct()
            for row in self.connection.execute(query):
                found[tuple(row[:width])].add(row[width])
        return {key: frozenset(values) for key, values in found.items()}

    def facts(self, subjects: Iterable[SubjectKey]) -> Mapping[SubjectKey, Facts]:
        """See :class:`grondslag.stores.port.Store`."""
        return fact_tables.load(self.connection, subjects)

    def record(self, facts: Mapping[SubjectKey, Facts]) -> None:
        """Adds facts about subjects, in a transaction that the caller has begun."""
        fact_tables.record(self.connection, facts, self.zone)

    def reflect(self) -> Live:
        """See :class:`grondslag.stores.port.Store`."""
        return reflect(self.connection, self.datamap)

    def clear(self) -> tuple[str, ...]:
        """Clears what a deletion leaves behind: search indexes are made anew and merged, the write-ahead log emptied.

        Returns what was cleared, in words. Freed pages are overwritten already (``secure_delete``).
        """
        done = []
        for copy in self.datamap.copies:
            with self.transaction():
                for command in ("rebuild", "optimize"):
                    self.connection.exec_driver_sql(f'INSERT INTO "{copy.name}"("{copy.name}") VALUES (?)', (command,))
            done.append(f"full-text index {copy.name} rebuilt and optimised")
        driver: Any = self.connection.connection.driver_connection  # a checkpoint runs outside any transaction
        busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return (*done, NOT_EMPTIED if busy else "write-ahead log truncated")

    def _clause(self, name: str, alias: str | None = None) -> FromClause:
        mapped = self.datamap.table(name)
        return table(name, *(column(c.name) for c in mapped.columns)).alias(alias or f"{name}_start")

    def _within(self, source: FromClause, name: str, keys: Sequence[Key] | None) -> Iterator[ColumnElement[bool]]:
        if keys is None:
            yield true()
            return
        names = self.datamap.table(name).key
        for batch in batched(keys, BATCH):
            if len(names) == 1:
                yield source.c[names[0]].in_([key[0] for key in batch])
            else:
                yield or_(*(and_(*(source.c[n] == v for n, v in zip(names, key, strict=True))) for key in batch))


def joined(left: ColumnElement[Any], right: ColumnElement[Any], alike: bool) -> ColumnElement[bool]:
    """The condition of one step of a path; ``alike`` compares without outer spaces and (ASCII) case.

    A blank identifies nobody, so that an erased address does not become everybody's.
    """
    if not alike:
        return left == right
    return and_(func.lower(func.trim(left)) == func.lower(func.trim(right)), func.trim(left) != "")


def connect(url: str, read_only: bool = False) -> Engine:
    """An engine for a store's URL, «sqlite:///path/to/file.db». Raises StoreError where there is no such database."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(f"--store {url}: not a database URL; write «sqlite:///path/to/file.db»") from error
    if parsed.get_backend_name() != "sqlite":
        raise StoreError(
            f"--store {parsed.get_backend_name()}: this version works on SQLite; write «sqlite:///file.db»"
        )
    # A URI, such as «sqlite:///file:/path/to/file.db?mode=ro&uri=true», opens a database for reading alone.
    if not parsed.database or not FilePath(parsed.database.removeprefix("file:")).is_file():
        raise StoreError(f"--store: there is no database file {parsed.database or '(no name)'}")
    try:
        engine = create_engine(parsed)
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(f"--store {url}: {error}") from error

    @event.listens_for(engine, "connect")
    def _connected(dbapi: Any, _: object) -> None:
        dbapi.isolation_level = None
        for pragma in ("foreign_keys = ON", "secure_delete = ON", "busy_timeout = 10000"):
            dbapi.execute(f"PRAGMA {pragma}").fetchall()
        if read_only:
            dbapi.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql(connection.info.pop("begin", "BEGIN"))

    return engine


@contextmanager
def opened(url: str, datamap: DataMap, zone: ZoneInfo) -> Iterator[SqlStore]:
    """A store on its own connection, closed at the end. Raises StoreError where the database cannot be opened."""
    engine = connect(url)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT count(*) FROM sqlite_master"))
            connection.rollback()
            yield SqlStore(connection, datamap, zone)
    except (OperationalError, DatabaseError) as error:
        raise StoreError(_plain(error)) from error
    finally:
        engine.dispose()


def _plain(error: DatabaseError) -> str:
    """What the database says, as a sentence with what to do."""
    said = str(error.orig)
    mends = {
        "readonly": "the database is read-only: give this user the right to write to the file and its folder",
        "full": "the disk is full: nothing of the batch at hand was changed; make room and run it again",
        "locked": "the database is locked by another program: wait for it to finish and run this again",
        "not a database": "the file is not an SQLite database: name the database itself with --store",
        "malformed": "the database file is damaged: restore it from a backup",
    }
    return next((mend for word, mend in mends.items() if word in said), f"the database refused: {said}")
