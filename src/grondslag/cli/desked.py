"""Requests as people and programs read them: states, both clocks, days left; and the desk's own way to a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from grondslag.cli import files, printing
from grondslag.cli.failures import InputError
from grondslag.cli.judged import zone_of
from grondslag.cli.options import subject as written_subject
from grondslag.law.clocks import Clock, Clocks, clocks
from grondslag.law.events import ARTICLE, Decided
from grondslag.law.refusals import Ground, Refusal
from grondslag.law.rights import State
from grondslag.law.rules import Moment
from grondslag.statement.model import Statement
from grondslag.statement.plain import plain
from grondslag.stores.own import datamap
from grondslag.stores.port import SubjectKey
from grondslag.stores.requests import Filed
from grondslag.stores.sql import SqlStore, opened


@dataclass(frozen=True, slots=True)
class Desk:
    """The requests of a database with the statement whose promise counts, at a moment."""

    statement: Statement
    store: SqlStore
    at: Moment
    holidays: tuple[date, ...] = ()

    def moment(self, given: datetime | None) -> datetime:
        """When something happened: as given, in the controller's zone unless it says another, or now."""
        if given is None:
            return self.at.now
        return given if given.tzinfo else given.replace(tzinfo=self.at.zone)

    def clocks(self, filed: Filed) -> Clocks:
        """Both clocks of a request."""
        return clocks(filed.request, self.at.zone, self.at.now, self.holidays)

    def known(self, subject: str) -> SubjectKey:
        """The person written as kind:key."""
        return written_subject(subject)

    def subject(self, given: str | None) -> SubjectKey | None:
        """The person written as kind:key, where one is given."""
        return None if given is None else written_subject(given)


@contextmanager
def desk(
    statement_file: Path, url: str, on: date | None = None, holidays: tuple[date, ...] = (), lasting: bool = True
) -> Iterator[Desk]:
    """Opens the requests of a database; tables that are missing are made, or not ``lasting`` for who reads alone.

    Raises StatementError, StoreError and OSError.
    """
    statement = files.statement(statement_file)
    zone = zone_of(statement)
    at = Moment(datetime.now(UTC), zone) if on is None else Moment.on(on, zone)
    with opened(url, datamap(), zone) as store:
        store.prepare(lasting)
        yield Desk(statement, store, at, holidays)


def refusal_of(text: str) -> Refusal:
    """A refusal as it is written: «CODE» or «TABLE.COLUMN=CODE», then «; law; last day». Raises InputError."""
    head, _, rest = text.partition(";")
    place, _, code = (part.strip() for part in head.rpartition("="))
    law, _, until = (part.strip() for part in rest.partition(";"))
    try:
        return Refusal(ground=Ground(code), place=place, law=law, last_day=date.fromisoformat(until) if until else None)
    except ValueError as error:
        known = "" if code in set(Ground) else f": the codes are {', '.join(Ground)}"
        raise InputError(f"--refusal «{text}»: {error}{known}") from None


def in_order(run: Desk, found: tuple[Filed, ...]) -> list[Filed]:
    """The most urgent first: fewest days left; closed ones last."""
    return sorted(
        found, key=lambda filed: (filed.request.state is State.ANSWERED, run.clocks(filed).left(run.at.today))
    )


def as_json(run: Desk, filed: Filed) -> dict[str, Any]:
    """A request as JSON values."""
    found, today = run.clocks(filed), run.at.today
    return {
        "reference": filed.reference,
        "kind": filed.request.kind.value,
        "article": ARTICLE[filed.request.kind],
        "subject": ":".join(filed.subject) if filed.subject else "",
        "state": filed.request.state.value,
        "left_in": sorted(filed.request.left),
        "promise": _clock(found.promise, today),
        "law": _clock(found.law, today) if found.law else None,
        "extended": found.extended,
        "breached": list(found.breached(today)),
        "days_left": found.left(today),
        "events": [
            {"event": type(e).__name__} | plain(e) | {"at": e.at.isoformat()} | _refused(e)
            for e in filed.request.events
        ],
    }


def overview(run: Desk, found: list[Filed]) -> None:
    """Prints requests as a table, with what is late below it."""
    rows, late = [], []
    for filed in found:
        clock, today = run.clocks(filed), run.at.today
        law = clock.law.last.isoformat() if clock.law else "none"
        closed = filed.request.state is State.ANSWERED
        left = "" if closed else str(clock.left(today))
        rows.append(
            (filed.reference, filed.request.kind, filed.request.state, clock.promise.last.isoformat(), law, left)
        )
        late += [f"{filed.reference}: {_broken(name)}" for name in clock.breached(today)]
    printing.table("Requests", ("number", "asks", "state", "promise", "law", "days left"), rows)
    for each in late:
        printing.line(each, "bold red")
    requests = "1 request" if len(found) == 1 else f"{len(found)} requests"
    printing.line(f"{requests}, {len({each.partition(':')[0] for each in late})} late.")


def details(run: Desk, filed: Filed) -> None:
    """Prints one request: where it stands, its clocks, what happened."""
    request, found, today = filed.request, run.clocks(filed), run.at.today
    whose = ":".join(filed.subject) if filed.subject else "a person not known yet"
    printing.line(
        f"Request {filed.reference} of {whose}: {request.kind} (Art. {ARTICLE[request.kind]}), {request.state}", "bold"
    )
    if request.left and request.state in (State.DECIDED, State.OPEN):
        printing.line(f"To be carried out in: {', '.join(sorted(request.left))}")
    for name, clock in (("promise", found.promise), ("law", found.law)):
        if clock:
            met = f"met on {clock.met}" if clock.met else f"{clock.left(today)} days left until {clock.due}"
            printing.line(f"The {name}: at the latest on {clock.last}; {met}")
    for name in found.breached(today):
        printing.line(_broken(name), "bold red")
    rows = [(f"{e.at.astimezone(run.at.zone):%Y-%m-%d %H:%M}", type(e).__name__, _told(e)) for e in request.events]
    printing.table("What happened", ("when", "what", ""), rows)


def _told(event: Any) -> str:
    if isinstance(event, Decided):
        return "\n".join((event.outcome, *map(str, event.refusals)))
    return ", ".join(str(value) for name, value in plain(event).items() if name != "at")


def _broken(name: str) -> str:
    return "the statement's promise is broken" if name == "promise" else "the law's limit is exceeded (Art. 12(3))"


def _refused(event: Any) -> dict[str, Any]:
    if not isinstance(event, Decided) or not event.refusals:
        return {}
    return {
        "refusals": [
            {
                "code": r.ground.value,
                "place": r.place,
                "law": r.law,
                "last_day": r.last_day.isoformat() if r.last_day else "",
            }
            for r in event.refusals
        ]
    }


def _clock(clock: Clock, today: date) -> dict[str, Any]:
    met = clock.met.isoformat() if clock.met else ""
    return {"due": clock.due.isoformat(), "last": clock.last.isoformat(), "met": met, "late": clock.late(today)}
