"""The sweep by hand: the shop's terms and facts as one DELETE and one UPDATE a table, with the same dates.

What the facts say of people is first gathered in four small tables, as an engineer would who sweeps eleven tables.
"""

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from bench.shop.people import NOW, TODAY
from grondslag.datamap.times import Clock
from grondslag.law.calendar import cutoff

Connection = psycopg.Connection[tuple[Any, ...]]

_CLOCK = Clock("datetime", ZoneInfo("UTC"), ZoneInfo("Europe/Amsterdam"))
_MONTHS = {"c6": 6, "c13": 13, "c24": 24, "c36": 36}
DATES: dict[str, Any] = {
    "today": TODAY,
    "now": NOW.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"),
    "fiscal": cutoff(TODAY, 84, True),
    **{name: cutoff(TODAY, months, False) for name, months in _MONTHS.items()},
    **{f"{name}_at": _CLOCK.lower(cutoff(TODAY, months, False)) for name, months in _MONTHS.items()},
}
_WHO = "FROM grondslag_subject s JOIN grondslag_{} f ON f.subject = s.id WHERE s.kind = 'person' AND s.retired IS NULL"
FACTS = (
    f"""CREATE TEMP TABLE erased ON COMMIT DROP AS SELECT s.key::int AS customer_id, max(f.at)::timestamp AS at,
        max(f.day)::date AS day {_WHO.format("erasure")} AND f.at <= %(now)s GROUP BY 1""",
    f"""CREATE TEMP TABLE held ON COMMIT DROP AS SELECT DISTINCT s.key::int AS customer_id {_WHO.format("hold")}
        AND f.scope = '' AND f.at <= %(now)s AND NOT EXISTS (SELECT FROM grondslag_ended e
        WHERE e.fact = 'hold' AND e.of = f.id AND e.at <= %(now)s)""",
    f"""CREATE TEMP TABLE objected ON COMMIT DROP AS SELECT customer_id, purpose FROM (
        SELECT DISTINCT ON (s.key, f.purpose) s.key::int AS customer_id, f.purpose, f.state {_WHO.format("objection")}
        AND f.at <= %(now)s ORDER BY s.key, f.purpose, f.at DESC, f.state DESC) last WHERE state = 3""",
    f"""CREATE TEMP TABLE consented ON COMMIT DROP AS SELECT last.customer_id, purpose FROM (
        SELECT DISTINCT ON (s.key, f.purpose) s.key::int AS customer_id, f.purpose, f.given, f.version, f.at::timestamp
        {_WHO.format("consent")} AND f.at <= %(now)s ORDER BY s.key, f.purpose, f.at DESC, f.given) last
        LEFT JOIN erased e USING (customer_id) WHERE given AND version = 1 AND (e.at IS NULL OR e.at < last.at)""",
    "ANALYZE erased, held, objected, consented",
)


def _contract(row: str) -> str:
    """Whether the agreement keeps a row: ended within its term, or under an erasure of the row still running."""
    return f"""(c.started_on <= %(today)s AND (c.ended_on IS NULL OR c.ended_on > %(today)s
        OR (c.ended_on >= %(c24)s AND (e.customer_id IS NULL OR {row} > e.day))))"""


def _of(table: str, more: str = "") -> str:
    return f"""FROM {table} t JOIN customer c ON c.id = t.customer_id
        LEFT JOIN erased e ON e.customer_id = t.customer_id LEFT JOIN held h ON h.customer_id = t.customer_id {more}"""


def _ended(table: str, since: str) -> str:
    return f"""DELETE FROM {table} WHERE id IN (SELECT t.id {_of(table)}
        WHERE h.customer_id IS NULL AND NOT {_contract(since)})"""


def _interest(table: str, purpose: str, at: str, cut: str, day: str) -> str:
    return f"""DELETE FROM {table} WHERE id IN (SELECT t.id FROM {table} t
        LEFT JOIN erased e USING (customer_id) LEFT JOIN held h USING (customer_id)
        LEFT JOIN objected o ON o.customer_id = t.customer_id AND o.purpose = '{purpose}'
        WHERE h.customer_id IS NULL AND (t.{at} < %({cut})s OR o.customer_id IS NOT NULL OR t.{at} <= e.{day}))"""


_ITEM = """FROM order_item i JOIN orders t ON t.id = i.order_id JOIN customer c ON c.id = t.customer_id
    LEFT JOIN erased e ON e.customer_id = c.id LEFT JOIN held h ON h.customer_id = c.id
    WHERE h.customer_id IS NULL AND NOT (c.started_on <= %(today)s AND (c.ended_on IS NULL OR c.ended_on > %(today)s
        OR (c.ended_on >= %(c24)s AND e.customer_id IS NULL)))"""
_BOOKED = "coalesce(t.booked_on >= %(fiscal)s, false)"
_PERSON = f"""FROM customer c LEFT JOIN erased e ON e.customer_id = c.id LEFT JOIN held h ON h.customer_id = c.id
    LEFT JOIN (SELECT customer_id, max(booked_on) AS booked_on FROM orders GROUP BY customer_id) t
        ON t.customer_id = c.id
    LEFT JOIN consented g ON g.customer_id = c.id AND g.purpose = 'II.A' AND c.last_contact_on >= %(c24)s
        AND (e.customer_id IS NULL OR c.created_on > e.day)
    WHERE h.customer_id IS NULL AND NOT {_contract("c.created_on")}"""
_POINTING = " ".join(
    f"AND NOT EXISTS (SELECT FROM {table} p WHERE p.customer_id = c.id)"
    for table in (
        "orders", "address", "payment_card", "login", "service_request", "review", "chat_message", "document", "event",
    )
)  # fmt: skip
STATEMENTS = (
    _interest("login", "IV.B", "at", "c6_at", "at"),
    _interest("chat_message", "III.D", "sent_at", "c36_at", "at"),
    _interest("review", "III.D", "posted_on", "c36", "day"),
    """DELETE FROM event WHERE id IN (SELECT t.id FROM event t LEFT JOIN erased e USING (customer_id)
        LEFT JOIN held h USING (customer_id)
        LEFT JOIN consented g ON g.customer_id = t.customer_id AND g.purpose = 'III.A'
        WHERE h.customer_id IS NULL AND (t.at < %(c13_at)s OR g.customer_id IS NULL OR t.at <= e.at))""",
    f"""DELETE FROM service_request WHERE id IN (SELECT t.id {_of("service_request")} WHERE h.customer_id IS NULL
        AND NOT (c.started_on <= %(today)s AND (t.closed_on IS NULL OR t.closed_on > %(today)s
            OR (t.closed_on >= %(c24)s AND (e.customer_id IS NULL OR t.opened_at > e.at)))))""",
    _ended("address", "t.made_on"),
    _ended("payment_card", "t.added_on"),
    _ended("document", "t.made_on"),
    f"DELETE FROM order_item WHERE id IN (SELECT i.id {_ITEM} AND NOT {_BOOKED})",
    f"""UPDATE order_item SET engraving = NULL WHERE id IN (SELECT i.id {_ITEM} AND {_BOOKED}
        AND i.engraving IS NOT NULL)""",
    f"""DELETE FROM orders WHERE id IN (SELECT t.id {_of("orders")} WHERE h.customer_id IS NULL
        AND NOT {_contract("t.ordered_on")} AND NOT {_BOOKED})""",
    f"""UPDATE orders SET reference = NULL, wishes = NULL WHERE id IN (SELECT t.id {_of("orders")}
        WHERE h.customer_id IS NULL AND NOT {_contract("t.ordered_on")} AND {_BOOKED}
        AND (t.reference IS NOT NULL OR t.wishes IS NOT NULL))""",
    f"UPDATE customer SET phone = NULL WHERE id IN (SELECT c.id {_PERSON} AND c.phone IS NOT NULL)",
    f"""UPDATE customer SET email = '' WHERE id IN (SELECT c.id {_PERSON} AND g.customer_id IS NULL
        AND c.email <> '')""",
    f"""UPDATE customer SET number = NULL, name = '' WHERE id IN (SELECT c.id {_PERSON} AND NOT {_BOOKED}
        AND (c.name <> '' OR c.number IS NOT NULL))""",
    f"""DELETE FROM customer WHERE id IN (SELECT c.id {_PERSON} AND g.customer_id IS NULL AND NOT {_BOOKED}
        {_POINTING})""",
)


def sweep(connection: Connection) -> int:
    """Sweeps the shop in one transaction; returns the number of rows written or deleted."""
    with connection.transaction():
        for command in FACTS:
            connection.execute(command, DATES)
        return sum(connection.execute(command, DATES).rowcount for command in STATEMENTS)


def audit(connection: Connection) -> int:
    """Counts by hand what the sweep would delete, table by table, changing nothing."""
    with connection.transaction(force_rollback=True):
        for command in FACTS:
            connection.execute(command, DATES)
        found = 0
        for command in STATEMENTS:
            counted = f"SELECT count(*) FROM ({command[command.index('(SELECT') + 1 : command.rindex(')')]}) AS found"
            row = connection.execute(counted, DATES).fetchone()
            found += row[0] if row else 0
        return found
