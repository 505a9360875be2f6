"""The product's database held to the gate in force: after a migration, with a new statement, and once a day.

SQLite keeps nothing of the gate: there each connection of the application builds it for itself.
"""

from datetime import UTC, datetime
from typing import Any

from django.core.management import CommandError
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from facturis.guard.access import in_force
from facturis.guard.postgresql.sync import Sync, SyncError
from facturis.guard.store import owner
from grondslag.engine.gate import GateError

BACKEND = "facturis.guard.postgresql"


def synchronise() -> bool:
    """Brings roles, grants and policies into line with the gate in force, in one transaction of the owner.

    False where there is nothing to bring. Raises SyncError and GateError, with what to do.
    """
    return _synced(Sync.run)


def refresh() -> bool:
    """Adds days to the cutoffs, of which a week is kept; False where there are none to add to."""
    return _synced(Sync.refresh)


def after_migrating(using: str, **_: Any) -> None:
    """Synchronises once every migration is applied. Raises CommandError in one sentence where that cannot be."""
    connection = connections[using]
    executor = MigrationExecutor(connection)
    if using != owner() or executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    try:
        synchronise()
    except (SyncError, GateError) as error:
        raise CommandError(str(error)) from error


def _synced(work: Any) -> bool:
    settings = connections[DEFAULT_DB_ALIAS].settings_dict
    if settings["ENGINE"] != BACKEND:
        return False
    with transaction.atomic(using=owner()), connections[owner()].cursor() as cursor:
        # Two processes that start at once take turns, since roles belong to the whole server.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('facturis gate'))")
        if settings.get("MADE_BY_OWNER"):
            _log_in(cursor, settings["USER"], settings["PASSWORD"])
        work(Sync(cursor, in_force(), settings["USER"]), datetime.now(UTC))
    return True


def _log_in(cursor: Any, login: str, password: str) -> None:
    """Makes the application's role, or gives it the password that the secret key makes now."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    told = sql.SQL("{} ROLE {} LOGIN NOINHERIT PASSWORD {}")
    cursor.execute(told.format(sql.SQL(verb), sql.Identifier(login), sql.Literal(password)))
