"""Access by hand: one prepared SELECT a table in one transaction, and for orientation one single statement."""

from typing import Any

import psycopg

from bench.shop.people import TABLES

Connection = psycopg.Connection[tuple[Any, ...]]

ROWS = {table: f"SELECT * FROM {table} WHERE customer_id = %s" for table in TABLES} | {
    "customer": "SELECT * FROM customer WHERE id = %s",
    "order_item": "SELECT i.* FROM order_item i JOIN orders o ON o.id = i.order_id WHERE o.customer_id = %s",
}
SINGLE = " UNION ALL ".join(
    f"SELECT '{table}', to_json(t) FROM ({query % '%(id)s'}) AS t" for table, query in ROWS.items()
)


def by_table(connection: Connection, customer: int) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of a customer, table by table."""
    with connection.transaction():
        return {table: connection.execute(query, (customer,)).fetchall() for table, query in ROWS.items()}


def at_once(connection: Connection, customer: int) -> list[tuple[Any, ...]]:
    """The rows of a customer as JSON, in one statement."""
    with connection.transaction():
        return connection.execute(SINGLE, {"id": customer}).fetchall()
