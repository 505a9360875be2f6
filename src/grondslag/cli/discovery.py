"""The command that drafts a datamap of a database which nobody has described: discover."""

from pathlib import Path
from typing import Annotated

import typer

from grondslag.cli.options import Output, StoreUrl


def add_to(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command()(discover)


def discover(
    store: StoreUrl,
    sample: Annotated[
        int, typer.Option("--sample", min=0, metavar="N", help="Look at so many values a column; 0 looks at none.")
    ] = 200,
    statement: Annotated[
        Path | None, typer.Option("--statement", metavar="FILE", help="Suggest the purposes of this statement.")
    ] = None,
    output: Output = None,
) -> int:
    """Draft a datamap from a database: every guess is marked, so that you edit instead of write.

    No value of the database is printed or kept; only what values look like is counted.
    """
    from sqlalchemy.engine import make_url

    from grondslag.cli import files
    from grondslag.datamap.discover import discover as drafted
    from grondslag.datamap.draft import guesses, toml
    from grondslag.stores.reflect import reflect
    from grondslag.stores.sample import sample as sampled
    from grondslag.stores.sql import connect

    told = files.statement(statement) if statement else None
    engine = connect(store, read_only=True)
    try:
        with engine.connect() as connection:
            live = reflect(connection)
            seen = sampled(connection, live, sample)
    finally:
        engine.dispose()
    name = Path(make_url(store).database or "database").stem
    text = toml(drafted(live, seen, name, told.controller.zone if told else "Europe/Amsterdam"), told)
    files.write(text, output)
    marked, mend = guesses(text)
    files.note(f"{marked} guesses to confirm, and {mend} places to mend; then run grondslag check")
    return 0
