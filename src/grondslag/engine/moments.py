"""Moments as SQL sees them. SQL does no date arithmetic: every bound is computed here, for each form of column.

A :class:`Mark` is one such bound. At the moment of judgment it is a bound parameter; for the moments at which
restrictions began, it is a column of the table that is shipped with them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Boolean, ColumnElement, Integer, String, column, literal, table

from grondslag.datamap.times import Clock, Raw, written
from grondslag.law.calendar import cutoff
from grondslag.law.rules import Moment
from grondslag.statement.model import Term


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
    """A moment in SQL: its UTC text, and its bounds."""

    text: ColumnElement[str]
    bound: Callable[[Mark], ColumnElement[object]]

    def running(self, term: Term, clock: Clock) -> ColumnElement[object]:
        """The smallest raw value of an event whose term runs."""
        return self.bound(Mark(clock, term.months, term.until_year_end))

    def tomorrow(self, clock: Clock) -> ColumnElement[object]:
        """The smallest raw value of an event that is still to come."""
        return self.bound(Mark(clock))


def now(at: Moment) -> SqlMoment:
    """The moment of judgment: all its bounds are parameters, so that an index serves them."""
    return SqlMoment(literal(written(at.now)), lambda mark: literal(mark.value(at)))


class Shipped:
    """The moments at which restrictions began, as a table that travels to the database with the bounds they need.

    ``marks`` are the bounds asked for, in the order of the table's columns ``m0``, ``m1``, …
    """

    def __init__(self) -> None:
        self.table = table(
            "grondslag_keeping",
            column("subject", Integer),
            column("scope", String),
            column("always", Boolean),
            column("at", String),
        )
        self.marks: list[Mark] = []

    def moment(self) -> SqlMoment:
        """A shipped row as a moment; asking it for a bound adds the bound's column."""
        return SqlMoment(self.table.c.at, lambda mark: self.table.c[self._column(mark)])

    def _column(self, mark: Mark) -> str:
        if mark not in self.marks:
            self.table.append_column(column(f"m{len(self.marks)}"))
            self.marks.append(mark)
        return f"m{self.marks.index(mark)}"
