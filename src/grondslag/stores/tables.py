"""The kernel's own tables: subjects, the facts about them, and their requests. Moments are UTC text with six decimals.

A subject's id is the kernel's own and never reused; several (kind, key) pairs with one id are aliases, whose facts
merge. Facts are only added: a restriction or hold ends by a row in ``grondslag_ended``. So are the events of a request,
whose row says besides whose it is, once that is known, and when it was closed. ``own.toml`` maps these tables, so that
they are judged too.
"""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

METADATA = MetaData()
# Compared byte by byte everywhere: keys tell people apart, and moments sort as time.
EXACT: dict[str, Any] = {"mariadb_charset": "utf8mb4", "mariadb_collate": "utf8mb4_bin"}


def words(length: int) -> String:
    """Text that compares byte by byte, of at most so many characters."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


SUBJECT = Table(
    "grondslag_subject",
    METADATA,
    Column("row", Integer, primary_key=True, autoincrement=True),
    Column("id", Integer, nullable=False),
    Column("kind", words(64), nullable=False),
    Column("key", words(255), nullable=False),
    Column("retired", words(26)),
    UniqueConstraint("kind", "key", "id"),
    Index("grondslag_subject_id", "id"),
    sqlite_autoincrement=True,
    **EXACT,
)


def _fact(name: str, *columns: Column[object]) -> Table:
    return Table(
        f"grondslag_{name}",
        METADATA,
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("subject", Integer, nullable=False),
        Column("at", words(26), nullable=False),
        Column("source", words(64), nullable=False, default=""),
        *columns,
        sqlite_autoincrement=True,
        **EXACT,
    )


CONSENT = _fact(
    "consent",
    Column("purpose", words(32), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
OBJECTION = _fact("objection", Column("purpose", words(32), nullable=False), Column("state", Integer, nullable=False))
ERASURE = _fact(
    "erasure",
    Column("ordered", Boolean, nullable=False),
    Column("wall", words(26), nullable=False),
    Column("day", words(10), nullable=False),
)
RESTRICTION = _fact(
    "restriction", Column("ground", words(1), nullable=False), Column("scope", words(128), nullable=False)
)
HOLD = _fact(
    "hold",
    Column("scope", words(128), nullable=False),
    Column("law", words(128), nullable=False),
    Column("reason", words(64), nullable=False),
    Column("approver", words(64), nullable=False),
    Column("review", words(10), nullable=False),
)
ENDED = Table(
    "grondslag_ended",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("fact", words(16), nullable=False),
    Column("of", Integer, nullable=False),
    Column("at", words(26), nullable=False),
    sqlite_autoincrement=True,
    **EXACT,
)
# One row: how far the journal has come in this database; see stores/state.py.
STATE = Table(
    "grondslag_state",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("database", words(32), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", words(64), nullable=False),
    Column("place", Text, nullable=False),
    Column("closed", Boolean, nullable=False),
    **EXACT,
)
Index("grondslag_consent_of", CONSENT.c.subject, CONSENT.c.purpose, CONSENT.c.at)
Index("grondslag_objection_of", OBJECTION.c.subject, OBJECTION.c.purpose, OBJECTION.c.at)
Index("grondslag_erasure_of", ERASURE.c.subject, ERASURE.c.at)
Index("grondslag_restriction_of", RESTRICTION.c.subject, RESTRICTION.c.at)
Index("grondslag_hold_of", HOLD.c.subject, HOLD.c.at)
Index("grondslag_ended_of", ENDED.c.fact, ENDED.c.of)

REQUEST = Table(
    "grondslag_request",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("reference", words(64), nullable=False, unique=True),
    Column("kind", words(16), nullable=False),
    Column("subject", Integer),
    Column("received", words(26), nullable=False),
    Column("closed", words(26)),
    Index("grondslag_request_of", "subject"),
    sqlite_autoincrement=True,
    **EXACT,
)
REQUEST_EVENT = Table(
    "grondslag_request_event",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("request", Integer, nullable=False),
    Column("at", words(26), nullable=False),
    Column("event", words(24), nullable=False),
    Column("detail", Text, nullable=False),
    Index("grondslag_request_event_of", "request"),
    sqlite_autoincrement=True,
    **EXACT,
)
IDENTIFIER = Table(
    "grondslag_identifier",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("subject", Integer, nullable=False),
    Column("kind", words(32), nullable=False),
    Column("value", words(255), nullable=False),
    Column("since", words(26)),
    Column("until", words(26)),
    Index("grondslag_identifier_is", "kind", "value"),
    Index("grondslag_identifier_of", "subject"),
    sqlite_autoincrement=True,
    **EXACT,
)
SUPPRESSION = Table(
    "grondslag_suppression",
    METADATA,
    Column("digest", words(64), primary_key=True),
    Column("purpose", words(32), nullable=False),
    Column("at", words(26), nullable=False),
    **EXACT,
)
DOOMED = Table(
    "grondslag_doomed",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("store", words(64), nullable=False),
    Column("document", words(64), nullable=False),
    sqlite_autoincrement=True,
    **EXACT,
)
