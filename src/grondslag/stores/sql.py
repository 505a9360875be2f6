"""The SQL store: a database with its datamap, over one SQLAlchemy connection."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from itertools import batched
from random import uniform
from time import sleep
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    and_,
    create_engine,
    inspect,
    or_,
    select,
    true,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from grondslag.datamap.live import Live
from grondslag.datamap.model import DataMap
from grondslag.datamap.steps import Path
from grondslag.law.facts import Facts
from grondslag.stores import facts as fact_tables
from grondslag.stores.asking import Answer, Asked
from grondslag.stores.clearing import clear, renewed
from grondslag.stores.dialects import DIALECTS, Dialect
from grondslag.stores.paths import cell, clause, way
from grondslag.stores.port import ConflictError, Journal, Key, Row, StoreError, SubjectKey, Unjournalled
from grondslag.stores.reflect import reflect
from grondslag.stores.residue import Cleared

BATCH = 250
TRIES = 8


class SqlStore:
    """A database with its datamap, on one connection, so that shipped facts and plans stay with it."""

    def __init__(self, connection: Connection, datamap: DataMap, zone: ZoneInfo) -> None:
        self.connection, self.datamap, self.zone = connection, datamap, zone
        self.journal: Journal = Unjournalled()

    @property
    def dialect(self) -> Dialect:
        """What is particular to this kind of database."""
        return DIALECTS[self.connection.dialect.name]

    @property
    def home(self) -> Connection:
        """Where facts and ledger are kept: here."""
        return self.connection

    @contextmanager
    def transaction(self, write: bool = True, snapshot: bool = False) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back when anything is raised.

        With ``snapshot`` all reads see one moment, and only temporary tables are written. Raises StoreError with one
        sentence where the database refuses (read-only, full, locked, broken), ConflictError where another try may do.
        """
        try:
            with self.dialect.transaction(self.connection, write, snapshot):
                yield self.connection
                self.journal.keep(self.connection)
        except DBAPIError as error:
            raise self._refusal(error) from error
        finally:
            self.journal.forget()

    def attempt[T](self, work: Callable[[Connection], T], snapshot: bool = False) -> T:
        """What ``work`` returns, in a transaction of its own that is run again where others got in its way.

        ``snapshot`` as in :meth:`transaction`. Raises StoreError, ConflictError when it was tried as often as makes
        sense.
        """
        for last in (*[False] * (TRIES - 1), True):
            try:
                with self.transaction(snapshot=snapshot) as connection:
                    return work(connection)
            except ConflictError:
                if last:
                    raise
                sleep(uniform(0.01, 0.2))
        raise AssertionError("the last try returns or raises")

    def prepare(self, lasting: bool = True) -> None:
        """Makes the kernel's own tables where they are missing; for this connection alone when not ``lasting``.

        Raises StoreError where the database may not be written to.
        """
        try:
            with self.connection.begin():
                fact_tables.create(self.connection, lasting)
        except DBAPIError as error:
            raise self._refusal(error) from error

    def _refusal(self, error: DBAPIError) -> StoreError:
        cause = error.orig or error
        kind = ConflictError if self.dialect.is_conflict(cause) else StoreError
        if error.connection_invalidated:
            return kind("the connection to the database was lost: what was done is whole; run it again to finish")
        return kind(self.dialect.sentence(cause))

    def prepared(self) -> bool:
        """Whether the kernel's own tables are there."""
        return bool(inspect(self.connection).has_table("grondslag_subject"))

    def rows(self, table: str, keys: Sequence[Key] | None = None) -> Iterator[Row]:
        """See :class:`grondslag.stores.port.Store`."""
        source = self._clause(table)
        columns = [cell(source, c).label(c.name) for c in self.datamap.table(table).columns]
        for condition in self._within(source, table, keys):
            for row in self.connection.execute(select(*columns).where(condition)).mappings():
                yield dict(row)

    def follow(self, table: str, path: Path, column: str, keys: Sequence[Key]) -> Mapping[Key, frozenset[object]]:
        """See :class:`grondslag.stores.port.Store`."""
        start = self._clause(table)
        ways = way(self.datamap, start, path, table, "end")
        end = cell(ways.end, self.datamap.table(path[-1].table).column(column))
        width = len(self.datamap.table(table).key)
        found: dict[Key, set[object]] = {tuple(key): set() for key in keys}
        names = [start.c[k] for k in self.datamap.table(table).key]
        for condition in self._within(start, table, keys):
            query = select(*names, end).select_from(start, *ways.froms).where(*ways.joins, condition).distinct()
            for row in self.connection.execute(query):
                found[tuple(row[:width])].add(row[width])
        return {key: frozenset(values) for key, values in found.items()}

    def facts(self, subjects: Iterable[SubjectKey]) -> Mapping[SubjectKey, Facts]:
        """See :class:`grondslag.stores.port.Store`."""
        return fact_tables.load(self.connection, subjects)

    def record(self, facts: Mapping[SubjectKey, Facts]) -> None:
        """Adds facts about subjects, in a transaction that the caller has begun; the journal is told of them."""
        self.journal.told(facts)
        fact_tables.record(self.connection, facts, self.zone)

    def ask(self, asked: Sequence[Asked]) -> list[Answer]:
        """The answers to statements as the driver takes them, in the caller's transaction."""
        return self.dialect.ask(self.connection, asked)

    def reflect(self) -> Live:
        """See :class:`grondslag.stores.port.Store`."""
        return reflect(self.connection, self.datamap)

    def clear(self, tables: Sequence[str] = (), today: date | None = None, rewrite: bool = True) -> Cleared:
        """Clears what deletions left of ``tables``, and copies, which are made anew.

        Returns what was cleared and what was not: see :mod:`grondslag.stores.residue`. ``today`` dates what expires.
        Without ``rewrite`` a server's tables are not rewritten, which locks each for as long as it takes.
        """
        done = []
        for copy in self.datamap.copies:
            with self.transaction():
                done.append(renewed(self.connection, copy))
        cleared = clear(self.connection, tables, today, rewrite=rewrite)
        return Cleared(done=(*done, *cleared.done), pending=cleared.pending)

    def _clause(self, name: str) -> FromClause:
        return clause(self.datamap.table(name), f"{name}_start")

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


def connect(url: str, read_only: bool = False) -> Engine:
    """An engine for a store's URL, such as «sqlite:///path/to/file.db» or «postgresql://user@host/database».

    Raises StoreError where it is no URL of a database that this version works on.
    """
    try:
        parsed = make_url(url)
        name = parsed.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(f"--store {url}: not a database URL; write «sqlite:///path/to/file.db»") from error
    dialect = DIALECTS.get({"mysql": "mariadb"}.get(name, name))
    if dialect is None:
        raise StoreError(f"--store {name}: this version works on {', '.join(DIALECTS)}; write «sqlite:///file.db»")
    engine = create_engine(dialect.url(parsed), **dialect.options())
    dialect.configure(engine, read_only)
    return engine


@contextmanager
def opened(url: str, datamap: DataMap, zone: ZoneInfo) -> Iterator[SqlStore]:
    """A store on its own connection, closed at the end. Raises StoreError where the database cannot be opened."""
    engine = connect(url)
    dialect = DIALECTS[engine.dialect.name]
    try:
        with _connected(engine, dialect) as connection:
            yield SqlStore(connection, datamap, zone)
    except DBAPIError as error:
        raise StoreError(dialect.sentence(error.orig or error)) from error
    finally:
        engine.dispose()


@contextmanager
def _connected(engine: Engine, dialect: Dialect) -> Iterator[Connection]:
    """A connection that was seen to answer. Raises StoreError, naming the option, where there is none."""
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(engine.connect())
            inspect(connection).get_table_names()
            connection.rollback()
        except DBAPIError as error:
            raise StoreError(f"--store: {dialect.sentence(error.orig or error)}") from error
        yield connection
