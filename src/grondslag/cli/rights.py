"""The commands for rights that are facts: restrict and lift (Art. 18), object (21), withdraw and consent (7)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from grondslag.cli import files, printing
from grondslag.cli.databases import heading
from grondslag.cli.failures import InputError
from grondslag.cli.options import DatamapFile, DryRun, Json, On, Person, StatementFile, StoreUrl, SuppressionKey, day

if TYPE_CHECKING:
    from grondslag.cli.judged import Judged
    from grondslag.engine.rights import Change, Desk

PurposeId = Annotated[str, typer.Option("--purpose", metavar="ID", help="The purpose, such as II.A.")]
Scope = Annotated[
    str | None, typer.Option("--scope", metavar="TABLE[.COLUMN]", help="A table or a column; by default everything.")
]


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    for command in (restrict, lift, withdraw, consent):
        app.command()(command)
    app.command("object")(objection)
    app.command("decide-objection")(decide_objection)


def restrict(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    subject: Person,
    ground: Annotated[
        Literal["a", "b", "c", "d"],
        typer.Option(
            "--ground",
            help="Art. 18(1): a contested accuracy, b unlawful, not to be erased, c needed for a claim, d objection.",
        ),
    ],
    scope: Scope = None,
    on: On = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> int:
    """Restrict the use of one person's data, which stay and are used for nothing (Art. 18)."""
    with _desk(statement, datamap, store, subject, on, dry_run) as (run, desk):
        change = desk.restrict(ground, scope or "")
    return _told(run, change, f"Restricted under Art. 18(1)({ground}).", dry_run, json)


def lift(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    subject: Person,
    told: Annotated[
        date, typer.Option("--told", parser=day, metavar="DATE", help="The day on which the person was told of it.")
    ],
    scope: Scope = None,
    on: On = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> int:
    """End the restrictions that stand, all or those of a scope, after the person was told (Art. 18(3))."""
    with _desk(statement, datamap, store, subject, on, dry_run) as (run, desk):
        change = desk.lift(told, scope)
    return _told(run, change, f"Lifted; the person was told on {told}.", dry_run, json)


def objection(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    subject: Person,
    purpose: PurposeId,
    on: On = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> int:
    """Object to a purpose for one person: its use stops at once, and marketing ends for good (Art. 21)."""
    with _desk(statement, datamap, store, subject, on, dry_run) as (run, desk):
        change = desk.object(purpose)
    upheld = run.statement.purpose(purpose).marketing
    said = "upheld at once, as it is marketing" if upheld else "pending; grondslag decide-objection decides it"
    return _told(run, change, f"Objection to {purpose}: {said}.", dry_run, json)


def decide_objection(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    subject: Person,
    purpose: PurposeId,
    upheld: Annotated[bool, typer.Option("--upheld/--overruled", help="What was decided.")],
    grounds: Annotated[
        str, typer.Option("--grounds", metavar="CODE", help="The document with the compelling grounds, to overrule.")
    ] = "",
    on: On = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> int:
    """Decide a pending objection; to overrule it takes compelling grounds in writing (Art. 21(1))."""
    if upheld == bool(grounds):
        raise InputError(
            "--upheld takes no --grounds: without grounds an objection is upheld"
            if upheld
            else "--overruled takes --grounds CODE: only written compelling grounds overrule an objection (Art. 21(1))"
        )
    with _desk(statement, datamap, store, subject, on, dry_run) as (run, desk):
        change = desk.decide(purpose, grounds)
    said = "upheld" if upheld else f"overruled by {grounds}"
    return _told(run, change, f"Objection to {purpose}: {said}.", dry_run, json)


def withdraw(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    subject: Person,
    purpose: PurposeId,
    on: On = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> int:
    """Withdraw one person's consent to a purpose; says first what stops and which cells will go (Art. 7(3))."""
    from dataclasses import replace

    with _desk(statement, datamap, store, subject, on, dry_run) as (run, desk):
        if not json:
            foreseen = replace(desk, rehearsed=True).withdraw(purpose)
            printing.line(f"Withdrawing consent to {purpose}, «{run.statement.purpose(purpose).label}»:")
            _show_ends(foreseen)
        change = desk.withdraw(purpose)
    return _told(run, change, f"Consent to {purpose} withdrawn.", dry_run, json, ends=False)


def consent(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    subject: Person,
    purpose: PurposeId,
    on: On = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="The person asks for it now, having refused it before they were erased.")
    ] = False,
    dry_run: DryRun = False,
    json: Json = False,
    suppression_key: SuppressionKey = None,
) -> int:
    """Record one person's consent to a purpose as it is worded now (Art. 6(1)(a), 7)."""
    from grondslag.cli.suppressing import refuse_suppressed

    with _desk(statement, datamap, store, subject, on, dry_run) as (run, desk):
        if not (anew or dry_run):
            refuse_suppressed(run, desk.subject, purpose, suppression_key)
        change = desk.consent(purpose)
    version = run.statement.purpose(purpose).version
    return _told(run, change, f"Consent to {purpose}, version {version}, given.", dry_run, json)


@contextmanager
def _desk(
    statement: Path, datamap: Path, store: str, subject: str, on: date | None, dry_run: bool
) -> Iterator[tuple["Judged", "Desk"]]:
    """The desk for one person, with a witness where it writes."""
    from grondslag.cli.judged import judged
    from grondslag.cli.witness import witness
    from grondslag.engine.rights import Desk

    with judged(statement, datamap, store, on) as run:
        run.refuse_misfits()
        person = run.known(subject)
        run.store.prepare(lasting=not dry_run)
        desk = Desk(run.store, run.statement, run.at, person, rehearsed=dry_run)
        if not dry_run:
            desk = Desk(run.store, run.statement, run.at, person, witness(run.store, run.statement.content_hash))
        yield run, desk


def _told(run: "Judged", change: "Change", done: str, dry_run: bool, json: bool, ends: bool = True) -> int:
    """Tells what a fact changed: a document for programs, a table for people."""
    if not change.before.cells:
        files.note("nothing is held of this person: the fact counts for what comes")
    if json:
        sides = {"before": change.before, "after": change.after}
        document: dict[str, Any] = heading(run) | {"dry_run": dry_run}
        for name, side in sides.items():
            document[name] = {
                "cells": side.cells,
                "lawful": dict(sorted(side.lawful.items())),
                "usable": dict(sorted(side.usable.items())),
            }
        printing.document(document | {"stops": list(change.stops), "goes": change.goes})
        return 0
    before, after = change.before, change.after
    names = sorted({*before.lawful, *after.lawful, *before.usable, *after.usable})
    rows = [(n, before.lawful[n], after.lawful[n], before.usable[n], after.usable[n]) for n in names]
    columns = ("purpose", "may exist", "then", "may be used", "then")
    printing.table(f"Of {printing.number(before.cells)} cells about this person", columns, rows)
    if ends:
        _show_ends(change)
    printing.line(f"{done} Nothing was changed: this was a dry run." if dry_run else done)
    return 0


def _show_ends(change: "Change") -> None:
    """Prints which purposes stop, and which cells go with the next sweep."""
    printing.line(f"What stops: {', '.join(change.stops) or 'nothing'}.")
    goes = ", ".join(f"{place} ({printing.number(count)})" for place, count in change.goes.items())
    printing.line(f"What goes with the next sweep: {goes or 'nothing'}.")
