"""What SQLAlchemy's inspector leaves out: triggers, views with their text, virtual and versioned tables, partitions."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from grondslag.datamap.live import Dialect, Index, Trigger

Name = tuple[str, str]
"""A schema and what it holds by name."""

_WRITES = re.compile(
    r"(?i)\b(?:INSERT\s+(?:IGNORE\s+)?(?:INTO\s+)?|REPLACE\s+(?:INTO\s+)?|INTO\s+|UPDATE\s+(?:(?:OR\s+|IGNORE\s*)\w*\s+)?"
    r'|DELETE\s+FROM\s+)(?!INTO\b|OR\b|FROM\b|IGNORE\b)((?:["`\[]?\w+["`\]]?\.)?["`\[]?\w+["`\]]?)'
)
_INDEX = re.compile(r"(?is)\bON\s+(?:\"[^\"]*\"|`[^`]*`|\[[^\]]*\]|\w+)\s*\(")
_DIRECTION = re.compile(r"(?i)\s+(?:ASC|DESC)$")
_PLAIN = re.compile(r"^\w+$")

_POSTGRESQL_TRIGGERS = """
    SELECT n.nspname, c.relname, t.tgname FROM pg_catalog.pg_trigger t
    JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT t.tgisinternal AND t.tgparentid = 0
    UNION ALL
    SELECT schemaname, tablename, rulename FROM pg_catalog.pg_rules
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2, 3"""
_POSTGRESQL_VIEWS = """
    SELECT schemaname, viewname, definition, false FROM pg_catalog.pg_views
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
    UNION ALL SELECT schemaname, matviewname, definition, true FROM pg_catalog.pg_matviews ORDER BY 1, 2"""
_PARTITIONS = """
    SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f')"""
_MARIADB_TRIGGERS = """
    SELECT event_object_schema, event_object_table, trigger_name, action_statement
    FROM information_schema.triggers WHERE event_object_schema = DATABASE() ORDER BY 2, 3"""
_MARIADB_VIEWS = """
    SELECT table_schema, table_name, view_definition
    FROM information_schema.views WHERE table_schema = DATABASE() ORDER BY 2"""
_VERSIONED = """
    SELECT table_schema, table_name FROM information_schema.tables
    WHERE table_type = 'SYSTEM VERSIONED' AND table_schema = DATABASE()"""


@dataclass(slots=True)
class Catalogue:
    """What a database's own catalogue tells beside its tables.

    ``indexes`` and ``unique``, of SQLite: expressions, and sets that SQLAlchemy does not find in the text of a table.
    """

    dialect: Dialect
    triggers: dict[Name, list[Trigger]] = field(default_factory=dict)
    views: list[tuple[Name, str, bool]] = field(default_factory=list)
    virtual: set[Name] = field(default_factory=set)
    versioned: set[Name] = field(default_factory=set)
    partitions: set[Name] = field(default_factory=set)
    indexes: dict[Name, list[Index]] = field(default_factory=dict)
    unique: dict[Name, list[list[str]]] = field(default_factory=dict)

    def trigger(self, table: Name, name: str, body: str) -> None:
        """Adds a trigger, with the tables that its body writes to where the text tells them."""
        said = (re.sub(r'["`\[\]]', "", found) for found in _WRITES.findall(body))
        writes = tuple(dict.fromkeys(said))
        self.triggers.setdefault(table, []).append(Trigger(name=name, writes=writes))


def catalogue(connection: Connection, schemas: tuple[str, ...]) -> Catalogue:
    """The catalogue of a database; ``schemas`` are those to look in on SQLite, where each is a file."""
    read: dict[str, Callable[[], Catalogue]] = {
        "sqlite": lambda: _sqlite(connection, schemas),
        "postgresql": lambda: _postgresql(connection),
    }
    return read.get(connection.dialect.name, lambda: _mariadb(connection))()


def _sqlite(connection: Connection, schemas: tuple[str, ...]) -> Catalogue:
    found = Catalogue("sqlite")
    for schema in schemas:
        master = connection.exec_driver_sql(f'SELECT type, name, tbl_name, sql FROM "{schema}".sqlite_master')
        for kind, name, of, sql in master.all():
            if kind == "trigger":
                found.trigger((schema, of), name, re.split(r"(?i)\bBEGIN\b", sql, maxsplit=1)[-1])
            elif kind == "view":
                found.views.append(((schema, name), sql, False))
            elif kind == "table" and "VIRTUAL" in (sql or "").upper()[:16]:
                found.virtual.add((schema, name))
            elif kind == "index" and sql and (columns := tuple(_indexed(sql))):
                unique = bool(re.match(r"(?i)\s*CREATE\s+UNIQUE\b", sql))
                found.indexes.setdefault((schema, of), []).append(Index(name=name, columns=columns, unique=unique))
            elif kind == "index" and not sql:  # what UNIQUE or PRIMARY KEY in a table's text makes
                info = connection.exec_driver_sql(
                    f'PRAGMA "{schema}".index_info("{name.replace(chr(34), chr(34) * 2)}")'
                )
                found.unique.setdefault((schema, of), []).append([column for _, _, column in info])
    return found


def _postgresql(connection: Connection) -> Catalogue:
    found = Catalogue("postgresql")
    for schema, table, name in connection.execute(text(_POSTGRESQL_TRIGGERS)):
        found.trigger((schema, table), name, "")
    for schema, name, definition, materialized in connection.execute(text(_POSTGRESQL_VIEWS)):
        found.views.append(((schema, name), definition or "", materialized))
    found.partitions = {(schema, table) for schema, table in connection.execute(text(_PARTITIONS))}
    return found


def _mariadb(connection: Connection) -> Catalogue:
    found = Catalogue("mariadb")
    for schema, table, name, body in connection.execute(text(_MARIADB_TRIGGERS)):
        found.trigger((schema, table), name, body)
    for schema, name, definition in connection.execute(text(_MARIADB_VIEWS)):
        found.views.append(((schema, name), definition or "", False))
    found.versioned = {(schema, table) for schema, table in connection.execute(text(_VERSIONED))}
    return found


def _indexed(sql: str) -> Iterator[str]:
    """The columns and expressions of a CREATE INDEX statement; none when it is partial, and so is not over all rows."""
    begun = _INDEX.search(sql)
    if begun is None:
        return
    parts, depth, quote, start, end = [], 1, "", begun.end(), len(sql)
    for at in range(start, len(sql)):
        sign = sql[at]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'`":
            quote = sign
        else:
            depth += {"(": 1, ")": -1}.get(sign, 0)
            if depth == 0 or (depth == 1 and sign == ","):
                parts.append(sql[start:at])
                start = at + 1
            if depth == 0:
                end = at + 1
                break
    if re.match(r"(?i)\s*WHERE\b", sql[end:]):
        return
    for part in parts:
        said = _DIRECTION.sub("", part.strip())
        bare = said.strip('"`[]')
        yield bare if _PLAIN.match(bare) else said
