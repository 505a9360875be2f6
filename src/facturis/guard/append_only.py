"""Tables that only grow: triggers refuse that a row is changed, or deleted by anything but the kernel's own sweep.

They stop mistakes and code that reaches too far. On PostgreSQL whoever may send any SQL can lift the one on deletion;
on SQLite a program that is not the product cannot delete either, because it lacks the function that is asked.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from sqlalchemy import Connection, text

_WHY = "keeps the log append-only; the sweep may still delete what has ended, and nothing is copied"
_SETTING = "facturis.lifted"  # on PostgreSQL
_FUNCTION = "facturis_lifted"  # on SQLite
_lifted: ContextVar[bool] = ContextVar("lifted", default=False)

# The third stops INSERT OR REPLACE, which deletes a row without firing a delete trigger.
_SQLITE = (
    "CREATE TRIGGER {0}_no_update BEFORE UPDATE ON {0} "
    "BEGIN SELECT RAISE(ABORT, '{0} is append-only: no row is changed'); END",
    "CREATE TRIGGER {0}_no_delete BEFORE DELETE ON {0} WHEN NOT " + _FUNCTION + "() "
    "BEGIN SELECT RAISE(ABORT, '{0} is append-only: a row is deleted by the sweep alone'); END",
    "CREATE TRIGGER {0}_no_replace BEFORE INSERT ON {0} WHEN EXISTS (SELECT 1 FROM {0} WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, '{0} is append-only: no row is replaced'); END",
)
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION {0}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'DELETE' AND current_setting('" + _SETTING + "', true) = 'on' THEN RETURN OLD; END IF; "
    "RAISE EXCEPTION '{0} is append-only: no row is changed, and one is deleted by the sweep alone'; END $$",
    "CREATE TRIGGER {0}_no_update BEFORE UPDATE ON {0} FOR EACH ROW EXECUTE FUNCTION {0}_append_only()",
    "CREATE TRIGGER {0}_no_delete BEFORE DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION {0}_append_only()",
    "CREATE TRIGGER {0}_no_replace BEFORE TRUNCATE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION {0}_append_only()",
)
_GUARDS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def guard(table: str) -> migrations.RunPython:
    """The operation of a migration that has a table, whose key is ``id``, only grow; undone with the table itself."""

    def put(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _GUARDS[editor.connection.vendor]:
            editor.execute(statement.format(table), params=None)

    return migrations.RunPython(put, migrations.RunPython.noop)


def triggers(table: str) -> Mapping[str, str]:
    """The triggers of such a table, as its model declares them."""
    return {f"{table}_{name}": _WHY for name in ("no_update", "no_delete", "no_replace")}


@contextmanager
def lifted(connection: Connection) -> Iterator[None]:
    """Has rows be deleted inside the kernel's own transaction, and no longer than it lasts."""
    token = _lifted.set(True)
    try:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT set_config('{_SETTING}', 'on', true)"))
        yield
    finally:
        _lifted.reset(token)


def register(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Gives a connection to SQLite the function that its triggers ask."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(_FUNCTION, 0, _lifted.get)
