"""The worker inside the process: once a day it enqueues each room's daily jobs, the first time when it starts."""

import logging
from datetime import UTC, datetime, time, timedelta
from threading import Event, Thread
from zoneinfo import ZoneInfo

from django.db import close_old_connections
from django.tasks import Task
from django.utils.module_loading import import_string

from facturis.guard import denials, statement
from facturis.guard.rooms import rooms

HOUR = time(3)  # in the controller's zone, where few are awake
logger = logging.getLogger(__name__)


class Daily(Thread):
    """Runs beside the server until it is told to :meth:`stop`; it does not keep the process alive."""

    def __init__(self) -> None:
        super().__init__(name="daily", daemon=True)
        self._stopped = Event()

    def run(self) -> None:
        """Enqueues the jobs, then waits for the next time."""
        zone = ZoneInfo(statement.in_force().controller.zone)
        while not self._stopped.is_set():
            enqueue()
            now = datetime.now(UTC)
            self._stopped.wait((next_time(now, zone) - now).total_seconds())

    def stop(self) -> None:
        """Has it begin no other day; a sweep that the end of the process interrupts is whole batches."""
        self._stopped.set()


def enqueue() -> None:
    """Enqueues the daily jobs of all rooms; one that cannot be is logged, and the others are."""
    for name in (name for room in rooms() for name in room.daily):
        close_old_connections()
        try:
            job: Task[[], None] = import_string(name)
            job.enqueue()
        except Exception:
            logger.exception("a daily job could not be enqueued", extra={"job": name})
        finally:
            denials.keep()
            close_old_connections()


def next_time(now: datetime, zone: ZoneInfo) -> datetime:
    """The first moment after ``now`` at which it is :data:`HOUR` in a zone."""
    local = now.astimezone(zone)
    days = (local.date() + timedelta(days=n) for n in range(2))
    return next(at for day in days if (at := datetime.combine(day, HOUR, zone).astimezone(UTC)) > now)
