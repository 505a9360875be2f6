"""Days and periods: the vectors of the response rules, Easter, and cutoffs held against last days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from grondslag.law.calendar import add_months, cutoff, deadline, dutch_holidays, easter, last_day, start_of_day
from grondslag.law.rules import Moment, reaches
from tests.kernel.law.calendar_table import DEADLINES, EASTERS, LAST_DAYS

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)


@pytest.mark.parametrize(("received", "one", "three"), DEADLINES)
def test_a_request_is_to_be_answered_within_a_month_or_three(received: date, one: date, three: date) -> None:
    assert (deadline(received, 1), deadline(received, 3)) == (one, three)


def test_a_day_put_on_a_par_by_royal_decree_moves_the_end() -> None:
    bridge = date(2026, 5, 15)
    assert deadline(date(2026, 4, 14), 1) == bridge
    assert deadline(date(2026, 4, 14), 1, extra=(bridge,)) == date(2026, 5, 18)


def test_other_holidays_may_be_given() -> None:
    assert deadline(date(2026, 4, 5), 1, holidays=lambda _: ()) == date(2026, 5, 5)


@pytest.mark.parametrize("day", EASTERS)
def test_easter(day: date) -> None:
    assert easter(day.year) == day


def test_easter_is_a_sunday_between_22_march_and_25_april() -> None:
    for year in range(1583, 4100):
        day = easter(year)
        assert day.weekday() == 6
        assert date(year, 3, 22) <= day <= date(year, 4, 25)


def test_the_holidays_of_a_year() -> None:
    moving = {date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)}
    fixed = {date(2026, m, d) for m, d in ((1, 1), (4, 27), (5, 5), (12, 25), (12, 26))}
    assert dutch_holidays(2026) == moving | fixed


def test_kings_day_is_a_day_earlier_when_it_falls_on_a_sunday() -> None:
    assert date(2025, 4, 26) in dutch_holidays(2025)
    assert date(2025, 4, 27) not in dutch_holidays(2025)


@pytest.mark.parametrize(("event", "months", "until_year_end", "last"), LAST_DAYS)
def test_the_last_day_of_a_term(event: date, months: int, until_year_end: bool, last: date) -> None:
    assert last_day(event, months, until_year_end) == last


@pytest.mark.parametrize("until_year_end", [False, True])
@pytest.mark.parametrize("months", [0, 1, 2, 3, 5, 6, 11, 12, 13, 18, 24, 30, 60, 84, 120, 300])
def test_cutoffs_agree_with_last_days_on_every_day_of_40_years(months: int, until_year_end: bool) -> None:
    today = date(2010, 1, 1)
    while today < date(2050, 1, 1):
        first = cutoff(today, months, until_year_end)
        assert last_day(first, months, until_year_end) >= today, (today, first)
        assert last_day(first - DAY, months, until_year_end) < today, (today, first)
        today += DAY


def test_last_days_never_go_back_when_events_go_forward() -> None:
    """With this, one event on each side of a cutoff speaks for all events."""
    for months in (0, 1, 6, 13, 84):
        for until_year_end in (False, True):
            days = [last_day(date(2023, 12, 1) + n * DAY, months, until_year_end) for n in range(900)]
            assert days == sorted(days)


@pytest.mark.parametrize("until_year_end", [False, True])
def test_at_the_ends_of_the_calendar(until_year_end: bool) -> None:
    assert cutoff(date.min, 0, until_year_end) == date.min
    assert cutoff(date.min, 1, until_year_end) == date.min
    assert cutoff(date(5, 3, 1), 120_000, until_year_end) == date.min
    assert last_day(date.max, 1, until_year_end) == date.max
    assert last_day(date(9990, 5, 5), 600, until_year_end) == date.max
    for today in (date(1, 1, 2), date(1, 12, 31), date(2, 1, 1), date(2, 2, 28), date(9999, 12, 30), date.max):
        for months in (0, 1, 6, 12, 13):
            first = cutoff(today, months, until_year_end)
            assert last_day(first, months, until_year_end) >= today
            assert first == date.min or last_day(first - DAY, months, until_year_end) < today


def test_no_months_at_all() -> None:
    assert add_months(date(2024, 2, 29), 0) == date(2024, 2, 29)
    assert cutoff(date(2024, 2, 29), 0, False) == date(2024, 2, 29)
    assert cutoff(date(2024, 2, 29), 0, True) == date(2024, 1, 1)


def test_a_booking_is_kept_through_the_last_day_and_gone_on_the_next() -> None:
    booked = date(2022, 6, 15)
    assert cutoff(date(2029, 12, 31), 84, True) <= booked
    assert cutoff(date(2030, 1, 1), 84, True) > booked


def test_a_day_begins_in_the_controllers_zone() -> None:
    assert start_of_day(date(2026, 3, 29), AMSTERDAM) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert start_of_day(date(2026, 3, 30), AMSTERDAM) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert Moment.on(date(2026, 7, 1), AMSTERDAM).now == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert Moment(datetime(2026, 6, 30, 22, tzinfo=UTC), AMSTERDAM).today == date(2026, 7, 1)
    assert Moment(datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), AMSTERDAM).today == date(2026, 6, 30)


def test_whether_a_row_came_later_is_asked_in_the_controllers_zone() -> None:
    introduced = date(2026, 7, 1)
    assert reaches(introduced, False, datetime(2026, 6, 30, 22, tzinfo=UTC), AMSTERDAM)
    assert not reaches(introduced, False, datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), AMSTERDAM)
