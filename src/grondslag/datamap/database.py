"""A datamap held against its live database: what is not declared, not there, or could not be emptied."""

from collections.abc import Iterator

from grondslag.datamap.columns import Finding, ambiguous_nulls, column_findings, time_findings
from grondslag.datamap.dependants import reference_findings, stub_findings, trigger_findings
from grondslag.datamap.indexes import missing_indexes
from grondslag.datamap.live import Live, LiveTable
from grondslag.datamap.model import Copy, DataMap, Table
from grondslag.datamap.names import OWN

SHADOWS = ("", "_config", "_content", "_data", "_docsize", "_idx")


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
            yield from _absent(table, live)
        else:
            yield from _table(datamap, table, there)
            yield from stub_findings(datamap, table, there, live)
    yield from _copies(datamap, live)
    yield from _views(datamap, live)
    yield from _unmapped(datamap, live)
    yield from reference_findings(datamap, live)
    yield from time_findings(datamap, live)
    yield from ambiguous_nulls(datamap, live)
    yield from missing_indexes(datamap, live)


def _absent(table: Table, live: Live) -> Iterator[Finding]:
    if live.view(table.name):
        yield "error", table.name, "is a view, and only tables can be mapped", "map the tables that it shows"
    else:
        yield "error", table.name, "the database has no such table", "remove it from the datamap, or correct its name"


def _table(datamap: DataMap, table: Table, there: LiveTable) -> Iterator[Finding]:
    if not there.key:
        yield (
            "error", table.name, "the table has no primary key, so its rows cannot be told apart",
            "give it a primary key, or name the table under ignored with a reason: none is mapped without",
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
        yield from column_findings(table, each, there)
    yield from trigger_findings(datamap, table, there)
    if there.versioned:
        yield (
            "error", table.name, "the database keeps every former version of its rows (SYSTEM VERSIONING)",
            f"drop that history: ALTER TABLE {table.name} DROP SYSTEM VERSIONING",
        )  # fmt: skip


def _copies(datamap: DataMap, live: Live) -> Iterator[Finding]:
    for copy in datamap.copies:
        there, view = live.table(copy.name), live.view(copy.name)
        if there is None and view is None:
            yield "error", copy.name, "the database has no such copy", "remove it from copies, or correct its name"
        elif copy.kind == "materialized_view" and view and view.materialized:
            yield from _copied(copy, set(view.columns), "view")
        elif copy.kind == "fts5" and there and there.virtual:
            yield from _copied(copy, {column.name for column in there.columns}, "index")
        elif view and view.materialized:
            yield "error", copy.name, "the copy is a materialized view", "write kind = 'materialized_view'"
        else:
            what = "full-text index" if copy.kind == "fts5" else "materialized view"
            yield "error", copy.name, f"the copy is no {what}", "map it as a table of its own"


def _views(datamap: DataMap, live: Live) -> Iterator[Finding]:
    """A view shows what its tables hold, and is judged with them; a materialized one holds it once more."""
    mapped = {table.name for table in datamap.tables}
    known = {copy.name for copy in datamap.copies} | {name for name, _ in datamap.ignored}
    for view in live.views:
        shown = [name for name in view.reads if name in mapped]
        if not shown or view.name in known:
            continue
        if view.materialized:
            columns = ", ".join(f'"{name}"' for name in view.columns)
            yield (
                "error", view.name, f"the materialized view keeps a copy of what {', '.join(shown)} held",
                f"declare it under copies: {{ of = '{shown[0]}', kind = 'materialized_view', columns = [{columns}] }}",
            )  # fmt: skip
        else:
            yield (
                "info", view.name, f"the view shows what its tables hold: {', '.join(shown)}",
                "nothing: what goes from them is gone from it",
            )  # fmt: skip


def _copied(copy: Copy, there: set[str], what: str) -> Iterator[Finding]:
    for name in copy.columns:
        if name not in there:
            yield "error", f"{copy.name}.{name}", f"the {what} has no such column", "correct the copy's columns"
    for name in sorted(there - set(copy.columns)):
        yield (
            "error", f"{copy.name}.{name}", f"the {what} has a column that is not declared",
            "add it to the copy's columns",
        )  # fmt: skip


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
        if live.table(name) is None and live.view(name) is None:
            yield "info", name, "ignored, and the database has no such table", "remove it from ignored"
