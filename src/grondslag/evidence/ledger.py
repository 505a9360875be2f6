"""The ledger: what was done to personal data, in entries that hold none and of which each seals the one before it.

GDPR Art. 5(2): the controller can show that it complied. An entry holds a random number, counts and a commitment to
a receipt; whoever has no receipt learns nothing about a person from it.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, String, Table, Text, event, select
from sqlalchemy.exc import IntegrityError

from grondslag.evidence.guard import guard
from grondslag.evidence.verify import ENTRY, GENESIS, canonical, chain_findings, entry_hash, misfits


class LedgerConflict(RuntimeError):
    """Another writer's entry came first; the transaction is to be rolled back and run again as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry before it has its place: what happened (``kind``, e.g. sweep_batch), when, how much.

    ``counts`` has short lower-case names and whole numbers only, so that no personal data fits in it; ``commitment``
    (see :func:`grondslag.evidence.verify.commitment`) is empty when nobody gets a receipt.
    """

    at: datetime
    kind: str
    counts: Mapping[str, int]
    statement_hash: str
    commitment: str = ""
    random: str = field(default_factory=lambda: secrets.token_hex(16))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry in its place: ``hash`` is over all other fields, ``previous`` is the hash of the entry before it."""

    seq: int
    at: str
    kind: str
    random: str
    counts: str
    commitment: str
    statement_hash: str
    previous: str
    hash: str


def moment(at: datetime) -> str:
    """``at`` in UTC as the ledger and receipts write it; ValueError when it has no time zone."""
    if at.utcoffset() is None:
        raise ValueError("A moment in the ledger or a receipt needs a time zone.")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def define(metadata: MetaData) -> Table:
    """The table ``grondslag_ledger`` on ``metadata``; creating it creates the triggers that guard it too."""
    table = Table(
        "grondslag_ledger",
        metadata,
        Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
        Column("at", String(27), nullable=False),
        Column("kind", String(40), nullable=False),
        Column("random", String(32), nullable=False),
        Column("counts", Text, nullable=False),
        Column("commitment", String(64), nullable=False),
        Column("statement_hash", String(64), nullable=False),
        # Unique, so that of two writers who saw the same head only one can write.
        Column("previous", String(64), nullable=False, unique=True),
        Column("hash", String(64), nullable=False, unique=True),
    )
    event.listen(table, "after_create", lambda _, connection, **__: guard(connection))
    return table


LEDGER = define(MetaData())


def create(connection: Connection) -> None:
    """Create the ledger's table and what guards it, where they are not there yet."""
    LEDGER.create(connection, checkfirst=True)
    guard(connection)


def append(connection: Connection, draft: Draft) -> Entry:
    """Add ``draft`` as the last entry, in the caller's transaction, and return it in its place.

    Raises ValueError for a draft with a field of the wrong form (a count with a name that could be personal data),
    LedgerConflict when another writer came first, and SQLAlchemy's own errors for a locked or read-only database.
    """
    last = head(connection)
    values: dict[str, Any] = {
        "seq": last.seq + 1 if last else 1,
        "at": moment(draft.at),
        "kind": draft.kind,
        "random": draft.random,
        "counts": canonical(dict(draft.counts)).decode("ascii"),
        "commitment": draft.commitment,
        "statement_hash": draft.statement_hash,
        "previous": last.hash if last else GENESIS,
    }
    values["hash"] = entry_hash(values)
    if wrong := misfits(values, ENTRY, "Ledger entry"):
        raise ValueError(" ".join(wrong))
    try:
        connection.execute(LEDGER.insert().values(values))
    except IntegrityError as error:
        message = f"Another writer added entry {values['seq']} of the ledger first: run the transaction again."
        raise LedgerConflict(message) from error
    return Entry(**values)


def entries(connection: Connection) -> tuple[Entry, ...]:
    """All entries, the first one first."""
    return tuple(Entry(**row) for row in connection.execute(select(LEDGER).order_by(LEDGER.c.seq)).mappings())


def head(connection: Connection) -> Entry | None:
    """The last entry, or None. Publish its ``seq`` and ``hash``: a ledger cut short no longer contains them."""
    row = connection.execute(select(LEDGER).order_by(LEDGER.c.seq.desc()).limit(1)).mappings().first()
    return Entry(**row) if row else None


def export(entries: Iterable[Entry]) -> str:
    """The entries as JSON lines, the fields in the order of :class:`Entry`: what ``verify`` reads."""
    return "".join(json.dumps(asdict(entry), separators=(",", ":")) + "\n" for entry in entries)


def check_chain(entries: Iterable[Entry], head: str | None = None) -> tuple[str, ...]:
    """What is wrong with the chain, a sentence each; with ``head``, also whether that published hash is in it."""
    return tuple(chain_findings((asdict(entry) for entry in entries), head))
