"""A connection to a fresh database of a kind, with the kernel's own tables in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine

from grondslag.stores import facts as fact_tables
from tests.databases import fresh


@contextmanager
def connected(kind: str, *statements: str) -> Iterator[Connection]:
    """The connection, after these statements; what is done on it is undone at the end."""
    with fresh(kind) as url:
        engine = create_engine(url)
        try:
            with engine.connect() as connection:
                for statement in statements:
                    connection.exec_driver_sql(statement)
                fact_tables.create(connection)
                connection.commit()
                yield connection
        finally:
            engine.dispose()
