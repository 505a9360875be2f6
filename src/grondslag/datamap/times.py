"""Times as columns hold them: raw values to moments and days, and days to the bounds that SQL compares with.

A naive value is read in the column's declared zone, its first reading where clocks go back. Text is ISO 8601 as
SQLite keeps it («2026-03-01», «2026-03-01 09:30:00[.ffffff]»).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from grondslag.datamap.model import Time
from grondslag.law.calendar import start_of_day

Raw = str | int


@dataclass(frozen=True, slots=True)
class Clock:
    """How one time column is to be read: its form, its own zone, and the controller's zone, in which days are days."""

    form: str
    zone: ZoneInfo
    controller: ZoneInfo

    @classmethod
    def of(cls, column: Time, default: str, controller: ZoneInfo) -> "Clock":
        """The clock of a declared time; ``default`` is the datamap's zone."""
        return cls(column.form, ZoneInfo(column.zone or default), controller)

    def moment(self, raw: object) -> datetime | None:
        """A raw value as an aware moment; a date is its 00:00 in the controller's zone; None for NULL.

        Raises ValueError for a value that is no time in the declared form.
        """
        if raw is None:
            return None
        if self.form == "epoch":
            return datetime.fromtimestamp(float(str(raw)), UTC)
        if self.form == "date":
            return start_of_day(_date(raw), self.controller)
        value = raw if isinstance(raw, datetime) else datetime.fromisoformat(str(raw))
        return value if value.tzinfo else value.replace(tzinfo=self.zone)

    def day(self, raw: object) -> date | None:
        """A raw value as a day in the controller's zone; None for NULL. Raises ValueError as :meth:`moment` does."""
        if raw is None or self.form == "date":
            return None if raw is None else _date(raw)
        moment = self.moment(raw)
        return moment.astimezone(self.controller).date() if moment else None

    def lower(self, day: date) -> Raw:
        """The smallest raw value whose day is ``day`` or later."""
        if self.form == "date":
            return day.isoformat()
        start = _clipped(day, self.controller)
        if self.form == "epoch":
            return -(-int(start.timestamp() * 1_000_000) // 1_000_000)
        return start.astimezone(self.zone).strftime("%Y-%m-%d %H:%M:%S").zfill(19)

    def upper(self, moment: datetime) -> Raw:
        """The largest raw value at or before a moment, for «since <= moment»."""
        if self.form == "date":
            return moment.astimezone(self.controller).date().isoformat()
        if self.form == "epoch":
            return int(moment.timestamp())
        wall = moment.astimezone(self.zone)
        if wall.fold:  # every first reading of the hour that comes twice lies before its second reading
            wall = _end_of_fold(wall)
        return written(wall.replace(tzinfo=None))


def written(moment: datetime) -> str:
    """A moment as the kernel's own tables keep it: UTC if aware, with six decimals, so that text sorts as time."""
    naive = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return naive.isoformat(" ", "microseconds")


def _date(raw: object) -> date:
    if isinstance(raw, datetime):
        raise ValueError(f"{raw} has a time of day where a date is declared")
    return raw if isinstance(raw, date) else date.fromisoformat(str(raw))


def _clipped(day: date, zone: ZoneInfo) -> datetime:
    """00:00 of a day, kept two days clear of the calendar's ends so that it can be moved between zones."""
    return start_of_day(min(max(day, date.min + timedelta(days=2)), date.max - timedelta(days=2)), zone)


def _end_of_fold(wall: datetime) -> datetime:
    hour = datetime.combine(wall.date(), time(wall.hour))
    return hour + timedelta(minutes=59, seconds=59, microseconds=999999)
