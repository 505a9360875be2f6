"""Erasure by hand, of a customer whose agreement has ended: verdict, write and read-back, three statements a table.

What stays is what was booked within the fiscal term, under its customer's name and number, and requests still open.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import Any

import psycopg

from bench.shop.people import NOW, TODAY
from grondslag.law.calendar import cutoff, last_day

Connection = psycopg.Connection[tuple[Any, ...]]

FISCAL = cutoff(TODAY, 84, True)
GOING = {
    "event": ("customer_id", "page", "ip"),
    "document": ("customer_id", "title", "content"),
    "chat_message": ("customer_id", "body"),
    "review": ("customer_id", "name", "body"),
    "login": ("customer_id", "ip", "outcome"),
    "payment_card": ("customer_id", "holder", "iban"),
    "address": ("customer_id", "street", "postcode", "city"),
}
HELD = """SELECT 1 FROM grondslag_subject s JOIN grondslag_hold h ON h.subject = s.id
    WHERE s.kind = 'person' AND s.key = %s AND s.retired IS NULL AND h.scope = '' AND h.at <= %s
    AND NOT EXISTS (SELECT FROM grondslag_ended e WHERE e.fact = 'hold' AND e.of = h.id AND e.at <= %s)"""
SUBJECT = "SELECT id FROM grondslag_subject WHERE kind = 'person' AND key = %s AND retired IS NULL"
FACT = """INSERT INTO grondslag_erasure (subject, at, source, ordered, wall, day)
    VALUES (%s, %s, 'request', false, %s, %s)"""
REQUESTS = """SELECT id, closed_on IS NULL OR closed_on > %(today)s, title, body FROM service_request
    WHERE customer_id = %(id)s"""
CLOSED = "DELETE FROM service_request WHERE customer_id = %(id)s AND closed_on <= %(today)s"
LEFT_REQUESTS = "SELECT id, customer_id, title, body, closed_on FROM service_request WHERE customer_id = %(id)s"
ITEMS = """SELECT i.id, o.booked_on >= %(fiscal)s, i.description, i.amount, i.engraving FROM order_item i
    JOIN orders o ON o.id = i.order_id WHERE o.customer_id = %(id)s"""
CUT_ITEMS = """UPDATE order_item i SET engraving = NULL FROM orders o WHERE o.id = i.order_id
    AND o.customer_id = %(id)s AND o.booked_on >= %(fiscal)s"""
DROP_ITEMS = """DELETE FROM order_item i USING orders o WHERE o.id = i.order_id AND o.customer_id = %(id)s
    AND (o.booked_on < %(fiscal)s OR o.booked_on IS NULL)"""
LEFT_ITEMS = """SELECT i.id, i.description, i.amount, o.booked_on FROM order_item i
    JOIN orders o ON o.id = i.order_id WHERE o.customer_id = %(id)s"""
ORDERS = """SELECT id, booked_on >= %(fiscal)s, reference, wishes, total FROM orders WHERE customer_id = %(id)s"""
CUT_ORDERS = """UPDATE orders SET reference = NULL, wishes = NULL WHERE customer_id = %(id)s
    AND booked_on >= %(fiscal)s"""
DROP_ORDERS = "DELETE FROM orders WHERE customer_id = %(id)s AND (booked_on < %(fiscal)s OR booked_on IS NULL)"
LEFT_ORDERS = "SELECT id, customer_id, total, booked_on FROM orders WHERE customer_id = %(id)s"
CUSTOMER = """SELECT id, (SELECT max(booked_on) FROM orders o WHERE o.customer_id = c.id) >= %(fiscal)s, number, name,
    email, phone FROM customer c WHERE id = %(id)s"""
CUT_CUSTOMER = "UPDATE customer SET email = '', phone = NULL WHERE id = %(id)s"
DROP_CUSTOMER = "DELETE FROM customer WHERE id = %(id)s"
EMPTY_CUSTOMER = "UPDATE customer SET number = NULL, name = '', email = '', phone = NULL WHERE id = %(id)s"
LEFT_CUSTOMER = """SELECT id, number, name, (SELECT max(booked_on) FROM orders o WHERE o.customer_id = c.id)
    FROM customer c WHERE id = %(id)s"""


@dataclass
class Done:
    """What went, by "table.column", and what stays, by place, law and last day."""

    went: Counter[str] = field(default_factory=Counter)
    stays: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def gone(self, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        """Counts the values of rows that go."""
        for row in rows:
            self.went.update(f"{table}.{c}" for c, value in zip(columns, row, strict=True) if value is not None)

    def kept(self, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]], law: str = "AWR") -> None:
        """Counts the values of rows that stay; a row ends with the day of its event."""
        for *values, event in rows:
            until = last_day(event, 84, True).isoformat() if law and isinstance(event, date) else ""
            self.stays.update((f"{table}.{c}", law, until) for c, v in zip(columns, values, strict=True) if v)


def erase(connection: Connection, customer: int) -> Done:
    """Erases one customer in one transaction, and tells what went and what stays."""
    with connection.transaction():
        return _erased(connection, customer)


def _erased(connection: Connection, customer: int) -> Done:
    done, asked = Done(), {"id": customer, "today": TODAY, "fiscal": FISCAL}
    now = NOW.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    subject = connection.execute(SUBJECT, (str(customer),)).fetchone()
    if subject is None or connection.execute(HELD, (str(customer), now, now)).fetchone():
        raise ValueError(f"customer {customer} is unknown or held: no case for this measurement")
    connection.execute(FACT, (subject[0], now, now, TODAY.isoformat()))
    for table, columns in GOING.items():
        _plain(connection, table, columns, customer, done)
    _requests(connection, asked, done)
    _items(connection, asked, done)
    _orders(connection, asked, done)
    _customer(connection, asked, done)
    return done


def _plain(connection: Connection, table: str, columns: tuple[str, ...], customer: int, done: Done) -> None:
    """A table of which all goes."""
    rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE customer_id = %s", (customer,))
    done.gone(table, columns, rows.fetchall())
    connection.execute(f"DELETE FROM {table} WHERE customer_id = %s", (customer,))
    left = connection.execute(f"SELECT {', '.join(columns)}, NULL FROM {table} WHERE customer_id = %s", (customer,))
    done.kept(table, columns, left.fetchall(), "")


def _requests(connection: Connection, asked: dict[str, Any], done: Done) -> None:
    rows = connection.execute(REQUESTS, asked).fetchall()
    done.gone("service_request", ("title", "body"), [row[2:] for row in rows if not row[1]])
    connection.execute(CLOSED, asked)
    left = connection.execute(LEFT_REQUESTS, asked).fetchall()
    done.kept("service_request", ("customer_id", "title", "body"), [row[1:] for row in left], "")


def _items(connection: Connection, asked: dict[str, Any], done: Done) -> None:
    rows = connection.execute(ITEMS, asked).fetchall()
    done.gone("order_item", ("engraving",), [row[4:] for row in rows if row[1]])
    connection.execute(CUT_ITEMS, asked)
    if old := [row[2:] for row in rows if not row[1]]:
        done.gone("order_item", ("description", "amount", "engraving"), old)
        connection.execute(DROP_ITEMS, asked)
    left = connection.execute(LEFT_ITEMS, asked).fetchall()
    done.kept("order_item", ("description", "amount"), [row[1:] for row in left])


def _orders(connection: Connection, asked: dict[str, Any], done: Done) -> None:
    rows = connection.execute(ORDERS, asked).fetchall()
    done.gone("orders", ("reference", "wishes"), [row[2:4] for row in rows if row[1]])
    connection.execute(CUT_ORDERS, asked)
    if old := [row[2:] for row in rows if not row[1]]:
        done.gone("orders", ("reference", "wishes", "total"), old)
        connection.execute(DROP_ORDERS, asked)
    left = connection.execute(LEFT_ORDERS, asked).fetchall()
    done.kept("orders", ("customer_id", "total"), [row[1:] for row in left])


def _customer(connection: Connection, asked: dict[str, Any], done: Done) -> None:
    rows = connection.execute(CUSTOMER, asked).fetchall()
    if all(row[1] for row in rows):
        done.gone("customer", ("email", "phone"), [row[4:] for row in rows])
        connection.execute(CUT_CUSTOMER, asked)
    else:
        done.gone("customer", ("number", "name", "email", "phone"), [row[2:] for row in rows])
        pointed = connection.execute("SELECT 1 FROM service_request WHERE customer_id = %(id)s LIMIT 1", asked)
        connection.execute(EMPTY_CUSTOMER if pointed.fetchone() else DROP_CUSTOMER, asked)
    left = connection.execute(LEFT_CUSTOMER, asked).fetchall()
    done.kept("customer", ("number", "name"), [row[1:] for row in left])
