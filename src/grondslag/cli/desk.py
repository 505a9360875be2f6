"""The commands on requests, ``grondslag request …``: what came in, what was decided and done, and how long is left."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grondslag.cli import printing
from grondslag.cli.options import Json, On, StatementFile, StoreUrl, day
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
)
from grondslag.law.refusals import Ground

if TYPE_CHECKING:
    from grondslag.cli.desked import Desk
    from grondslag.stores.requests import Filed

Number = Annotated[str, typer.Argument(metavar="REF", help="The number of the request.")]
At = Annotated[
    datetime | None,
    typer.Option("--at", metavar="WHEN", help="When it happened, in the controller's zone; by default now."),
]
Whose = Annotated[str | None, typer.Option("--subject", metavar="KIND:KEY", help="Whose request it is.")]
HolidayList = Annotated[
    list[date] | None,
    typer.Option("--holiday", parser=day, metavar="DATE", help="A day that counts as a holiday besides."),
]
COURT = "rechtbank (AVG art. 79, UAVG art. 35)"


def add_to(app: typer.Typer) -> None:
    """Adds the group of commands to the command line."""
    group = typer.Typer(help="Requests of people: their states, their clocks, their answers.", no_args_is_help=True)
    for name, command in (
        ("open", open_), ("show", show), ("list", list_), ("identity", identity), ("extend", extend),
        ("decide", decide), ("done", done), ("answer", answer),
    ):  # fmt: skip
        group.command(name)(command)
    app.add_typer(group, name="request")


def open_(
    statement: StatementFile,
    store: StoreUrl,
    kind: Annotated[Kind, typer.Option("--kind", help="What is asked.")],
    channel: Annotated[str, typer.Option("--channel", help="How it reached you: email, post, chat, portal …")],
    at: At = None,
    reference: Annotated[str, typer.Option("--reference", metavar="REF", help="Its number; drawn if left out.")] = "",
    subject: Whose = None,
    json: Json = False,
) -> int:
    """File a request from the moment it was received; the person may still be unknown."""
    from grondslag.cli.desked import desk
    from grondslag.stores import requests

    with desk(statement, store) as run:
        received = Received(at=run.moment(at), channel=channel)
        with run.store.transaction() as connection:
            filed = requests.file(connection, kind, received, reference, run.subject(subject))
        _shown(run, filed, json)
    return 0


def show(number: Number, statement: StatementFile, store: StoreUrl, on: On = None, json: Json = False) -> int:
    """Show a request: where it stands, both clocks, and everything that happened."""
    from grondslag.cli.desked import desk
    from grondslag.stores import requests

    with desk(statement, store, on, lasting=False) as run:
        with run.store.transaction(write=False) as connection:
            filed = requests.load(connection, number)
        _shown(run, filed, json)
    return 0


def list_(
    statement: StatementFile,
    store: StoreUrl,
    on: On = None,
    every: Annotated[bool, typer.Option("--all", help="Closed requests too.")] = False,
    holiday: HolidayList = None,
    json: Json = False,
) -> int:
    """List the open requests, the most urgent first; ends with 1 when a promise or the law is broken."""
    from grondslag.cli.desked import as_json, desk, in_order, overview
    from grondslag.stores import requests

    with desk(statement, store, on, tuple(holiday or ()), lasting=False) as run:
        with run.store.transaction(write=False) as connection:
            found = in_order(run, requests.listed(connection, every))
        late = any(run.clocks(filed).breached(run.at.today) for filed in found)
        if json:
            printing.document([as_json(run, filed) for filed in found])
        else:
            overview(run, found)
    return 1 if late else 0


def identity(
    number: Number,
    statement: StatementFile,
    store: StoreUrl,
    asked: Annotated[Doubt | None, typer.Option("--asked", help="Asked who it is, on this doubt (Art. 12(6)).")] = None,
    subject: Whose = None,
    at: At = None,
    json: Json = False,
) -> int:
    """Record that the person was asked who they are, or with --subject who it turned out to be."""
    from grondslag.cli.desked import desk
    from grondslag.cli.failures import InputError
    from grondslag.stores import requests

    if (asked is None) == (subject is None):
        raise InputError("say either what the doubt is (--asked), or who it turned out to be (--subject)")
    with desk(statement, store) as run, run.store.transaction() as connection:
        if asked is not None:
            filed = requests.record(connection, number, IdentityAsked(at=run.moment(at), reason=asked))
        else:
            filed = requests.identify(connection, number, run.known(subject or ""), IdentityGiven(at=run.moment(at)))
        _shown(run, filed, json)
    return 0


def extend(
    number: Number,
    statement: StatementFile,
    store: StoreUrl,
    reason: Annotated[Delay, typer.Option("--reason", help="Why more time is needed (Art. 12(3)).")],
    at: At = None,
    json: Json = False,
) -> int:
    """Record that the person was told of two months more; it counts within the first month only."""
    return _record(number, statement, store, lambda when: ExtensionAnnounced(at=when, reason=reason), at, json)


def decide(
    number: Number,
    statement: StatementFile,
    store: StoreUrl,
    outcome: Annotated[Outcome, typer.Option("--outcome", help="What is decided.")],
    refusal: Annotated[
        list[str] | None,
        typer.Option(
            "--refusal", metavar="CODE", help="CODE, or TABLE.COLUMN=CODE; then «; law; last day» if a law keeps it."
        ),
    ] = None,
    place: Annotated[
        list[str] | None, typer.Option("--place", metavar="NAME", help="A store in which to carry it out.")
    ] = None,
    fee: Annotated[int, typer.Option("--fee", min=0, metavar="CENTS", help="A fee (Art. 12(5)).")] = 0,
    fee_ground: Annotated[
        Ground | None, typer.Option("--fee-ground", help="12(5), without which no fee is asked.")
    ] = None,
    at: At = None,
    json: Json = False,
) -> int:
    """Record the decision; nothing is refused without the code of an article."""
    from grondslag.cli.desked import refusal_of

    refusals, places = tuple(map(refusal_of, refusal or ())), tuple(place or ("database",))

    def decided(when: datetime) -> Decided:
        return Decided(at=when, outcome=outcome, refusals=refusals, places=places, fee=fee, fee_ground=fee_ground)

    return _record(number, statement, store, decided, at, json)


def done(
    number: Number,
    statement: StatementFile,
    store: StoreUrl,
    place: Annotated[str, typer.Option("--place", metavar="NAME", help="The store.")] = "database",
    failed: Annotated[bool, typer.Option("--failed", help="It failed there; a retry is still to be done.")] = False,
    at: At = None,
    json: Json = False,
) -> int:
    """Record that what was granted has been carried out in a store, or failed there."""
    made = Failed if failed else CarriedOut
    return _record(number, statement, store, lambda when: made(at=when, place=place), at, json)


def answer(
    number: Number,
    statement: StatementFile,
    store: StoreUrl,
    authority: Annotated[str, typer.Option("--authority", help="By default the statement's.")] = "",
    court: Annotated[str, typer.Option("--court", help="The court that the answer names.")] = COURT,
    at: At = None,
    json: Json = False,
) -> int:
    """Record the answer, which closes the request; it names the supervisory authority and the court."""
    from grondslag.cli.desked import desk
    from grondslag.stores import requests

    with desk(statement, store) as run, run.store.transaction() as connection:
        event = Answered(at=run.moment(at), authority=authority or run.statement.authority, court=court)
        _shown(run, requests.record(connection, number, event), json)
    return 0


def _record(number: str, statement: Path, store: str, made: Any, at: datetime | None, json: bool) -> int:
    from grondslag.cli.desked import desk
    from grondslag.stores import requests

    with desk(statement, store) as run, run.store.transaction() as connection:
        event: Event = made(run.moment(at))
        _shown(run, requests.record(connection, number, event), json)
    return 0


def _shown(run: "Desk", filed: "Filed", json: bool) -> None:
    from grondslag.cli.desked import as_json, details

    if json:
        printing.document(as_json(run, filed))
    else:
        details(run, filed)
