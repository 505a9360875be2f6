"""The backend: ``ENGINE = "facturis.guard.sqlite"``. The gate stands around each connection."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.operations import DatabaseOperations as SqliteOperations
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor as SqliteSchemaEditor

from facturis.guard.purpose import later
from facturis.guard.sqlite.connection import DjangoCursor, GatedConnection


class DatabaseOperations(SqliteOperations):
    """SQLite's, with the masked compilers; a flush empties the tables themselves."""

    compiler_module = "facturis.guard.sqlite.compiler"

    def execute_sql_flush(self, sql_list: Any) -> None:
        """Empties tables, as the owner."""
        with self.connection.unguarded():  # type: ignore[attr-defined]
            super().execute_sql_flush(sql_list)


class DatabaseSchemaEditor(SqliteSchemaEditor):
    """Changes tables with the gate taken off, and puts it round what they have become."""

    def __enter__(self) -> Any:
        self._unguarded = ExitStack()
        self._unguarded.enter_context(self.connection.unguarded())  # type: ignore[attr-defined]
        try:
            return super().__enter__()
        except BaseException:
            self._unguarded.close()
            raise

    def __exit__(self, *error: Any) -> None:
        with self._unguarded:
            super().__exit__(*error)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection around which the gate stands; see :mod:`facturis.guard.sqlite.connection`."""

    ops_class = DatabaseOperations
    SchemaEditorClass = DatabaseSchemaEditor

    def get_connection_params(self) -> dict[str, Any]:
        """What sqlite3 connects with."""
        return super().get_connection_params() | {"factory": GatedConnection}

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002
        """A cursor."""
        return self.connection.cursor(DjangoCursor)

    def on_commit(self, func: Callable[[], object], robust: bool = False) -> None:
        """Calls a function after the commit, under the purpose that is open now."""
        super().on_commit(later(func), robust)

    @contextmanager
    def unguarded(self) -> Iterator[None]:
        """Takes the gate off this connection, for the owner's work: migrations, the sweep."""
        self.ensure_connection()
        with self.connection.unguarded():
            yield
