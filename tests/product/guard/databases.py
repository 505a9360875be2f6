"""A database of the shop under the gate, of each kind: made, filled, and forgotten at the end."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.signals import request_finished
from django.db import connections, transaction
from sqlalchemy import create_engine, delete, make_url

from facturis.guard import access, denials
from facturis.guard.postgresql.sync import Sync
from grondslag.engine.gate import Gate
from grondslag.law.facts import Facts
from grondslag.stores import facts as fact_tables
from grondslag.stores.tables import METADATA
from tests.databases import fresh
from tests.product.databases import GATED, OWNER, aliases
from tests.product.guard.shop import GATE, MODELS, ZONE


@dataclass(frozen=True)
class Place:
    """A database under the gate: its kind, and its URL as the owner."""

    kind: str
    url: str

    def forget(self) -> None:
        """Takes all facts away."""
        engine = create_engine(self.url)
        try:
            with engine.begin() as connection:
                for table in reversed(METADATA.sorted_tables):
                    connection.execute(delete(table))
        finally:
            engine.dispose()

    def record(self, person: int, **facts: Any) -> None:
        """Adds facts about a person, as the owner."""
        engine = create_engine(self.url)
        try:
            with engine.begin() as connection:
                fact_tables.record(connection, {("person", str(person)): Facts(**facts)}, ZONE)
        finally:
            engine.dispose()


@contextmanager
def gated(kind: str, **options: Any) -> Iterator[Place]:
    """A database of the shop under the gate, as the databases «default» (gated) and «owner» of Django."""
    with ExitStack() as stack:
        url = stack.enter_context(fresh(kind))
        stack.callback(access.install, access.in_force())
        access.install(GATE)
        stack.callback(request_finished.connect, denials.keep)
        request_finished.disconnect(denials.keep)  # the shop has no table to count refusals in
        stack.callback(denials.forget)
        yield stack.enter_context(_KINDS[kind](url, options))


@contextmanager
def _postgresql(url: str, options: dict[str, Any]) -> Iterator[Place]:
    parsed = make_url(url)
    login = f"grondslag_login_{secrets.token_hex(5)}"
    server = {"NAME": parsed.database, "HOST": parsed.host, "PORT": str(parsed.port or ""), "TIME_ZONE": "UTC"}
    owner = server | {
        "ENGINE": "django.db.backends.postgresql", "USER": parsed.username, "PASSWORD": parsed.password or "",
    }  # fmt: skip
    app = server | {"ENGINE": "facturis.guard.postgresql", "USER": login, "PASSWORD": "gate"} | options
    with aliases(default=app, owner=owner):
        with connections[OWNER].cursor() as cursor:
            cursor.execute(f"CREATE ROLE {login} LOGIN NOINHERIT PASSWORD 'gate'")
        try:
            _tables(url)
            synchronise(login)
            yield Place("postgresql", url)
        finally:
            connections[GATED].close()
            with sync(login) as started:
                started.drop()
            with connections[OWNER].cursor() as cursor:
                cursor.execute(f"DROP OWNED BY {login}")
                cursor.execute(f"DROP ROLE {login}")
            connections[OWNER].close()


def synchronise(login: str, now: datetime | None = None, gate: Gate = GATE) -> None:
    """Brings PostgreSQL into line with the gate."""
    with sync(login, gate) as started:
        started.run(now or datetime.now(UTC))


@contextmanager
def sync(login: str, gate: Gate = GATE) -> Iterator[Sync]:
    """A synchronisation in a transaction of the owner."""
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        yield Sync(cursor, gate, login)


def _tables(url: str) -> None:
    with connections[OWNER].schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            fact_tables.create(connection)
    finally:
        engine.dispose()


@contextmanager
def _sqlite(url: str, options: dict[str, Any]) -> Iterator[Place]:
    file = {"NAME": str(make_url(url).database), "TIME_ZONE": None}
    owner = file | {"ENGINE": "django.db.backends.sqlite3"}
    with aliases(default=file | {"ENGINE": "facturis.guard.sqlite", "CONN_MAX_AGE": None} | options, owner=owner):
        _tables(url)
        yield Place("sqlite", url)


_KINDS = {"postgresql": _postgresql, "sqlite": _sqlite}
