"""Clears what an erasure leaves in a database's own files, outside any transaction, and tells what it could not reach.

The commands run on the driver's own connection, because VACUUM and its like refuse to run within a transaction.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from grondslag.datamap.model import Copy
from grondslag.stores.port import StoreError
from grondslag.stores.residue import Cleared, Left, left

# A table that is in use is not waited for longer than this: it is told of as pending, and the next sweep tries again.
PATIENCE = 10


@dataclass
class _Clearing:
    """A clearing under way: runs commands, and keeps what each did."""

    connection: Connection
    run: Callable[[str], Sequence[Any]]
    done: list[str] = field(default_factory=list)
    pending: list[Left] = field(default_factory=list)

    def quoted(self, table: str) -> str:
        return ".".join(map(self.connection.dialect.identifier_preparer.quote, table.split(".")))

    def scalar(self, query: str) -> Any:
        rows = self.run(query)
        return rows[0][0] if rows else None

    def attempt(self, words: str, place: str, *commands: str, until: date | None = None) -> None:
        """Runs commands and says so, or says that the place is pending when the database refuses one."""
        try:
            for command in commands:
                self.run(command)
        except _StillSeen:
            self.leave("pg_snapshot")
        except _errors(self.connection):
            self.leave(place, until)
        else:
            self.done.append(words)

    def leave(self, place: str, until: date | None = None) -> None:
        found = left(place, until)
        if found not in self.pending:
            self.pending.append(found)


# What only rewriting a table clears; SQLite overwrites what it frees.
_REWRITTEN = {
    "sqlite": (),
    "postgresql": ("pg_rows", "pg_statistics"),
    "mariadb": ("maria_pages", "maria_statistics"),
    "mysql": ("maria_pages", "maria_statistics"),
}


class _Refused(Exception):
    """The database answered a command with a message that it did nothing."""


class _StillSeen(Exception):
    """PostgreSQL kept dead rows, because another transaction can still see them."""


def renewed(connection: Connection, copy: Copy) -> str:
    """Makes a copy anew from its source, in the caller's transaction, and says so."""
    quote = connection.dialect.identifier_preparer.quote
    if copy.kind == "materialized_view":
        connection.exec_driver_sql(f"REFRESH MATERIALIZED VIEW {'.'.join(map(quote, copy.name.split('.')))}")
        return f"materialized view {copy.name} refreshed"
    index = connection.dialect.identifier_preparer.quote_identifier(copy.name)
    for command in ("rebuild", "optimize"):
        connection.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES (?)", (command,))
    return f"full-text index {copy.name} rebuilt and optimised"


def clear(
    connection: Connection,
    tables: Sequence[str],
    today: date | None,
    patience: int = PATIENCE,
    rewrite: bool = True,
) -> Cleared:
    """Clears what deletions and updates left of ``tables``; to be called outside any transaction.

    ``today`` dates what expires by itself, None leaves it undated. Each table is rewritten under an exclusive lock,
    which is given up after ``patience`` seconds: then it is pending, as all are without ``rewrite``. Raises
    RuntimeError within a transaction, StoreError when the database is gone.
    """
    if connection.in_transaction():
        raise RuntimeError("a clearing runs outside any transaction")
    by = {"sqlite": _sqlite, "postgresql": _postgresql, "mariadb": _mariadb, "mysql": _mariadb}
    with _alone(connection) as run:
        clearing = _Clearing(connection, run)
        try:
            by[connection.dialect.name](clearing, tables if rewrite else (), today, patience)
            for place in _REWRITTEN[connection.dialect.name] if tables and not rewrite else ():
                clearing.leave(place)
        except _errors(connection) as error:
            raise StoreError(f"the database refused to clear what an erasure leaves: {error}") from error
    return Cleared(done=tuple(clearing.done), pending=tuple(clearing.pending))


def _sqlite(clearing: _Clearing, _: Sequence[str], __: date | None, ___: int) -> None:
    if clearing.scalar("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat4'"):
        clearing.attempt("statistics made anew", "sqlite_statistics", "ANALYZE")
    mode = clearing.scalar("PRAGMA journal_mode")
    if mode == "persist":
        clearing.attempt("rollback journal removed", "sqlite_journal", "PRAGMA journal_mode = DELETE")
        clearing.run("PRAGMA journal_mode = PERSIST")
    if clearing.scalar("PRAGMA wal_checkpoint(TRUNCATE)"):
        clearing.leave("sqlite_wal")
    else:
        clearing.done.append("write-ahead log truncated")
    clearing.leave("sqlite_disk")


def _postgresql(clearing: _Clearing, tables: Sequence[str], _: date | None, patience: int) -> None:
    run, scalar = clearing.run, clearing.scalar
    before = scalar("SHOW lock_timeout")
    run(f"SET lock_timeout = '{patience}s'")
    for table in tables:
        name = clearing.quoted(table)
        clearing.attempt(f"table {table} rewritten and analysed", "pg_rows", f"{_PG_REWRITE} {name}")
    if tables:
        both = (f"{_PG_REWRITE} pg_statistic", f"{_PG_REWRITE} pg_statistic_ext_data")
        clearing.attempt("statistics rewritten", "pg_statistics", *both)
    run(f"SET lock_timeout = '{before}'")
    if scalar("SELECT count(*) FROM pg_extension WHERE extname = 'pg_stat_statements'"):
        clearing.attempt("pg_stat_statements reset", "pg_statements", "SELECT pg_stat_statements_reset()")
    clearing.attempt("write-ahead log switched and checkpointed", "pg_wal", "SELECT pg_switch_wal()", "CHECKPOINT")
    # Also when it was: a segment that is used again keeps its bytes until it is written over.
    clearing.leave("pg_wal")
    for place, query in _PG_KEPT.items():
        if scalar(query):
            clearing.leave(place)


# Plain VACUUM leaves the bytes. VERBOSE tells how many dead rows had to stay.
_PG_REWRITE = "VACUUM (FULL, ANALYZE, VERBOSE)"
_PG_KEPT = {
    "pg_slot": "SELECT count(*) FROM pg_replication_slots",
    "pg_archive": "SELECT current_setting('archive_mode') <> 'off'",
    "pg_log": "SELECT current_setting('log_statement') IN ('mod', 'all') "
    "OR current_setting('log_min_duration_statement') <> '-1'",
}


def _mariadb(clearing: _Clearing, tables: Sequence[str], today: date | None, patience: int) -> None:
    run, scalar = clearing.run, clearing.scalar
    before = scalar("SELECT @@lock_wait_timeout")
    run(f"SET SESSION lock_wait_timeout = {patience}")
    for table in tables:
        name = clearing.quoted(table)
        clearing.attempt(f"table {table} rewritten", "maria_pages", f"OPTIMIZE TABLE {name}")
        _maria_statistics(clearing, table, name)
    run(f"SET SESSION lock_wait_timeout = {before}")
    _maria_undo(clearing, patience)
    if not scalar("SELECT @@innodb_file_per_table"):
        clearing.leave("maria_system")
    if scalar("SELECT @@log_bin"):
        seconds = int(scalar("SELECT @@binlog_expire_logs_seconds"))
        # The log at hand is closed by the next one, at the latest at a restart; a day more is the honest bound.
        clearing.leave("maria_binlog", today + timedelta(seconds=seconds, days=1) if seconds and today else None)
    if scalar("SELECT @@general_log OR @@slow_query_log"):
        clearing.leave("maria_log")
    if scalar("SELECT @@performance_schema"):
        clearing.leave("maria_statements")
    clearing.leave("maria_double")
    clearing.leave("maria_redo")


def _maria_statistics(clearing: _Clearing, table: str, name: str) -> None:
    """Statistics that the server has of a table are made anew; who may not look does not know whether it has any."""
    schema, _, bare = table.rpartition(".")
    where = f"'{_text(schema)}'" if schema else "database()"
    query = f"SELECT count(*) FROM mysql.column_stats WHERE db_name = {where} AND table_name = '{_text(bare)}'"
    try:
        known = clearing.scalar(query)
    except _errors(clearing.connection):
        clearing.leave("maria_statistics")
        return
    if known:
        # Values that were replaced stay in the room that they leave, until that table is rewritten too.
        commands = (f"ANALYZE TABLE {name} PERSISTENT FOR ALL", "OPTIMIZE TABLE mysql.column_stats")
        clearing.attempt(f"statistics of {table} made anew", "maria_statistics", *commands)


def _maria_undo(clearing: _Clearing, patience: int) -> None:
    """Waits for the purge as long as patience lasts; the wait ends without an error when it was in vain."""
    before = clearing.scalar("SELECT @@max_statement_time")
    try:
        clearing.run(f"SET SESSION max_statement_time = {patience}")
        clearing.run("SET GLOBAL innodb_max_purge_lag_wait = 0")
        history = clearing.scalar(
            "SELECT variable_value FROM information_schema.global_status "
            "WHERE variable_name = 'Innodb_history_list_length'"
        )
        purged = int(history) == 0
    except _errors(clearing.connection):
        purged = False
    clearing.run(f"SET SESSION max_statement_time = {before}")
    if purged:
        clearing.done.append("undo logs purged")
    else:
        clearing.leave("maria_undo")


def _text(name: str) -> str:
    return name.replace("\\", "\\\\").replace("'", "''")


def _errors(connection: Connection) -> tuple[type[Exception], ...]:
    driver: Any = connection.dialect.loaded_dbapi
    return (driver.Error, _Refused)


def _dead(detail: str) -> bool:
    """Whether the detail of VACUUM VERBOSE begins, in whatever language, with a number of rows that is not 0."""
    number = re.match(r"\D*(\d+)", detail)
    return number is not None and int(number[1]) > 0


@contextmanager
def _alone(connection: Connection) -> Iterator[Callable[[str], Sequence[Any]]]:
    """Runs commands on the driver's own connection, each committed by itself, and gives its rows back.

    A database that answers with a message, and no error, that it did nothing or not all raises _Refused or _StillSeen.
    """
    driver: Any = connection.connection.driver_connection
    with _committing(connection.dialect.name, driver) as said:

        def run(command: str) -> Sequence[Any]:
            said.clear()
            cursor = driver.cursor()
            try:
                cursor.execute(command)
                rows: Sequence[Any] = cursor.fetchall() if cursor.description else ()
            finally:
                cursor.close()
            if any(severity == "WARNING" for severity, _ in said):
                raise _Refused(command)
            if any(_dead(detail) for _, detail in said):
                raise _StillSeen(command)
            if command.startswith(("OPTIMIZE", "ANALYZE TABLE")) and any(
                str(row[2]).lower() == "error" for row in rows
            ):
                raise _Refused(str(rows))
            return rows

        yield run


@contextmanager
def _committing(dialect: str, driver: Any) -> Iterator[list[tuple[str, str]]]:
    """Sets a driver to commit by itself for a while; yields where its notices go."""
    said: list[tuple[str, str]] = []

    def heard(notice: Any) -> None:
        said.append((notice.severity_nonlocalized or "", notice.message_detail or ""))

    if dialect == "sqlite":
        before, driver.isolation_level = driver.isolation_level, None
    elif dialect == "postgresql":
        before, driver.autocommit = driver.autocommit, True
        driver.add_notice_handler(heard)
    else:
        before = driver.get_autocommit()
        driver.autocommit(True)
    try:
        yield said
    finally:
        if dialect == "sqlite":
            driver.isolation_level = before
        elif dialect == "postgresql":
            driver.remove_notice_handler(heard)
            driver.autocommit = before
        else:
            driver.autocommit(before)
