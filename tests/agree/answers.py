"""The known answers of the law, each asked as a yes or no: what a broken variant must get wrong somewhere."""

from collections.abc import Callable, Mapping
from datetime import date

from grondslag.law.calendar import cutoff, deadline, last_day
from tests.kernel.law.calendar_table import DEADLINES, LAST_DAYS
from tests.kernel.law.cases import Case
from tests.kernel.law.grounds_table import GROUNDS
from tests.kernel.law.happenings_table import HAPPENINGS
from tests.kernel.law.terms_table import TERMS

Check = Callable[[], bool]


def _case(case: Case) -> Check:
    return lambda: case.verdict() is case.expected


def _last_day(event: date, months: int, until_year_end: bool, last: date) -> Check:
    return lambda: last_day(event, months, until_year_end) == last


def _cutoff(event: date, months: int, until_year_end: bool, last: date) -> Check:
    """On the last day of a term its event is not cut off, and on the next day it is."""

    def right() -> bool:
        after = date.fromordinal(last.toordinal() + 1) if last < date.max else None
        kept = cutoff(last, months, until_year_end) <= event
        return kept and (after is None or cutoff(after, months, until_year_end) > event)

    return right


def _deadline(received: date, one: date, three: date) -> Check:
    return lambda: (deadline(received, 1), deadline(received, 3)) == (one, three)


def _checks() -> Mapping[str, Check]:
    found = {each.says: _case(each) for each in (*GROUNDS, *TERMS, *HAPPENINGS)}
    for event, months, until_year_end, last in LAST_DAYS:
        name = f"{event} and {months} months{' from year end' if until_year_end else ''}"
        found[f"last day: {name}"] = _last_day(event, months, until_year_end, last)
        found[f"cutoff: {name}"] = _cutoff(event, months, until_year_end, last)
    found |= {f"deadline: received {row[0]}": _deadline(*row) for row in DEADLINES}
    bridge = date(2026, 5, 15)
    found["deadline: a day put on a par"] = lambda: deadline(date(2026, 4, 14), 1, (bridge,)) == date(2026, 5, 18)
    return found


CHECKS = _checks()
