"""The commands on a journal: replay it over a database that was restored, check it, let its entries expire."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grondslag.cli import printing
from grondslag.cli.failures import InputError
from grondslag.cli.options import DatamapFile, JournalFile, Json, On, StatementFile, StoreUrl, day

if TYPE_CHECKING:
    from grondslag.engine.restore import Replayed


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    for command in (replay, journal):
        app.command()(command)


def replay(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    journal: JournalFile = None,
    on: On = None,
    json: Json = False,
) -> int:
    """Apply to a restored database what its backup did not know yet, then sweep it; until then it stays closed."""
    from grondslag.cli.databases import heading, show_swept, swept_json
    from grondslag.cli.judged import judged
    from grondslag.cli.witness import witness
    from grondslag.engine.restore import Replay
    from grondslag.engine.sweep import Sweep
    from grondslag.law.rules import rules_of

    with judged(statement, datamap, store, on, journal=journal, restored=True) as run:
        run.refuse_misfits()
        run.refuse_unresolved()
        if run.journal is None:
            raise InputError("there is no journal to replay: name it with --journal")
        run.store.prepare(lasting=True)
        evidence = witness(run.store, run.statement.content_hash)
        with printing.progress("sweeping rows") as heard:
            sweep = Sweep(run.store, rules_of(run.statement), run.at, run.live, evidence=evidence, progress=heard)
            done = Replay(run.store, run.journal, evidence).run(sweep)
    if json:
        counts = {"entries": done.entries, "facts": done.facts, "corrected": done.cells}
        printing.document(heading(run) | counts | swept_json(done.swept))
    else:
        _show(done)
        show_swept(done.swept, dry_run=False)
    return 0


def journal(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A journal; its key stands beside it.")],
    expire: Annotated[
        date | None,
        typer.Option(
            "--expire", parser=day, metavar="DATE", help="Drop what was written before the day of the oldest backup."
        ),
    ] = None,
) -> int:
    """Read a journal whole and count its entries; drop those that no backup needs any more, under a new key."""
    from grondslag.evidence.journal import Journal

    found = Journal(file)
    if expire is not None:
        dropped = found.expire(datetime.combine(expire, time(), UTC))
        printing.line(f"{printing.number(dropped)} entries expired; the rest stands under a new key.")
    count, head = found.check(), found.frames.head()
    printing.line(f"{printing.number(count)} entries, whole and in order; the last is number {head.seq}.")
    return 0


def _show(done: "Replayed") -> None:
    printing.line(
        f"{printing.number(done.entries)} entries of the journal replayed: {printing.number(done.facts)} facts that "
        f"were missing, {printing.number(done.cells)} cells corrected."
    )
