"""What the shop knows of its people: consents, objections, erasures and holds, in the kernel's own tables."""

from collections.abc import Iterator, Sequence
from itertools import batched

from sqlalchemy import Connection, Table, insert

from bench.shop.people import Person, day
from grondslag.stores import facts as fact_tables
from grondslag.stores.tables import CONSENT, ERASURE, HOLD, OBJECTION, SUBJECT

BATCH = 10_000
Row = dict[str, object]
UPHELD = 3


def write(connection: Connection, people: Sequence[Person]) -> None:
    """Makes the kernel's tables and fills them: a subject for each customer, whose id is the customer's."""
    fact_tables.create(connection)
    _insert(connection, SUBJECT, ({"id": p.id, "kind": "person", "key": str(p.id)} for p in people))
    _insert(connection, CONSENT, (row for p in people for row in _consents(p)))
    _insert(connection, OBJECTION, (row for p in people for row in _objections(p)))
    _insert(connection, ERASURE, (row for p in people for row in _erasures(p)))
    _insert(connection, HOLD, (row for p in people for row in _holds(p)))


def _consents(p: Person) -> Iterator[Row]:
    for purpose, share in (("II.A", 6), ("III.A", 8)):
        if p.id % 10 < share:
            base: Row = {"subject": p.id, "purpose": purpose, "version": 1, "source": "account"}
            yield base | {"at": _at(p.made), "given": True}
            if p.id % 30 == 4:
                yield base | {"at": _at(40), "given": False}


def _objections(p: Person) -> Iterator[Row]:
    if p.id % 50 in (9, 19):
        purpose = "III.D" if p.id % 50 == 9 else "IV.B"
        yield {"subject": p.id, "at": _at(20), "source": "form", "purpose": purpose, "state": UPHELD}


def _erasures(p: Person) -> Iterator[Row]:
    """Requests of the last days that no sweep has carried out yet, of people whose agreement runs."""
    if p.id % 500 == 4:
        bounds = {"wall": f"{day(3)} 12:00:00.000000", "day": day(3)}
        yield {"subject": p.id, "at": f"{day(3)} 11:00:00.000000", "source": "form", "ordered": False} | bounds


def _holds(p: Person) -> Iterator[Row]:
    if p.id % 1000 == 8:
        yield {
            "subject": p.id, "at": _at(100), "source": "court", "scope": "", "law": "Rv art. 21", "reason": "claim",
            "approver": "second", "review": day(-200),
        }  # fmt: skip


def _at(ago: int) -> str:
    return f"{day(ago)} 09:00:00.000000"


def _insert(connection: Connection, table: Table, rows: Iterator[Row]) -> None:
    for batch in batched(rows, BATCH):
        connection.execute(insert(table), list(batch))
