"""Access by hand: one prepared SELECT a table in one transaction, each row a dictionary of JSON values.

No purpose, ground or last day is told: only what is held.
"""

from typing import Any

import psycopg

from bench.shop.people import TABLES

Connection = psycopg.Connection[tuple[Any, ...]]

ROWS = {table: f"SELECT * FROM {table} WHERE customer_id = %s" for table in TABLES} | {
    "customer": "SELECT * FROM customer WHERE id = %s",
    "order_item": "SELECT i.* FROM order_item i JOIN orders o ON o.id = i.order_id WHERE o.customer_id = %s",
}


def by_table(connection: Connection, customer: int) -> dict[str, list[dict[str, Any]]]:
    """The rows of a customer, table by table."""
    with connection.transaction():
        return {table: _rows(connection, query, customer) for table, query in ROWS.items()}


def _rows(connection: Connection, query: str, customer: int) -> list[dict[str, Any]]:
    found = connection.execute(query, (customer,))
    names = [column.name for column in found.description or ()]
    return [{name: _value(value) for name, value in zip(names, row, strict=True)} for row in found]


def _value(value: Any) -> Any:
    return value if isinstance(value, str | int | None) else value.isoformat()
