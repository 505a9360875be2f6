"""The commands on a database: example, check, audit, sweep. Each imports what it needs when it runs."""

import sys
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grondslag.cli import files, printing
from grondslag.cli.failures import InputError
from grondslag.cli.options import (
    DatamapFile,
    Documents,
    DryRun,
    FactsUrl,
    JournalFile,
    Json,
    On,
    Published,
    StatementFile,
    StoreUrl,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grondslag.cli.judged import Judged
    from grondslag.engine.swept import Ceiling, Swept
    from grondslag.stores.files import FileStore


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
        statements = list(dict.fromkeys(each.mend for each in problems if each.mend.startswith("CREATE ")))
        for severity, title in (("error", "Errors"), ("warn", "Warnings"), ("info", "Worth knowing")):
            alike: dict[str, list[str]] = {}
            for each in problems:
                if each.severity == severity:
                    mend = "make the index below" if each.mend in statements else each.mend
                    alike.setdefault(f"{each.what}: {mend}", []).append(each.where)
            count = sum(map(len, alike.values()))
            rows = [("\n".join(places), what) for what, places in alike.items()]
            printing.table(f"{title}: {count}", ("where", "what, and what mends it"), rows)
        # Not wrapped, so that the database's own shell can be given them.
        sys.stdout.writelines(f"{statement}\n" for statement in statements)
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
    journal: JournalFile = None,
    json: Json = False,
    published: Published = False,
    facts: FactsUrl = None,
) -> int:
    """Count the cells that may not exist, and beside them all that is not counted; writes nothing to the database."""
    from grondslag.cli.audited import as_json, show
    from grondslag.cli.judged import judged
    from grondslag.engine.audit import Audit
    from grondslag.engine.own import audit_own
    from grondslag.law.rules import rules_of

    with judged(statement, datamap, store, on, published, journal, facts=facts) as run:
        run.refuse_misfits()
        run.store.prepare(lasting=False)
        if run.journal:
            run.journal.check()
        with printing.progress("auditing tables") as heard:
            found = Audit(run.store, rules_of(run.statement), run.at, heard).run(sample)
        own = audit_own(run.store, run.at, sample)
    if json:
        printing.document(heading(run) | as_json(found, own))
    else:
        show(found, own, run)
    unlawful = found.total.unlawful + own.total.unlawful
    return 1 if unlawful or found.disagreements or own.disagreements else 0


def sweep(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    on: On = None,
    limit: Annotated[
        Path | None, typer.Option("--limit", metavar="FILE", help="An approved forecast: stop before going beyond it.")
    ] = None,
    public_key: Annotated[
        str | None, typer.Option("--public-key", metavar="HEX", help="The key of --limit, if not the database's own.")
    ] = None,
    dry_run: DryRun = False,
    journal: JournalFile = None,
    json: Json = False,
    published: Published = False,
    facts: FactsUrl = None,
    documents: Documents = [],  # noqa: B006 - Typer reads it, nobody changes it
) -> int:
    """Make the database obey: erase exactly the cells that may not exist, each batch with its entry in the ledger.

    Ends with 1 when it stopped at its limit.
    """
    from grondslag.cli.judged import judged
    from grondslag.cli.limits import limit_in
    from grondslag.cli.several import places
    from grondslag.engine.limit import LimitExceeded
    from grondslag.engine.swept import unlimited

    with judged(statement, datamap, store, on, published, journal, facts=facts) as run:
        run.refuse_misfits()
        ceiling = limit_in(limit, run, public_key) if limit else unlimited
        try:
            swept = carried_out(run, dry_run, ceiling, places(documents, run.datamap))
        except LimitExceeded as error:
            files.note(f"{error}; what was done before is whole")
            return 1
    if json:
        printing.document(heading(run) | {"dry_run": dry_run} | swept_json(swept))
    else:
        show_swept(swept, dry_run)
    return 0


def carried_out(run: "Judged", dry_run: bool, limit: "Ceiling", documents: "Mapping[str, FileStore]") -> "Swept":
    """Sweeps, or foresees it; ``documents`` are the files stores by the name that the datamap has for them.

    Under a limit it is foreseen first, so that nothing is begun that must stop half-way.
    """
    from grondslag.cli.witness import witness
    from grondslag.engine.limit import LimitExceeded
    from grondslag.engine.own import sweep_own
    from grondslag.engine.sweep import Sweep
    from grondslag.engine.swept import Swept, unlimited
    from grondslag.law.rules import rules_of

    if not dry_run:
        run.refuse_unresolved()
    run.store.prepare(lasting=not dry_run)
    sweep = Sweep(run.store, rules_of(run.statement), run.at, run.live, limit=limit, files=documents)
    if dry_run or limit is not unlimited:
        with run.store.transaction(write=False):
            foreseen = sweep.foresee()
        limit(Swept(), foreseen)
        if dry_run:
            return foreseen
    evidence = witness(run.store, run.statement.content_hash)
    try:
        with printing.progress("sweeping rows") as heard:
            swept = replace(sweep, evidence=evidence, progress=heard).run()
    except LimitExceeded:
        run.store.clear()  # of what was deleted before it stopped nothing may be left behind either
        raise
    swept.add(sweep_own(run.store, run.at, evidence))
    return swept


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
        "pending": [each.place for each in swept.pending],
    }


def show_swept(swept: "Swept", dry_run: bool) -> None:
    """Prints what a sweep did, or would do."""
    would = "would be " if dry_run else ""
    cells, rows = sum(swept.cells.values()), sum(swept.rows.values())
    tables: dict[str, int] = dict.fromkeys(sorted({*swept.rows, *(c.rpartition(".")[0] for c in swept.cells)}), 0)
    for column, count in swept.cells.items():
        tables[column.rpartition(".")[0]] += count
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
        printing.line(f"Cleared after it: {', '.join(swept.cleared) or 'nothing'}.")
        if swept.pending:
            printing.line(f"May still hold traces: {', '.join(each.place for each in swept.pending)}.")
    for name, count in sorted(swept.documents.items()):
        printing.line(f"{printing.number(count)} documents in {name} destroyed with their keys.")
