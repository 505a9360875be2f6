"""A fresh database of the product under the gate, of either kind: the aliases «default» and «owner» of Django."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.core.management import call_command
from django.db import connections, transaction

from facturis.config.environment import databases
from facturis.guard import access, gate
from facturis.guard.postgresql.sync import Sync
from tests.databases import for_the_run, fresh

KINDS = ("sqlite", "postgresql")
GATED, OWNER = "default", "owner"


@contextmanager
def django_database(kind: str) -> Iterator[None]:
    """Migrated and empty; dropped at the end. Skips the test where no server answers."""
    with fresh(kind, like=_migrated(kind)) as url, aliases(**databases(url, "", "the key of the tests")):
        try:
            gate.synchronise()
            yield
        finally:
            if kind == "postgresql":
                drop_roles()


@cache
def _migrated(kind: str) -> str:
    """The URL of the database of this process of which others are copies: without the gate, whose roles are not."""
    url = for_the_run(kind, "migrated")
    owner = databases(url, "", "the key of the tests")["owner"]
    with aliases(default=owner, owner=owner):
        call_command("migrate", run_syncdb=True, verbosity=0)
    return url


@contextmanager
def aliases(**named: Mapping[str, Any]) -> Iterator[None]:
    """Django's databases by alias, for a while."""
    before = dict(connections.settings)
    forget()
    connections.settings.clear()
    connections.settings.update(connections.configure_settings({k: dict(v) for k, v in named.items()}))
    try:
        yield
    finally:
        forget()
        connections.settings.clear()
        connections.settings.update(before)


def forget() -> None:
    """Closes the connections of this thread, and makes them anew when they are asked for."""
    for alias in list(connections):
        if hasattr(connections._connections, alias):
            connections[alias].close()
            if hasattr(connections[alias], "close_pool"):
                connections[alias].close_pool()
            delattr(connections._connections, alias)


def drop_roles() -> None:
    """Takes the gate off PostgreSQL, and the application's login with it, since roles outlive a database."""
    login = connections[GATED].settings_dict["USER"]
    connections[GATED].close()
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        Sync(cursor, access.in_force(), login).drop()
        cursor.execute(f'DROP OWNED BY "{login}"')
        cursor.execute(f'DROP ROLE "{login}"')
