"""A live database as a store reflects it: what ``check`` holds the datamap against. Frozen values only."""

from dataclasses import dataclass
from typing import Literal

type Dialect = Literal["sqlite", "postgresql", "mariadb"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveColumn:
    """A column as the database has it; ``type`` is its declared type in upper case.

    ``generated`` is a column that the database computes, ``expression`` the text that it computes it from.
    """

    name: str
    type: str
    nullable: bool
    generated: bool = False
    expression: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A reference from ``columns`` to ``targets`` of ``table``.

    ``on_delete`` and ``on_update`` are the actions in upper case; "" where none is declared.
    """

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]
    on_delete: str = ""
    on_update: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index over all rows that serves equality: ``columns`` in order, an expression as its text."""

    name: str
    columns: tuple[str, ...]
    unique: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A trigger (or PostgreSQL's rule) on a table, and the tables that it writes to, none where that cannot be told."""

    name: str
    writes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveTable:
    """A table: ``key`` its primary key columns, ``unique`` the sets of columns that are unique.

    ``name`` is "schema.table" outside the default schema. ``versioned``: the database itself keeps a row's past.
    """

    name: str
    columns: tuple[LiveColumn, ...]
    key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[Index, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    virtual: bool = False
    versioned: bool = False

    def column(self, name: str) -> LiveColumn | None:
        """The column with this name, or None."""
        return next((c for c in self.columns if c.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view, and the tables that its definition names; a ``materialized`` one keeps rows of its own ``columns``."""

    name: str
    reads: tuple[str, ...] = ()
    materialized: bool = False
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """All tables and views of a database.

    ``bad_times`` counts, per "table.column", the values that are no time as declared; ``nulls`` those that are NULL
    where the datamap leaves open what that means, and is only there where it was asked for.
    """

    tables: tuple[LiveTable, ...]
    views: tuple[View, ...] = ()
    bad_times: tuple[tuple[str, int], ...] = ()
    nulls: tuple[tuple[str, int], ...] = ()
    dialect: Dialect = "sqlite"

    def table(self, name: str) -> LiveTable | None:
        """The table with this name, or None."""
        return next((t for t in self.tables if t.name == name), None)

    def view(self, name: str) -> View | None:
        """The view with this name, or None."""
        return next((v for v in self.views if v.name == name), None)

    @property
    def numbers(self) -> frozenset[str]:
        """The columns, "table.column", that hold whole numbers and nothing else; SQLite lets any column hold text."""
        if self.dialect == "sqlite":
            return frozenset()
        return frozenset(f"{t.name}.{c.name}" for t in self.tables for c in t.columns if c.type in _WHOLE)


_WHOLE = ("SMALLINT", "INTEGER", "BIGINT")
