"""The receipt of an erasure (GDPR Art. 12(3), 17, 19): what went, what stays and why, signed with Ed25519 (RFC 8032).

The ledger holds only a commitment to it; the salt that opens the commitment is in the receipt alone.
"""

import os
import secrets
import tempfile
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from sqlalchemy import Connection

from grondslag.evidence.ledger import Draft, Entry, append, moment
from grondslag.evidence.verify import CONTENT, RECEIPT_VERSION, commitment, misfits, without


class KeyUnusable(RuntimeError):
    """A file that should hold the signing key and cannot; its text says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """So many cells of one column that no longer exist, since ``at``."""

    table: str
    column: str
    count: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """So many cells of one column that remain, for which purpose, under which ``law`` or ``promise``.

    ``last_day`` is None while the event from which the term counts has not happened. ``code`` is the article of the
    GDPR that refuses the erasure.
    """

    table: str
    column: str
    count: int
    purpose: str
    law: str = ""
    promise: str = ""
    last_day: date | None = None
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A place that may still hold a trace, what clears it, and by which day (None: no day is known)."""

    place: str
    clearing: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What one erasure did. ``reference`` is the request's number; the receipt names nobody."""

    at: datetime
    controller: str
    statement_version: str
    statement_hash: str
    reference: str = ""
    gone: tuple[Gone, ...] = ()
    stays: tuple[Stays, ...] = ()
    pending: tuple[Pending, ...] = ()

    def content(self) -> dict[str, Any]:
        """The erasure as JSON values, in the receipt's order of fields.

        ValueError for what stays without a reason, and for a field that ``verify`` would refuse, e.g. a negative count.
        """
        if any(not (part.law or part.promise) for part in self.stays):
            raise ValueError("What stays needs the law or the promise under which it stays.")
        content: dict[str, Any] = {
            "at": moment(self.at),
            "controller": self.controller,
            "reference": self.reference,
            "statement": {"version": self.statement_version, "hash": self.statement_hash},
            "gone": [asdict(part) | {"at": moment(part.at)} for part in self.gone],
            "stays": [asdict(part) | {"last_day": _day(part.last_day)} for part in self.stays],
            "pending": [asdict(part) | {"until": _day(part.until)} for part in self.pending],
        }
        if wrong := misfits(content, CONTENT, "Receipt"):
            raise ValueError(" ".join(wrong))
        return content


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()[:10]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """An erasure, the salt of its commitment, and the ledger entry that vouches for it."""

    erasure: Erasure
    salt: str
    entry: Entry


def record(connection: Connection, erasure: Erasure) -> Receipt:
    """Append ``erasure`` to the ledger, in the caller's transaction, under a fresh salt; errors are those of append."""
    salt = secrets.token_hex(32)
    counts = {
        "cells_gone": sum(part.count for part in erasure.gone),
        "cells_staying": sum(part.count for part in erasure.stays),
        "places_pending": len(erasure.pending),
    }
    draft = Draft(
        at=erasure.at,
        kind="erase",
        counts=counts,
        statement_hash=erasure.statement_hash,
        commitment=commitment(erasure.content(), salt),
    )
    return Receipt(erasure=erasure, salt=salt, entry=append(connection, draft))


def sign(receipt: Receipt, key: Ed25519PrivateKey) -> dict[str, Any]:
    """The receipt as JSON values in their order, the signature last and over the canonical form of all the others."""
    signed: dict[str, Any] = {
        "version": RECEIPT_VERSION,
        "content": receipt.erasure.content(),
        "salt": receipt.salt,
        "ledger": {"seq": receipt.entry.seq, "hash": receipt.entry.hash},
        "public_key": public_key(key),
    }
    signed["signature"] = key.sign(without(signed, "signature")).hex()
    return signed


def public_key(key: Ed25519PrivateKey) -> str:
    """The public half of ``key`` in hexadecimal: what the controller publishes, and ``verify --public-key`` takes."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def load_or_create_key(path: Path) -> Ed25519PrivateKey:
    """The signing key in the PEM file at ``path``, made there with mode 0600 when there is no such file.

    Raises KeyUnusable for a file that others can read, that is no Ed25519 key, or that cannot be read or written.
    """
    try:
        if not path.exists():
            _create_key(path)
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise KeyUnusable(f"{path}: others can read this signing key: chmod 600 it, or replace it.")
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise KeyUnusable(f"{path}: the signing key cannot be read or made: {error.strerror}.") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnusable(f"{path}: holds no unencrypted private key in PEM: restore it or move it away.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"{path}: the key is of another kind than Ed25519: restore it or move it away.")
    return key


def _create_key(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # Written whole beside its place and then linked: nobody reads half a key, and of two makers the first one wins.
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
