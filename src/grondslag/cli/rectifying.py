"""The command rectify (Art. 16): one person's own cells corrected or completed, and who must be told (Art. 19)."""

from typing import TYPE_CHECKING, Annotated

import typer

from grondslag.cli import files, printing
from grondslag.cli.databases import heading
from grondslag.cli.failures import InputError
from grondslag.cli.options import DatamapFile, DryRun, Json, On, Person, StatementFile, StoreUrl

if TYPE_CHECKING:
    from grondslag.engine.rectify import Rectified


def add_to(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command()(rectify)


def rectify(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    subject: Person,
    change: Annotated[
        list[str], typer.Option("--set", metavar="TABLE.COLUMN=VALUE", help="A cell and its right value; repeatable.")
    ],
    row: Annotated[
        str, typer.Option("--row", metavar="KEY", help="The key of the row, where the person has several.")
    ] = "",
    on: On = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> int:
    """Correct or complete one person's data, and tell which recipients must be told of it (Art. 16, 19)."""
    from grondslag.cli.judged import judged
    from grondslag.cli.witness import witness
    from grondslag.engine.rectify import Rectify

    values = _values(change, row)
    with judged(statement, datamap, store, on) as run:
        run.refuse_misfits()
        person = run.known(subject)
        run.store.prepare(lasting=not dry_run)
        request = Rectify(run.store, run.statement, run.at, run.live, person, values, row)
        if dry_run:
            done = request.rehearse()
        else:
            evidence = witness(run.store, run.statement.content_hash)
            done = Rectify(run.store, run.statement, run.at, run.live, person, values, row, evidence).run()
    for place in done.same:
        files.note(f"{place} holds that value already")
    if json:
        told = [{"purpose": purpose, "recipient": name} for purpose, name in done.tell]
        document = heading(run) | {"dry_run": dry_run, "cells": dict(done.cells), "tell": told}
        printing.document(document | {"cleared": list(done.cleared)})
    else:
        _show(done, dry_run)
    return 0


def _values(change: list[str], row: str) -> dict[str, str]:
    """The new values by "table.column"."""
    values: dict[str, str] = {}
    for each in change:
        place, given, value = each.partition("=")
        place = place.strip()
        if not given or "." not in place:
            raise InputError(f"--set {each}: write table.column=value, such as customer.email=new@example.com")
        if place in values:
            raise InputError(f"--set names {place} twice: keep one of its values")
        values[place] = value
    if row and len({place.rpartition(".")[0] for place in values}) > 1:
        raise InputError("--row is the key of one table's row: correct each table with a command of its own")
    return values


def _show(done: "Rectified", dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    rows = sorted(done.cells.items())
    printing.table(f"What {would or 'was '}corrected", ("column", "cells"), rows)
    printing.table("Recipients to be told (Art. 19)", ("purpose", "recipient"), done.tell)
    total = printing.number(sum(done.cells.values()))
    printing.line(f"{total} cells {would}corrected." + (" Nothing was changed." if dry_run else ""))
