"""The commands on a database: example, check, audit, sweep. Each imports what it needs when it runs."""

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grondslag.cli import printing
from grondslag.cli.failures import InputError
from grondslag.cli.options import DatamapFile, Documents, DryRun, FactsUrl, Json, On, Published, StatementFile, StoreUrl

if TYPE_CHECKING:
    from grondslag.cli.judged import Judged
    from grondslag.engine.sweep import Swept


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    for command in (example, check, audit, sweep):
        app.command()(command)


def example(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty directory.")],
    people: Annotated[int, typer.Option("--people", metavar="N", help="How many people it is about.")] = 5000,
    on: On = None,
    seed: Annotated[int, typer.Option("--seed", help="Another seed gives other people.")] = 2016,
) -> int:
    """Make a believable legacy database in which much is unlawful, with its datamap and statement."""
    from shlex import join
    from zoneinfo import ZoneInfo

    from grondslag.cli import files
    from grondslag.example import ExampleError, write
    from grondslag.stores.sql import opened

    try:
        made = write(directory, on or date.today(), people, seed)  # noqa: DTZ011 - the day where the user is
    except ExampleError as error:
        raise InputError(str(error)) from None
    url = f"sqlite:///{made.database}"
    statement, datamap = files.statement(made.statement), files.datamap(made.datamap)
    with opened(url, datamap, ZoneInfo(statement.controller.zone)) as store:
        store.prepare()
        with store.transaction():
            store.record(made.facts)
    printing.table(f"{made.database}: rows by table", ("table", "rows"), made.rows.items())
    common = join(("--statement", str(made.statement), "--datamap", str(made.datamap), "--store", url))
    printing.line("Try next:")
    kind, key = made.canary
    for command in (
        "audit {} --sample 200",
        "sweep {} --dry-run",
        "sweep {}",
        f"access {{}} --subject {kind}:{key} --format html --output access.html",
        f"erase {{}} --subject {kind}:{key} --receipt receipt.json",
    ):
        # Not wrapped, so that it can be copied whole.
        print(f"  grondslag {command.format(common)}")
    return 0


def check(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    json: Json = False,
    published: Published = False,
) -> int:
    """Hold a datamap against its statement and its database; ends with 1 when it has errors."""
    from grondslag.cli.judged import judged
    from grondslag.datamap.check import check as held_against
    from grondslag.datamap.check import errors
    from grondslag.stores.reflect import open_nulls

    with judged(statement, datamap, store, None, published) as run:
        with run.store.transaction(write=False):
            live = replace(run.live, nulls=open_nulls(run.store.connection, run.datamap, run.live))
        problems = held_against(run.datamap, run.statement, live)
    if json:
        printing.document([asdict(problem) for problem in problems])
    else:
        for severity, title in (("error", "Errors"), ("warn", "Warnings"), ("info", "Worth knowing")):
            alike: dict[str, list[str]] = {}
            for each in problems:
                if each.severity == severity:
                    alike.setdefault(f"{each.what}: {each.mend}", []).append(each.where)
            count = sum(map(len, alike.values()))
            rows = [("\n".join(places), what) for what, places in alike.items()]
            printing.table(f"{title}: {count}", ("where", "what, and what mends it"), rows)
        printing.line(f"Errors among the {len(problems)} findings: {len(errors(problems))}.")
    return 1 if errors(problems) else 0


def audit(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    on: On = None,
    sample: Annotated[
        int, typer.Option("--sample", min=0, metavar="N", help="Judge N rows once more, by the page itself.")
    ] = 0,
    json: Json = False,
    published: Published = False,
    facts: FactsUrl = None,
) -> int:
    """Count the cells that may not exist, and beside them all that is not counted; writes nothing to the database."""
    from grondslag.cli.audited import as_json, show
    from grondslag.cli.judged import judged
    from grondslag.engine.audit import Audit
    from grondslag.law.rules import rules_of

    with judged(statement, datamap, store, on, published, facts) as run:
        run.refuse_misfits()
        run.store.prepare(lasting=False)
        with printing.progress("auditing tables") as heard:
            found = Audit(run.store, rules_of(run.statement), run.at, heard).run(sample)
    if json:
        printing.document(heading(run) | as_json(found))
    else:
        show(found, run)
    return 1 if found.total.unlawful or found.disagreements else 0


def sweep(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    on: On = None,
    dry_run: DryRun = False,
    json: Json = False,
    published: Published = False,
    facts: FactsUrl = None,
    documents: Documents = [],  # noqa: B006 - Typer reads it, nobody changes it
) -> int:
    """Make the database obey: erase exactly the cells that may not exist, each batch with its entry in the ledger."""
    from grondslag.cli.judged import judged
    from grondslag.cli.several import places
    from grondslag.cli.witness import witness
    from grondslag.engine.sweep import Sweep
    from grondslag.law.rules import rules_of

    with judged(statement, datamap, store, on, published, facts) as run:
        run.refuse_misfits()
        rules, found = rules_of(run.statement), places(documents, run.datamap)
        if dry_run:
            run.store.prepare(lasting=False)
            with run.store.transaction(write=False):
                swept = Sweep(run.store, rules, run.at, run.live).foresee()
        else:
            run.refuse_unresolved()
            run.store.prepare(lasting=True)
            evidence = witness(run.store, run.statement.content_hash)
            with printing.progress("sweeping rows") as heard:
                swept = Sweep(run.store, rules, run.at, run.live, evidence=evidence, progress=heard, files=found).run()
    if json:
        printing.document(heading(run) | {"dry_run": dry_run} | swept_json(swept))
    else:
        show_swept(swept, dry_run)
    return 0


def heading(run: "Judged") -> dict[str, Any]:
    """What every JSON document on a database begins with."""
    return {
        "database": run.datamap.name,
        "on": run.at.today.isoformat(),
        "statement": {"version": run.statement.version, "hash": run.statement.content_hash},
    }


def swept_json(swept: "Swept") -> dict[str, Any]:
    """What a sweep did, or would do, as JSON values."""
    return {
        "cells": dict(sorted(swept.cells.items())),
        "rows": dict(sorted(swept.rows.items())),
        "batches": swept.batches,
        "passes": swept.passes,
        "documents": dict(sorted(swept.documents.items())),
        "cleared": list(swept.cleared),
    }


def show_swept(swept: "Swept", dry_run: bool) -> None:
    """Prints what a sweep did, or would do."""
    would = "would be " if dry_run else ""
    cells, rows = sum(swept.cells.values()), sum(swept.rows.values())
    tables: dict[str, int] = dict.fromkeys(sorted({*swept.rows, *(c.partition(".")[0] for c in swept.cells)}), 0)
    for column, count in swept.cells.items():
        tables[column.partition(".")[0]] += count
    printing.table(
        f"What {would or 'was '}erased",
        ("table", "cells", "whole rows"),
        [(name, count, swept.rows[name]) for name, count in tables.items()],
    )
    printing.line(
        f"{printing.number(cells)} cells {would}erased, and {printing.number(rows)} rows {would}deleted whole."
    )
    if dry_run:
        printing.line("Nothing was changed. What becomes free to go only after this is not counted here.")
    elif swept.changes:
        passes = f"{swept.passes} passes" if swept.passes > 1 else "one pass"
        printing.line(f"Done in {swept.batches} batches, each with its ledger entry, in {passes}.")
        printing.line(f"Cleared after it: {', '.join(swept.cleared)}.")
    for name, count in sorted(swept.documents.items()):
        printing.line(f"{printing.number(count)} documents in {name} destroyed with their keys.")
