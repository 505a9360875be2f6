"""Requests on file, on every database: what is recorded comes back, and only what fits is recorded."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, create_engine, func, select

from grondslag.law.events import (
    Answered,
    CarriedOut,
    Decided,
    Delay,
    Doubt,
    Event,
    ExtensionAnnounced,
    Failed,
    IdentityAsked,
    IdentityGiven,
    Kind,
    Outcome,
    Received,
    RequestError,
)
from grondslag.law.refusals import Ground, Refusal
from grondslag.law.rights import State
from grondslag.stores import requests
from grondslag.stores.facts import create
from grondslag.stores.port import StoreError
from grondslag.stores.tables import REQUEST_EVENT
from tests.databases import KINDS, fresh

START = datetime(2026, 3, 5, 10, 0, 0, 123456, tzinfo=UTC)
PERSON = ("person", "1")
REFUSALS = (
    Refusal(ground=Ground.STATUTORY, place="orders.iban", law="AWR art. 52(4)", last_day=date(2033, 12, 31)),
    Refusal(ground=Ground.CLAIMS, place="orders.note", law="BW 6:162"),
)
EVENTS: tuple[Event, ...] = (
    IdentityAsked(at=START + timedelta(days=1), reason=Doubt.CONTRADICTING),
    IdentityGiven(at=START + timedelta(days=2)),
    ExtensionAnnounced(at=START + timedelta(days=3), reason=Delay.COMPLEXITY),
    Decided(
        at=START + timedelta(days=4), outcome=Outcome.PARTLY, refusals=REFUSALS, places=("één", "twee"), fee=250,
        fee_ground=Ground.UNFOUNDED,
    ),
    Failed(at=START + timedelta(days=5), place="twee"),
    CarriedOut(at=START + timedelta(days=5), place="één"),
    CarriedOut(at=START + timedelta(days=6), place="twee"),
    Answered(at=START + timedelta(days=7), authority="Autoriteit Persoonsgegevens", court="rechtbank"),
)  # fmt: skip


@pytest.fixture(params=KINDS)
def connection(request: pytest.FixtureRequest) -> Iterator[Connection]:
    with fresh(request.param) as url:
        engine = create_engine(url)
        with engine.connect() as made:
            create(made)
            made.commit()
            yield made
            made.rollback()
        engine.dispose()


def file(connection: Connection, reference: str = "V-1") -> requests.Filed:
    return requests.file(connection, Kind.ERASE, Received(at=START, channel="post"), reference)


def test_what_is_recorded_comes_back(connection: Connection) -> None:
    file(connection)
    requests.identify(connection, "V-1", PERSON)
    for event in EVENTS:
        filed = requests.record(connection, "V-1", event)
    assert requests.load(connection, "V-1") == filed
    assert filed.request.state is State.ANSWERED
    assert filed.request.events[1:] == EVENTS
    assert filed.subject == PERSON


def test_an_event_that_does_not_fit_leaves_nothing_behind(connection: Connection) -> None:
    file(connection)
    with pytest.raises(RequestError, match="cannot be answered"):
        requests.record(connection, "V-1", EVENTS[-1])
    assert connection.scalar(select(func.count()).select_from(REQUEST_EVENT)) == 1


def test_closed_requests_are_listed_only_when_asked(connection: Connection) -> None:
    drawn = requests.file(connection, Kind.QUESTION, Received(at=START - timedelta(days=1), channel="chat")).reference
    for reference in ("V-1", "V-2"):
        file(connection, reference)
    refused = Decided(at=START, outcome=Outcome.REFUSED, refusals=(Refusal(ground=Ground.ACCURATE),))
    for event in (refused, Answered(at=START, authority="AP", court="rechtbank")):
        requests.record(connection, "V-1", event)
    assert [filed.reference for filed in requests.listed(connection)] == [drawn, "V-2"]
    assert [filed.reference for filed in requests.listed(connection, closed=True)] == [drawn, "V-1", "V-2"]


def test_numbers_and_people_are_not_mixed_up(connection: Connection) -> None:
    file(connection)
    with pytest.raises(RequestError, match="V-1 already"):
        file(connection)
    with pytest.raises(StoreError, match="no request V-9"):
        requests.record(connection, "V-9", EVENTS[0])
    with pytest.raises(StoreError, match="no request V-9"):
        requests.load(connection, "V-9")
    requests.identify(connection, "V-1", PERSON)
    requests.identify(connection, "V-1", PERSON)
    with pytest.raises(RequestError, match="another person's"):
        requests.identify(connection, "V-1", ("person", "2"))
