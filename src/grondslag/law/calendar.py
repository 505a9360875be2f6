"""Days and periods: last days of retention terms, their cutoffs, and the deadlines of Regulation 1182/71.

Everything is by calendar, in dates; a moment becomes a date in the controller's time zone before it comes here.
"""

from collections.abc import Callable, Collection
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, clipped to the month's end; ``date.max`` when that lies past the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, _length(year, month + 1)))


@lru_cache(maxsize=65536)
def last_day(event: date, months: int, until_year_end: bool) -> date:
    """The last day on which a term runs: the event's date, or 31 December of its year, plus the period."""
    return add_months(date(event.year, 12, 31) if until_year_end else event, months)


@lru_cache(maxsize=65536)
def cutoff(today: date, months: int, until_year_end: bool) -> date:
    """The earliest event date whose term still runs today: ``last_day(event) >= today`` iff ``event >= cutoff``.

    ``date.min`` when every event's term still runs.
    """
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    month += 1
    if year < MINYEAR:
        return date.min
    if until_year_end:
        return _year_cutoff(today, months)
    if today.day <= _length(year, month):
        return date(year, month, today.day)
    return date(year + month // 12, month % 12 + 1, 1)


def _year_cutoff(today: date, months: int) -> date:
    for year in range(max(MINYEAR, today.year - months // 12 - 2), today.year + 1):
        if last_day(date(year, 1, 1), months, True) >= today:
            return date(year, 1, 1)
    raise AssertionError("the year of today itself always runs through today")


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """00:00 of a day in a zone, as an aware moment."""
    return datetime.combine(day, time(), zone)


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (the computus in its anonymous form)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = moon + week - 7 * ((year % 19 + 11 * moon + 22 * week) // 451) + 114
    return date(year, shift // 31, shift % 31 + 1)


@lru_cache(maxsize=256)
def dutch_holidays(year: int) -> frozenset[date]:
    """The holidays of the Algemene termijnenwet Art. 3(1), and Good Friday, which 3(2) puts on a par.

    5 May counts every year. Days that a royal decree puts on a par (Art. 3(3)) are the caller's to add.
    """
    sunday = easter(year)
    moving = (sunday + timedelta(days=n) for n in (-2, 1, 39, 50))
    king = date(year, 4, 27) if date(year, 4, 27).weekday() != 6 else date(year, 4, 26)
    fixed = (date(year, 1, 1), king, date(year, 5, 5), date(year, 12, 25), date(year, 12, 26))
    return frozenset((*moving, *fixed))


def deadline(
    received: date,
    months: int,
    extra: Collection[date] = (),
    holidays: Callable[[int], Collection[date]] = dutch_holidays,
) -> date:
    """The last day of a period of months that began with an event on ``received``.

    Regulation (EEC, Euratom) 1182/71: the day of the event does not count (Art. 3(1)); the period ends with the day of
    the same date, or the month's last day (3(2)(c)); a holiday, Saturday or Sunday moves the end to the next working
    day (3(4)). ``extra`` are days that count as holidays besides.
    """
    return rolled(add_months(received, months), extra, holidays)


def rolled(
    day: date, extra: Collection[date] = (), holidays: Callable[[int], Collection[date]] = dutch_holidays
) -> date:
    """The day itself, or the next working day: Regulation 1182/71, Art. 3(4)."""
    while day.weekday() >= 5 or day in extra or day in holidays(day.year):
        day += timedelta(days=1)
    return day


def _length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1) if year < MAXYEAR or month < 12 else None
    return (following - timedelta(days=1)).day if following else 31
