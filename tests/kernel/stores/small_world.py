"""The small world of the engine's tests, in a database of any kind."""

from sqlalchemy import column, insert, table

from grondslag.stores.sql import SqlStore
from tests.kernel.engine.small import MAP, SCHEMA
from tests.kernel.engine.test_sweep import rows


def fill(made: SqlStore) -> None:
    """Makes its tables and rows."""
    with made.transaction() as connection:
        for statement in SCHEMA.split(";")[:-1]:
            connection.exec_driver_sql(statement)
        for name, values in rows().items():
            columns = [each.name for each in MAP.table(name).columns]
            to = table(name, *(column(c) for c in columns))
            connection.execute(insert(to), [dict(zip(columns, row, strict=True)) for row in values])
