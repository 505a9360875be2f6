"""What happens to the company, in order, each thing at its moment: while it happens, it is that moment for Django."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from unittest.mock import patch
from zoneinfo import ZoneInfo

from django.utils import timezone

from grondslag.engine.swept import Progress

type Work = Callable[[], object]
OPENS, CLOSES = time(8), time(18)


class Timeline:
    """Work by moment, all of it before the day ``today`` of the controller's zone begins.

    ``rooms`` write when something happened with ``timezone.now()``, and so what they make lies in the past.
    """

    def __init__(self, today: date, zone: ZoneInfo) -> None:
        self.today, self.zone = today, zone
        self.end = datetime.combine(today, time(), zone)
        self._left: list[tuple[datetime, int, Work]] = []
        self._planned = 0

    def day(self, ago: int, minutes: int = 0) -> datetime:
        """A moment in office hours, so many days ago."""
        within = minutes % ((CLOSES.hour - OPENS.hour) * 60)
        return datetime.combine(self.today - timedelta(days=ago), OPENS, self.zone) + timedelta(minutes=within)

    def at(self, moment: datetime, work: Work) -> bool:
        """Plans work, also from within other work; False, and nothing is planned, where it has not come to that yet."""
        if moment >= self.end:
            return False
        self._planned += 1
        # In UTC, since two moments of one zone are compared by the clock on the wall.
        heappush(self._left, (moment.astimezone(UTC), self._planned, work))
        return True

    def run(self, progress: Progress) -> None:
        """Does all of it in order; ``progress`` hears how much is done."""
        done = 0
        while self._left:
            moment, _, work = heappop(self._left)
            with at(moment):
                work()
            done += 1
            progress(done, self._planned)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """A while in which it is this moment for Django, in every thread."""
    with patch.object(timezone, "now", lambda: moment):
        yield
