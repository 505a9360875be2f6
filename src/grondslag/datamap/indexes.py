"""Indexes that judging and deleting look up by, and that are not there, each with the statement that makes it."""

import re
from collections.abc import Iterator

from grondslag.datamap.columns import Finding
from grondslag.datamap.live import Dialect, Live, LiveTable
from grondslag.datamap.model import DataMap
from grondslag.datamap.steps import Path

type LookUp = tuple[str, tuple[str, ...], bool]
"""A table, the columns by which its rows are found, and whether they are compared as identifiers are."""


def missing_indexes(datamap: DataMap, live: Live) -> Iterator[Finding]:
    """One warning for each look-up, of a step of a path or of a reference to a row that goes, without an index."""
    wanted: dict[LookUp, str] = {}
    for table in datamap.tables:
        paths = [(f"the link {link.name} of {table.name}", link.via) for link in table.links]
        paths += [(f"the event {name} of {table.name}", time.via) for name, time in table.events]
        for what, path in paths:
            for look_up in _steps(table.name, path):
                wanted.setdefault(look_up, what)
    mapped = {table.name for table in datamap.tables}
    for there in live.tables:
        for key in there.foreign_keys if there.name in mapped else ():
            if key.table in mapped:
                wanted.setdefault((there.name, key.columns, False), f"deleting rows of {key.table}")
    for (name, columns, alike), what in wanted.items():
        found = live.table(name)
        if found and all(found.column(c) for c in columns) and not _served(found, columns, alike):
            yield _missing(found, columns, alike, what, live.dialect)


def _steps(table: str, path: Path) -> Iterator[LookUp]:
    """Both ends of each step: a row is looked up from the person, and the person from a row."""
    here = table
    for step in path:
        yield here, tuple(column for column, _ in step.pairs), step.alike
        yield step.table, tuple(target for _, target in step.pairs), step.alike
        here = step.table


def _served(table: LiveTable, columns: tuple[str, ...], alike: bool) -> bool:
    """Whether an index, a unique set or the key begins with these columns, in any order among themselves."""
    begins = [table.key, *table.unique, *(index.columns for index in table.indexes)]
    if alike:
        return any(_bare(each[0]) == f"lower(trim({columns[0].lower()}))" for each in begins if each)
    return any(set(each[: len(columns)]) == set(columns) for each in begins)


def _bare(expression: str) -> str:
    """An index's expression as it was meant: PostgreSQL writes «lower(TRIM(BOTH FROM (email)::text))»."""
    said = re.sub(r'::(?:character varying|\w+)(?:\(\d+\))?|both from|["`\s]', "", expression.lower())
    said = said.replace("btrim(", "trim(")
    return re.sub(r"\((\(\w+\))\)", r"\1", said)


def _missing(table: LiveTable, columns: tuple[str, ...], alike: bool, what: str, dialect: Dialect) -> Finding:
    where = f"{table.name}.{columns[0]}"
    if alike and dialect == "mariadb":
        return (
            "warn", where, f"{what} compares without case and outer spaces, for which MariaDB has no index",
            "let the rows refer by a key where the table is large: each look-up reads all of it",
        )  # fmt: skip
    return (
        "warn",
        where,
        f"{what} looks rows up by it, and there is no index",
        created(table.name, columns, alike, dialect),
    )


def created(table: str, columns: tuple[str, ...], alike: bool, dialect: Dialect) -> str:
    """The statement that makes the index, for one database."""
    sign = "`" if dialect == "mariadb" else '"'
    named = [f"{sign}{column}{sign}" for column in columns]
    within = f"lower(trim({named[0]}))" if alike else ", ".join(named)
    schema, _, bare = table.rpartition(".")
    name = f"{bare}_{'_'.join(columns)}{'_alike' if alike else ''}"[:63]
    on = ".".join(f"{sign}{part}{sign}" for part in (schema, bare) if part)
    return f"CREATE INDEX {sign}{name}{sign} ON {on} ({within});"
