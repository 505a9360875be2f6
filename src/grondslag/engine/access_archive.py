"""An access (GDPR Art. 15) as a ZIP: JSON for programs, CSV for each table, a page for people, and a manifest.

Rows are read, judged and written in batches, so that memory does not grow with what is held. The page has the first
rows of each table, and says which file has the rest.
"""

import json
from collections.abc import Mapping
from typing import IO, Any

from grondslag.datamap.model import Column, Table
from grondslag.engine.access import Access
from grondslag.engine.archive import Archive, Listed, Sheets, Sink, sheet_name
from grondslag.engine.report import access_page
from grondslag.statement.dictionary import credentials
from grondslag.statement.phrases import Language

# A person reads a page of so many rows of a table; a longer one is read with a spreadsheet.
SHOWN = 200


def write_access(access: Access, file: IO[bytes], language: Language = "nl") -> int:
    """Writes the archive to a binary file, in the caller's transaction; returns the number of rows in it.

    ``access.json`` is what :meth:`grondslag.engine.access.Access.report` gives.
    """
    archive = Archive(file, access.at.today)
    heading = access.heading()
    with Sheets() as sheets:
        with archive.member("access.json") as sink:
            counts, first = _streamed(access, heading, sink, sheets)
        sheets.into(archive)
    more = [(name, n - SHOWN, sheet_name(name)) for name, n in counts.items() if n > SHOWN]
    archive.add("access.html", [access_page(heading | {"tables": first}, access.statement, language, more)])
    archive.manifest({"format": "grondslag-access", "version": 1} | heading)
    return sum(counts.values())


def credential(column: Column) -> bool:
    """Whether a column holds a password or the like, which is handed to nobody in a form that others read."""
    return column.category in credentials()


def _streamed(
    access: Access, heading: Mapping[str, Any], sink: Sink, sheets: Sheets
) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """Writes the JSON and fills the sheets; returns the rows by table, and the first of each for the page."""
    counts: dict[str, int] = {}
    first: list[dict[str, Any]] = []
    sink.write(json.dumps(heading, ensure_ascii=False)[:-1] + ', "tables": ')
    tables = Listed(sink)
    for table in access.store.datamap.tables:
        shown: list[dict[str, Any]] = []
        rows = Listed(sink)
        for row in access.told(table):
            if not rows.count:
                start = json.dumps({"table": table.name, "source": table.source}, ensure_ascii=False)
                tables.add(start[:-1] + ', "rows": ')
            rows.add(json.dumps(row, ensure_ascii=False))
            _sheet(sheets, table, row)
            if len(shown) < SHOWN:
                shown.append(row)
        if rows.count:
            rows.end()
            sink.write("}")
            counts[table.name] = rows.count
            first.append({"table": table.name, "source": table.source, "rows": shown})
    tables.end()
    sink.write("}\n")
    return counts, first


def _sheet(sheets: Sheets, table: Table, row: Mapping[str, Any]) -> None:
    columns = [c.name for c in table.personal if c.name not in table.key and not credential(c)]
    values = {cell["column"]: cell["value"] for cell in row["cells"]}
    sheets.row(table.name, (*table.key, *columns), (*row["key"], *(values.get(name) for name in columns)))
