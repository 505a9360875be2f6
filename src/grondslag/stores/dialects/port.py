"""What a store needs of a database beside SQL that SQLAlchemy writes."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.sql.expression import Delete

from grondslag.stores.asking import Answer, Asked
from grondslag.stores.port import Key

NOT_EMPTIED = "write-ahead log not emptied: another program is reading"


class Dialect(Protocol):
    """One kind of database."""

    def url(self, parsed: URL) -> URL:
        """The URL with the driver that is used. Raises StoreError where there can be no such database."""
        ...

    def options(self) -> Mapping[str, Any]:
        """Arguments for SQLAlchemy's ``create_engine``."""
        ...

    def configure(self, engine: Engine, read_only: bool) -> None:
        """Sets each new connection up: times in UTC, references enforced, nothing written when ``read_only``."""
        ...

    def transaction(self, connection: Connection, write: bool, snapshot: bool) -> AbstractContextManager[None]:
        """One transaction, committed at the end and rolled back when anything is raised.

        Of writers, one at a time goes in; ``snapshot`` makes all its reads see one moment, and lets others write.
        """
        ...

    def temporary(
        self, connection: Connection, name: str, like: Mapping[str, str], of: str, more: Mapping[str, str],
        index: Sequence[str], numbered: bool = False,
    ) -> None:  # fmt: skip
        """Makes an empty temporary table, in the place of an earlier one.

        ``like`` are columns as those of the table ``of``, ``more`` columns of a type (INTEGER or TEXT); ``numbered``
        adds the key ``n``, which counts from 1.
        """
        ...

    def delete_all(self, connection: Connection, deletions: Sequence[Delete]) -> list[int]:
        """Deletes rows that point at each other, references checked at the end; the number of rows for each."""
        ...

    def ask(self, connection: Connection, asked: Sequence[Asked]) -> list[Answer]:
        """Sends statements, at once where the database takes them so, in the caller's transaction; their answers."""
        ...

    def among(self, columns: Sequence[str], rows: Sequence[Key]) -> Asked:
        """That columns, quoted, have the values of one of these rows: the text of the condition, and its parameters."""
        ...

    def measure(self, connection: Connection, name: str) -> None:
        """Lets the database see how much a temporary table holds, where it does not see that by itself."""
        ...

    def mark(self, connection: Connection) -> object:
        """What tells that nobody else has written: marks that are equal, nothing in between. None where none can tell.

        Of a transaction, ask it first.
        """
        ...

    def is_conflict(self, error: BaseException) -> bool:
        """Whether an error is a deadlock or the like, so that the same transaction may succeed when it is run again."""
        ...

    def sentence(self, error: BaseException) -> str:
        """What the database says, as a sentence with what to do."""
        ...
