"""Cursors that take the role of the open purpose with every statement, and give it up with it.

A role set for the session would outlive the transaction and leak through a pool, and ROLLBACK TO would bring an earlier
one back: so ``SET LOCAL ROLE`` travels with each statement, in one message, and nothing is remembered in between.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.db.utils import NotSupportedError
from psycopg import sql
from psycopg.errors import InsufficientPrivilege
from psycopg.pq import TransactionStatus

from facturis.guard.access import in_force, refuse
from facturis.guard.postgresql.roles import purpose_role
from facturis.guard.purpose import purpose

if TYPE_CHECKING:  # what Django's are, which its stubs leave empty
    from psycopg import ClientCursor, ServerCursor

    class Cursor(ClientCursor[Any]): ...

    class ServerSideCursor(ServerCursor[Any]): ...
else:
    from django.db.backends.postgresql.base import Cursor, ServerSideCursor

# A statement that begins, ends or divides a transaction, on its own. It must come first, or works where nothing else
# does; but a savepoint is made in the login's own role, since that is what going back to it brings back.
_CONTROL = re.compile(
    r"""\s*(BEGIN|START\ TRANSACTION|COMMIT|ROLLBACK|(RELEASE(\ SAVEPOINT)?|ROLLBACK\ TO(\ SAVEPOINT)?)
    \ ("[^"]+"|\w+))\s*;?\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_SAVEPOINT = re.compile(r'\s*SAVEPOINT ("[^"]+"|\w+)\s*;?\s*', re.IGNORECASE)
_FIRST = r"(?:^|;)(?:\s|--[^\n]*\n|/\*.*?\*/)*"
_MIXED = re.compile(
    rf"{_FIRST}((BEGIN|START|COMMIT|ROLLBACK|ABORT|SAVEPOINT|RELEASE|PREPARE\s+TRANSACTION)\b"
    r"|END\s*(;|\Z|WORK\b|TRANSACTION\b|AND\b))",
    re.IGNORECASE | re.DOTALL,
)
_ROLES = re.compile(
    rf"{_FIRST}((SET|RESET)\s+((SESSION|LOCAL)\s+)?(ROLE|SESSION\s+AUTHORIZATION)|RESET\s+ALL|DISCARD\s+ALL)\b"
    r"|\bset_config\s*\(\s*'(role|session_authorization)'",
    re.IGNORECASE | re.DOTALL,
)
_TABLE = re.compile(r'(?:for|of) (?:table|relation|view|sequence|schema) "?([\w.]+)"?')


def _text(query: Any, cursor: Any) -> str:
    if isinstance(query, sql.Composable):
        return query.as_string(cursor)
    return query.decode() if isinstance(query, bytes) else str(query)


def _role(cursor: Any) -> str | None:
    """The role that a statement is to run in: that of the open purpose, NONE for the login's own, None to say nothing.

    Outside a transaction a connection has the login's own anyway.
    """
    connection, now = cursor.connection, purpose()
    if now is not None and now in in_force().opened:
        return f'"{purpose_role(connection.info.dbname, now)}"'
    return None if _outside(connection) else "NONE"


@lru_cache(maxsize=2048)
def _kind(text: str) -> str:
    """Whether a statement controls a transaction, makes a savepoint, or ("") does its work in a role.

    Raises NotSupportedError for one that would change its role by itself.
    """
    if _CONTROL.fullmatch(text):
        return "control"
    if _SAVEPOINT.fullmatch(text):
        return "savepoint"
    if _ROLES.search(text):
        raise NotSupportedError("a statement may not change its role: open the purpose with processing() instead")
    if _MIXED.search(text):
        raise NotSupportedError("send what begins, ends or divides a transaction on its own, and the rest after it")
    return ""


def _outside(connection: Any) -> bool:
    """Whether a statement would be a transaction of its own."""
    return bool(connection.autocommit and connection.info.transaction_status == TransactionStatus.IDLE)


def _denied(error: InsufficientPrivilege, query: str) -> NoReturn:
    """Refuses as the database did. It tells the table, and never which column."""
    found = _TABLE.search(error.diag.message_primary or "")
    reading = re.match(r"\s*(SELECT|WITH|TABLE|VALUES|DECLARE)\b", query, re.IGNORECASE)
    refuse("read" if reading else "write", found[1] if found else str(error).splitlines()[0])
    raise AssertionError("refuse returns nothing") from error


class GatedCursor(Cursor):
    """A cursor whose every statement runs in the role of the purpose that is open at that moment."""

    def execute(self, query: Any, params: Any = None, **kwargs: Any) -> Self:
        """See psycopg. Raises PurposeDenied where the database refuses, NotSupportedError for a change of role."""
        text = _text(query, self)
        kind = _kind(text)
        role = _role(self) if kind == "" else "NONE" if kind == "savepoint" and not _outside(self.connection) else None
        try:
            if role is None:
                return super().execute(text, params, **kwargs)
            super().execute(f"SET LOCAL ROLE {role}; {text}", params, **kwargs)
        except InsufficientPrivilege as error:
            _denied(error, text)
        self.nextset()
        return self

    def executemany(self, query: Any, params_seq: Iterable[Any], *, returning: bool = False) -> None:
        """Each on its own: a batch has no room for a role before its statement."""
        if returning:
            raise NotSupportedError("executemany(returning=True) does not pass the gate: execute each statement")
        for params in params_seq:
            self.execute(query, params)

    def copy(self, *_: Any, **__: Any) -> NoReturn:
        """COPY has no room for a role before it. Raises NotSupportedError."""
        raise NotSupportedError("COPY does not pass the gate: use bulk_create, or the owner's connection")

    def stream(self, *_: Any, **__: Any) -> Iterator[Any]:
        """Raises NotSupportedError, as for COPY."""
        raise NotSupportedError("stream() does not pass the gate: use iterator()")


class GatedServerCursor(ServerSideCursor):
    """A cursor on the server, opened in the role of the purpose; under another nothing is fetched from it."""

    _opened_for: str | None = None

    def execute(self, query: Any, params: Any = None, **kwargs: Any) -> Self:
        """See psycopg. Outside a transaction the cursor is held, and opened in a transaction of its own.

        Raises PurposeDenied where the database refuses.
        """
        text, self._opened_for = _text(query, self), purpose()
        role = _role(self)
        try:
            with self.connection.transaction() if _outside(self.connection) else nullcontext():
                if role is not None:
                    Cursor(self.connection).execute(f"SET LOCAL ROLE {role}")
                return super().execute(text, params, **kwargs)
        except InsufficientPrivilege as error:
            _denied(error, text)

    def fetchone(self) -> Any:
        """See psycopg. Raises PurposeDenied, as do the other ways to fetch, under another purpose."""
        self._check()
        return super().fetchone()

    def fetchmany(self, size: int = 0) -> list[Any]:
        """See :meth:`fetchone`."""
        self._check()
        return super().fetchmany(size)

    def fetchall(self) -> list[Any]:
        """See :meth:`fetchone`."""
        self._check()
        return super().fetchall()

    def __next__(self) -> Any:
        self._check()
        return super().__next__()

    def _check(self) -> None:
        if purpose() != self._opened_for:
            refuse("read", f"a cursor that was opened for {self._opened_for or 'no purpose'}")
