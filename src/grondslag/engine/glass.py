"""How what a database holds of times and classes becomes what the page sees: days, moments and classes."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from grondslag.datamap.model import DataMap, Table
from grondslag.datamap.times import Clock
from grondslag.law.rules import NOT_YET, Event

_WAITING: frozenset[Event] = frozenset((NOT_YET,))


class Glass:
    """How the raw times and the class of a table's rows are read."""

    def __init__(self, datamap: DataMap, table: Table, zone: ZoneInfo) -> None:
        self.table, self.times = table, dict(table.events)
        self.clocks = {name: Clock.of(time, datamap.zone, zone) for name, time in table.events}
        self.clock = Clock.of(table.since, datamap.zone, zone) if table.since else None

    def event(self, name: str, raw: Collection[object]) -> frozenset[Event]:
        """The days of an event from the values that stand for it."""
        day = self.clocks[name].day
        if None not in raw:
            return frozenset([found for value in raw if (found := day(value))])
        days = frozenset([found for value in raw if value is not None and (found := day(value))])
        return days | _WAITING if self.times[name].null == "not_yet" else days

    def since(self, raw: object) -> datetime | None:
        """When a row came to be; None when nobody knows."""
        return self.clock.moment(raw) if self.clock else None

    def row_class(self, raw: object) -> str | None:
        """A row's class from the value of its column; None when it has none."""
        if not self.table.row_class.column:
            return self.table.row_class.value
        return None if raw is None else dict(self.table.row_class.values).get(str(raw), str(raw))
