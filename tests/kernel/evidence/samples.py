"""A ledger with four entries, one of which is an erasure, and the receipt of that erasure."""

import json
from datetime import UTC, date, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, create_engine

from grondslag.evidence.ledger import Draft, Entry, append, create, entries
from grondslag.evidence.receipt import Erasure, Gone, Pending, Stays, record, sign

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
STATEMENT_HASH = "ab" * 32
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def draft(kind: str = "sweep_batch", **changes: Any) -> Draft:
    values: dict[str, Any] = {"at": NOW, "kind": kind, "counts": {"cells": 12, "rows": 3}}
    return Draft(**(values | {"statement_hash": STATEMENT_HASH} | changes))


def erasure(**changes: Any) -> Erasure:
    values: dict[str, Any] = {
        "at": NOW,
        "controller": "Voorbeeld Diensten B.V. («test»)",
        "reference": "2026-0017",
        "statement_version": "2",
        "statement_hash": STATEMENT_HASH,
        "gone": (
            Gone(table="customer", column="phone", count=1, at=NOW),
            Gone(table="message", column="body", count=7, at=NOW),
        ),
        "stays": (
            Stays(
                table="invoice",
                column="customer_name",
                count=4,
                purpose="I.D",
                law="AWR 52(4)",
                last_day=date(2032, 12, 31),
            ),
            Stays(table="agreement", column="signed_by", count=1, purpose="I.A", promise="as long as it runs"),
        ),
        "pending": (
            Pending(place="write-ahead log", clearing="the next checkpoint", until=date(2026, 5, 5)),
            Pending(place="backups", clearing="the oldest backup expires"),
        ),
    }
    return Erasure(**(values | changes))


def write_sample(connection: Connection) -> dict[str, Any]:
    """Fill an empty ledger and return the signed receipt."""
    create(connection)
    append(connection, draft())
    append(connection, draft("audit", counts={"unlawful": 0}))
    receipt = sign(record(connection, erasure()), KEY)
    append(connection, draft(counts={}))
    return receipt


def sample() -> tuple[tuple[Entry, ...], dict[str, Any]]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        receipt = write_sample(connection)
        rows = entries(connection)
    engine.dispose()
    return rows, receipt


def as_text(receipt: dict[str, Any]) -> str:
    return json.dumps(receipt, indent=2, ensure_ascii=False)
