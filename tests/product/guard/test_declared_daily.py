"""The worker in the process: when the next day begins, and that one job's failure does not stop the others."""

from datetime import UTC, datetime
from time import monotonic
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from facturis.guard import daily
from facturis.guard.daily import Daily, enqueue, next_time

ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("now", "after"),
    [
        ("2026-11-25T01:59:59", "2026-11-25T02:00:00"),
        ("2026-11-25T02:00:00", "2026-11-26T02:00:00"),
        ("2026-11-25T23:30:00", "2026-11-26T02:00:00"),
        ("2026-03-28T12:00:00", "2026-03-29T01:00:00"),  # the clock goes forward that night
        ("2026-10-24T12:00:00", "2026-10-25T02:00:00"),  # and back
    ],
)
def test_the_next_time_is_three_in_the_controllers_night(now: str, after: str) -> None:
    assert next_time(datetime.fromisoformat(now).replace(tzinfo=UTC), ZONE).isoformat() == f"{after}+00:00"


@pytest.fixture
def enqueued(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []

    def job(name: str) -> SimpleNamespace:
        if name == "none":
            raise ImportError(name)
        return SimpleNamespace(enqueue=lambda: found.append(name))

    monkeypatch.setattr(daily, "rooms", lambda: [SimpleNamespace(daily=("one", "none", "two"))])
    monkeypatch.setattr(daily, "import_string", job)
    return found


def test_a_job_that_cannot_be_enqueued_is_logged_and_the_others_are(
    enqueued: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    enqueue()
    assert enqueued == ["one", "two"]
    (record,) = caplog.records
    assert (record.message, vars(record)["job"]) == ("a daily job could not be enqueued", "none")


def test_it_runs_at_once_and_stops_when_told(enqueued: list[str]) -> None:
    worker = Daily()
    worker.start()
    until = monotonic() + 10
    while len(enqueued) < 2 and monotonic() < until:
        pass
    worker.stop()
    worker.join(10)
    assert (enqueued, worker.is_alive()) == (["one", "two"], False)
