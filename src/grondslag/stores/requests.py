"""Requests in the kernel's own tables: filing one, adding an event that fits, reading them back; nothing is edited."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, get_args

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from grondslag.datamap.times import written
from grondslag.law.events import Answered, Event, IdentityGiven, Kind, Received, RequestError
from grondslag.law.rights import Request, State
from grondslag.statement.plain import fitted, plain
from grondslag.stores.facts import register
from grondslag.stores.port import StoreError, SubjectKey
from grondslag.stores.tables import REQUEST, REQUEST_EVENT, SUBJECT

EVENTS: dict[str, type[Event]] = {each.__name__: each for each in get_args(Event)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A request on file: its number, whose it is (None: not known yet), and what happened."""

    reference: str
    subject: SubjectKey | None
    request: Request


def file(
    connection: Connection, kind: Kind, received: Received, reference: str = "", subject: SubjectKey | None = None
) -> Filed:
    """Files a new request, in the caller's transaction; a number that is left out is drawn at random.

    Raises RequestError for a number that is taken.
    """
    request = Request.of(kind, (received,))
    number = reference or f"R{received.at.astimezone(UTC):%Y%m%d}-{secrets.token_hex(3)}"
    if connection.scalar(select(REQUEST.c.id).where(REQUEST.c.reference == number)) is not None:
        raise RequestError(f"there is a request {number} already: choose another number")
    values = {"reference": number, "kind": kind.value, "received": written(received.at)}
    made = connection.execute(insert(REQUEST).values(values | {"subject": _number(connection, subject)}))
    if made.inserted_primary_key is not None:
        _add(connection, made.inserted_primary_key[0], received)
    return Filed(reference=number, subject=subject, request=request)


def record(connection: Connection, reference: str, event: Event) -> Filed:
    """Adds an event to a request, in the caller's transaction, which keeps others from adding to it meanwhile.

    Raises RequestError for one that does not fit, and StoreError where there is no such request.
    """
    number = _locked(connection, reference)
    filed = load(connection, reference)
    request = filed.request.after(event)
    _add(connection, number, event)
    if isinstance(event, Answered):
        connection.execute(update(REQUEST).where(REQUEST.c.id == number).values(closed=written(event.at)))
    return Filed(reference=reference, subject=filed.subject, request=request)


def identify(connection: Connection, reference: str, subject: SubjectKey, given: IdentityGiven | None = None) -> Filed:
    """Says whose a request is, once, in the caller's transaction; ``given`` is recorded where identity was asked for.

    Raises RequestError when it is another's already.
    """
    number = _locked(connection, reference)
    filed = load(connection, reference)
    if filed.subject not in (None, subject):
        raise RequestError(f"request {reference} is another person's already: file a new one")
    connection.execute(update(REQUEST).where(REQUEST.c.id == number).values(subject=_number(connection, subject)))
    if given is not None and filed.request.state is State.IDENTITY:
        return record(connection, reference, given)
    return load(connection, reference)


def load(connection: Connection, reference: str) -> Filed:
    """A request by its number. Raises StoreError where there is none."""
    found = _filed(connection, reference)
    if not found:
        raise StoreError(f"there is no request {reference}: grondslag request list shows them")
    return found[0]


def listed(connection: Connection, closed: bool = False) -> tuple[Filed, ...]:
    """The requests that are still open, or all, the first received first: one query, whatever their number."""
    return _filed(connection, None, closed)


def _filed(connection: Connection, reference: str | None, closed: bool = True) -> tuple[Filed, ...]:
    # An id may have several names, which are aliases; the first stands for all.
    names = select(SUBJECT.c.id, func.min(SUBJECT.c.row).label("first")).group_by(SUBJECT.c.id).subquery("names")
    query: Select[*tuple[Any, ...]] = (
        select(
            REQUEST.c.id, REQUEST.c.reference, REQUEST.c.kind, SUBJECT.c.kind.label("whose"), SUBJECT.c.key,
            REQUEST_EVENT.c.at, REQUEST_EVENT.c.event, REQUEST_EVENT.c.detail,
        )
        .join(REQUEST_EVENT, REQUEST_EVENT.c.request == REQUEST.c.id)
        .outerjoin(names, names.c.id == REQUEST.c.subject)
        .outerjoin(SUBJECT, SUBJECT.c.row == names.c.first)
        .order_by(REQUEST.c.received, REQUEST.c.id, REQUEST_EVENT.c.id)
    )  # fmt: skip
    if reference is not None:
        query = query.where(REQUEST.c.reference == reference)
    if not closed:
        query = query.where(REQUEST.c.closed.is_(None))
    rows: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(query):
        rows.setdefault(row.id, []).append(row)
    return tuple(_read(each) for each in rows.values())


def _read(rows: Iterable[Row[Any]]) -> Filed:
    first, *_ = found = list(rows)
    return Filed(
        reference=first.reference,
        subject=None if first.whose is None else (first.whose, first.key),
        request=Request.of(Kind(first.kind), map(_event, found)),
    )


def _event(row: Row[Any]) -> Event:
    at = datetime.fromisoformat(row.at).replace(tzinfo=UTC)
    event: Event = fitted(EVENTS[row.event], json.loads(row.detail) | {"at": at.isoformat()}, root=row.event)
    return event


def _add(connection: Connection, request: int, event: Event) -> None:
    detail = json.dumps({k: v for k, v in plain(event).items() if k != "at"}, default=_day, ensure_ascii=False)
    values = {"request": request, "at": written(event.at), "event": type(event).__name__, "detail": detail}
    connection.execute(insert(REQUEST_EVENT).values(values))


def _locked(connection: Connection, reference: str) -> int:
    query = select(REQUEST.c.id).where(REQUEST.c.reference == reference).with_for_update()
    number: int | None = connection.scalar(query)
    if number is None:
        raise StoreError(f"there is no request {reference}: grondslag request list shows them")
    return number


def _number(connection: Connection, subject: SubjectKey | None) -> int | None:
    return None if subject is None else register(connection, [subject])[subject]


def _day(value: date) -> str:
    return value.isoformat()
