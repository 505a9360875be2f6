"""The kernel's own tables: subjects and the facts about them. Moments are UTC text with six decimals.

A subject's id is the kernel's own and never reused; several (kind, key) pairs with one id are aliases, whose facts
merge. Facts are only added: a restriction or hold ends by a row in ``grondslag_ended``.
"""

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, UniqueConstraint

METADATA = MetaData()

SUBJECT = Table(
    "grondslag_subject",
    METADATA,
    Column("row", Integer, primary_key=True, autoincrement=True),
    Column("id", Integer, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("key", String(255), nullable=False),
    Column("retired", String(26)),
    UniqueConstraint("kind", "key", "id"),
    Index("grondslag_subject_id", "id"),
    sqlite_autoincrement=True,
)


def _fact(name: str, *columns: Column[object]) -> Table:
    return Table(
        f"grondslag_{name}",
        METADATA,
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("subject", Integer, nullable=False),
        Column("at", String(26), nullable=False),
        Column("source", String(64), nullable=False, default=""),
        *columns,
        sqlite_autoincrement=True,
    )


CONSENT = _fact(
    "consent",
    Column("purpose", String(32), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
OBJECTION = _fact("objection", Column("purpose", String(32), nullable=False), Column("state", Integer, nullable=False))
ERASURE = _fact(
    "erasure",
    Column("ordered", Boolean, nullable=False),
    Column("wall", String(26), nullable=False),
    Column("day", String(10), nullable=False),
)
RESTRICTION = _fact(
    "restriction", Column("ground", String(1), nullable=False), Column("scope", String(128), nullable=False)
)
HOLD = _fact(
    "hold",
    Column("scope", String(128), nullable=False),
    Column("law", String(128), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("approver", String(64), nullable=False),
    Column("review", String(10), nullable=False),
)
ENDED = Table(
    "grondslag_ended",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("fact", String(16), nullable=False),
    Column("of", Integer, nullable=False),
    Column("at", String(26), nullable=False),
    sqlite_autoincrement=True,
)
Index("grondslag_consent_of", CONSENT.c.subject, CONSENT.c.purpose, CONSENT.c.at)
Index("grondslag_objection_of", OBJECTION.c.subject, OBJECTION.c.purpose, OBJECTION.c.at)
Index("grondslag_erasure_of", ERASURE.c.subject, ERASURE.c.at)
Index("grondslag_restriction_of", RESTRICTION.c.subject, RESTRICTION.c.at)
Index("grondslag_hold_of", HOLD.c.subject, HOLD.c.at)
Index("grondslag_ended_of", ENDED.c.fact, ENDED.c.of)
