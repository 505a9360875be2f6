"""A datamap held against its live database: what is not declared, not there, or could not be emptied or deleted."""

from collections.abc import Iterator
from typing import Literal

from grondslag.datamap.live import ForeignKey, Live, LiveTable
from grondslag.datamap.model import Column, Copy, DataMap, Table
from grondslag.datamap.names import OWN

type Finding = tuple[Literal["error", "warn", "info"], str, str, str]

SHADOWS = ("", "_config", "_content", "_data", "_docsize", "_idx")
CHAIN = ("CASCADE", "SET NULL", "SET DEFAULT")


def database_findings(datamap: DataMap, live: Live) -> Iterator[Finding]:
    """Severity, place, what is wrong, and what would mend it, in the order of the datamap.

    A database that lacks most of the mapped tables is another one, and that is then the only finding.
    """
    missing = [table.name for table in datamap.tables if live.table(table.name) is None]
    if len(missing) * 2 > len(datamap.tables):
        yield (
            "error", datamap.name,
            f"{len(missing)} of the {len(datamap.tables)} mapped tables are not here, {missing[0]} among them",
            "this is the datamap of another database: name the right one",
        )  # fmt: skip
        return
    for table in datamap.tables:
        there = live.table(table.name)
        if there is None:
            yield (
                "error",
                table.name,
                "the database has no such table",
                "remove it from the datamap, or correct its name",
            )
        else:
            yield from _table(datamap, table, there)
            yield from _stubs(datamap, table, there, live)
    yield from _copies(datamap, live)
    yield from _unmapped(datamap, live)
    yield from _references(datamap, live)
    for place, count in live.bad_times:
        yield "error", place, f"{count} values are no time in the declared form", "correct the values, or the form"


def _table(datamap: DataMap, table: Table, there: LiveTable) -> Iterator[Finding]:
    if not there.key:
        yield (
            "error", table.name, "the table has no primary key, so its rows cannot be told apart",
            "give it one: this version maps no table without",
        )  # fmt: skip
    elif set(there.key) != set(table.key):
        yield (
            "error", table.name, f"the key is declared as {', '.join(table.key)}",
            f"write the primary key: key = {list(there.key)}",
        )  # fmt: skip
    declared = {column.name for column in table.columns}
    for column in there.columns:
        if column.name not in declared:
            yield (
                "error", f"{table.name}.{column.name}", "the column is not declared",
                "give it a category, or declare it plain with a reason",
            )  # fmt: skip
    for each in table.columns:
        yield from _column(table, each, there)
    copies = {copy.name for copy in datamap.copies if copy.of == table.name}
    for trigger in there.triggers:
        if not trigger.writes or set(trigger.writes) - copies:
            yield (
                "error", table.name, f"the trigger {trigger.name} may copy what is erased",
                "declare the copy that it keeps up under copies, or drop the trigger",
            )  # fmt: skip


def _column(table: Table, column: Column, there: LiveTable) -> Iterator[Finding]:
    where = f"{table.name}.{column.name}"
    live = there.column(column.name)
    if live is None:
        yield "error", where, "the database has no such column", "remove it from the datamap, or correct its name"
        return
    if not column.personal or column.on_end in ("row", "keep"):
        return
    if live.generated:
        yield "error", where, "the column is computed and cannot be emptied", "declare the columns it is computed from"
    if not live.nullable and column.on_end == "null":
        yield (
            "error", where, "the column is NOT NULL and would be set to NULL",
            "write on_end = 'erased' with a constant, or on_end = 'pseudonym'",
        )  # fmt: skip
    if column.on_end == "erased" and (column.name,) in there.unique:
        yield (
            "error", where, "the column is unique, and two erased rows would hold the same constant",
            "write on_end = 'pseudonym'",
        )  # fmt: skip
    if column.on_end in ("erased", "pseudonym") and any(column.name in key.columns for key in there.foreign_keys):
        yield (
            "error", where, f"the column refers to a row, and on_end = '{column.on_end}' would refer to none",
            "write on_end = 'null' or, where it may not be NULL, 'row'",
        )  # fmt: skip
    if column.on_end == "pseudonym" and not _holds_text(live.type):
        yield (
            "error", where, f"the column is {live.type}, and a pseudonym is text",
            "write on_end = 'null', or 'erased' with a number",
        )  # fmt: skip


def _stubs(datamap: DataMap, table: Table, there: LiveTable, live: Live) -> Iterator[Finding]:
    """Links that end with their row and may not be NULL, in a table whose rows may have to stay behind as stubs."""
    pointing = ((other, key) for other in live.tables for key in other.foreign_keys if key.table == table.name)
    held = table.rows == "keep" or any(_holds(datamap, other, key) for other, key in pointing)
    for column in table.columns:
        found = there.column(column.name)
        if held and column.on_end == "row" and found is not None and not found.nullable:
            yield (
                "warn", f"{table.name}.{column.name}",
                "the link is NOT NULL and ends with its row: a row that living rows point at keeps it, unlawfully",
                "let the column be NULL, or see that what points at the row does not live longer",
            )  # fmt: skip


def _holds(datamap: DataMap, other: LiveTable, key: ForeignKey) -> bool:
    """Whether a reference keeps its target from being deleted: it may not be NULL, or it is personal data."""
    mapped = next((t for t in datamap.tables if t.name == other.name), None)
    personal = {c.name for c in mapped.columns if c.personal} if mapped else set(key.columns)
    return any(name in personal or (found := other.column(name)) is None or not found.nullable for name in key.columns)


def _holds_text(declared: str) -> bool:
    """Whether a declared type takes text: SQL's character types, or none declared (SQLite)."""
    return not declared or declared == "NULL" or any(word in declared for word in ("CHAR", "TEXT", "CLOB", "STRING"))


def _copies(datamap: DataMap, live: Live) -> Iterator[Finding]:
    for copy in datamap.copies:
        there = live.table(copy.name)
        if there is None:
            yield "error", copy.name, "the database has no such copy", "remove it from copies, or correct its name"
        elif not there.virtual:
            yield "error", copy.name, "the copy is no full-text index", "map it as a table of its own"
        else:
            yield from _copied(copy, there)


def _copied(copy: Copy, there: LiveTable) -> Iterator[Finding]:
    indexed = {column.name for column in there.columns}
    for name in copy.columns:
        if name not in indexed:
            yield "error", f"{copy.name}.{name}", "the index has no such column", "correct the copy's columns"
    for name in sorted(indexed - set(copy.columns)):
        yield (
            "error",
            f"{copy.name}.{name}",
            "the index has a column that is not declared",
            "add it to the copy's columns",
        )


def _unmapped(datamap: DataMap, live: Live) -> Iterator[Finding]:
    known = {table.name for table in datamap.tables} | {name for name, _ in datamap.ignored}
    known |= {copy.name + shadow for copy in datamap.copies for shadow in SHADOWS}
    for table in live.tables:
        if table.name not in known and not table.name.startswith(OWN):
            yield (
                "warn", table.name, "unmapped: nothing is known of what the table holds",
                "map it, or name it under ignored with a reason",
            )  # fmt: skip
    for name, _ in datamap.ignored:
        if live.table(name) is None:
            yield "info", name, "ignored, and the database has no such table", "remove it from ignored"


def _references(datamap: DataMap, live: Live) -> Iterator[Finding]:
    mapped = {table.name: table for table in datamap.tables}
    for table in live.tables:
        for key in table.foreign_keys:
            if key.table in mapped:
                yield from _reference(mapped.get(table.name), table, key)


def _reference(mapped: Table | None, table: LiveTable, key: ForeignKey) -> Iterator[Finding]:
    where = f"{table.name}.{key.columns[0]}"
    if key.on_delete in CHAIN:
        yield (
            "error", where, f"ON DELETE {key.on_delete} changes rows here unseen when a row of {key.table} goes",
            "make it ON DELETE RESTRICT or NO ACTION: the sweep deletes in the right order itself",
        )  # fmt: skip
    elif mapped is None:
        yield (
            "warn", where, f"the table is not mapped, and its rows keep rows of {key.table} from being deleted",
            f"map {table.name}",
        )  # fmt: skip
