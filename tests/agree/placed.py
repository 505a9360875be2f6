"""A world put into a database of each kind. A server keeps one database for a run, emptied for each world."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from json import dumps

from sqlalchemy import Connection, text

from grondslag.datamap.live import LiveColumn, LiveTable
from grondslag.datamap.model import Time
from grondslag.stores.sql import SqlStore, connect, opened
from tests.agree.world import Row, World
from tests.databases import for_the_run, fresh

# What a column of a world is declared as: SQLite's types, or the server's for the same thing.
TYPES: Mapping[str, Mapping[str, str]] = {
    "sqlite": {"INTEGER": "INTEGER", "TEXT": "TEXT", "JSON": "TEXT"},
    "postgresql": {"INTEGER": "BIGINT", "TEXT": "TEXT", "JSON": "JSONB"},
    "mariadb": {"INTEGER": "BIGINT", "TEXT": "VARCHAR(100)", "JSON": "JSON"},
}
NATIVE: Mapping[str, Mapping[str, str]] = {
    "sqlite": {},
    "postgresql": {"date": "DATE", "datetime": "TIMESTAMP", "UTC": "TIMESTAMP WITH TIME ZONE"},
    "mariadb": {"date": "DATE", "datetime": "DATETIME(6)"},
}


@contextmanager
def placed(world: World, kind: str, native: bool) -> Iterator[SqlStore]:
    """The world in an empty database; ``native``: its times stand in the database's own types, else in text."""
    with fresh(kind) if kind == "sqlite" else nullcontext(for_the_run(kind, "worlds")) as url:
        engine = connect(url)
        try:
            with engine.connect() as connection, connection.begin():
                if kind != "sqlite":
                    _clear(connection, kind)
                _fill(connection, world, kind, native)
        finally:
            engine.dispose()
        with opened(url, world.datamap, world.zone) as store:
            store.prepare()
            with store.transaction():
                store.record(world.facts)
            yield store
            store.connection.rollback()


def _clear(connection: Connection, kind: str) -> None:
    quote = connection.dialect.identifier_preparer.quote
    names = connection.dialect.get_table_names(connection)  # type: ignore[attr-defined]
    if kind == "mariadb":
        connection.execute(text("SET foreign_key_checks = 0"))
    for name in names:
        if name.startswith("grondslag_"):
            connection.execute(text(f"DELETE FROM {quote(name)}"))
        else:
            connection.execute(text(f"DROP TABLE {quote(name)}" + (" CASCADE" if kind == "postgresql" else "")))
    if kind == "mariadb":
        connection.execute(text("SET foreign_key_checks = 1"))


def _fill(connection: Connection, world: World, kind: str, native: bool) -> None:
    """Tables first, then rows, which may point at each other, then what holds them together."""
    quote = connection.dialect.identifier_preparer.quote
    if kind == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    for name in world.rows:
        live = world.live.table(name)
        assert live is not None
        connection.execute(text(_create(world, live, kind, native, quote)))
    for name, rows in world.rows.items():
        for row in map(_as_stored, rows):
            names, holders = ", ".join(map(quote, row)), ", ".join(f":p{n}" for n in range(len(row)))
            values = {f"p{n}": value for n, value in enumerate(row.values())}
            connection.execute(text(f"INSERT INTO {quote(name)} ({names}) VALUES ({holders})"), values)
    if kind != "sqlite":
        for table in world.live.tables:
            for key in table.foreign_keys:
                connection.execute(text(f"ALTER TABLE {quote(table.name)} ADD {_reference(key, quote)}"))


def _as_stored(row: Row) -> Row:
    """A row as the database has it: what stands at paths in JSON, in its column."""
    stored = {name: value for name, value in row.items() if "/" not in name}
    for name, value in row.items():
        column, *path = name.split("/")
        if path and value is not None:
            for part in reversed(path):
                value = {part: value}
            stored[column] = dumps(value)
    return stored


def _create(world: World, live: LiveTable, kind: str, native: bool, quote) -> str:  # type: ignore[no-untyped-def]
    mapped = world.datamap.table(live.name)
    times = {t.column: t for t in (*(t for _, t in mapped.events if not t.via), mapped.since) if t is not None}
    lines = [f"{quote(c.name)} {_type(c, times.get(c.name), kind, native)}" for c in live.columns]
    lines.append(f"PRIMARY KEY ({', '.join(map(quote, live.key))})")
    if kind == "sqlite":
        lines += [_reference(key, quote) for key in live.foreign_keys]
    return f"CREATE TABLE {quote(live.name)} ({', '.join(lines)})"


def _type(column: LiveColumn, time: Time | None, kind: str, native: bool) -> str:
    found = TYPES[kind][column.type]
    if native and time is not None:
        found = NATIVE[kind].get(time.zone if time.form == "datetime" else "", "") or NATIVE[kind].get(time.form, found)
    return f"{found}{'' if column.nullable else ' NOT NULL'}"


def _reference(key, quote) -> str:  # type: ignore[no-untyped-def]
    here, there = (", ".join(map(quote, columns)) for columns in (key.columns, key.targets))
    return f"FOREIGN KEY ({here}) REFERENCES {quote(key.table)} ({there})"
