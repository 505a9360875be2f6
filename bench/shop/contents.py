"""What a shop holds, to compare what two ways of doing the same work have left."""

from typing import Any

import psycopg

from grondslag.datamap.model import DataMap, Table

Connection = psycopg.Connection[tuple[Any, ...]]
Contents = dict[str, tuple[int, ...]]


def contents(connection: Connection, datamap: DataMap) -> Contents:
    """For each table its rows, and the values in each personal column; "" is no value."""
    return {table.name: _counted(connection, table) for table in datamap.tables}


def same(ours: Contents, floor: Contents, case: str) -> None:
    """Raises AssertionError unless both left the same: else their times say nothing."""
    if differing := {name: (ours[name], floor[name]) for name in ours if ours[name] != floor[name]}:
        raise AssertionError(f"{case}: ours and the floor left different contents: {differing}")


def _counted(connection: Connection, table: Table) -> tuple[int, ...]:
    values = ", ".join(f"count(nullif({column.name}::text, ''))" for column in table.personal)
    with connection.transaction():
        row = connection.execute(f"SELECT count(*), {values} FROM {table.name}").fetchone()
    return tuple(row or ())
