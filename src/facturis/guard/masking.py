"""How the ORM's SQL is made under the gate: what it selects as a matter of course is masked, what is asked is refused.

Each class is mixed into the compiler of the same job of Django's own, whatever the database.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models.expressions import Col, DatabaseDefault, Value

from facturis.guard.access import admits, check, covered
from facturis.guard.purpose import purpose


def _place(field: Any) -> tuple[str, str]:
    return field.model._meta.db_table, field.column


def _admitted(fields: Iterable[Any]) -> list[Any]:
    return [field for field in fields if admits(*_place(field))]


def _padded(rows: Iterable[Sequence[Any]], asked: Sequence[Any], kept: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Returned rows with a place for every field asked for: what is not covered is left to the database's default."""
    found = []
    for row in rows:
        values = dict(zip(kept, row, strict=True))
        found.append(tuple(values.get(f, DatabaseDefault(Value(None), output_field=f)) for f in asked))
    return found


class Masked:
    """Any statement: tables and columns that it names are checked, and those that it only implies are left out."""

    def get_default_columns(
        self, select_mask: Any, start_alias: str | None = None, opts: Any = None, from_parent: Any = None
    ) -> list[Any]:
        """The columns of a model that are selected as a matter of course; a field that is left out is deferred."""
        found = super().get_default_columns(select_mask, start_alias, opts, from_parent)  # type: ignore[misc]
        _, deferring = self.query.deferred_loading  # type: ignore[attr-defined]
        if select_mask and not deferring:
            return found  # type: ignore[no-any-return]
        now = purpose()
        open_to = {table: covered(now, table) for table in {column.target.model._meta.db_table for column in found}}
        if not any(columns is not None for columns in open_to.values()):
            return found  # type: ignore[no-any-return]
        admitted = ((column, open_to[column.target.model._meta.db_table]) for column in found)
        return [column for column, columns in admitted if columns is None or column.target.column in columns]

    def compile(self, node: Any) -> Any:
        """The SQL of a part of the statement; a column that is not covered is refused. Raises PurposeDenied."""
        if isinstance(node, Col):
            check("read", *_place(node.target))
        return super().compile(node)  # type: ignore[misc]

    def get_from_clause(self) -> Any:
        """The tables of the statement, each of which must be open to the purpose. Raises PurposeDenied."""
        query = self.query  # type: ignore[attr-defined]
        for alias, source in query.alias_map.items():
            if query.alias_refcount[alias]:
                check("read", source.table_name)
        return super().get_from_clause()  # type: ignore[misc]


class MaskedInsert(Masked):
    """An INSERT leaves out what is not covered and not filled; afterwards it is deferred, as if it had been read."""

    def as_sql(self) -> Any:
        """The statements. Raises PurposeDenied for a value in a column that is not covered."""
        query = self.query  # type: ignore[attr-defined]
        check("write", query.get_meta().db_table)
        for field in (*query.update_fields, *query.unique_fields):
            check("write", *_place(field))
        kept = []
        for field in query.fields:
            if admits(*_place(field)) or not self._empty(field):
                check("write", *_place(field))
                kept.append(field)
        self._left_out = [field for field in query.fields if field not in kept]
        query.fields = kept
        return super().as_sql()  # type: ignore[misc]

    def execute_sql(self, returning_fields: Sequence[Any] | None = None) -> list[Any]:
        """Runs it. Returns the rows of what it returns."""
        asked = returning_fields or ()
        kept = _admitted(asked)
        rows = super().execute_sql(kept)  # type: ignore[misc]
        for row in self.query.objs:  # type: ignore[attr-defined]
            for field in self._left_out:
                row.__dict__.pop(field.attname, None)
        return _padded(rows, asked, kept)

    def _empty(self, field: Any) -> bool:
        """Whether no row has a value in a field but the one that the database gives it by itself."""
        for row in self.query.objs:  # type: ignore[attr-defined]
            if field.attname in row.get_deferred_fields():
                continue
            value = self.pre_save_val(field, row)  # type: ignore[attr-defined]
            given = field.has_db_default() and value == field.db_default
            if not (value is None or isinstance(value, DatabaseDefault) or given):
                return False
        return True


class MaskedUpdate(Masked):
    """An UPDATE writes nothing that is not covered. A save of what was made here leaves such defaults as they are."""

    def as_sql(self) -> Any:
        """The statement. Raises PurposeDenied for a column that is not covered."""
        query = self.query  # type: ignore[attr-defined]
        check("write", query.get_meta().db_table)
        query.values = [
            each for each in query.values if admits(*_place(each[0])) or not isinstance(each[2], DatabaseDefault)
        ]
        for field, _, _ in query.values:
            check("write", *_place(field))
        return super().as_sql()  # type: ignore[misc]

    def execute_returning_sql(self, returning_fields: Sequence[Any]) -> list[Any]:
        """Runs it. Returns the rows of what it returns."""
        kept = _admitted(returning_fields)
        rows = super().execute_returning_sql(kept)  # type: ignore[misc]
        return _padded(rows, returning_fields, kept) if kept else rows


class MaskedDelete(Masked):
    """A DELETE takes whole rows of tables that are open to the purpose."""

    def as_sql(self) -> Any:
        """The statement. Raises PurposeDenied for a table that is not open."""
        check("write", self.query.get_meta().db_table)  # type: ignore[attr-defined]
        return super().as_sql()  # type: ignore[misc]
