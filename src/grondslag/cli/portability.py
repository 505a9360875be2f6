"""The commands for data portability (Art. 20): port one person's data to a file, and import such a file."""

from pathlib import Path
from typing import Annotated

import typer

from grondslag.cli import files, printing
from grondslag.cli.databases import heading
from grondslag.cli.options import DatamapFile, DryRun, Json, On, Person, StatementFile, StoreUrl, SuppressionKey

Ported = Annotated[Path, typer.Argument(metavar="FILE", help="A ZIP that grondslag port made.")]


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    app.command()(port)
    app.command("import")(take_in)


def port(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    subject: Person,
    output: Annotated[Path, typer.Option("--output", metavar="FILE", help="The ZIP to write.")],
    wide: Annotated[
        bool, typer.Option("--wide", help="All data of the person, as the statement promises, not Article 20 alone.")
    ] = False,
    on: On = None,
) -> int:
    """Write what one person may take elsewhere: JSON with its schema, a CSV of each table, a manifest (Art. 20)."""
    from grondslag.cli.judged import judged
    from grondslag.engine.access import Access
    from grondslag.engine.portable import Port

    with judged(statement, datamap, store, on) as run, files.whole(output) as file:
        run.refuse_misfits()
        person = run.known(subject)
        run.store.prepare(lasting=False)
        with run.store.transaction(write=False, snapshot=True):
            rows = Port(Access(run.store, run.statement, run.at, person), run.live, wide).write(file)
    if not rows:
        widely = "" if wide else " by consent or contract, and provided by them; --wide ports all"
        files.note(f"nothing is held of {subject}{widely}")
    return 0


def take_in(
    file: Ported,
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    on: On = None,
    dry_run: DryRun = False,
    json: Json = False,
    suppression_key: SuppressionKey = None,
) -> int:
    """Put ported data into a database that does not have them yet, all or nothing (Art. 20)."""
    from grondslag.cli.judged import judged
    from grondslag.cli.suppressing import unwanted
    from grondslag.cli.witness import witness
    from grondslag.engine.intake import Intake, ported

    with file.open("rb") as given:
        data = ported(given)
    with judged(statement, datamap, store, on) as run:
        run.refuse_misfits()
        intake = Intake(run.store, run.live, rehearsed=True)
        if not dry_run:
            run.store.prepare(lasting=True)
            evidence = witness(run.store, run.statement.content_hash)
            intake = Intake(run.store, run.live, evidence, unwanted(run, suppression_key))
        rows = intake.run(data)
    if json:
        printing.document(heading(run) | {"dry_run": dry_run, "rows": dict(sorted(rows.items()))})
        return 0
    would = "would be " if dry_run else ""
    printing.table(f"Rows {would or ''}taken in", ("table", "rows"), sorted(rows.items()))
    total = printing.number(sum(rows.values()))
    printing.line(f"{total} rows {would}taken in." + (" Nothing was changed." if dry_run else ""))
    return 0
