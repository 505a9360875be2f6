"""Databases for tests: one of each kind, by URL, fresh or as a copy; skipped where no server answers."""

import atexit
import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

KINDS = ("sqlite", "postgresql", "mariadb")
SERVERS = {
    "postgresql": os.environ.get("GRONDSLAG_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"),
    # Its driver reads all certificates of the machine for each connection, which takes longer than most tests do.
    "mariadb": os.environ.get("GRONDSLAG_MARIADB", "mariadb+pymysql://root@127.0.0.1:3306/test?ssl_disabled=true"),
}


@contextmanager
def fresh(kind: str, like: str = "") -> Iterator[str]:
    """The URL of a database of a kind; it is dropped at the end. Skips the test where no server answers.

    It is empty, or a copy as by :func:`renew`.
    """
    if kind == "sqlite":
        with TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'fresh.db'}"
            renew(url, like)
            yield url
        return
    if refusal := _refusal(kind):
        pytest.skip(f"{kind} does not answer: {refusal}")
    name = f"grondslag_test_{secrets.token_hex(6)}"
    url = make_url(SERVERS[kind]).set(database=name).render_as_string(hide_password=False)
    renew(url, like)
    try:
        yield url
    finally:
        _drop(kind, name)


def renew(url: str, like: str = "") -> None:
    """Puts a new database in place of what is at a URL: empty, or like another one, to which nobody is connected.

    MariaDB copies none.
    """
    kind, name = make_url(url).get_backend_name(), make_url(url).database or ""
    source = make_url(like).database if like else None
    if kind == "sqlite":
        Path(f"{name}-journal").unlink(missing_ok=True)
        if source:
            copyfile(source, name)
        else:
            Path(name).write_bytes(b"")
        return
    _drop(kind, name)
    _ask(kind, f"CREATE DATABASE {name}" + (f" TEMPLATE {source}" if source else ""))
    if kind == "postgresql":  # nobody will miss what a crash of the server takes from a test
        _ask(kind, f"ALTER DATABASE {name} SET synchronous_commit = off")


@cache
def for_the_run(kind: str, purpose: str) -> str:  # noqa: ARG001 - there is one for each purpose
    """The URL of a database of this process, which is empty when it is first asked for and dropped when that ends."""
    stack = ExitStack()
    url = stack.enter_context(fresh(kind))
    atexit.register(stack.close)
    return url


def _drop(kind: str, name: str) -> None:
    _ask(kind, f"DROP DATABASE IF EXISTS {name}" + (" WITH (FORCE)" if kind == "postgresql" else ""))


@cache
def _refusal(kind: str) -> str:
    """Why the server of a kind cannot be used; "" when it can."""
    try:
        _ask(kind, "SELECT 1")
    except OperationalError as error:
        return str(error.orig).strip().splitlines()[0]
    return ""


def _ask(kind: str, statement: str) -> None:
    with _server(kind).connect() as connection:
        connection.execute(text(statement))


@cache
def _server(kind: str) -> Engine:
    engine = create_engine(SERVERS[kind], isolation_level="AUTOCOMMIT", pool_pre_ping=True)
    atexit.register(engine.dispose)
    return engine
