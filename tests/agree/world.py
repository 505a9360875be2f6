"""A small whole world: a statement, a database with its datamap, facts about its people, and a moment."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from grondslag.datamap.live import Live
from grondslag.datamap.model import DataMap
from grondslag.law.facts import Facts
from grondslag.law.rules import Moment, Rule, rules_of
from grondslag.statement.model import Statement

Row = dict[str, object]


def brief(value: object) -> str:
    """A value as Python writes it, without the fields that stand at their default: a world fits on a screen."""
    if is_dataclass(value) and not isinstance(value, type):
        shown = (f for f in fields(value) if getattr(value, f.name) != f.default)
        return f"{type(value).__name__}({', '.join(f'{f.name}={brief(getattr(value, f.name))}' for f in shown)})"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(brief, value))}]"
    if isinstance(value, Mapping):
        return "{" + "\n".join(f"{key!r}: {brief(each)}," for key, each in value.items()) + "}"
    return str(value) if isinstance(value, datetime) else repr(value)


@dataclass(frozen=True, repr=False)
class World:
    """What an agreement test is about. ``live`` is the schema as a store reflects it, ``rows`` are raw values by table.

    The tables of ``rows`` stand in an order in which they can be filled, but for two that point at each other; facts
    are by (kind, key).
    """

    statement: Statement
    datamap: DataMap
    live: Live
    rows: Mapping[str, list[Row]]
    facts: Mapping[tuple[str, str], Facts]
    now: datetime

    def __repr__(self) -> str:
        parts = (f"{f.name}: {brief(getattr(self, f.name))}" for f in fields(self) if f.name != "live")
        return "\n" + "\n".join(parts)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """How hypothesis prints a failing world."""
        printer.text("a world in a circle" if cycle else repr(self))

    @property
    def zone(self) -> ZoneInfo:
        """The controller's zone, in which days are days."""
        return ZoneInfo(self.statement.controller.zone)

    @property
    def at(self) -> Moment:
        """The moment of judgment."""
        return Moment(self.now, self.zone)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of the statement."""
        return rules_of(self.statement)

    @property
    def keys(self) -> dict[str, tuple[str, ...]]:
        """The primary keys by table."""
        return {table.name: table.key for table in self.live.tables}

    def copied_rows(self) -> dict[str, list[Row]]:
        """The rows, free to be changed."""
        return deepcopy(dict(self.rows))
