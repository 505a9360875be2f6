"""The approval of a forecast: how much sweeps may erase until a day, by whom it was approved, signed with Ed25519.

It is made and checked with the key that signs receipts. It holds counts and no personal data, but for the name of
whoever approved it (GDPR Art. 5(2), 24(1)).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from grondslag.evidence.ledger import moment
from grondslag.evidence.receipt import public_key
from grondslag.evidence.verify import DAY, HEX64, HEX128, MOMENT, NAME, TEXT, misfits, signature_fits, without

VERSION = "grondslag-limit/1"
FORM: dict[str, Any] = {
    "version": NAME,
    "at": MOMENT,
    "approved_by": NAME,
    "until": DAY,
    "database": NAME,
    "statement": {"version": TEXT, "hash": HEX64},
    "margin_percent": int,
    "foreseen": [{"table": NAME, "cells": int, "rows": int}],
    "public_key": HEX64,
    "signature": HEX128,
}


class ApprovalUnusable(ValueError):
    """A file that is no approval, or none that holds here and now; its text is one sentence for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """So many cells and whole rows of each table, with a margin in percent, may go until the end of a day."""

    at: datetime
    by: str
    until: date
    database: str
    statement_version: str
    statement_hash: str
    margin: int
    cells: Mapping[str, int]
    rows: Mapping[str, int]

    def most(self, counts: Mapping[str, int]) -> dict[str, int]:
        """Counts with the margin, rounded up."""
        return {name: -(-count * (100 + self.margin) // 100) for name, count in counts.items()}


def sign(approval: Approval, key: Ed25519PrivateKey) -> dict[str, Any]:
    """The approval as JSON values, the signature last and over the canonical form of all the others."""
    tables = sorted({*approval.cells, *approval.rows})
    signed: dict[str, Any] = {
        "version": VERSION,
        "at": moment(approval.at),
        "approved_by": approval.by,
        "until": approval.until.isoformat(),
        "database": approval.database,
        "statement": {"version": approval.statement_version, "hash": approval.statement_hash},
        "margin_percent": approval.margin,
        "foreseen": [
            {"table": name, "cells": approval.cells.get(name, 0), "rows": approval.rows.get(name, 0)} for name in tables
        ],
        "public_key": public_key(key),
    }
    signed["signature"] = key.sign(without(signed, "signature")).hex()
    return signed


def read(text: str, key: str) -> Approval:
    """The approval in a text, made with the key whose public half is given.

    Raises ApprovalUnusable for anything else, and for one that was changed.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ApprovalUnusable("the limit is no JSON: make it with grondslag forecast --approve") from None
    if wrong := misfits(found, FORM, "the limit"):
        raise ApprovalUnusable(f"{wrong[0].rstrip('.')}: make it with grondslag forecast --approve")
    if found["version"] != VERSION:
        raise ApprovalUnusable(f"the limit is of the version {found['version']!a}, and this reads {VERSION}")
    signed = signature_fits(
        bytes.fromhex(found["public_key"]), without(found, "signature"), bytes.fromhex(found["signature"])
    )
    if not signed:
        raise ApprovalUnusable("the limit was changed after it was approved: its signature does not fit; approve anew")
    if found["public_key"] != key:
        raise ApprovalUnusable("the limit was signed with another key than this database's: approve it with that key")
    try:
        at, until = datetime.fromisoformat(found["at"]), date.fromisoformat(found["until"])
    except ValueError as error:
        raise ApprovalUnusable(f"the limit names no day that exists: {error}") from None
    return Approval(
        at=at,
        by=found["approved_by"],
        until=until,
        database=found["database"],
        statement_version=found["statement"]["version"],
        statement_hash=found["statement"]["hash"],
        margin=found["margin_percent"],
        cells={each["table"]: each["cells"] for each in found["foreseen"]},
        rows={each["table"]: each["rows"] for each in found["foreseen"]},
    )


def refuse_unfit(approval: Approval, database: str, statement_hash: str, today: date) -> None:
    """Raises ApprovalUnusable for an approval that has expired, or is of another database or statement."""
    if today > approval.until:
        raise ApprovalUnusable(f"the limit expired on {approval.until}: forecast and approve again")
    if approval.database != database:
        raise ApprovalUnusable(f"the limit is of the database «{approval.database}», and this is «{database}»")
    if approval.statement_hash != statement_hash:
        raise ApprovalUnusable(
            f"the limit was approved for another statement (version «{approval.statement_version}»): "
            "forecast and approve again"
        )
