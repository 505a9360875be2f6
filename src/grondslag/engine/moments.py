"""Moments as SQL sees them. SQL does no date arithmetic: every bound is computed here, for each form of column.

A :class:`Mark` is one such bound. At the moment of judgment it is a bound parameter; for the moments at which
restrictions began, it is a column of the table that is shipped with them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, column, literal, table

from grondslag.datamap.times import Clock, Raw, written
from grondslag.engine.standing import Standing
from grondslag.law.calendar import cutoff
from grondslag.law.rules import Moment
from grondslag.statement.model import Term
from grondslag.stores.expressions import as_is, sortable


@dataclass(frozen=True, slots=True)
class Mark:
    """The first raw value, in a column's form, of a term's cutoff, or of tomorrow (``months`` None)."""

    clock: Clock
    months: int | None = None
    until_year_end: bool = False

    def value(self, at: Moment) -> Raw:
        """The bound at a moment."""
        if self.months is None:
            return self.clock.lower(at.today + timedelta(days=1))
        return self.clock.lower(cutoff(at.today, self.months, self.until_year_end))


@dataclass
class SqlMoment:
    """A moment in SQL: its UTC text, and whether a raw value is at or after one of its bounds.

    ``name`` tells it from the other moments at which all rows are judged; it is "" for one that differs by row.
    """

    name: str
    text: ColumnElement[str]
    reached: Callable[[ColumnElement[Any], Mark], ColumnElement[bool]]

    def runs(self, value: ColumnElement[Any], term: Term, clock: Clock) -> ColumnElement[bool]:
        """Whether a term runs from an event that a column holds."""
        return self.reached(value, Mark(clock, term.months, term.until_year_end))

    def to_come(self, value: ColumnElement[Any], clock: Clock) -> ColumnElement[bool]:
        """Whether the event that a column holds is still to come."""
        return self.reached(value, Mark(clock))


def now(at: Moment) -> SqlMoment:
    """The moment of judgment: all its bounds are parameters, so that an index serves them."""
    text = written(at.now)
    return SqlMoment(text, literal(text), lambda value, mark: value >= as_is(mark.value(at)))


class Shipped:
    """The moments at which restrictions began, as a table that travels to the database with the bounds they need.

    ``standing`` is what else travels: what the facts say of each person.
    ``marks`` are the bounds asked for, in the order of the table's columns ``m0``, ``m1``, …
    """

    def __init__(self) -> None:
        self.table = table(
            "grondslag_keeping",
            column("subject", Integer),
            column("judged", String),
            column("scope", String),
            column("always", Integer),
            column("at", String),
        )
        self.marks: list[Mark] = []
        self.standing = Standing()

    def moment(self) -> SqlMoment:
        """A shipped row as a moment; asking it for a bound adds the bound's column."""
        return SqlMoment("", self.table.c.at, self._reached)

    def _reached(self, value: ColumnElement[Any], mark: Mark) -> ColumnElement[bool]:
        comparable = value if mark.clock.form == "epoch" else sortable(value)
        return comparable >= self.table.c[self._column(mark)]

    @property
    def types(self) -> dict[str, str]:
        """The columns of the table and their types, but for the subject and the moment."""
        kinds = ("INTEGER" if mark.clock.form == "epoch" else "TEXT" for mark in self.marks)
        return {f"m{n}": kind for n, kind in enumerate(kinds)}

    def _column(self, mark: Mark) -> str:
        if mark not in self.marks:
            self.table.append_column(column(f"m{len(self.marks)}"))
            self.marks.append(mark)
        return f"m{self.marks.index(mark)}"
