"""What the page needs of a store: rows, what lies at the end of a path, and facts. Every store passes one suite."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from grondslag.datamap.live import Live
from grondslag.datamap.steps import Path
from grondslag.law.facts import Facts

Key = tuple[object, ...]
Row = Mapping[str, object]
SubjectKey = tuple[str, str]


class StoreError(Exception):
    """A store cannot do what was asked: one clear sentence for people."""


class ConflictError(StoreError):
    """Others got in the way of a transaction, which was rolled back and may succeed when it is run again."""


class Store(Protocol):
    """Rows of mapped tables and the facts about subjects, read only."""

    def rows(self, table: str, keys: Sequence[Key] | None = None) -> Iterator[Row]:
        """The rows of a table, all or those with these primary keys, each with all its columns."""
        ...

    def follow(self, table: str, path: Path, column: str, keys: Sequence[Key]) -> Mapping[Key, frozenset[object]]:
        """For each row, the values of ``column`` at the end of a path of at least one step (NULLs among them)."""
        ...

    def facts(self, subjects: Iterable[SubjectKey]) -> Mapping[SubjectKey, Facts]:
        """The facts of these subjects; those without any are left out."""
        ...

    def reflect(self) -> Live:
        """The tables as the database has them."""
        ...


class Journal(Protocol):
    """Who is told of facts and corrected cells, and keeps them outside the database just before it commits."""

    def told(self, facts: Mapping[SubjectKey, Facts]) -> None:
        """Hears of facts that are being recorded."""

    def ended(self, fact: str, subject: SubjectKey, at: datetime, scope: str | None = None) -> None:
        """Hears that the restrictions or holds (``fact``) of a subject end, all or those of a scope."""

    def rectified(self, table: str, column: str, values: Mapping[Key, object]) -> None:
        """Hears which cells of a column are being corrected, by the keys of their rows, and what they hold now."""

    def keep(self, connection: Connection) -> None:
        """Writes down what it heard, in the transaction that is about to commit."""

    def forget(self) -> None:
        """Drops what it heard of a transaction that has ended."""


class Unjournalled:
    """Keeps nothing: the journal of a store that has none."""

    def told(self, facts: Mapping[SubjectKey, Facts]) -> None:
        """See :class:`Journal`."""

    def ended(self, fact: str, subject: SubjectKey, at: datetime, scope: str | None = None) -> None:
        """See :class:`Journal`."""

    def rectified(self, table: str, column: str, values: Mapping[Key, object]) -> None:
        """See :class:`Journal`."""

    def keep(self, connection: Connection) -> None:
        """See :class:`Journal`."""

    def forget(self) -> None:
        """See :class:`Journal`."""
