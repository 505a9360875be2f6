"""The shop as a database: made once by COPY and kept between runs, and copies of it that may be changed."""

import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from itertools import batched
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from sqlalchemy import create_engine, make_url

from bench.shop import known
from bench.shop.people import NOW, TABLES, Person, Sizes
from bench.shop.rows import NULL, lines
from grondslag.datamap import load
from grondslag.datamap.model import DataMap
from grondslag.law.rules import Moment
from grondslag.statement import toml
from grondslag.statement.model import Statement
from tests.databases import SERVERS

ROWS, SEED, BATCH = 5_000_000, 2016, 5000
HERE = Path(__file__).parent
ZONE = ZoneInfo("Europe/Amsterdam")
AT = Moment(NOW, ZONE)


def statement() -> Statement:
    """The shop's statement."""
    return toml.loads((HERE / "statement.toml").read_text(encoding="utf-8")).in_force


def datamap() -> DataMap:
    """The shop's datamap."""
    return load.loads((HERE / "datamap.toml").read_text(encoding="utf-8"))


def forget() -> None:
    """Drops every shop that is kept between runs."""
    with _server() as server:
        for (name,) in server.execute("SELECT datname FROM pg_database WHERE datname ~ '^grondslag_bench_'").fetchall():
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def ready(rows: int = ROWS) -> str:
    """The URL of the shop with so many rows on PostgreSQL: the one that is there, if its stamp fits, else a new one."""
    name = "grondslag_bench_shop" if rows == ROWS else f"grondslag_bench_shop_{rows}"
    stamp, url = _stamp(rows), _named(name)
    with _server() as server:
        found = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", (name,)
        ).fetchone()
        if found == (stamp,):
            return url
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        fill(url, rows)
        server.execute(f"COMMENT ON DATABASE {name} IS '{stamp}'")
    return url


@contextmanager
def copied(url: str) -> Iterator[str]:
    """The URL of a copy of a database, which may be changed; it is dropped at the end."""
    name, of = f"grondslag_bench_copy_{secrets.token_hex(4)}", make_url(url).database
    with _server() as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {of} STRATEGY FILE_COPY")
    try:
        yield _named(name)
    finally:
        with _server() as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def connected(url: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection by hand, as the floors use it: it prepares what it asks twice."""
    with closing(psycopg.connect(libpq(url), prepare_threshold=1)) as connection:
        yield connection


def libpq(url: str) -> str:
    """An SQLAlchemy URL as libpq writes it."""
    return re.sub(r"^postgresql\+\w+", "postgresql", url)


def sqlite(path: Path, rows: int) -> str:
    """A small shop as an SQLite file; its URL."""
    import sqlite3

    people = list(Sizes(rows).people())
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((HERE / "schema.sql").read_text(encoding="utf-8"))
        for table in TABLES:
            for batch in batched(lines(table, people, SEED), BATCH):
                values = [tuple(None if v == NULL else v for v in line[:-1].split("\t")) for line in batch]
                connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values[0]))})", values)
        connection.executescript((HERE / "indexes.sql").read_text(encoding="utf-8") + "ANALYZE;")
    _facts(f"sqlite:///{path}", people)
    return f"sqlite:///{path}"


def fill(url: str, rows: int) -> None:
    """Fills an empty PostgreSQL database with the shop."""
    people = list(Sizes(rows).people())
    with closing(psycopg.connect(libpq(url))) as connection:
        _script(connection, "schema.sql")
        for table in TABLES:
            with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                for batch in batched(lines(table, people, SEED), BATCH):
                    copy.write("".join(batch))
        _script(connection, "indexes.sql")
        connection.commit()
    _facts(url, people)
    with closing(psycopg.connect(libpq(url), autocommit=True)) as connection:
        connection.execute("VACUUM (ANALYZE)")


def _facts(url: str, people: Sequence[Person]) -> None:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            known.write(connection, people)
    finally:
        engine.dispose()


def _script(connection: psycopg.Connection[Any], name: str) -> None:
    connection.execute((HERE / name).read_bytes())


def _stamp(rows: int) -> str:
    parts = [(HERE / name).read_bytes() for name in ("schema.sql", "indexes.sql", "people.py", "rows.py", "known.py")]
    return sha256(b"\0".join((f"{rows} {SEED}".encode(), *parts))).hexdigest()


def _named(name: str) -> str:
    return make_url(SERVERS["postgresql"]).set(database=name).render_as_string(hide_password=False)


@contextmanager
def _server() -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    with closing(psycopg.connect(libpq(SERVERS["postgresql"]), autocommit=True)) as connection:
        yield connection
