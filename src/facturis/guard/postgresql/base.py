"""The backend: ``ENGINE = "facturis.guard.postgresql"``, with a login that owns nothing."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from django.db.backends.postgresql.psycopg_any import register_tzloader

from facturis.guard.postgresql.cursor import GatedCursor, GatedServerCursor
from facturis.guard.purpose import later


class DatabaseOperations(PostgresOperations):
    """PostgreSQL's, with the masked compilers."""

    compiler_module = "facturis.guard.postgresql.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose every statement runs in the role of the purpose that is open, or in the bare login's."""

    ops_class = DatabaseOperations

    def get_connection_params(self) -> dict[str, Any]:
        """What psycopg connects with. Raises ImproperlyConfigured for options that would go round the gate."""
        for option in ("assume_role", "server_side_binding", "cursor_factory"):
            if self.settings_dict["OPTIONS"].get(option):
                raise ImproperlyConfigured(
                    f"database {self.alias}: OPTIONS may not set {option} under the gate, which takes a role and a "
                    "cursor of its own; leave it out"
                )
        return super().get_connection_params() | {"cursor_factory": GatedCursor}

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor; with a name it stays on the server."""
        if name is None:
            return super().create_cursor()
        cursor = GatedServerCursor(self.connection, name=name, scrollable=False, withhold=self.connection.autocommit)
        register_tzloader(self.timezone, cursor)
        return cursor

    def on_commit(self, func: Callable[[], object], robust: bool = False) -> None:
        """Calls a function after the commit, under the purpose that is open now."""
        super().on_commit(later(func), robust)
