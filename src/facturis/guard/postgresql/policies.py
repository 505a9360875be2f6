"""The rule as PostgreSQL keeps it: the condition on a row as a policy's text, and what that text reads.

A policy is asked with the rights of whoever asks. What it reads beside the row (facts, the tables on a path, cutoffs)
stands in views of a schema that the roles of purposes may not enter: policies know the views by their number, and
nobody else can name them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    Alias,
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Integer,
    Select,
    String,
    TableClause,
    cast,
    column,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql.base import PGCompiler
from sqlalchemy.sql import visitors
from sqlalchemy.types import NullType, TypeEngine

from facturis.guard.postgresql.roles import SCHEMA
from grondslag.datamap.times import written
from grondslag.engine.gate import GateError, Permit
from grondslag.engine.moments import Mark, SqlMoment
from grondslag.law.calendar import start_of_day
from grondslag.law.rules import Moment
from grondslag.stores.expressions import present
from grondslag.stores.paths import clause

CUTOFF = table(
    "cutoff", column("mark", String), column("begins", String), column("ends", String), column("value", String)
)
AHEAD = 8


@dataclass
class Policies:
    """The policies of a gate, made one by one; ``marks`` and ``read`` gather what they ask for beside the row.

    ``read`` are the columns by table.
    """

    marks: dict[str, Mark] = field(default_factory=dict)
    read: dict[str, set[str]] = field(default_factory=dict)

    def condition(self, permit: Permit) -> str:
        """The text of the condition on a row of the permit's table. Raises GateError where it cannot be told."""
        start = clause(permit.table, permit.table.name)
        condition = permit.condition(start, SqlMoment("gate", present(), self._reached), native=True)
        whole: Select[Any] = select(literal_column("1")).select_from(start)
        self._gather(condition, start)
        head, text = _text(whole), _text(whole.where(condition))
        return text.removeprefix(head).strip().removeprefix("WHERE ")

    def _reached(self, value: ColumnElement[Any], mark: Mark) -> ColumnElement[bool]:
        clock = mark.clock
        if clock.form == "datetime" and clock.zone.key != "UTC":
            raise GateError(f"{value}: declare the zone of a moment as UTC, in which PostgreSQL keeps it")
        name = f"{clock.form} {mark.months} {mark.until_year_end}"
        self.marks[name] = mark
        now = present()
        stands = (CUTOFF.c.mark == name, CUTOFF.c.begins <= now, CUTOFF.c.ends > now)
        text = select(CUTOFF.c.value).where(*stands).scalar_subquery()
        return value >= cast(text, _TYPES[clock.form])

    def _gather(self, condition: ColumnElement[bool], start: FromClause) -> None:
        for each in visitors.iterate(condition):
            source = getattr(each, "table", None)
            if source is None or source is start or not hasattr(each, "name"):
                continue
            base = source.element if isinstance(source, Alias) else source
            if isinstance(base, TableClause):
                self.read.setdefault(base.name, set()).add(str(each.name))


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
            yield name, written(begins), written(ends), text


_TYPES: dict[str, TypeEngine[Any]] = {"date": Date(), "datetime": DateTime(timezone=True), "epoch": BigInteger()}


class _PolicyCompiler(PGCompiler):
    """Values stand in the text, and every table that is read beside the row in the schema of the gate."""

    def visit_table(self, table: Any, asfrom: Any = False, **more: Any) -> str:  # type: ignore[override]
        """A table's name, where it is read from in the gate's schema."""
        text: str = super().visit_table(table, asfrom=asfrom, **more)  # type: ignore[no-untyped-call]
        return f"{SCHEMA}.{text}" if asfrom else text

    def render_literal_value(self, value: Any, type_: Any) -> str:
        """A value without a type as what it is in Python."""
        if isinstance(type_, NullType):
            type_ = Integer() if isinstance(value, int) else String()
        return str(super().render_literal_value(value, type_))  # type: ignore[no-untyped-call]


def _text(statement: Any) -> str:
    dialect = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
    dialect.statement_compiler = _PolicyCompiler  # type: ignore[assignment]
    return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
