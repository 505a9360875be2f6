"""Some rows of each table, one statement a table, of which only what they look like is kept: no value leaves here."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, select

from grondslag.datamap.live import Live, LiveTable
from grondslag.datamap.values import Looks, looks
from grondslag.stores.reflect import clause

UNREAD = ("BLOB", "BYTEA", "BINARY")


def sample(connection: Connection, live: Live, most: int) -> Mapping[str, Looks]:
    """Per "table.column" what at most so many values of it look like; nothing when ``most`` is 0."""
    tables = [each for each in live.tables if not each.virtual] if most else []
    return {f"{each.name}.{name}": found for each in tables for name, found in _table(connection, each, most)}


def _table(connection: Connection, table: LiveTable, most: int) -> Iterator[tuple[str, Looks]]:
    names = [column.name for column in table.columns if not any(word in column.type for word in UNREAD)]
    if not names:
        return
    source = clause(table.name, names)
    rows = connection.execute(select(*(source.c[name] for name in names)).limit(most)).all()
    for n, name in enumerate(names):
        yield name, looks(row[n] for row in rows)
