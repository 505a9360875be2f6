"""The form of ported data: a version, values as JSON has them, and the JSON Schema (draft 2020-12) that says so."""

import base64
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from math import isfinite
from typing import Any

from grondslag.datamap.live import Live
from grondslag.datamap.model import Column, Table
from grondslag.statement.dictionary import categories

FORMAT, VERSION = "grondslag-portability", 1
BYTES = "$base64"
# What JSON has for a declared type; the first word that occurs in it tells. Databases are loose with the others.
_TYPES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("JSON",), ("object", "array", "string", "number", "boolean")),
    (("CHAR", "TEXT", "CLOB", "STRING"), ("string",)),
    (("BOOL",), ("boolean", "integer")),
    (("INT", "SERIAL"), ("integer",)),
    (("BLOB", "BYTEA", "BINARY"), ("object",)),
)
_LOOSE = ("string", "number")


def encoded(value: object) -> Any:
    """A value as ported data hold it: bytes in base64, and what JSON has no form for, such as a date, as text."""
    match value:
        case None | bool() | int() | str() | dict() | list():
            return value
        case float():
            return value if isfinite(value) else str(value)
        case bytes() | bytearray() | memoryview():
            return {BYTES: base64.b64encode(bytes(value)).decode("ascii")}
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
    return str(value)


def decoded(value: Any) -> object:
    """The value that a database is given back, :func:`encoded` in reverse. Raises ValueError for a bad base64."""
    if isinstance(value, dict) and set(value) == {BYTES}:
        return base64.b64decode(str(value[BYTES]), validate=True)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def schema(columns: Mapping[str, Iterable[Column]], live: Live, tables: Iterable[Table]) -> dict[str, Any]:
    """The JSON Schema of ``data.json``, from the columns of each table: their types, categories and keys.

    ``x-category`` is the category in the kernel's dictionary («link» for a reference to the person), ``x-type`` the
    type that the database declares.
    """
    keys = {table.name: table.key for table in tables}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{FORMAT}:{VERSION}",
        "type": "object",
        "required": ["format", "version", "scope", "datamap", "subject", "on", "statement", "tables"],
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "scope": {"enum": ["article 20", "promise"]},
            "tables": {
                "type": "object",
                "properties": {name: _rows(name, found, live, keys[name]) for name, found in columns.items()},
                "additionalProperties": False,
            },
        },
    }


def _rows(table: str, columns: Iterable[Column], live: Live, key: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": "array",
        "items": {
            "type": "object",
            "required": list(key),
            "properties": {column.name: _column(table, column, live) for column in columns},
            "additionalProperties": False,
        },
    }


def _column(table: str, column: Column, live: Live) -> dict[str, Any]:
    there = live.table(table)
    found = there.column(column.name) if there else None
    declared = found.type if found else ""
    types = next((kinds for words, kinds in _TYPES if any(word in declared for word in words)), _LOOSE)
    described: dict[str, Any] = {"type": [*types, "null"], "x-type": declared}
    if column.plain:
        return described | {"description": column.plain}
    category = categories().get(column.category)
    title = category.en if category else "Reference to the person"
    return described | {"title": title, "x-category": column.category or "link"}
