"""What becomes of a cell that goes, as the database is told."""

from typing import Any

from sqlalchemy import ColumnElement, null

from grondslag.datamap.model import Column
from grondslag.stores.expressions import as_is, json_with, json_without, pseudonym


def gone(column: Column, stored: ColumnElement[Any]) -> ColumnElement[Any]:
    """What a column of the database becomes after a cell's end; ``stored`` is what it holds before.

    NULL, a constant, or a fresh pseudonym that is derived from nothing, at the end of a path in JSON too.
    """
    if column.on_end == "null":
        return json_without(stored, column.json_path) if column.json_path else null()
    new = pseudonym() if column.on_end == "pseudonym" else as_is(column.erased)
    return json_with(stored, column.json_path, new) if column.json_path else new
