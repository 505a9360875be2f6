"""Databases for tests: a fresh one of each kind, by URL, dropped at the end; skipped where no server answers."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

KINDS = ("sqlite", "postgresql", "mariadb")
SERVERS = {
    "postgresql": os.environ.get("GRONDSLAG_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"),
    "mariadb": os.environ.get("GRONDSLAG_MARIADB", "mariadb+pymysql://root@127.0.0.1:3306/test"),
}


@contextmanager
def fresh(kind: str) -> Iterator[str]:
    """The URL of an empty database of a kind; it is dropped at the end. Skips the test where no server answers."""
    if kind == "sqlite":
        with TemporaryDirectory() as folder:
            path = Path(folder) / "fresh.db"
            path.touch()
            yield f"sqlite:///{path}"
        return
    if refusal := _refusal(kind):
        pytest.skip(f"{kind} does not answer: {refusal}")
    name = f"grondslag_test_{secrets.token_hex(6)}"
    _ask(kind, f"CREATE DATABASE {name}")
    if kind == "postgresql":  # nobody will miss what a crash of the server takes from a test
        _ask(kind, f"ALTER DATABASE {name} SET synchronous_commit = off")
    try:
        yield make_url(SERVERS[kind]).set(database=name).render_as_string(hide_password=False)
    finally:
        _ask(kind, f"DROP DATABASE {name}" + (" WITH (FORCE)" if kind == "postgresql" else ""))


@cache
def _refusal(kind: str) -> str:
    """Why the server of a kind cannot be used; "" when it can."""
    try:
        _ask(kind, "SELECT 1")
    except OperationalError as error:
        return str(error.orig).strip().splitlines()[0]
    return ""


def _ask(kind: str, statement: str) -> None:
    engine = create_engine(SERVERS[kind], isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()
