"""The commands on evidence: verify a receipt or a ledger, and export the ledger of a database."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from grondslag.cli import files
from grondslag.cli.failures import InputError
from grondslag.cli.options import Output, StoreUrl


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    for command in (verify, ledger):
        app.command()(command)


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A receipt, or an exported ledger.")],
    ledger: Annotated[Path | None, typer.Option("--ledger", metavar="FILE", help="The exported ledger.")] = None,
    public_key: Annotated[str | None, typer.Option("--public-key", metavar="HEX", help="The published key.")] = None,
    head: Annotated[str | None, typer.Option("--head", metavar="HASH", help="A published head of the ledger.")] = None,
) -> int:
    """Check a receipt or a ledger, offline; ends with 1 when it is not valid."""
    from grondslag.evidence.verify import read
    from grondslag.evidence.verify import verify as verdict_on

    ledger_text = None if ledger is None else read(str(ledger))
    verdict = verdict_on(read(str(file)), ledger_text, public_key, head)
    sys.stdout.write("\n".join((*verdict.notes, *verdict.findings, "Valid." if verdict.ok else "Not valid.")) + "\n")
    return 0 if verdict.ok else 1


def ledger(store: StoreUrl, output: Output = None) -> int:
    """Export the ledger of a database, as verify reads it; its head goes to standard error, to be published."""
    from zoneinfo import ZoneInfo

    from sqlalchemy import inspect

    from grondslag.datamap.model import DataMap
    from grondslag.evidence.ledger import LEDGER, entries, export
    from grondslag.stores.sql import opened

    # A ledger is read without knowing what else the database holds.
    nothing = DataMap(name="", zone="UTC", subjects=(), tables=())
    with opened(store, nothing, ZoneInfo("UTC")) as there, there.transaction(write=False) as connection:
        if not inspect(connection).has_table(LEDGER.name):
            raise InputError(f"--store {store}: the database has no ledger yet: a sweep or an erasure makes it")
        found = entries(connection)
    files.write(export(found), output)
    if found:
        files.note(f"{len(found)} entries, head {found[-1].hash}")
    return 0
