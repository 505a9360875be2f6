"""The command that clears what a database keeps of what was erased."""

from datetime import UTC, datetime

import typer

from grondslag.cli import printing
from grondslag.cli.options import DatamapFile, Json, StoreUrl


def add_to(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command()(clear)


def clear(datamap: DatamapFile, store: StoreUrl, json: Json = False) -> int:
    """Clear what the database's own files keep of what was erased; on a server each mapped table is rewritten.

    A table is locked while it is rewritten, and left for the next time when it is in use.
    """
    from zoneinfo import ZoneInfo

    from grondslag.cli import files
    from grondslag.stores.sql import opened

    mapped = files.datamap(datamap)
    with opened(store, mapped, ZoneInfo(mapped.zone)) as found, printing.progress("clearing"):
        cleared = found.clear([table.name for table in mapped.tables], datetime.now(UTC).date())
    if json:
        pending = [
            {"place": p.place, "clearing": p.clearing, "until": p.until.isoformat() if p.until else ""}
            for p in cleared.pending
        ]
        printing.document({"cleared": list(cleared.done), "pending": pending})
        return 0
    printing.table("Cleared", ("what",), [(each,) for each in cleared.done])
    rows = [(p.place, p.clearing, p.until.isoformat() if p.until else "") for p in cleared.pending]
    printing.table("May still hold traces", ("where", "cleared by", "until"), rows)
    return 0
