"""A connection to SQLite that asks the gate about every column when a statement is prepared.

SQLite prepares a text once and keeps it, and asks its authorizer then alone: so every text begins with its purpose.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import time
from types import MappingProxyType
from typing import Any, NoReturn, Self
from zoneinfo import ZoneInfo

from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.utils import NotSupportedError

from facturis.guard.access import covered, in_force, refuse
from facturis.guard.purpose import purpose
from facturis.guard.sqlite.views import REFUSAL, TRIGGER, Views, quoted
from facturis.guard.sqlite.wording import Worded, worded
from grondslag.engine.gate import Gate
from grondslag.law.calendar import start_of_day
from grondslag.law.rules import Moment

_PRAGMAS = {
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
    "foreign_keys", "legacy_alter_table", "defer_foreign_keys", "foreign_key_check", "user_version", "compile_options",
    "journal_mode", "secure_delete", "read_uncommitted",
}  # fmt: skip
_FREE = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT, sqlite3.SQLITE_RECURSIVE}
_SCHEMA = {"sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema", "sqlite_sequence"}


class GatedConnection(sqlite3.Connection):
    """A connection under the gate from its first statement on, but for the time of :meth:`unguarded`."""

    _built_for: Gate | None = None
    _views: Views | None = None
    _off = 0
    _statement: Worded | None = None
    _refused: tuple[str, str, str] | None = None
    _keys: frozenset[tuple[str, str]] = frozenset()
    _bounds: Mapping[str, str | int] = MappingProxyType({})
    _until = 0.0

    def guard(self) -> None:
        """Builds the views and triggers of the gate in force, where they are not built for it already."""
        gate = in_force()
        # What is built inside a transaction would go with it when it is rolled back: the old rows last until its end.
        if self._off or self._built_for is gate or (self._built_for and self.in_transaction):
            return
        self.set_authorizer(None)
        self._unbuild()
        self._run("PRAGMA temp_store = MEMORY")  # what undoes a statement, which triggers make SQLite keep
        self.create_function("gate_purpose", 0, purpose, deterministic=True)
        self.create_function("gate_cutoff", 1, self._cutoff, deterministic=True)
        self._views = Views(gate, self._live())
        for statement in self._views.statements():
            self._run(statement)
        self._keys = self._foreign_keys()
        self._built_for, self._until = gate, 0.0
        self.set_authorizer(self._authorized)

    @contextmanager
    def unguarded(self) -> Iterator[None]:
        """Takes the gate off, for migrations and for the owner's work, and puts it back at the end."""
        self._off += 1
        if self._off == 1:
            self.set_authorizer(None)
            self._unbuild()
        try:
            yield
        finally:
            self._off -= 1
            if not self._off:
                self.guard()

    @contextmanager
    def asked(self, text: str) -> Iterator[str]:
        """The text with which a statement goes to SQLite. Raises PurposeDenied where it is refused there."""
        if self._off:
            yield text
            return
        self.guard()
        self._statement, self._refused = worded(text), None
        if self._statement.replaces and self._views and self._statement.target in self._views.guarded:
            raise NotSupportedError("REPLACE deletes rows past the triggers of the gate: write ON CONFLICT … DO UPDATE")
        now = purpose()
        try:
            yield f"/*{now if now in in_force().opened else ''}*/{self._statement.text}"
        except sqlite3.DatabaseError as error:
            self._tell(error)
            raise
        finally:
            self._statement = None

    def cursor(self, factory: Any = None) -> Any:
        """A cursor under the gate."""
        return super().cursor(factory if factory and issubclass(factory, Gated) else GatedCursor)

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        """See sqlite3."""
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any]) -> Any:
        """See sqlite3."""
        return self.cursor().executemany(sql, parameters)

    def executescript(self, *_: Any) -> NoReturn:
        """Several statements have no one purpose before them. Raises NotSupportedError."""
        raise NotSupportedError("executescript does not pass the gate: execute each statement")

    def blobopen(self, *_: Any, **__: Any) -> NoReturn:
        """It would read a cell without a statement. Raises NotSupportedError."""
        raise NotSupportedError("blobopen does not pass the gate")

    def backup(self, *_: Any, **__: Any) -> NoReturn:
        """It would copy the whole file. Raises NotSupportedError."""
        raise NotSupportedError("backup does not pass the gate: use the owner's connection")

    def serialize(self, *_: Any, **__: Any) -> NoReturn:
        """It would copy the whole file. Raises NotSupportedError."""
        raise NotSupportedError("serialize does not pass the gate: use the owner's connection")

    def _tell(self, error: sqlite3.DatabaseError) -> None:
        if self._refused:
            refuse(*self._refused)
        if str(error).startswith(REFUSAL):
            table, _, column = str(error).removeprefix(REFUSAL).partition(".")
            refuse("write", table, column)

    def _authorized(self, action: int, one: str | None, two: str | None, schema: str | None, by: str | None) -> int:
        if action in _FREE:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION:
            return sqlite3.SQLITE_DENY if two == "load_extension" else sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_PRAGMA:
            return sqlite3.SQLITE_OK if one in _PRAGMAS else sqlite3.SQLITE_DENY
        table, column = one or "", two or ""
        if action == sqlite3.SQLITE_READ:
            return self._read(table, column, schema, by)
        mine = self._statement is not None and table == self._statement.target and self._writable(table)
        if mine and action in (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE):
            return self._answer("write", table, column if action == sqlite3.SQLITE_UPDATE else "")
        return self._answer("write", table, refused=True)

    def _read(self, table: str, column: str, schema: str | None, by: str | None) -> int:
        if table in _SCHEMA:
            return sqlite3.SQLITE_OK
        guarded = self._views.guarded if self._views else []
        if schema == "main" and by and by.startswith(TRIGGER):
            return sqlite3.SQLITE_OK
        if schema == "main" and by in guarded:  # the view of that name, whatever is asked of it
            return self._answer("read", str(by))
        writing = self._statement is not None and self._statement.writes
        if schema == "main" and writing and (table, column) in self._keys:
            return sqlite3.SQLITE_OK
        bare = schema == "main" and table in guarded and column != ""
        if bare and not (self._statement and table == self._statement.target):
            return self._answer("read", table, column, refused=True)
        return self._answer("read", table, column)

    def _writable(self, table: str) -> bool:
        """Whether the gate stands around a table, or need not: one that came later has no triggers yet."""
        gate = in_force()
        return bool(self._views and table in self._views.guarded) or table in gate.plain or table in gate.records

    def _answer(self, action: str, table: str, column: str = "", refused: bool = False) -> int:
        found = covered(purpose(), table)
        open_to = found is None or (column in found if column else bool(found))
        if open_to and not refused:
            return sqlite3.SQLITE_OK
        self._refused = self._refused or (action, table, column)
        return sqlite3.SQLITE_DENY

    def _cutoff(self, name: str) -> str | int | None:
        """A bound as it stands today, worked out once a day; None for one that nobody asked for."""
        if time() >= self._until:
            gate, marks = self._built_for, self._views.marks if self._views else {}
            if gate is None:
                return None
            at = Moment(datetime.now(UTC), ZoneInfo(gate.statement.controller.zone))
            self._bounds = {each: mark.value(at) for each, mark in marks.items()}
            self._until = start_of_day(at.today + timedelta(days=1), at.zone).timestamp()
        return self._bounds.get(name)

    def _live(self) -> dict[str, dict[str, str | None]]:
        names = [row[0] for row in self._run("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        return {
            name: {row[1]: row[4] for row in self._run(f"PRAGMA main.table_xinfo({quoted(name)})")} for name in names
        }

    def _foreign_keys(self) -> frozenset[tuple[str, str]]:
        """The columns on both sides of a reference, which SQLite reads by itself when a row is written."""
        found = set()
        for name in self._views.live if self._views else ():
            for row in self._run(f"PRAGMA main.foreign_key_list({quoted(name)})"):
                found |= {(name, row[3]), (row[2], row[4] or "id")}
        return frozenset(found)

    def _unbuild(self) -> None:
        self._built_for = self._views = None
        for kind, name in self._run("SELECT type, name FROM temp.sqlite_master WHERE type IN ('view', 'trigger')"):
            self._run(f"DROP {kind} temp.{quoted(name)}")

    def _run(self, statement: str) -> list[Any]:
        return sqlite3.Cursor(self).execute(statement).fetchall()


class Gated(sqlite3.Cursor):
    """A cursor whose statements are asked of the gate, and whose rows are fetched under one purpose."""

    connection: GatedConnection
    _opened_for: str | None = None

    def execute(self, query: str, params: Any = None) -> Self:
        """See sqlite3. Raises PurposeDenied."""
        self._opened_for = purpose()
        with self.connection.asked(query) as text:
            return super().execute(text) if params is None else super().execute(text, params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Self:
        """See sqlite3. Raises PurposeDenied."""
        self._opened_for = purpose()
        with self.connection.asked(query) as text:
            return super().executemany(text, param_list)

    def executescript(self, *_: Any) -> NoReturn:
        """See :meth:`GatedConnection.executescript`."""
        self.connection.executescript()

    def fetchone(self) -> Any:
        """See sqlite3. Raises PurposeDenied, as do the other ways to fetch, under another purpose."""
        self._check()
        return super().fetchone()

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """See :meth:`fetchone`."""
        self._check()
        return super().fetchmany(self.arraysize if size is None else size)

    def fetchall(self) -> list[Any]:
        """See :meth:`fetchone`."""
        self._check()
        return super().fetchall()

    def __next__(self) -> Any:
        self._check()
        return super().__next__()

    def _check(self) -> None:
        if purpose() != self._opened_for and self.description:
            refuse("read", f"a cursor that was opened for {self._opened_for or 'no purpose'}")


class GatedCursor(Gated):
    """A cursor of the driver."""


class DjangoCursor(SQLiteCursorWrapper, Gated):  # type: ignore[misc]
    """A cursor of Django: it writes parameters as SQLite takes them, and then asks the gate."""
