"""What the databases say differently: expressions that the engine writes once, and that each database gets as its own.

SQLAlchemy compiles each for the database at hand, from the templates in :data:`SAID`. Values are raw.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Float, String, bindparam, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeEngine

from grondslag.datamap.model import PSEUDONYM, Time


class alike(FunctionElement[str]):
    """Text as identifiers are compared: without outer spaces, in lower case."""

    type = String()
    inherit_cache = True


class sortable(FunctionElement[str]):
    """A time as text that sorts as time, to be compared with the kernel's own texts."""

    type = String()
    inherit_cache = True


class present(FunctionElement[str]):
    """The present moment by the database's own clock, as the kernel's tables keep moments; never too early."""

    type = String()
    inherit_cache = True


class day_text(FunctionElement[str]):
    """A date in a type of its own as text that sorts as time, whatever the session's settings."""

    type = String()
    inherit_cache = True


class wall_text(FunctionElement[str]):
    """The same of a moment without a zone."""

    type = String()
    inherit_cache = True


class utc_text(FunctionElement[str]):
    """The same of a moment with a zone, in UTC."""

    type = String()
    inherit_cache = True


class whole(FunctionElement[int]):
    """The whole number that a text writes as the database would; NULL for any other text."""

    type = BigInteger()
    inherit_cache = True


class pseudonym(FunctionElement[str]):
    """A fresh random pseudonym for each row, derived from nothing."""

    type = String()
    inherit_cache = True


class chance(FunctionElement[float]):
    """A random number for each row, to draw rows by."""

    type = Float()
    inherit_cache = True


# PostgreSQL sorts by the locale of the database, but for the collation "C".
SAID: Mapping[type[FunctionElement[Any]], Mapping[str, str]] = {
    alike: {
        "sqlite": "lower(trim({}))",
        "postgresql": "lower(trim({}))",
        "mariadb": "(lower(trim({})) COLLATE utf8mb4_bin)",
    },
    sortable: {"sqlite": "{}", "postgresql": '(CAST({} AS TEXT) COLLATE "C")', "mariadb": "CAST({} AS CHAR)"},
    present: {
        "sqlite": "strftime('%Y-%m-%d %H:%M:%f999', 'now')",
        "postgresql": "to_char(statement_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
        "mariadb": "date_format(utc_timestamp(6), '%Y-%m-%d %H:%i:%s.%f')",
    },
    day_text: {"sqlite": "{}", "postgresql": "(to_char({}, 'YYYY-MM-DD') COLLATE \"C\")"},
    wall_text: {"sqlite": "{}", "postgresql": "(to_char({}, 'YYYY-MM-DD HH24:MI:SS.US') COLLATE \"C\")"},
    utc_text: {
        "sqlite": "{}",
        "postgresql": "(to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') COLLATE \"C\")",
    },
    whole: {
        "sqlite": "CASE WHEN CAST(CAST({0} AS INTEGER) AS TEXT) = {0} THEN CAST({0} AS INTEGER) END",
        "postgresql": "CASE WHEN {0} ~ '^(0|-?[1-9][0-9]{{0,17}})$' THEN CAST({0} AS BIGINT) END",
        "mariadb": "CASE WHEN {0} REGEXP '^(0|-?[1-9][0-9]{{0,17}})$' THEN CAST({0} AS SIGNED) END",
    },
    pseudonym: {
        "sqlite": f"('{PSEUDONYM}' || lower(hex(randomblob(16))))",
        "postgresql": f"('{PSEUDONYM}' || replace(CAST(gen_random_uuid() AS TEXT), '-', ''))",
        "mariadb": f"concat('{PSEUDONYM}', lower(hex(random_bytes(16))))",
    },
    chance: {"sqlite": "random()", "postgresql": "random()", "mariadb": "rand()"},
}


def _said(template: str) -> Callable[..., str]:
    def say(element: FunctionElement[Any], compiler: SQLCompiler, **more: Any) -> str:
        return template.format(*(compiler.process(each, **more) for each in element.clauses))

    return say


for _construct, _templates in SAID.items():
    for _database, _template in _templates.items():
        compiles(_construct, _database)(_said(_template))


def timestamp(value: ColumnElement[Any], time: Time) -> ColumnElement[str]:
    """A time in a type of its own, as text: a date, or a moment, with a zone where it is declared to be in UTC."""
    if time.form == "date":
        return day_text(value)
    return utc_text(value) if time.zone == "UTC" else wall_text(value)


def as_is(value: object) -> ColumnElement[Any]:
    """A value as a parameter without a type, so that the database reads it as the column that it is compared with."""
    return bindparam(None, value, type_=NullType(), unique=True)


class _InJson(FunctionElement[Any]):
    """A column of JSON and the way into it, written in both ways, so that statements are cached by their paths."""

    inherit_cache = True
    type: TypeEngine[Any] = NullType()

    def __init__(self, stored: ColumnElement[Any], path: tuple[str, ...], *values: ColumnElement[Any]) -> None:
        dotted = "$" + "".join(f'."{part}"' for part in path)
        listed = "{" + ",".join(f'"{part}"' for part in path) + "}"
        super().__init__(stored, literal_column(f"'{dotted}'"), literal_column(f"'{listed}'"), *values)


class json_text(_InJson):
    """The text at the end of a path in JSON; NULL where there is nothing."""

    inherit_cache = True
    type = String()


class json_without(_InJson):
    """The JSON without what stands at the end of a path."""

    inherit_cache = True


class json_with(_InJson):
    """The JSON with another text at the end of a path."""

    inherit_cache = True


_JSON: Mapping[type[_InJson], Mapping[str, str]] = {
    json_text: {
        "sqlite": "json_extract({0}, {1})",
        "postgresql": "(CAST({0} AS JSONB) #>> {2})",
        "mariadb": "json_value({0}, {1})",
    },
    json_without: {
        "sqlite": "json_remove({0}, {1})",
        "postgresql": "(CAST({0} AS JSONB) #- {2})",
        "mariadb": "json_remove({0}, {1})",
    },
    json_with: {
        "sqlite": "json_set({0}, {1}, {3})",
        "postgresql": "jsonb_set(CAST({0} AS JSONB), {2}, to_jsonb(CAST({3} AS TEXT)))",
        "mariadb": "json_set({0}, {1}, {3})",
    },
}

for _inside, _templates in _JSON.items():
    for _database, _template in _templates.items():
        compiles(_inside, _database)(_said(_template))
