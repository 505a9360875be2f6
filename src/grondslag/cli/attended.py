"""An erasure that answers a request: the decision recorded before it, and what became of it after."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime

from grondslag.cli.failures import InputError
from grondslag.cli.judged import Judged
from grondslag.engine.erase import EraseSubject, Stays
from grondslag.law.events import CarriedOut, Decided, Event, Failed, IdentityGiven, Kind, Outcome
from grondslag.law.refusals import Ground, Refusal
from grondslag.law.rights import State
from grondslag.stores import requests
from grondslag.stores.port import StoreError


@contextmanager
def attended(run: Judged, number: str, erasure: EraseSubject) -> Iterator[None]:
    """Carries out a request for erasure ("" for none): decided first, from a rehearsal; then carried out, or failed.

    A failure leaves the request open, and running it again finishes it. Raises InputError for a request of another
    kind, RequestError for one that is another person's or closed, and StoreError where there is none.
    """
    if not number:
        yield
        return
    place = run.datamap.name
    with run.store.transaction() as connection:
        if (kind := requests.load(connection, number).request.kind) is not Kind.ERASE:
            raise InputError(f"request {number} asks to {kind}, not to erase")
        given = IdentityGiven(at=datetime.now(UTC))
        state = requests.identify(connection, number, erasure.subject, given).request.state
    if state not in (State.DECIDED, State.OPEN):
        _record(run, number, decision(erasure.rehearse().stays, place))
    try:
        yield
    except Exception:
        with suppress(StoreError):
            _record(run, number, Failed(at=datetime.now(UTC), place=place))
        raise
    _record(run, number, CarriedOut(at=datetime.now(UTC), place=place))


def decision(stays: Iterable[Stays], place: str) -> Decided:
    """What is decided of an erasure after which these cells stay: granted, or refused for each of them by its code."""
    found = dict.fromkeys(
        Refusal(
            ground=Ground(each.code), place=each.place, law=each.law,
            last_day=date.fromisoformat(each.until) if each.until else None,
        )
        for each in stays
    )  # fmt: skip
    outcome = Outcome.PARTLY if found else Outcome.GRANTED
    return Decided(at=datetime.now(UTC), outcome=outcome, refusals=tuple(found), places=(place,))


def _record(run: Judged, number: str, event: Event) -> None:
    with run.store.transaction() as connection:
        requests.record(connection, number, event)
