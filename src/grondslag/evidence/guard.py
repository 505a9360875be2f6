"""What keeps the ledger append-only inside a database: triggers that refuse changes, deletions, entries out of order.

They stop mistakes, not the owner of the database: whoever drops them is found out by a published head.
"""

from contextlib import nullcontext

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from grondslag.evidence.verify import GENESIS

_CHANGED = "the ledger is append-only: no entry is changed"
_DELETED = "the ledger is append-only: no entry is deleted"
_FOLLOWS = "the ledger is append-only: an entry follows the last one"
_OUT_OF_ORDER = (
    "NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM grondslag_ledger) OR NEW.previous <> "
    f"coalesce((SELECT hash FROM grondslag_ledger ORDER BY seq DESC LIMIT 1), '{GENESIS}')"
)
_NAMES = ("grondslag_ledger_no_update", "grondslag_ledger_no_delete", "grondslag_ledger_in_order")
_EVENTS = ("UPDATE", "DELETE", "INSERT")

# SQLite's insert trigger also stops INSERT OR REPLACE, which deletes a row without firing a delete trigger.
_SQLITE = (
    f"CREATE TRIGGER IF NOT EXISTS {_NAMES[0]} BEFORE UPDATE ON grondslag_ledger "
    f"BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END",
    f"CREATE TRIGGER IF NOT EXISTS {_NAMES[1]} BEFORE DELETE ON grondslag_ledger "
    f"BEGIN SELECT RAISE(ABORT, '{_DELETED}'); END",
    f"CREATE TRIGGER IF NOT EXISTS {_NAMES[2]} BEFORE INSERT ON grondslag_ledger WHEN {_OUT_OF_ORDER} "
    f"BEGIN SELECT RAISE(ABORT, '{_FOLLOWS}'); END",
)
_MARIADB = (
    f"CREATE TRIGGER IF NOT EXISTS {_NAMES[0]} BEFORE UPDATE ON grondslag_ledger FOR EACH ROW "
    f"SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{_CHANGED}'",
    f"CREATE TRIGGER IF NOT EXISTS {_NAMES[1]} BEFORE DELETE ON grondslag_ledger FOR EACH ROW "
    f"SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{_DELETED}'",
    f"CREATE TRIGGER IF NOT EXISTS {_NAMES[2]} BEFORE INSERT ON grondslag_ledger FOR EACH ROW "
    f"IF {_OUT_OF_ORDER} THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{_FOLLOWS}'; END IF",
)
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION grondslag_ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF TG_OP = 'UPDATE' THEN RAISE EXCEPTION '{_CHANGED}'; END IF; "
    f"IF TG_OP IN ('DELETE', 'TRUNCATE') THEN RAISE EXCEPTION '{_DELETED}'; END IF; "
    f"IF {_OUT_OF_ORDER} THEN RAISE EXCEPTION '{_FOLLOWS}'; END IF; RETURN NEW; END $$",
    *(
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON grondslag_ledger "
        "FOR EACH ROW EXECUTE FUNCTION grondslag_ledger_refuse()"
        for name, event in zip(_NAMES, _EVENTS, strict=True)
    ),
    "CREATE OR REPLACE TRIGGER grondslag_ledger_no_truncate BEFORE TRUNCATE ON grondslag_ledger "
    "FOR EACH STATEMENT EXECUTE FUNCTION grondslag_ledger_refuse()",
)
_GUARDS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL, "mariadb": _MARIADB}


def guard(connection: Connection) -> None:
    """Puts the guards in place, where this user may define triggers; elsewhere the chain of hashes alone tells."""
    for statement in _GUARDS.get(connection.dialect.name, ()):
        try:
            # MariaDB commits before a definition, so that there is no savepoint to go back to, nor need of one.
            with nullcontext() if connection.dialect.name == "mariadb" else connection.begin_nested():
                connection.execute(text(statement))
        except DBAPIError:
            return
