"""Unique words in every text column of a table, and the search for them in the files of its database."""

import mmap
import os
import re
import secrets
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url, text

ROWS = 60
_WORD = re.compile(rb"q[0-9a-f]{16}z")
_SCHEMA = (
    """CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR(100), email VARCHAR(100), note TEXT, long TEXT)"""
)


def word() -> str:
    return f"q{secrets.token_hex(8)}z"


@dataclass(frozen=True)
class Canaries:
    """The words that were written, where the server keeps its files, and the folders there of other databases."""

    words: frozenset[bytes]
    folder: Path
    others: frozenset[str]

    def found(self) -> Counter[str]:
        """How many of the words each file holds, by its name within the folder."""
        counts: Counter[str] = Counter()
        for path in sorted(self.folder.rglob("*")):
            try:
                if path.is_file() and path.stat().st_size and path.parent.name not in self.others:
                    counts[path.relative_to(self.folder).as_posix()] += len(self.words & _words(path))
            except FileNotFoundError:
                continue  # a segment or temporary file of another database that went meanwhile
        return +counts


def _words(path: Path) -> set[bytes]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return set(_WORD.findall(content))


def sow(connection: Connection) -> Canaries:
    """Makes a table of people with canaries, some in long values, beside people who stay; all of it on disk."""
    folder = _folder(connection)
    made = _SCHEMA.replace("long TEXT", "`long` TEXT") if connection.dialect.name == "mariadb" else _SCHEMA
    connection.execute(text(made))
    for column in ("name", "email"):
        connection.execute(text(f"CREATE INDEX person_{column} ON person ({column})"))
    rows = [
        {"id": n, "name": word(), "email": word(), "note": word(), "long": f"{secrets.token_hex(5000)} {word()}"}
        for n in range(ROWS)
    ]
    values = text("INSERT INTO person VALUES (:id, :name, :email, :note, :long)")
    connection.execute(values, rows)
    stay = [{"id": n, "name": f"stays {n}", "email": None, "note": "stays", "long": "stays"} for n in range(900, 999)]
    connection.execute(values, stay)
    persistent = {"mariadb": "ANALYZE TABLE person PERSISTENT FOR ALL"}
    connection.exec_driver_sql(persistent.get(connection.dialect.name, "ANALYZE"))
    flush(connection)
    words = frozenset(w for row in rows for v in row.values() for w in _WORD.findall(str(v).encode()))
    return Canaries(words, folder, _others(connection))


def erase(connection: Connection) -> None:
    """Empties half of the people, and deletes the other half, in the database's own words."""
    long = "`long`" if connection.dialect.name == "mariadb" else "long"
    connection.execute(text(f"UPDATE person SET name = '', email = NULL, note = NULL, {long} = NULL WHERE id < 30"))
    connection.execute(text("DELETE FROM person WHERE id >= 30 AND id < 900"))
    flush(connection)


def flush(connection: Connection) -> None:
    """Has the pages of the table written to disk, so that a search finds what is in them."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("CHECKPOINT")
    if connection.dialect.name == "mariadb":
        connection.exec_driver_sql("FLUSH TABLES person FOR EXPORT")
        connection.exec_driver_sql("UNLOCK TABLES")


def _folder(connection: Connection) -> Path:
    """The folder of the server's files, or of the database file. Skips the test where this user may not read it."""
    kind = connection.dialect.name
    if kind == "sqlite":
        return Path(str(make_url(str(connection.engine.url)).database)).parent
    query = "SHOW data_directory" if kind == "postgresql" else "SELECT @@datadir"
    folder = Path(str(connection.exec_driver_sql(query).scalar()))
    if not os.access(folder, os.R_OK | os.X_OK):
        pytest.skip(f"the files of {kind} cannot be read by this user: {folder}")
    return folder


def _others(connection: Connection) -> frozenset[str]:
    queries = {
        "postgresql": "SELECT oid::text FROM pg_database WHERE datname <> current_database()",
        "mariadb": "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'grondslag_test%%' "
        "AND schema_name <> database()",
    }
    query = queries.get(connection.dialect.name)
    return frozenset(connection.exec_driver_sql(query).scalars()) if query else frozenset()
