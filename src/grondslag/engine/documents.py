"""Documents beside rows: when the cell with a document's id goes, the document's key is destroyed.

The batch that takes the cell writes the id down in its own transaction; keys are destroyed only after it is committed.
Killed in between, the next sweep finds the id still written down, and finishes. No key goes for a batch that was
rolled back, and none is forgotten for one that was not.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, cast, column, delete, insert, literal, or_, select, table

from grondslag.datamap.model import Column, DataMap, Table
from grondslag.engine.cells import JudgedCell, JudgedRow
from grondslag.engine.plan import Planned
from grondslag.stores.files import DocumentError, FileStore, Known
from grondslag.stores.sql import SqlStore
from grondslag.stores.tables import DOOMED

BATCH = 300
LENGTH = 64


def doom(connection: Connection, each: Planned, span: ColumnElement[bool]) -> None:
    """Writes down which documents go with the planned cells and rows of a batch, in the batch's own transaction."""
    for mapped in each.table.columns:
        if mapped.file:
            goes = or_(each.plan.c.dead == 1, each.plan.c[each.flag(mapped.name)] == 1)
            value = each.data.c[mapped.name]
            going = select(literal(mapped.file), cast(value, String(LENGTH))).where(
                each.same_row(each.data), span, goes, value.is_not(None)
            )
            connection.execute(insert(DOOMED).from_select(["store", "document"], going))


def destroy(
    store: SqlStore, files: Mapping[str, FileStore], evidence: Callable[[str, Mapping[str, int]], None]
) -> Counter[str]:
    """Destroys every document that is written down and that no row holds any more; returns how many, by files store.

    What is written down for a files store that is not given stays so. Raises StoreError for a folder that is not
    there, and OSError for one that cannot be written to; whatever is left then is done by the next call.
    """
    done: Counter[str] = Counter()
    for name, place in files.items():
        # In a folder that is not there no key would be found, and the document would be taken for destroyed.
        place.check()
        while rows := _written_down(store, name):
            held = known(store, name)([document for _, document in rows])
            gone = sum(place.destroy(document) for document in sorted({d for _, d in rows} - held))
            with store.transaction() as connection:
                connection.execute(delete(DOOMED).where(DOOMED.c.id.in_([number for number, _ in rows])))
                if gone:
                    evidence("documents", {name: gone})
            done[name] += gone
    return +done


def pending(connection: Connection) -> dict[str, int]:
    """How many documents are written down and still to be destroyed, by files store."""
    return dict(Counter(connection.scalars(select(DOOMED.c.store))))


def known(store: SqlStore, name: str) -> Known:
    """A function that tells which of some ids of a files store stand in a row: what its own sweep of orphans asks."""
    holders = list(_holders(store.datamap, name))

    def held(ids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        with store.transaction(write=False) as connection:
            for mapped, each in holders:
                value = table(mapped.name, column(each.name)).c[each.name]
                found.update(connection.scalars(select(cast(value, String(LENGTH))).where(value.in_(ids))))
        return found

    return held


def described(files: Mapping[str, FileStore], row: JudgedRow, cell: JudgedCell) -> dict[str, Any]:
    """What access adds to a cell that is the id of a document: its store, name, size and SHA-256; else nothing.

    A document that cannot be read is told as such, since the person is entitled to know.
    """
    place = files.get(cell.column.file)
    if place is None or cell.value is None:
        return {}
    name = next((str(c.value) for c in row.cells if c.value and _names(cell.column, c.column)), "")
    told: dict[str, Any] = {"store": cell.column.file, "id": str(cell.value), "name": name}
    try:
        found = place.about(str(cell.value))
    except DocumentError as error:
        return {"document": told | {"unreadable": str(error)}}
    return {"document": told | {"size": found.size, "sha256": found.sha256}}


def contents(report: Mapping[str, Any], files: Mapping[str, FileStore]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The readable documents of an access report, for a ZIP: a name for each that is safe and its own, and its bytes.

    Raises DocumentError, from the bytes, for one that was destroyed after the report was made.
    """
    for part in report["tables"]:
        for row in part["rows"]:
            for cell in row["cells"]:
                document = cell.get("document", {})
                if "sha256" in document:
                    ending = "".join(c for c in document["name"] if c.isalnum() or c in " ._-").strip(". ")
                    name = f"documents/{document['id']}{f'-{ending[-100:]}' if ending else ''}"
                    yield name, files[document["store"]].open(document["id"])


def _written_down(store: SqlStore, name: str) -> list[tuple[int, str]]:
    query = select(DOOMED.c.id, DOOMED.c.document).where(DOOMED.c.store == name).order_by(DOOMED.c.id).limit(BATCH)
    with store.transaction(write=False) as connection:
        return [(row.id, row.document) for row in connection.execute(query)]


def _holders(datamap: DataMap, name: str) -> Iterator[tuple[Table, Column]]:
    for mapped in datamap.tables:
        for each in mapped.columns:
            if each.file == name:
                yield mapped, each


def _names(document: Column, other: Column) -> bool:
    """Whether a column names the document, and shows the reader nothing that the document itself does not."""
    return other.name == document.called and other.follows in ("", document.follows)
