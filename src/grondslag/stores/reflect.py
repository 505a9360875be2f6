"""A database as it is: tables, keys, references, indexes, triggers and views, in few statements whatever their number.

SQLite answers from its own file, PostgreSQL in some statements a schema, MariaDB in one a table (SHOW CREATE TABLE).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from warnings import catch_warnings

from sqlalchemy import Column, ColumnElement, Connection, Integer, case, column, func, inspect, or_, select, table
from sqlalchemy.engine.reflection import Inspector, ObjectKind
from sqlalchemy.exc import SAWarning
from sqlalchemy.sql.expression import TableClause
from sqlalchemy.types import NullType, TypeEngine

from grondslag.datamap.live import ForeignKey, Index, Live, LiveColumn, LiveTable, View
from grondslag.datamap.model import DataMap, Time
from grondslag.stores.catalogue import Catalogue, catalogue

_GLOBS = {
    "date": ("[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]",),
    "datetime": (
        "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]",
        "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9]*",
    ),
}
_REGULAR = {
    "date": "^[0-9]{4}-[0-1][0-9]-[0-3][0-9]$",
    "datetime": "^[0-9]{4}-[0-1][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]([.][0-9]+)?$",
}
TEXT = re.compile(r"CHAR|TEXT|CLOB|STRING")


def reflect(connection: Connection, datamap: DataMap | None = None) -> Live:
    """The tables and views of a database; with a datamap also how many of its declared times are none.

    On MariaDB other schemas are other databases: those that the datamap names are looked in. PostgreSQL's are all.
    """
    inspector = inspect(connection)
    default = inspector.default_schema_name or ""
    others = _other_schemas(inspector, connection.dialect.name, datamap)
    told = catalogue(connection, (default, *others))
    with catch_warnings(action="ignore", category=SAWarning):  # of what the catalogue tells: expressions in indexes
        tables = tuple(
            sorted(
                (each for schema in (None, *others) for each in _tables(inspector, schema, default, told)),
                key=lambda each: each.name,
            )
        )
        views = _views(inspector, default, told, [each.name for each in tables])
    live = {each.name: each for each in tables}
    bad = tuple(_bad_times(connection, datamap, live)) if datamap else ()
    return Live(tables=tables, views=views, bad_times=bad, dialect=told.dialect)


def open_nulls(connection: Connection, datamap: DataMap, live: Live) -> tuple[tuple[str, int], ...]:
    """Per "table.column" the NULLs of events and classes for which the datamap leaves open what they mean."""
    wanted: dict[str, set[str]] = {}
    for name, time in _times(datamap):
        if not time.null:
            wanted.setdefault(name, set()).add(time.column)
    for mapped in datamap.tables:
        if mapped.row_class.column:
            wanted.setdefault(mapped.name, set()).add(mapped.row_class.column)
    found = []
    for name, columns in sorted(wanted.items()):
        there = live.table(name)
        open_ = [c for c in sorted(columns) if there and (here := there.column(c)) and here.nullable]
        found += _counted(connection, name, {c: column(c).is_(None) for c in open_})
    return tuple(found)


def clause(name: str, columns: Collection[str] = ()) -> TableClause:
    """A table by the name that a datamap gives it, "schema.table" outside the default schema."""
    schema, _, bare = name.rpartition(".")
    return table(bare, *(column(each) for each in columns), schema=schema or None)


def _other_schemas(inspector: Inspector, dialect: str, datamap: DataMap | None) -> tuple[str, ...]:
    default = inspector.default_schema_name
    if dialect in ("mysql", "mariadb"):
        named = {each.name.rpartition(".")[0] for each in datamap.tables} if datamap else set()
        return tuple(sorted(named - {"", default or ""}))
    leave = {default, "information_schema", "temp"}
    return tuple(sorted(name for name in inspector.get_schema_names() if name not in leave))


def _tables(inspector: Inspector, schema: str | None, default: str, told: Catalogue) -> Iterator[LiveTable]:
    columns = inspector.get_multi_columns(schema=schema)
    keys = inspector.get_multi_pk_constraint(schema=schema)
    references = inspector.get_multi_foreign_keys(schema=schema)
    unique = inspector.get_multi_unique_constraints(schema=schema)
    indexes = inspector.get_multi_indexes(schema=schema)
    for name in sorted(name for owner, name in told.versioned if owner == (schema or default)):
        at = (schema, name)  # SQLAlchemy lists no system-versioned tables, but reads them
        columns[at], keys[at] = inspector.get_columns(name, schema), inspector.get_pk_constraint(name, schema)
        references[at], indexes[at] = inspector.get_foreign_keys(name, schema), inspector.get_indexes(name, schema)
    if told.dialect == "mariadb":
        columns, keys, references, unique, indexes = map(_as_named, (columns, keys, references, unique, indexes))
    for at, found in columns.items():
        place = (schema or default, at[1])
        if place in told.partitions:
            continue
        made = told.indexes.get(place, []) if told.dialect == "sqlite" else _indexes(indexes.get(at, []))
        sets: list[Sequence[str | None]] = [u["column_names"] for u in unique.get(at, [])]
        sets += [i["column_names"] for i in indexes.get(at, []) if i["unique"]]
        primary = keys[at]["constrained_columns"] if keys.get(at) else []
        sets += [each for each in told.unique.get(place, []) if each != primary]
        yield LiveTable(
            name=_named(schema, at[1], default),
            columns=tuple(_column(each, inspector) for each in found),
            key=tuple(key["constrained_columns"]) if (key := keys.get(at)) else (),
            foreign_keys=tuple(_foreign_key(each, default) for each in references.get(at, [])),
            unique=tuple(dict.fromkeys(tuple(str(c) for c in each) for each in sets if None not in each)),
            indexes=tuple(made),
            triggers=tuple(told.triggers.get(place, ())),
            virtual=place in told.virtual,
            versioned=place in told.versioned,
        )


def _as_named(found: Any) -> Any:
    """What SQLAlchemy tells of MariaDB with the names as they are: it leaves a backtick in them doubled."""
    if isinstance(found, str):
        return found.replace("``", "`")
    if isinstance(found, list):
        return [_as_named(each) for each in found]
    if isinstance(found, dict):
        return {key: each if key in ("computed", "comment") else _as_named(each) for key, each in found.items()}
    return found


def _named(schema: str | None, name: str, default: str) -> str:
    return name if not schema or schema == default else f"{schema}.{name}"


def _column(found: Any, inspector: Inspector) -> LiveColumn:
    computed = found.get("computed")
    return LiveColumn(
        name=found["name"],
        type=_type(found["type"], inspector),
        nullable=bool(found["nullable"]),
        generated=computed is not None,
        expression=str(computed["sqltext"]) if computed else "",
    )


def _type(declared: TypeEngine[Any], inspector: Inspector) -> str:
    """The declared type in upper case, without its collation; "" where none is declared (SQLite)."""
    if isinstance(declared, NullType):
        return ""
    said = declared.compile(inspector.dialect)
    return re.sub(r"(?i) (CHARACTER SET|CHARSET|COLLATE) \S+", "", said).upper()


def _foreign_key(found: Any, default: str) -> ForeignKey:
    options = found.get("options", {})
    return ForeignKey(
        columns=tuple(found["constrained_columns"]),
        table=_named(found["referred_schema"], found["referred_table"], default),
        targets=tuple(found["referred_columns"]),
        on_delete=str(options.get("ondelete") or "").upper(),
        on_update=str(options.get("onupdate") or "").upper(),
    )


def _indexes(found: Iterable[Any]) -> Iterator[Index]:
    """Those over all rows that serve equality: neither partial, nor of another method than B-tree or hash."""
    for each in found:
        options = {name.partition("_")[2]: value for name, value in each.get("dialect_options", {}).items()}
        other = options.get("using") not in (None, "btree", "hash") or options.get("prefix")
        if not (other or options.get("where") or options.get("invalid")):
            columns = tuple(each.get("expressions") or each["column_names"])
            yield Index(name=each["name"], columns=columns, unique=bool(each["unique"]))


def _views(inspector: Inspector, default: str, told: Catalogue, tables: Sequence[str]) -> tuple[View, ...]:
    """The views, each with the tables whose bare name is a word of its definition."""
    kept = {schema for (schema, _), _, materialized in told.views if materialized}
    columns: dict[tuple[str, str], tuple[str, ...]] = {}
    for schema in sorted(kept):
        asked = None if schema == default else schema
        for (_, name), found in inspector.get_multi_columns(schema=asked, kind=ObjectKind.MATERIALIZED_VIEW).items():
            columns[schema, name] = tuple(each["name"] for each in found)
    made = []
    for (schema, name), definition, materialized in told.views:
        words = set(re.findall(r"\w+", definition))
        reads = tuple(each for each in tables if each.rpartition(".")[2] in words)
        made.append(
            View(
                name=_named(schema, name, default),
                reads=reads,
                materialized=materialized,
                columns=columns.get((schema, name), ()),
            )
        )
    return tuple(made)


def _bad_times(connection: Connection, datamap: DataMap, live: Mapping[str, LiveTable]) -> Iterator[tuple[str, int]]:
    """The declared times whose values are none, one statement a table; none where the column's own type vouches."""
    wanted: dict[str, dict[str, ColumnElement[bool]]] = {}
    for name, time in sorted(_times(datamap), key=lambda found: (found[0], found[1].column)):
        there = live[name].column(time.column) if name in live else None
        good = _good(connection.dialect.name, there, time) if there else None
        if good is not None:
            value: Column[Any] = column(time.column)  # type: ignore[assignment]
            wanted.setdefault(name, {})[time.column] = value.is_not(None) & ~good
    for name, conditions in wanted.items():
        yield from _counted(connection, name, conditions)


def _good(dialect: str, there: LiveColumn, time: Time) -> ColumnElement[bool] | None:
    """The condition that a value is a time in the declared form; None where the column's type allows nothing else."""
    value: ColumnElement[Any] = column(there.name)
    if dialect == "sqlite":
        if time.form == "epoch":
            return func.typeof(value) == "integer"
        return or_(*(value.op("GLOB")(pattern) for pattern in _GLOBS[time.form]))
    if not TEXT.search(there.type) or time.form == "epoch":
        return None
    return value.regexp_match(_REGULAR[time.form])


def _counted(connection: Connection, name: str, conditions: Mapping[str, ColumnElement[bool]]) -> list[tuple[str, int]]:
    if not conditions:
        return []
    counts = [func.sum(case((condition, 1), else_=0), type_=Integer) for condition in conditions.values()]
    row = connection.execute(select(*counts).select_from(clause(name))).one()
    return [(f"{name}.{each}", int(count)) for each, count in zip(conditions, row, strict=True) if count]


def _times(datamap: DataMap) -> set[tuple[str, Time]]:
    """Every table with a time that the datamap reads there, without the path that leads to it."""
    found = set()
    for mapped in datamap.tables:
        for time in (*(t for _, t in mapped.events), *((mapped.since,) if mapped.since else ())):
            end = time.via[-1].table if time.via else mapped.name
            found.add((end, Time(column=time.column, form=time.form, null=time.null)))
    return found
