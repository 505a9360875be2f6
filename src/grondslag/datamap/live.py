"""A live database as a store reflects it: what ``check`` holds the datamap against. Frozen values only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveColumn:
    """A column as the database has it; ``type`` is its declared type in upper case, ``generated`` a computed column."""

    name: str
    type: str
    nullable: bool
    generated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A reference from ``columns`` to ``targets`` of ``table``; ``on_delete`` is the action in upper case, or ""."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]
    on_delete: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A trigger on a table, and the tables that it writes to."""

    name: str
    writes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveTable:
    """A table: ``key`` its primary key columns, ``unique`` the sets of columns that are unique."""

    name: str
    columns: tuple[LiveColumn, ...]
    key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    triggers: tuple[Trigger, ...] = ()
    virtual: bool = False

    def column(self, name: str) -> LiveColumn | None:
        """The column with this name, or None."""
        return next((c for c in self.columns if c.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """All tables of a database. ``bad_times`` counts, per "table.column", the values that are no time as declared."""

    tables: tuple[LiveTable, ...]
    bad_times: tuple[tuple[str, int], ...] = ()

    def table(self, name: str) -> LiveTable | None:
        """The table with this name, or None."""
        return next((t for t in self.tables if t.name == name), None)
