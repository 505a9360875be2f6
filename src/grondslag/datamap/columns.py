"""Columns held against the database: what could not be emptied, what is computed, and times of another type."""

import re
from collections.abc import Iterator
from typing import Literal

from grondslag.datamap.live import Live, LiveColumn, LiveTable
from grondslag.datamap.model import Column, DataMap, Table, Time

type Finding = tuple[Literal["error", "warn", "info"], str, str, str]

NUMBER = re.compile(r"^(?:TINY|SMALL|MEDIUM|BIG)?INT|^NUMERIC|^DECIMAL|^REAL|^DOUBLE|^FLOAT")
_CHARACTERS = ("CHAR", "TEXT", "CLOB", "STRING")


def column_findings(table: Table, column: Column, there: LiveTable) -> Iterator[Finding]:
    """What keeps a column from being emptied as declared, and declarations that a computed column contradicts."""
    where = f"{table.name}.{column.name}"
    live = there.column(column.stored)
    if live is None:
        yield "error", where, "the database has no such column", "remove it from the datamap, or correct its name"
        return
    yield from _computed(table, column, live, where)
    if not column.personal or column.on_end in ("row", "keep"):
        return
    if not live.nullable and column.on_end == "null" and not column.json_path:
        yield (
            "error", where, "the column is NOT NULL and would be set to NULL",
            "write on_end = 'erased' with a constant, or on_end = 'pseudonym'",
        )  # fmt: skip
    if column.on_end == "erased" and alone_unique(column.name, there):
        yield (
            "error", where, "the column is unique, and two erased rows would hold the same constant",
            "write on_end = 'pseudonym'",
        )  # fmt: skip
    if column.on_end in ("erased", "pseudonym") and any(column.name in key.columns for key in there.foreign_keys):
        yield (
            "error", where, f"the column refers to a row, and on_end = '{column.on_end}' would refer to none",
            "write on_end = 'null' or, where it may not be NULL, 'row'",
        )  # fmt: skip
    if column.on_end == "pseudonym" and not holds_text(live.type):
        yield (
            "error", where, f"the column is {live.type}, and a pseudonym is text",
            "write on_end = 'null', or 'erased' with a number",
        )  # fmt: skip


def alone_unique(name: str, there: LiveTable) -> bool:
    """Whether a column alone, or an expression of it alone, is unique."""
    sets = [*there.unique, *(index.columns for index in there.indexes if index.unique)]
    return any(len(each) == 1 and name in (each[0], *re.findall(r"\w+", each[0])) for each in sets)


def _computed(table: Table, column: Column, live: LiveColumn, where: str) -> Iterator[Finding]:
    names = {each.name for each in table.columns} - {column.name}
    sources = [name for name in dict.fromkeys(re.findall(r"\w+", live.expression)) if name in names]
    declare = f"declare it as computed = {sources}"
    if not live.generated:
        if column.computed:
            yield "error", where, "declared as computed, and the database does not compute it", "give it a category"
    elif column.computed:
        for name in sources:
            if name not in column.computed:
                yield "error", where, f"it is computed from {name} too", declare
    elif column.category or (column.link and column.on_end not in ("row", "keep")):
        yield "error", where, "the column is computed and cannot be emptied, but for what it is computed from", declare
    elif column.plain:
        personal = [name for name in sources if table.column(name).personal]
        if personal:
            yield "error", where, f"declared plain, and computed from {', '.join(personal)}, which is personal", declare


def holds_text(declared: str) -> bool:
    """Whether a declared type takes text: SQL's character types, or none declared (SQLite)."""
    return not declared or any(word in declared for word in _CHARACTERS)


def time_findings(datamap: DataMap, live: Live) -> Iterator[Finding]:
    """Times whose column is of another type than their form, or in another zone than the type's own."""
    seen: set[tuple[str, str]] = set()
    for name, time in times(datamap):
        table = live.table(name)
        column = table.column(time.column) if table else None
        if column and live.dialect != "sqlite" and (name, time.column) not in seen:
            seen.add((name, time.column))
            yield from _typed(f"{name}.{time.column}", time, column.type, datamap.zone, live.dialect)
    for place, count in live.bad_times:
        yield "error", place, f"{count} values are no time in the declared form", "correct the values, or the form"


def times(datamap: DataMap) -> Iterator[tuple[str, Time]]:
    """Every time of the datamap with the table in which its column stands."""
    for table in datamap.tables:
        for time in (*(found for _, found in table.events), *((table.since,) if table.since else ())):
            yield time.via[-1].table if time.via else table.name, time


def _typed(where: str, time: Time, declared: str, zone: str, dialect: str) -> Iterator[Finding]:
    kind = (
        "date" if declared == "DATE"
        else "datetime" if declared.startswith(("TIMESTAMP", "DATETIME"))
        else "epoch" if NUMBER.match(declared)
        else "text" if holds_text(declared)
        else "none"
    )  # fmt: skip
    if kind == "none":
        yield "error", where, f"the column is {declared}, and holds no time", "name the column that holds the time"
    elif kind == "text" and time.form == "epoch":
        yield "error", where, f"the column is {declared}, and seconds since 1970 are a number", "correct the form"
    elif kind not in ("text", time.form):
        yield "error", where, f"the column is {declared}, and is declared as {time.form}", f"write form = '{kind}'"
    elif dialect == "postgresql" and "WITH TIME ZONE" in declared and (time.zone or zone) != "UTC":
        yield "error", where, f"the column keeps moments ({declared}), and has no zone of its own", "write zone = 'UTC'"
    elif dialect == "mariadb" and declared.startswith("TIMESTAMP") and (time.zone or zone) != "UTC":
        yield "error", where, "the column is TIMESTAMP, which is read in UTC", "write zone = 'UTC'"


def ambiguous_nulls(datamap: DataMap, live: Live) -> Iterator[Finding]:
    """NULLs in events and classes for which nobody has said what they mean."""
    classes = {f"{table.name}.{table.row_class.column}" for table in datamap.tables if table.row_class.column}
    for place, count in live.nulls:
        rows = f"{count} rows have" if count > 1 else "1 row has"
        if place in classes:
            yield "warn", place, f"{rows} no class, and a row without one fits every term", "give each row a class"
        else:
            yield (
                "warn", place, f"{rows} NULL here, and nobody has said what that means",
                "write null = 'not_yet' where the event is still to come, so that the term runs, else null = 'missing'",
            )  # fmt: skip
