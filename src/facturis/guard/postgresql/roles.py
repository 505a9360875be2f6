"""The names of the roles of the gate. Roles belong to the whole server, so that each database has its own."""

from hashlib import sha256

SCHEMA = "grondslag_gate"


def plain_role(database: str) -> str:
    """The role that holds what is open to all of a database."""
    return f"grondslag_{sha256(database.encode()).hexdigest()[:10]}"


def purpose_role(database: str, purpose: str) -> str:
    """The role of a purpose of the statement in a database."""
    return f"{plain_role(database)}_{purpose}"
