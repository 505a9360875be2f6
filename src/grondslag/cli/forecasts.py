"""The command forecast: what goes in which month, what a draft would change, and its approval as a limit of sweeps."""

from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from io import StringIO
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from grondslag.cli import files, printing
from grondslag.cli.failures import InputError
from grondslag.cli.options import DatamapFile, On, Output, Published, StatementFile, StoreUrl, day

if TYPE_CHECKING:
    from grondslag.cli.judged import Judged
    from grondslag.engine.forecast import Drafted, Foreseen


def add_to(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command()(forecast)


def forecast(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    on: On = None,
    months: Annotated[
        int, typer.Option("--months", min=1, max=120, metavar="N", help="How many months, this one among them.")
    ] = 12,
    draft: Annotated[
        Path | None, typer.Option("--draft", metavar="FILE", help="A changed statement: tell what it would change.")
    ] = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="For people or for programs.")] = "text",
    output: Output = None,
    approve: Annotated[
        bool, typer.Option("--approve", help="Sign the forecast as the limit of sweeps, into --output.")
    ] = False,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who approves.")] = "",
    until: Annotated[
        date | None, typer.Option("--until", parser=day, metavar="DATE", help="The last day of the approval.")
    ] = None,
    margin: Annotated[
        int, typer.Option("--margin", min=0, max=1000, metavar="PERCENT", help="How much more may go than foreseen.")
    ] = 10,
    key: Annotated[
        Path | None, typer.Option("--key", metavar="FILE", help="The signing key; made beside the database if absent.")
    ] = None,
    published: Published = False,
) -> int:
    """Foretell what must go in which month, or what a draft statement would change; writes nothing to the database."""
    from grondslag.cli.judged import judged
    from grondslag.engine.forecast import Forecast
    from grondslag.law.rules import rules_of

    if approve:
        _refuse_incomplete(by, until, output, draft)
    with judged(statement, datamap, store, on, published) as run:
        run.refuse_misfits()
        run.refuse_unresolved()
        run.store.prepare(lasting=False)
        if draft:
            return _told(run, _drafted(run, draft, published), format, output)
        with printing.progress("judging months") as heard:
            foreseen = Forecast(run.store, rules_of(run.statement), run.at, months, heard).run()
        if not approve or until is None or output is None:
            return _told(run, foreseen, format, output)
        return _approved(run, foreseen, by, until, margin, key, output)


def _refuse_incomplete(by: str, until: date | None, output: Path | None, draft: Path | None) -> None:
    if draft:
        raise InputError("--approve with --draft: a draft erases nothing; approve it once it is the statement in force")
    needed = (("--by NAME", by.strip()), ("--until DATE", until), ("--output FILE", output))
    if missing := [name for name, value in needed if not value]:
        raise InputError(f"--approve needs {' and '.join(missing)} too")


def _drafted(run: "Judged", draft: Path, published: bool) -> "Drafted":
    from dataclasses import replace

    from grondslag.engine.forecast import Draft
    from grondslag.law.rules import rules_of

    tried = replace(run, statement=files.statement(draft, published))
    try:
        tried.refuse_misfits()
        tried.refuse_unresolved()
    except InputError as error:
        raise InputError(f"--draft {draft}: {error}") from None
    return Draft(run.store, rules_of(run.statement), rules_of(tried.statement), run.at).run()


def _told(run: "Judged", found: "Foreseen | Drafted", format: str, output: Path | None) -> int:
    from grondslag.cli.databases import heading
    from grondslag.cli.foretold import as_json, show

    if format == "json":
        files.write(dumps(heading(run) | as_json(found), ensure_ascii=False, indent=2) + "\n", output)
    elif output is None:
        show(found, run)
    else:
        with redirect_stdout(StringIO()) as said:
            show(found, run)
        files.write(said.getvalue(), output)
    return 0


def _approved(
    run: "Judged", foreseen: "Foreseen", by: str, until: date, margin: int, key: Path | None, output: Path
) -> int:
    from grondslag.cli.receipts import beside
    from grondslag.evidence.approval import Approval, sign
    from grondslag.evidence.receipt import load_or_create_key

    last = foreseen.months[-1].last
    if not run.at.today <= until <= last:
        raise InputError(f"--until {until} is outside the forecast, {run.at.today} to {last}: add --months N")
    total = foreseen.through(until)
    cells: dict[str, int] = {}
    for place, count in total.cells.items():
        cells[place.partition(".")[0]] = cells.get(place.partition(".")[0], 0) + count
    approval = Approval(
        at=datetime.now(UTC), by=by.strip(), until=until, database=run.datamap.name,
        statement_version=run.statement.version, statement_hash=run.statement.content_hash, margin=margin,
        cells=cells, rows=dict(total.rows),
    )  # fmt: skip
    signed: dict[str, Any] = sign(approval, load_or_create_key(key or beside(run.store, "key.pem")))
    files.write(dumps(signed, ensure_ascii=False, indent=2) + "\n", output)
    printing.line(
        f"Approved by {approval.by} until {until}: {printing.number(sum(cells.values()))} cells and "
        f"{printing.number(sum(total.rows.values()))} whole rows, and {margin} % more of each table. A sweep with "
        f"--limit {output} stops before it goes beyond that."
    )
    return 0
