"""Statements for a database that takes one at a time, and lists of rows for one that takes no arrays."""

from collections.abc import Mapping, Sequence
from itertools import batched

from sqlalchemy import Connection

from grondslag.stores.asking import Answer, Asked


def ask(connection: Connection, asked: Sequence[Asked]) -> list[Answer]:
    """See :meth:`grondslag.stores.dialects.port.Dialect.ask`."""
    return [_answer(connection, *each) for each in asked]


def among(columns: Sequence[str], marks: Sequence[str], values: str = "") -> str:
    """A list of rows, a mark for each of their values; ``values`` stands before a list of rows of several columns."""
    if len(columns) == 1:
        return f"{columns[0]} IN ({', '.join(marks)})"
    each = (f"({', '.join(row)})" for row in batched(marks, len(columns)))
    return f"({', '.join(columns)}) IN ({values}{', '.join(each)})"


def _answer(connection: Connection, text: str, values: Sequence[object] | Mapping[str, object]) -> Answer:
    with connection.exec_driver_sql(text, dict(values) if isinstance(values, Mapping) else tuple(values)) as result:
        rows = list(result.cursor.fetchall()) if result.returns_rows and result.cursor is not None else []
        return Answer(rows, result.rowcount)
