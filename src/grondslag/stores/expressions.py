"""What the databases say differently: expressions that the engine writes once, and that each database gets as its own.

SQLAlchemy compiles each for the database at hand, from the templates in :data:`SAID`. Values are raw.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Float, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from grondslag.datamap.model import PSEUDONYM


class alike(FunctionElement[str]):
    """Text as identifiers are compared: without outer spaces, in lower case."""

    type = String()
    inherit_cache = True


class sortable(FunctionElement[str]):
    """A time as text that sorts as time, to be compared with the kernel's own texts."""

    type = String()
    inherit_cache = True


class pseudonym(FunctionElement[str]):
    """A fresh random pseudonym for each row, derived from nothing."""

    type = String()
    inherit_cache = True


class chance(FunctionElement[float]):
    """A random number for each row, to draw rows by."""

    type = Float()
    inherit_cache = True


# On PostgreSQL the collation "C" keeps the locale out of it: ASCII letters alone are lowered, and digits sort as such.
SAID: Mapping[type[FunctionElement[Any]], Mapping[str, str]] = {
    alike: {
        "sqlite": "lower(trim({}))",
        "postgresql": 'lower(trim({}) COLLATE "C")',
        "mariadb": "(lower(trim({})) COLLATE utf8mb4_bin)",
    },
    sortable: {"sqlite": "{}", "postgresql": '(CAST({} AS TEXT) COLLATE "C")', "mariadb": "CAST({} AS CHAR)"},
    pseudonym: {
        "sqlite": f"('{PSEUDONYM}' || lower(hex(randomblob(16))))",
        "postgresql": f"('{PSEUDONYM}' || replace(CAST(gen_random_uuid() AS TEXT), '-', ''))",
        "mariadb": f"concat('{PSEUDONYM}', lower(hex(random_bytes(16))))",
    },
    chance: {"sqlite": "random()", "postgresql": "random()", "mariadb": "rand()"},
}


def _said(template: str) -> Callable[..., str]:
    def say(element: FunctionElement[Any], compiler: SQLCompiler, **more: Any) -> str:
        return template.format(compiler.process(element.clauses, **more))

    return say


for _construct, _templates in SAID.items():
    for _database, _template in _templates.items():
        compiles(_construct, _database)(_said(_template))


def as_is(value: object) -> ColumnElement[Any]:
    """A value as a parameter without a type, so that the database reads it as the column that it is compared with."""
    return bindparam(None, value, type_=NullType(), unique=True)
