"""MariaDB, by PyMySQL. Sessions are in UTC by offset, since a server may lack the tables of zones."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, event, text
from sqlalchemy.sql.expression import Delete

from grondslag.stores.asking import Answer, Asked
from grondslag.stores.dialects import one_by_one
from grondslag.stores.dialects.failures import one_line, server_url
from grondslag.stores.port import Key, StoreError

_WAIT = 60
_CONFLICTS = frozenset((1205, 1213, 1020))
_MENDS = {
    1045: "the server does not accept this user or password: correct them in --store",
    1049: "the server has no such database: correct its name in --store",
    1044: "this user may not use that database: give it the right, or name another user in --store",
    1142: "this user may not do that: give it the right, or name another user in --store",
    1290: "the server is read-only: name one that may be written to",
    1114: "the disk is full: nothing of the batch at hand was changed; make room and run it again",
}


class MariaDb:
    """See :class:`grondslag.stores.dialects.port.Dialect`."""

    def url(self, parsed: URL) -> URL:
        """Always by PyMySQL."""
        return server_url(parsed, "mariadb+pymysql")

    def options(self) -> Mapping[str, Any]:
        """The whole of Unicode, and a limit on the wait for a server that does not answer."""
        return {"connect_args": {"charset": "utf8mb4", "connect_timeout": 10}, "isolation_level": "READ COMMITTED"}

    def configure(self, engine: Engine, read_only: bool) -> None:
        """Strict, so that no value is bent to fit; times in UTC."""

        @event.listens_for(engine, "connect")
        def _connected(dbapi: Any, _: object) -> None:
            with dbapi.cursor() as cursor:
                cursor.execute("SET SESSION time_zone = '+00:00', sql_mode = 'TRADITIONAL'")
                if read_only:
                    cursor.execute("SET SESSION TRANSACTION READ ONLY")

    @contextmanager
    def transaction(self, connection: Connection, write: bool, snapshot: bool) -> Iterator[None]:
        """A snapshot is REPEATABLE READ without a lock; a writer waits at a lock named for the database.

        Defining a temporary table commits nothing; defining any other does.
        """
        if snapshot or not write:
            with connection.begin():
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                yield
            return
        taken = connection.scalar(text("SELECT GET_LOCK(concat('grondslag.', database()), :wait)"), {"wait": _WAIT})
        connection.rollback()
        if not taken:
            raise StoreError("the database is at work for another program: wait for it to finish and run this again")
        try:
            with connection.begin():
                yield
        finally:
            if not connection.invalidated:
                connection.execute(text("SELECT RELEASE_LOCK(concat('grondslag.', database()))"))
                connection.rollback()

    def temporary(
        self, connection: Connection, name: str, like: Mapping[str, str], of: str, more: Mapping[str, str],
        index: Sequence[str], numbered: bool = False,
    ) -> None:  # fmt: skip
        """Columns take the type of what they are like from the table itself; an index made later would commit."""
        quote = connection.dialect.identifier_preparer.quote
        made = ["n BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY"] if numbered else []
        made += [f"{quote(column)} {_TYPES[kind]}" for column, kind in more.items()]
        made.append(f"INDEX ({', '.join(map(quote, index))})")
        columns = ", ".join(f"{quote(source)} AS {quote(column)}" for column, source in like.items())
        copied = f" SELECT {columns} FROM {'.'.join(map(quote, of.split('.')))} LIMIT 0" if like else ""
        connection.exec_driver_sql(f"DROP TEMPORARY TABLE IF EXISTS {quote(name)}")
        connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {quote(name)} ({', '.join(made)}){copied}")

    def delete_all(self, connection: Connection, deletions: Sequence[Delete]) -> list[int]:
        """InnoDB checks references row by row, so the check waits; the caller has seen that all of them go together."""
        connection.exec_driver_sql("SET SESSION foreign_key_checks = 0")
        try:
            return [connection.execute(deletion).rowcount for deletion in deletions]
        finally:
            connection.exec_driver_sql("SET SESSION foreign_key_checks = 1")

    def ask(self, connection: Connection, asked: Sequence[Asked]) -> list[Answer]:
        """One by one."""
        return one_by_one.ask(connection, asked)

    def among(self, columns: Sequence[str], rows: Sequence[Key]) -> Asked:
        """A list of values, by name."""
        values = {f"among{n}": value for n, value in enumerate(value for row in rows for value in row)}
        return one_by_one.among(columns, [f"%({name})s" for name in values]), values

    def measure(self, connection: Connection, name: str) -> None:
        """It sees the size, and its ANALYZE would commit."""

    def mark(self, connection: Connection) -> object:  # noqa: ARG002
        return None

    def is_conflict(self, error: BaseException) -> bool:
        """A deadlock, or a lock that was not to be had."""
        return bool(error.args) and error.args[0] in _CONFLICTS

    def sentence(self, error: BaseException) -> str:
        """What MariaDB says, or what mends it."""
        mend = _MENDS.get(error.args[0]) if error.args else None
        return mend or f"the database refused: {one_line(error)}"


_TYPES = {"INTEGER": "BIGINT", "TEXT": "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"}
