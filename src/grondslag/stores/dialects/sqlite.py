"""SQLite: a file, one writer at a time, and nothing left of what is deleted (``secure_delete``)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.sql.expression import Delete

from grondslag.stores.asking import Answer, Asked
from grondslag.stores.dialects import one_by_one
from grondslag.stores.port import Key, StoreError

_MENDS = {
    "readonly": "the database is read-only: give this user the right to write to the file and its folder",
    "full": "the disk is full: nothing of the batch at hand was changed; make room and run it again",
    "locked": "the database is locked by another program: wait for it to finish and run this again",
    "not a database": "the file is not an SQLite database: name the database itself with --store",
    "malformed": "the database file is damaged: restore it from a backup",
}


class Sqlite:
    """See :class:`grondslag.stores.dialects.port.Dialect`."""

    def url(self, parsed: URL) -> URL:
        """A URI, such as «sqlite:///file:/path/to/file.db?mode=ro&uri=true», opens a database for reading alone."""
        if not parsed.database or not Path(parsed.database.removeprefix("file:")).is_file():
            raise StoreError(f"--store: there is no database file {parsed.database or '(no name)'}")
        return parsed

    def options(self) -> Mapping[str, Any]:
        """None."""
        return {}

    def configure(self, engine: Engine, read_only: bool) -> None:
        """Transactions are begun as :meth:`transaction` says, not by the driver."""

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

    @contextmanager
    def transaction(self, connection: Connection, write: bool, snapshot: bool) -> Iterator[None]:
        """A writer waits for its turn at the start; every transaction of SQLite is a snapshot."""
        connection.info["begin"] = "BEGIN IMMEDIATE" if write and not snapshot else "BEGIN"
        with connection.begin():
            yield

    def temporary(
        self, connection: Connection, name: str, like: Mapping[str, str], of: str, more: Mapping[str, str],
        index: Sequence[str], numbered: bool = False,
    ) -> None:  # fmt: skip
        """Columns take the declared type of what they are like, so that they compare as it does."""
        quote = connection.dialect.identifier_preparer.quote_identifier
        types: dict[str, str] = {}
        if like:
            declared = connection.exec_driver_sql(f"PRAGMA table_info({quote(of)})")
            types = {row[1]: row[2] for row in declared}
        columns = ["n INTEGER PRIMARY KEY"] if numbered else []
        columns += [f"{quote(column)} {types.get(source, '')}" for column, source in like.items()]
        columns += [f"{quote(column)} {kind}" for column, kind in more.items()]
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS temp.{quote(name)}")
        connection.exec_driver_sql(f"CREATE TEMP TABLE {quote(name)} ({', '.join(columns)})")
        indexed = ", ".join(map(quote, index))
        connection.exec_driver_sql(f"CREATE INDEX temp.{quote(f'{name}_of')} ON {quote(name)} ({indexed})")

    def delete_all(self, connection: Connection, deletions: Sequence[Delete]) -> list[int]:
        """References are checked when the transaction is committed."""
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        return [connection.execute(deletion).rowcount for deletion in deletions]

    def ask(self, connection: Connection, asked: Sequence[Asked]) -> list[Answer]:
        """One by one."""
        return one_by_one.ask(connection, asked)

    def among(self, columns: Sequence[str], rows: Sequence[Key]) -> Asked:
        """A list of values, in order."""
        values = [value for row in rows for value in row]
        return one_by_one.among(columns, ["?"] * len(values), "VALUES "), values

    def measure(self, connection: Connection, name: str) -> None:
        """It plans by the indexes alone."""

    def mark(self, connection: Connection) -> object:
        """A number that other connections' commits change."""
        return connection.exec_driver_sql("PRAGMA data_version").scalar()

    def is_conflict(self, error: BaseException) -> bool:  # noqa: ARG002 - it is the same for every error
        """Never: a writer that has begun is alone."""
        return False

    def sentence(self, error: BaseException) -> str:
        """What SQLite says, or what mends it."""
        said = str(error)
        return next((mend for word, mend in _MENDS.items() if word in said), f"the database refused: {said}")
