"""Writes the example: a database, its datamap and the statement, into an empty directory."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from itertools import batched
from pathlib import Path
from random import Random

from grondslag.example.canary import canary, canary_facts
from grondslag.example.known import facts_of
from grondslag.example.people import everyone
from grondslag.example.rows import Ledger, Rows, history, strays
from grondslag.law.facts import Facts
from grondslag.statements import shipped

FEWEST, MOST = 50, 1_000_000
NAMES = ("legacy.db", "datamap.toml", "statement.toml")


class ExampleError(ValueError):
    """The example cannot be written there: one sentence with what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A written example: its files, what is known of its people, and the one person to search residue of.

    ``rows`` counts the rows of each table; ``canaries`` are the words in each "table.column" of ``canary``, a person
    with rows in every table but the contact persons'.
    """

    database: Path
    datamap: Path
    statement: Path
    rows: Mapping[str, int]
    facts: Mapping[tuple[str, str], Facts]
    canary: tuple[str, str]
    canaries: Mapping[str, str]


def write(directory: Path, today: date, people: int = 5000, seed: int = 2016) -> Example:
    """Writes legacy.db, datamap.toml and statement.toml; equal arguments give equal rows and facts.

    The facts are returned, not written: the engine's store keeps them. Raises ExampleError when the directory is not
    empty or cannot be written; nothing is left behind then.
    """
    if not FEWEST <= people <= MOST:
        raise ExampleError(f"{people} people cannot be made: ask for {FEWEST} to {MOST}")
    if not 1900 <= today.year <= 9000:
        raise ExampleError(f"the example cannot be told as of {today}: choose a day in our time")
    _prepare(directory)
    paths = [directory / name for name in NAMES]
    try:
        return _written(paths, today, people, Random(seed))
    except BaseException as error:
        for path in paths:
            for end in ("", "-journal", "-wal", "-shm"):
                path.with_name(path.name + end).unlink(missing_ok=True)
        if isinstance(error, (OSError, sqlite3.Error)):
            raise ExampleError(f"{directory}: the example cannot be written here: {error}") from error
        raise


def _prepare(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if any(directory.iterdir()):
            raise ExampleError(f"{directory} is not empty: name a new directory, or empty this one first")
    except OSError as error:
        raise ExampleError(f"{directory}: the example cannot be written here: {error.strerror}") from error


def _written(paths: list[Path], today: date, people: int, rng: Random) -> Example:
    database, datamap, statement = paths
    ledger = Ledger(rng, today)
    facts: dict[tuple[str, str], Facts] = {}
    for person in everyone(rng, today, people - 1):
        history(ledger, person, people - 1)
        if (known := facts_of(rng, person, today)) != Facts():
            facts["person", str(person.id)] = known
    strays(ledger)
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.executescript(_text("schema.sql"))
        words = canary(ledger, _texts(connection, ledger.rows), people)
        _fill(connection, ledger.rows)
    datamap.write_text(_text("datamap.toml"), encoding="utf-8")
    statement.write_text(shipped(), encoding="utf-8")
    return Example(
        database=database,
        datamap=datamap,
        statement=statement,
        rows={table: len(rows) for table, rows in ledger.rows.items()},
        facts=facts | {("person", str(people)): canary_facts(today)},
        canary=("person", str(people)),
        canaries=words,
    )


def _fill(connection: sqlite3.Connection, rows: Rows) -> None:
    connection.execute("BEGIN")
    for table, found in rows.items():
        names = [name for name in found[0] if name != "id" or table != "segment"]
        marks = ", ".join(f":{name}" for name in names)
        command = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
        for batch in batched(found, 10_000):
            connection.executemany(command, batch)
    connection.execute("INSERT INTO schema_migrations VALUES ('2019-04-01'), ('2021-11-15')")
    connection.execute("COMMIT")
    connection.executescript(f"BEGIN; {_text('indexes.sql')} COMMIT; PRAGMA journal_mode = WAL;")


def _texts(connection: sqlite3.Connection, tables: Rows) -> dict[str, tuple[str, ...]]:
    """The text columns of each table."""
    return {
        table: tuple(name for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})") if kind == "TEXT")
        for table in tables
    }


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
