"""What the page needs of a store: rows, what lies at the end of a path, and facts. Every store passes one suite."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from grondslag.datamap.live import Live
from grondslag.datamap.model import Path
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
