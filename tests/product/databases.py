"""A fresh database under Django's default alias, of either kind, with all tables made."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.core.management import call_command
from django.db import connections

from facturis.config.environment import database
from tests.databases import for_the_run, fresh

KINDS = ("sqlite", "postgresql")


@contextmanager
def django_database(kind: str) -> Iterator[None]:
    """Migrated and empty; dropped at the end. Skips the test where no server answers."""
    with fresh(kind, like=_migrated(kind)) as url, under("default", url):
        yield


@cache
def _migrated(kind: str) -> str:
    """The URL of the database of this process of which others are copies."""
    url = for_the_run(kind, "migrated")
    with under("default", url):
        call_command("migrate", run_syncdb=True, verbosity=0)
    return url


@contextmanager
def under(alias: str, url: str) -> Iterator[None]:
    """An alias of Django's for a database, closed at the end."""
    before = connections.settings[alias]
    connections[alias].close()
    connections.settings[alias] = connections.configure_settings({"default": dict(database(url))})["default"]
    del connections[alias]
    try:
        yield
    finally:
        connections[alias].close()
        connections.settings[alias] = before
        del connections[alias]
