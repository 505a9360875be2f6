"""The rule as one connection to SQLite keeps it: views of the tables' names for reads, triggers for writes.

All are temporary: the file holds nothing of the gate, and another program sees its tables bare.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Select, String, case, func, literal_column, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.types import NullType

from grondslag.engine.gate import Gate
from grondslag.engine.moments import Mark, SqlMoment
from grondslag.stores.expressions import present
from grondslag.stores.paths import clause

TRIGGER = "grondslag_gate_"
REFUSAL = "grondslag gate: "
Defaults = Mapping[str, Mapping[str, str | None]]


@dataclass
class Views:
    """The statements that put the gate around the tables of a database; ``marks`` are the cutoffs that they ask for.

    ``live`` are the tables that there are, each with its columns and their defaults as SQL.
    """

    gate: Gate
    live: Defaults
    marks: dict[str, Mark] = field(default_factory=dict)

    @property
    def guarded(self) -> list[str]:
        """The tables with personal data that there are."""
        return [name for name in self.gate.shut if name in self.live]

    def statements(self) -> Iterator[str]:
        """What makes them all."""
        for name in self.guarded:
            columns = dict.fromkeys(c.stored for c in self.gate.shut[name].columns if c.stored in self.live[name])
            listed, table = ", ".join(map(quoted, columns)), quoted(name)
            open_to_it = self._open(name, name)
            yield f"CREATE TEMP VIEW {table} AS SELECT {listed} FROM main.{table} AS {table} WHERE {open_to_it}"
            before, after = f"NOT ({self._open(name, 'OLD')})", f"NOT ({self._open(name, 'NEW')})"
            for event in ("UPDATE", "DELETE"):
                yield self._trigger(name, "before", event, before, "IGNORE")
            for event in ("INSERT", "UPDATE"):
                yield self._trigger(name, "after", event, after, f"ABORT, '{REFUSAL}{name}'")
            yield from self._uncovered(name, columns)

    def _uncovered(self, name: str, columns: Mapping[str, None]) -> Iterator[str]:
        """That nothing is inserted into a column that the purpose does not cover but what stands there by itself."""
        permits = [permit for (_, table), permit in self.gate.permits.items() if table == name]
        for column in columns:
            without = [permit.rule.id for permit in permits if column not in permit.columns]
            if without:
                empty = self.live[name][column] or "NULL"
                given = f"{_among(without)} AND NEW.{quoted(column)} IS NOT {empty}"
                yield self._trigger(name, f"before_{column}", "INSERT", given, f"ABORT, '{REFUSAL}{name}.{column}'")

    def _trigger(self, table: str, when: str, event: str, condition: str, action: str) -> str:
        name = quoted(f"{TRIGGER}{table}_{when}_{event.lower()}")
        moment = when.partition("_")[0].upper()
        return (
            f"CREATE TEMP TRIGGER {name} {moment} {event} ON main.{quoted(table)} WHEN {condition} "
            f"BEGIN SELECT RAISE({action}); END"
        )

    def _open(self, table: str, row: str) -> str:
        """Whether a row, under this name, is open to the purpose: purposes with the same condition share it."""
        alike: dict[str, list[str]] = {}
        for (purpose, of), permit in self.gate.permits.items():
            if of == table:
                start = clause(permit.table, row)
                at = SqlMoment("gate", present(), self._reached)
                full, plain = (permit.condition(start, at, native=False, facts=facts) for facts in (True, False))
                text = _text(case((permit.touched(start), full), else_=plain), start)
                alike.setdefault(text.replace(_literal(purpose), "gate_purpose()"), []).append(purpose)
        cases = " ".join(f"WHEN {_among(purposes)} THEN ({text})" for text, purposes in alike.items())
        return f"CASE {cases} ELSE 0 END" if cases else "0"

    def _reached(self, value: ColumnElement[Any], mark: Mark) -> ColumnElement[bool]:
        zones = f"{mark.clock.zone.key} {mark.clock.controller.key}"
        name = f"{mark.clock.form} {mark.months} {mark.until_year_end} {zones}"
        self.marks[name] = mark
        return value >= func.gate_cutoff(name)


def quoted(name: str) -> str:
    """A name as SQL takes any."""
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _among(purposes: list[str]) -> str:
    return f"gate_purpose() IN ({', '.join(map(_literal, purposes))})"


class _ViewCompiler(SQLiteCompiler):
    """Values stand in the text, and every table that is read is the table itself, not the view of its name."""

    def visit_table(self, table: Any, asfrom: Any = False, **more: Any) -> str:  # type: ignore[override]
        """A table's name, where it is read from with its schema."""
        text: str = super().visit_table(table, asfrom=asfrom, **more)  # type: ignore[no-untyped-call]
        return f"main.{text}" if asfrom else text

    def render_literal_value(self, value: Any, type_: Any) -> str:
        """A value without a type as what it is in Python."""
        if isinstance(type_, NullType):
            type_ = Integer() if isinstance(value, int) else String()
        return str(super().render_literal_value(value, type_))


def _text(condition: ColumnElement[bool], start: FromClause) -> str:
    """A condition on a row, whose columns are named as those of ``start``; other tables are the tables themselves."""
    dialect = sqlite.dialect(paramstyle="named")
    dialect.statement_compiler = _ViewCompiler
    whole: Select[Any] = select(literal_column("1")).select_from(start)
    head, text = (
        str(each.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        for each in (whole, whole.where(condition))
    )
    return f"({text.removeprefix(head).strip().removeprefix('WHERE ')})"
