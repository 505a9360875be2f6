"""The rule as PostgreSQL keeps it: the condition on a row as a policy's text, and what that text reads.

A policy is asked with the rights of whoever asks, and planned anew with every query. So it asks inline, and briefly,
what holds of people of whom there are no facts, which are most; of anybody else a function answers, which is planned
once a session. What both read beside the row stands in a schema that the roles of purposes may not enter: policies
know views and functions by their number, and nobody else can name them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Integer,
    Select,
    String,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql.base import PGCompiler
from sqlalchemy.types import NullType, TypeEngine

from facturis.guard.postgresql.roles import SCHEMA
from grondslag.engine.gate import GateError, Permit
from grondslag.engine.moments import Mark, SqlMoment
from grondslag.law.calendar import start_of_day
from grondslag.law.rules import Moment
from grondslag.stores.expressions import present
from grondslag.stores.paths import clause

AHEAD = 8
ROW = "row_"
_CUTOFFS = table("cutoffs", *(column(name) for name in ("mark", "begins", "ends", "value")), schema=SCHEMA)


@dataclass
class Policies:
    """The conditions of a gate, made one by one; ``marks`` gathers the cutoffs that they ask for."""

    marks: dict[str, Mark] = field(default_factory=dict)

    def body(self, permit: Permit) -> str:
        """The body of the function that answers for a row called :data:`ROW`. Raises GateError where it cannot."""
        row, at = clause(permit.table, ROW), SqlMoment("gate", present(), self._reached)
        full, plain = (_text(permit.condition(row, at, native=True, facts=facts), row) for facts in (True, False))
        touched = _text(permit.touched(row), row)
        return f"BEGIN IF {touched} THEN RETURN {full}; END IF; RETURN {plain}; END"

    def _reached(self, value: ColumnElement[Any], mark: Mark) -> ColumnElement[bool]:
        clock = mark.clock
        if clock.form == "datetime" and clock.zone.key != "UTC":
            raise GateError(f"{value}: declare the zone of a moment as UTC, in which PostgreSQL keeps it")
        name = f"{clock.form} {mark.months} {mark.until_year_end}"
        self.marks[name] = mark
        now = func.statement_timestamp()
        today = (_CUTOFFS.c.mark == name, _CUTOFFS.c.begins <= now, _CUTOFFS.c.ends > now)
        return value >= cast(select(_CUTOFFS.c.value).where(*today).scalar_subquery(), _TYPES[clock.form])


def cutoffs(marks: dict[str, Mark], at: Moment) -> Iterator[tuple[str, str, str, str]]:
    """The rows of the table of cutoffs, for the day of a moment and the days after it: mark, from, until, value.

    A day begins at midnight in the controller's zone, so that nothing need run at that minute. When nobody adds days
    any more, there is no cutoff, and no term runs.
    """
    for n in range(-1, AHEAD):
        day = at.today + timedelta(days=n)
        begins, ends = (start_of_day(d, at.zone) for d in (day, day + timedelta(days=1)))
        for name, mark in marks.items():
            value = str(mark.value(Moment(begins, at.zone)))
            text = f"{value}+00" if mark.clock.form == "datetime" else value
            yield name, begins.isoformat(), ends.isoformat(), text


_TYPES: dict[str, TypeEngine[Any]] = {"date": Date(), "datetime": DateTime(timezone=True), "epoch": BigInteger()}


class _PolicyCompiler(PGCompiler):
    """Values stand in the text, and every table that is read beside the row with its schema."""

    def visit_table(self, table: Any, asfrom: Any = False, **more: Any) -> str:  # type: ignore[override]
        """A table's name, where it is read from with its schema."""
        text: str = super().visit_table(table, asfrom=asfrom, **more)  # type: ignore[no-untyped-call]
        return text if table.schema or not asfrom else f"public.{text}"

    def render_literal_value(self, value: Any, type_: Any) -> str:
        """A value without a type as what it is in Python."""
        if isinstance(type_, NullType):
            type_ = Integer() if isinstance(value, int) else String()
        return str(super().render_literal_value(value, type_))  # type: ignore[no-untyped-call]


def _text(condition: ColumnElement[bool], start: FromClause) -> str:
    """A condition on a row, whose columns are named as those of ``start``."""
    dialect = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
    dialect.statement_compiler = _PolicyCompiler  # type: ignore[assignment]
    whole: Select[Any] = select(literal_column("1")).select_from(start)
    head, text = (
        str(each.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        for each in (whole, whole.where(condition))
    )
    return f"({text.removeprefix(head).strip().removeprefix('WHERE ')})"
