"""An invoice of last year for the person to be erased, so that the tax law has something to keep."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random

TEXTS = {
    "invoice": ("number", "company", "billing_address", "vat_number"),
    "invoice_line": ("description",),
    "payment": ("holder", "iban", "bic", "bank"),
}


def given_an_invoice(database: Path, customer: str, today: date) -> tuple[tuple[str, str], ...]:
    """Adds a paid invoice to the example's database; returns each "table.column" with the unique word put there.

    Raises sqlite3.Error.
    """
    rng, day = Random(f"{customer} {today}"), (today - timedelta(days=400)).isoformat()
    words = {
        table: {column: "".join(rng.choices("bcdfghjklmnpqrstvwxz", k=16)) for column in columns}
        for table, columns in TEXTS.items()
    }
    with closing(sqlite3.connect(database)) as connection, connection:
        invoice: dict[str, object] = {
            "customer_id": int(customer),
            "kind": "bill",
            "total": 12100,
            "made_on": day,
            "booked_on": day,
        }
        number = _insert(connection, "invoice", invoice | words["invoice"])
        part: dict[str, object] = {"invoice_id": number, "amount": 12100}
        _insert(connection, "invoice_line", part | words["invoice_line"])
        _insert(connection, "payment", part | {"paid_on": day} | words["payment"])
    return tuple((f"{table}.{column}", word) for table, found in words.items() for column, word in found.items())


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, object]) -> int | None:
    marks = ", ".join(f":{name}" for name in row)
    return connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", row).lastrowid
